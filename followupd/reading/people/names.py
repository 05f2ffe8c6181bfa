"""Names in every shape: where one begins and ends, what stands before it, and what it is surely not."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from followupd.reading.people.words import BIT, KNOWN, NEVER_NAME, Words, bits, table, tag

MAX_PARTS, MAX_COURTESIES, MAX_NAMES = 6, 6, 200
_APOSTROPHES = frozenset({"'", "’"})
_HONORIFIC, _PARTICLE, _GIVEN = BIT["honorific"], BIT["particle"], BIT["given"]
_OPENING = KNOWN | _HONORIFIC
_MAY_BE_SURNAME = bits("place", "month", "organisation", "modifier", "title", "department", "thing", "weekday")
_DEGREES = frozenset(
    {"h", "c", "e", "med", "rer", "nat", "jur", "phil", "ing", "habil", "oec", "pol", "mult", "dent", "vet"}
)
_RANK = ("Prof.", "Dr.", "Ms.", "Mr.", "Mx.")
_DOTTED_ONLY = frozenset({"m", "fr", "sr", "lic", "ing", "hr", "dipl"})
_SHORT = frozenset({"an", "my", "so", "do", "to", "in", "ha", "anh", "thu"})
"""Words of the language that are names after a family name written first ("Nguyễn Văn An")."""
_OF = frozenset({"of", "for", "de", "du", "des", "für"})
_LARGE = frozenset({"le", "la", "el", "de", "du", "van", "von", "ben", "al"})
"""Particles that are written large in some names ("Anne Le Goff")."""
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "\u2018": "’"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name at words ``first`` to before ``last`` (``begin``: with what is written before it). ``known``: some part
    is a name that people bear; ``parts``: how many words it has."""

    begin: int
    first: int
    last: int
    text: str
    honorific: str | None
    known: bool
    parts: int

    @property
    def formal(self) -> bool:
        """Whether a courtesy stands before it: then it is a person's, however it is spelt."""
        return self.begin < self.first


@cache
def honorifics() -> dict[str, str]:
    """What is written before a name, folded, with the English honorific that it is evidence of."""
    return {k: str(v) for k, v in dict(table("names")["honorific"]).items()}  # type: ignore[call-overload]


def capital(word: str) -> bool:
    """A word that may be part of a name: a capital first, or a script without capitals."""
    first = word[0]
    if first.isupper():
        return True
    if first in "dDlLoO" and word[1:2] in {"'", "’"} and word[2:3].isupper():
        return True
    return first.isalpha() and first.lower() == first.upper() and first not in "ªº"


def name_at(words: Words, at: int) -> Name | None:
    """The name that begins at word ``at`` (its courtesies included), or None."""
    first, honorific = _courtesies(words, at)
    last, parts = _body(words, first, formal=first > at)
    if not parts:
        return None
    first = _after_noun(words, first, last) if first == at else first
    if not _plausible(words, first, last, parts, formal=first > at):
        return None
    known = any(words.tag[i] & KNOWN for i in range(first, last))
    last = _generation(words, last)
    return Name(
        at if honorific is not None else first, first, last, words.slice(first, last), honorific or None, known, parts
    )


def _courtesies(words: Words, at: int) -> tuple[int, str | None]:
    """Past "Frau Prof. Dr. h.c.", and the strongest honorific among them ("" for one that says nothing)."""
    found: list[str] = []
    here = at
    while (
        here < len(words)
        and len(found) < MAX_COURTESIES
        and words.tag[here] & _HONORIFIC
        and words.word[here][0].isupper()
    ):
        low = words.low[here]
        dotted = here + 1 < len(words) and words.word[here + 1] == "."
        if (low in _DOTTED_ONLY and not dotted and low not in {"hr", "sr"}) or low not in honorifics():
            break
        found.append(honorifics()[low])
        here = _degrees(words, here + 1)
    if here < len(words) and words.low[here] in {"d", "dª"} and here + 1 < len(words) and words.word[here + 1] == ".":
        after = here + 2
        if after < len(words) and words.tag[after] & _GIVEN:
            found.append("Mr." if words.low[here] == "d" else "Ms.")
            here = after
    if not found or here >= len(words) or not (capital(words.word[here]) or words.tag[here] & _PARTICLE):
        return at, None
    return here, next((r for r in _RANK if r in found), "")


def _degrees(words: Words, at: int) -> int:
    """Past the dot and the "h.c.", "med.", "-Ing." of a degree."""
    while at < len(words) and (
        words.word[at] in {".", "-", "ª"} or (words.low[at] in _DEGREES and words.word[at + 1 : at + 2] == (".",))
        or words.low[at] in {"h.c", "rer.nat", "e.h"}
    ):  # fmt: skip
        at += 1
    return at


