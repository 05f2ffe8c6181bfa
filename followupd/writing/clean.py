"""Make a value that came from mail fit for a header or a sentence."""

import re
import unicodedata

_ENCODED_WORD = re.compile(r"=\?[^?\s]{0,80}\?[^?\s]?\?[^?]{0,400}\?=")


def clean(text: str | None, limit: int = 200) -> str:
    """One line without control, direction or zero-width characters and without encoded words (RFC 2047)."""
    kept = "".join(" " if c in "\r\n\t" else c for c in text or "" if not _invisible(c))
    return " ".join(_ENCODED_WORD.sub("", kept).split())[:limit]


def _invisible(character: str) -> bool:
    return character not in "\r\n\t" and unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
