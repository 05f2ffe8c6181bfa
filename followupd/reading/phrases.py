"""The phrases around a letter's own words, from ``lexicon/letters.toml``: compared as text, never as expressions."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_TRIM = " \t-_–—*=~>:.·|\xa0"
_PREFIX = re.compile(r"\s*([^\W\d_]{1,14})(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*:\s*")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sets where a whole line or word is compared, tuples where any part of the text is."""

    forwarded: frozenset[str]
    original: frozenset[str]
    wrote: tuple[str, ...]
    wrote_begins: frozenset[str]
    subject_reply: frozenset[str]
    subject_forward: frozenset[str]
    closings: frozenset[str]
    closing_from: frozenset[str]
    closing_joins: frozenset[str]
    days: frozenset[str]
    devices: tuple[str, ...]
    postscripts: tuple[str, ...]
    footers: tuple[str, ...]
    automated: tuple[str, ...]
    stubs: tuple[str, ...]
    labels: dict[str, str]
    """A header block's label to what it means: sender, date, to, subject or other."""


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """The data file, read once a process."""
    data = tomllib.loads(resources.files("followupd.reading").joinpath("lexicon/letters.toml").read_text("utf-8"))
    whole = {key: frozenset(map(plain, data[key])) for key in _WHOLE}
    part = {
        key: tuple(map(plain, data[key]))
        for key in ("wrote", "devices", "postscripts", "footers", "automated", "stubs")
    }
    labels = {plain(label): meaning for meaning, labels in data["labels"].items() for label in labels}
    return Phrases(labels=labels, **whole, **part)  # type: ignore[arg-type]  # the two kinds of keys are told apart above


_WHOLE = (
    "forwarded", "original", "wrote_begins", "subject_reply", "subject_forward", "closings", "closing_from",
    "closing_joins", "days",
)  # fmt: skip


def plain(line: str) -> str:
    """A line as phrases are compared: case folded, straight apostrophes, single spaces."""
    return " ".join(line.casefold().replace("’", "'").split())


def is_forward_line(line: str) -> bool:
    """Whether a client says that a forwarded letter follows."""
    return plain(line).strip(_TRIM) in phrases().forwarded


def is_original_line(line: str) -> bool:
    """Whether a client says that the answered letter follows: in dashes, since the words alone are anyone's."""
    bare = line.strip().lstrip("> ")
    return bare.startswith(("--", "__", "==", "**")) and plain(bare).strip(_TRIM) in phrases().original


def passed_on(subject: str) -> bool | None:
    """True for a forward's subject, False for an answer's, None for neither: the outermost prefix counts."""
    match = _PREFIX.match(subject)
    word = plain(match.group(1)) if match else ""
    if word in phrases().subject_forward:
        return True
    return False if word in phrases().subject_reply else None


def is_footer(sentence: str) -> bool:
    """Whether only a disclaimer, a list or a bulk sender would say this."""
    flat = plain(sentence)
    return any(phrase in flat for phrase in phrases().footers)


def is_automated(sentence: str) -> bool:
    """Whether a machine speaks of its letter and of nothing else: at most ten words for each phrase that it uses."""
    flat = plain(sentence)
    return len(flat.split()) <= 10 * sum(phrase in flat for phrase in phrases().automated)