def _body(words: Words, first: int, *, formal: bool) -> tuple[int, int]:
    """The end of the name that begins at ``first``, and how many of its words are capitalised."""
    at, parts = first, 0
    given = first < len(words) and bool(words.tag[first] & _GIVEN)
    while at < len(words) and parts < MAX_PARTS:
        word = words.word[at]
        if not capital(word):
            step = _between(words, at, parts, formal=formal)
            if not step:
                break
            parts, at = parts + 1, at + step
            continue
        if _initial(words, at) and (parts or _leads_on(words, at)):
            parts, at = parts + 1, at + (2 if words.word[at + 1 : at + 2] == (".",) else 1)
            continue
        if not _fits(words, at, parts, given=given, formal=formal):
            break
        parts, at = parts + 1, at + 1
    return at, parts


def _fits(words: Words, at: int, parts: int, *, given: bool, formal: bool) -> bool:
    """Whether a capitalised word belongs to a name: known names and unknown words do, words of the language don't."""
    mask, word = words.tag[at], words.word[at]
    if not words.spaced(at) or word[0].isdecimal() or any(c.isdecimal() for c in word):
        return False
    head, hyphen, tail = word.partition("-")
    if hyphen and tail[:1].islower() and len(tail) > 2 and head.casefold() != "al":
        return False  # "Sit-down", "Wrap-up"
    if not mask & NEVER_NAME:
        return True
    if parts == 0:
        return formal or bool(mask & _GIVEN and not mask & BIT["weekday"] and _name_follows(words, at + 1))
    if parts and mask & _PARTICLE and word.isupper() and words.word[at - 1].isupper():
        return True
    if words.low[at] in _SHORT and words.tag[at - parts] & BIT["family"] and not given:
        return True
    follows = at + 1 < len(words) and capital(words.word[at + 1]) and not words.tag[at + 1] & NEVER_NAME
    if parts and mask & _PARTICLE and follows and words.low[at] in _LARGE:
        return True
    if (
        parts == 1
        and words.low[at] in foreign()
        and not words.word[at].isupper()
        and not words.tag[at - 1] & NEVER_NAME
    ):
        return True
    if parts == 1 and given and mask & BIT["title"] and _trade_name(words, at):
        return True
    return bool(mask & KNOWN and not mask & BIT["function"] and (given or formal))


def _trade_name(words: Words, at: int) -> bool:
    """A trade that closes a name is a family name ("Tom Baker"), unless it goes on as a title ("Director of Sales")."""
    if words.word[at].isupper():
        return False
    ends = at + 1 >= len(words)
    return ends or not (capital(words.word[at + 1]) or words.low[at + 1] in _OF)


@cache
def foreign() -> frozenset[str]:
    """Small words of the other languages that English lacks: behind a name and with a capital they are surnames."""
    english = {w for value in table("en").values() if isinstance(value, str) for w in value.split()}
    loose = BIT["particle"] | _MAY_BE_SURNAME | bits("i", "self", "honorific", "legal", "room")
    others = {
        word for language in ("de", "fr", "es") for key, value in table(language).items()
        if isinstance(value, str) and not key.endswith("label") for word in value.split()
    }  # fmt: skip
    return frozenset(w for w in others - english if w.isalpha() and len(w) > 2 and not tag(w) & loose)


def _name_follows(words: Words, at: int) -> bool:
    """Whether a word goes on as a name does: for "May Chen" and "Will Smith" against "May 5" and "Will you"."""
    if at >= len(words) or not capital(words.word[at]):
        return at < len(words) and bool(words.tag[at] & _PARTICLE) and capital(words.word[min(at + 1, len(words) - 1)])
    return not words.tag[at] & NEVER_NAME or bool(words.tag[at] & BIT["family"])


def _between(words: Words, at: int, parts: int, *, formal: bool) -> int:
    """How many words of particles with their capital, or of a nickname in quotes, go on a name; 0 for none."""
    here = at
    while here < len(words) and here < at + 3 and words.tag[here] & _PARTICLE and words.word[here].islower():
        here += 1
    if here > at and here < len(words) and capital(words.word[here]):
        return here - at + 1 if _after_particle(words, at, here, parts, formal=formal) else 0
    if parts and words.word[at] in _QUOTES and at + 3 < len(words):
        closing = words.word[at + 2] == _QUOTES[words.word[at]]
        return 3 if closing and capital(words.word[at + 1]) and capital(words.word[at + 3]) else 0
    return 0


def _after_particle(words: Words, at: int, here: int, parts: int, *, formal: bool) -> bool:
    """Whether "de X" belongs to the name: "Claire de la Tour" does, "Ana García de Acme" and "Ana de Compras" don't."""
    mask = words.tag[here]
    if not (parts or formal) or mask & bits("department", "organisation", "weekday", "legal", "month"):
        return bool(mask & KNOWN and parts)
    if mask & NEVER_NAME and not mask & KNOWN:
        return here - at > 1 and not mask & bits("function", "title", "modifier")
    if words.low[at] in {"der", "die", "das", "la", "le", "las", "los", "des"} and here - at == 1:
        return False
    return words.low[at] not in {"de", "del", "du", "d"} or parts < 2 or here - at > 1 or bool(mask & KNOWN)


