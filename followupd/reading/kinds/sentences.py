"""Own words to sentences, and sentences to tokens: the units that frames and the linear model look at."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_SENTENCES, MAX_TOKENS = 300, 90
_ENDS = re.compile(r"(?<=[.!?])[\"'”’)]?\s+(?=[\"'“(¿¡]?[^\s\W_])|\n+|\t+")
_WRAP = re.compile(r"(?<=[^\s.:!?;\t]{2})[ ]?\n(?=[a-zà-ÿ(&])")
"""A line end inside a sentence: the next line goes on in lower case."""
_SHORT = re.compile(r"\b(?:mr|mrs|ms|dr|st|no|nr|prof|hr|fr|bzw|ca|inc|ltd|co|corp|vs|etc|ref|tel|ext|approx|dept|"
                    r"sr|sra|mme|[a-z])\.$", re.I)  # fmt: skip
_TOKEN = re.compile(
    r"(?P<url>https?://\S+|www\.\S+)|(?P<mail>[\w.+-]{1,64}@[\w-]+\.[\w.-]+)|(?P<number>\d[\d.,:/-]*)|"
    r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<mark>[?!¿])"
)
_ELIDED = re.compile(r"^(?:[ldj]|qu)['’](?=\w{2})", re.I)
"""The French article and its kin, written together with its word; "n'" stays, because it denies."""
_STAND_FOR = {"url": "0url", "mail": "0mail", "number": "0num"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """``tokens``: casefolded, without accents; links, addresses and numbers as ``0url``, ``0mail``, ``0num``."""

    text: str
    tokens: tuple[str, ...]
    question: bool


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, cells and list items included, in their order."""
    return tuple(s for s, _ in zip(_sentences(text), range(MAX_SENTENCES), strict=False))


def _sentences(text: str) -> Iterator[Sentence]:
    for piece in _pieces(_WRAP.sub(" ", text)):
        tokens = tuple(tokenize(piece))
        if any(t[0].isalpha() for t in tokens):
            yield Sentence(" ".join(piece.split())[:300], tokens, piece.rstrip("\"'”’) ").endswith("?"))


def _pieces(text: str) -> Iterator[str]:
    """Split at sentence ends, but not behind "Dr." or an initial."""
    held = ""
    at = 0
    for end in _ENDS.finditer(text):
        piece = text[at : end.start()]
        at = end.end()
        if "\n" not in end.group() and "\t" not in end.group() and _SHORT.search(piece[-8:]):
            held += piece + " "
            continue
        yield (held + piece).strip()
        held = ""
    yield (held + text[at:]).strip()


def tokenize(text: str) -> Iterator[str]:
    """At most ninety tokens of one sentence."""
    for match, _ in zip(_TOKEN.finditer(text[:2000]), range(MAX_TOKENS), strict=False):
        kind = match.lastgroup or "word"
        yield _STAND_FOR.get(kind) or plain(_ELIDED.sub("", match.group()))


@lru_cache(maxsize=16384)
def plain(word: str) -> str:
    """Casefolded, without accents, with one kind of apostrophe."""
    folded = word.casefold().replace("’", "'")
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)) or folded
