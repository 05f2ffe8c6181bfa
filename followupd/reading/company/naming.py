"""Employers' names in writing: where one begins and ends, what it shares with other spellings, and what is none."""

import unicodedata
from functools import cache, lru_cache

from followupd.reading.company.lexicon import listed
from followupd.reading.people.names import capital
from followupd.reading.people.words import BIT, KNOWN, Words, bits, lexicon

MAX_WORDS = 7
_LEGAL, _ORG, _PLACE = BIT["legal"], BIT["organisation"], BIT["place"]
_NEVER_FIRST = bits("department", "thing", "place", "meet", "title", "modifier", "ask", "condition", "legal")
_OF = frozenset(
    ["of", "&", "and", "und", "et", "y", "e", "de", "des", "du", "del", "der", "für", "+", "zu", "la", "for"]
)
_SONS = listed("sons")


@lru_cache(maxsize=512)
def plain(name: str) -> tuple[str, ...]:
    """A name's words for comparing: case, accents, punctuation and legal form apart."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    flat = "".join(c if c.isalnum() else " " if c not in "'’." else "" for c in flat)
    said = tuple(flat.split())
    legal = _legal_words()
    kept = list(said)
    while len(kept) > 1 and kept[-1] in legal:
        kept.pop()
    return tuple(kept[1:] if len(kept) > 1 and kept[0] == "the" else kept)


@cache
def _legal_words() -> frozenset[str]:
    return frozenset(w.replace(".", "") for w, mask in lexicon()[0].items() if mask & _LEGAL) | {"co", "kg", "cokg"}


def run(words: Words, at: int, *, core: str = "") -> int:
    """The end of the employer's name that begins at word ``at``; ``at`` itself where none does.

    ``core``: the sender's domain, which may be spelt without capitals ("adidas")."""
    end = at
    while end < len(words) and end - at < MAX_WORDS:
        word = words.word[end]
        if (
            (_written(words, end, core) and not _stops(words, at, end))
            or (end > at and words.low[end] in _OF and _goes_on(words, end))
            or (
                end > at
                and word == ","
                and end + 1 < len(words)
                and words.tag[end + 1] & _LEGAL
                and words.word[end + 1][0].isupper()
            )
            or (word == "." and end > at and words.tag[end - 1] & _LEGAL and _legal_after(words, end))
        ):
            end += 1
        else:
            break
    return _trimmed(words, at, end)


def _written(words: Words, at: int, core: str) -> bool:
    word = words.word[at]
    if not words.spaced(at):
        return False
    if capital(word) or (len(word) > 2 and word[0].islower() and any(c.isupper() for c in word[1:3])):
        return True
    if word[0].isdecimal():
        return any(c.isalpha() for c in word) and word[-1].isupper()
    return bool(core) and "".join(plain(word)) == core


def _stops(words: Words, first: int, at: int) -> bool:
    """Words that are no part of an employer's name where they stand."""
    mask, low = words.tag[at], words.low[at]
    if mask & _LEGAL and at > first and words.word[at][0].isupper():
        return False
    if mask & bits("weekday", "month") and not mask & KNOWN:
        return True
    if low.endswith("'s") and at == first and mask & bits("function"):
        return True
    if at == first:
        beginning = {"the", "open", "first", "next", "best"}
        return bool(mask & bits("function", "i", "self", "honorific")) and low not in beginning
    return (
        bool(mask & bits("title", "modifier", "function", "honorific", "meet", "weekday", "panel", "ask"))
        and not mask & bits("legal", "organisation", "department")
    ) or (bool(mask & BIT["thing"]) and not mask & bits("organisation", "department"))


def _goes_on(words: Words, at: int) -> bool:
    """Whether a link stands inside the name: "Bank of Ireland", "Doe & Sons", not "Acme and Jane"."""
    following = at + 1
    if following >= len(words) or not capital(words.word[following]):
        return False
    mask, low = words.tag[following], words.low[following]
    if words.low[at] in {"&", "+"}:
        return not mask & bits("function", "weekday", "month")
    if words.low[at] in {"and", "und", "et", "y", "e"}:
        return low in _SONS or bool(
            following + 1 < len(words)
            and words.tag[following + 1] & (_ORG | _LEGAL)
            and capital(words.word[following + 1])
        )
    if words.low[at] in {"of", "de", "des", "du", "del", "zu", "der", "für"}:
        return bool(words.tag[at - 1] & _ORG) and not mask & bits("function", "weekday", "month", "title")
    return False


def _legal_after(words: Words, at: int) -> bool:
    """Whether the dot is inside ("Co. KG") or belongs to the form ("Inc.")."""
    inside = at + 1 < len(words) and bool(words.tag[at + 1] & _LEGAL) and words.word[at + 1][0].isupper()
    return inside or words.low[at - 1] in {"inc", "corp"}


def _trimmed(words: Words, at: int, end: int) -> int:
    """Without a job, a city or a department that only follows the name."""
    while end > at:
        mask = words.tag[end - 1]
        first_is_org = words.tag[at] & (_ORG | _LEGAL)
        loose = mask & _PLACE and not mask & (_ORG | KNOWN) and not first_is_org and end - at > 1
        if (
            words.low[end - 1] in _OF
            or words.word[end - 1] == ","
            or (words.word[end - 1] == "." and words.low[end - 2] not in {"inc", "corp"})
            or loose
            or (mask & BIT["department"] and not mask & _ORG and end - at > 1 and not first_is_org)
        ):
            end -= 1
        else:
            break
    return end


def is_employer(words: Words, first: int, last: int, core: str) -> bool:
    """Whether the words may be an employer: no system, place, job, date, team, or person."""
    if last <= first:
        return False
    masks = words.tag[first:last]
    said = plain(words.slice(first, last))
    joined = "".join(said)
    if not said or len(joined) < 2 or said[0] in listed("systems") or joined in listed("systems") or joined.isdecimal():
        return False
    if core and (joined == core or (len(said[0]) > 2 and core.startswith(joined))):
        return True
    named = any(m & (_ORG | _LEGAL) for m in masks[1:]) or bool(masks[0] & _ORG and len(masks) > 1)
    if masks[0] & _NEVER_FIRST and not named:
        return False
    if all(
        m & bits("function", "department", "thing", "title", "modifier", "place", "meet", "organisation") for m in masks
    ):
        return (
            named
            and not all(m & bits("department", "thing", "title") for m in masks)
            and bool(any(m & _PLACE for m in masks) or any(m & _LEGAL for m in masks))
        )
    if words.word[first].isupper() and len(words.word[first]) < 2:
        return False
    return named or not _person(words, first, last)


def _person(words: Words, first: int, last: int) -> bool:
    """Whether the run reads as a person's name: a known given name first."""
    return bool(words.tag[first] & BIT["given"]) or (
        last - first == 2 and bool(words.tag[first] & KNOWN and words.tag[first + 1] & KNOWN)
    )