def _initial(words: Words, at: int) -> bool:
    """A single capital, with or without a dot ("J.", "J.P")."""
    word = words.word[at]
    single = len(word) == 1 or (len(word) == 3 and word[1] == "." and word[2].isupper())
    return (single and word[0].isupper() and words.low[at] not in {"i", "y", "a", "à", "e", "o"}) or (
        single and words.word[at + 1 : at + 2] == (".",) and _leads_on(words, at)
    )  # fmt: skip


def _leads_on(words: Words, at: int) -> bool:
    """Whether a whole name follows an initial: "J. Doe", not "Option A"."""
    here = at + 1
    while here < min(at + 5, len(words)) and (
        words.word[here] == "." or (len(words.word[here]) == 1 and words.word[here].isupper())
    ):
        here += 1
    return (
        here < len(words)
        and capital(words.word[here])
        and len(words.word[here]) > 1
        and not words.tag[here] & NEVER_NAME
    )


def _after_noun(words: Words, first: int, last: int) -> int:
    """Where a run such as "Kaffeepause Jane Doe" really begins: at a known given name, past one unknown word."""
    if (
        last - first > 2
        and not words.tag[first] & KNOWN
        and words.tag[first + 1] & _GIVEN
        and len(words.word[first]) > 7
    ):
        return first + 1
    return first


def _plausible(words: Words, first: int, last: int, parts: int, *, formal: bool) -> bool:
    text = words.text[words.start[first] : words.end[last - 1]]
    if len(text) > 60 or (len(text) < 2 and not formal):
        return False
    if formal:
        return True
    word = words.word[first]
    if parts == 1 and (words.tag[first] & BIT["function"] or len(word) == 1):
        return False
    # "SRE", "AWS": capitals alone are no name, unless a whole name is written so or people bear it
    loud = word.isupper() and len(word) in {2, 3, 4} and not words.tag[first] & KNOWN and word.isascii()
    return not loud or (parts > 1 and words.word[last - 1].isupper() and len(words.word[last - 1]) > 2)


def _generation(words: Words, last: int) -> int:
    """Past "Jr." or "III"."""
    at = last + 1 if words.word[last : last + 1] == (",",) else last
    if words.low[at : at + 1] and words.tag[at] & BIT["suffix"] and words.word[at][0].isupper():
        return at + 2 if words.word[at + 1 : at + 2] == (".",) and words.low[at] in {"jr", "sr"} else at + 1
    return last


def names(words: Words) -> tuple[Name, ...]:
    """Every name of a text, in its order, none inside another; at most two hundred."""
    found: list[Name] = []
    end = 0
    for at, word in enumerate(words.word):
        if at < end or (word[0].islower() and word[1:2] not in _APOSTROPHES):
            continue
        if (
            (words.tag[at] & NEVER_NAME and not words.tag[at] & _OPENING and len(word) > 1)
            or not capital(word)
            or not words.spaced(at)
        ):
            continue
        name = name_at(words, at)
        if name:
            found.append(name)
            end = name.last
            if len(found) == MAX_NAMES:
                break
    return tuple(found)


_DECORATED = re.compile(
    r"\s*(?:[,|(\[]|[-–—/@]\s|\s[-–—|/@]|\s(?:at|from|via|of|bei|chez|en|über|por|with)\s)", re.IGNORECASE
)


def display(text: str) -> str:
    """A display name without what systems and writers hang on it: "Jane from Acme", "Doe, Jane", "Jane Doe (Acme)"."""
    text = " ".join(text.strip(" '\"").split())[:120]
    turned = re.fullmatch(r"([^\W\d_][\w'’ -]{1,40}), ([^\W\d_][\w'’. -]{1,40})(?: [(\[|].{0,60})?", text)
    if turned and not _job(turned[2]) and not _job(turned[1]):
        return f"{turned[2].strip()} {turned[1].strip()}"
    cut = _DECORATED.search(text, 1) if text else None
    return text[: cut.start()].strip() if cut else text


def _job(text: str) -> bool:
    return any(tag(w) & NEVER_NAME and not tag(w) & (KNOWN | _PARTICLE) for w in text.lower().replace(".", " ").split())


@lru_cache(maxsize=1024)
def folded(name: str) -> tuple[str, ...]:
    """A name's words for comparing: case, accents, dots and hyphens apart."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return tuple(re.findall(r"[^\W_]+", flat.replace("'", "").replace("’", "")))
