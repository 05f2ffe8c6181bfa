"""What is written around a name: the job, the address, pronouns, a team; in front of it or behind."""

import re
from dataclasses import dataclass, replace

from followupd.reading.people.mailboxes import personal
from followupd.reading.people.names import Name, capital, name_at
from followupd.reading.people.words import BIT, KNOWN, NEVER_NAME, Words, bits, listed, table

_TITLE, _STOP, _AND = BIT["title"], BIT["stop"], BIT["and"]
_JOB = bits("title", "modifier", "department")
_OF = listed("inside_title")
_ONE = frozenset({"one", "einer", "eine", "einem", "un", "une", "l'un", "l'une", "uno", "una", "member", "part"})
_ONE_OF = frozenset({("of",), ("unserer",), ("von",), ("de",), ("des",), ("der",)})
_DASHES = frozenset("-–—|:·")
_NO_JOB = re.compile(
    r"\d\s*(?:min|h\b|:|am\b|pm\b|uhr|%|/)|https?:|www\.|^(?:via|per|by|in|on|at|cc|cc'd|zoom|video|phone|remote|optional|tbc|"
    r"she|he|they|recruiter contact|confirmed|invited|pictured|copied|see|not|no)\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
MAX_TITLE = 70


@dataclass(frozen=True, slots=True)
class Mention:
    """A name with what hangs on it, over the words ``begin`` to before ``end``. ``itself``: it is the writer ("I");
    ``again``: it is the last one named ("she")."""

    name: Name
    begin: int
    end: int
    title: str | None = None
    email: str | None = None
    honorific: str | None = None
    itself: bool = False
    again: bool = False


def mention(words: Words, name: Name, floor: int) -> Mention:
    """A name with its surroundings, reaching back no further than word ``floor``."""
    found = Mention(name, name.begin, name.last, honorific=name.honorific)
    for _ in range(4):
        after = _behind(words, found)
        if after.end == found.end:
            break
        found = after
    title, begin = before(words, name.begin, floor)
    return replace(found, begin=begin, title=found.title or title)


def _behind(words: Words, found: Mention) -> Mention:
    """The mention with one more thing that is written behind it."""
    at = found.end
    sign = words.word[at] if at < len(words) else "\n"
    if sign in {"(", "[", "<"}:
        return _bracketed(words, found)
    if (sign == "," and at + 1 < len(words) and words.tag[at + 1] & BIT["dr_suffix"]) or words.low[at : at + 1] == (
        "ph.d",
    ):
        return replace(found, end=at + 2, honorific=found.honorific or "Dr.")
    if sign in "," or sign in _DASHES:
        email = _EMAIL.match(words.text, words.start[at + 1]) if at + 1 < len(words) else None
        if email and personal(email.group()):
            return replace(found, email=email.group(), end=_word_after(words, at, email.end()))
        if sign == "," and at + 2 < len(words) and words.tag[at + 1] & BIT["from"] and (team := _team(words, at + 2)):
            return replace(found, end=team)
        title, end = segment(words, at + 1, listed=sign in _DASHES)
        return replace(found, title=found.title or title or None, end=end) if title is not None else found
    if words.tag[at] & BIT["from"] and not words.tag[at] & BIT["by"] if at < len(words) else False:
        return replace(found, end=_team(words, at + 1) or found.end)
    return found


def _word_after(words: Words, at: int, offset: int) -> int:
    while at < len(words) and words.start[at] < offset:
        at += 1
    return at


def _bracketed(words: Words, found: Mention) -> Mention:
    """What stands in brackets behind a name: pronouns, an address, a job; anything else is passed over."""
    close = {"(": ")", "[": "]", "<": ">"}[words.word[found.end]]
    end = found.end + 1
    while end < len(words) and end < found.end + 24 and words.word[end] not in {close, "\n"}:
        end += 1
    if end >= len(words) or words.word[end] != close:
        return found
    inside = " ".join(words.text[words.end[found.end] : words.start[end]].split())
    email = _EMAIL.fullmatch(inside.removeprefix("mailto:"))
    if email:
        own = email.group() if personal(email.group()) else None
        return replace(found, email=found.email or own, end=end + 1)
    stated = _pronouns(words, found.end + 1, end)
    if stated is not None:
        return replace(found, honorific=found.honorific or stated or None, end=end + 1)
    job = _bracket_job(words, found.end + 1, end, inside)
    return replace(found, title=found.title or job, end=end + 1)


def _pronouns(words: Words, first: int, last: int) -> str | None:
    """The honorific that stated pronouns are evidence of, "" for none, None where these are no pronouns."""
    said = [w for w in words.low[first:last] if w.isalpha()]
    table_ = dict(table("names")["pronoun"])  # type: ignore[call-overload]
    if not said or len(said) > 3 or not all(w in table_ for w in said):
        return None
    kinds = {str(table_[w]) for w in said}
    return kinds.pop() if len(kinds) == 1 else ""


def _bracket_job(words: Words, first: int, last: int, inside: str) -> str | None:
    parts = re.split(r"\s*[,;|]\s*", inside)
    jobs = [p for p in parts if not _NO_JOB.search(p) and not _EMAIL.search(p)]
    text = ", ".join(jobs).removeprefix("our ").removeprefix("the ")
    asked = any(words.tag[i] & _JOB for i in range(first, last))
    place = any(words.tag[i] & BIT["place"] for i in range(first, last))
    fits = asked or (
        text[:1].isupper()
        and not place
        and not any(words.tag[i] & KNOWN for i in range(first, last))
        and text.isascii()
    )
    return _stripped(text) if text and fits and len(text) <= MAX_TITLE else None


def segment(words: Words, at: int, *, listed: bool = False) -> tuple[str | None, int]:
    """The job that begins at word ``at`` (its article left out), and where it ends; ``listed``: behind a dash.

    "One of our engineers" is no job of one's own: it is passed over, and the job is ""."""
    one_of = words.low[at : at + 2] and words.low[at] in _ONE and words.low[at + 1 : at + 2] in _ONE_OF
    while at < len(words) and words.tag[at] & BIT["determiner"]:
        at += 1
    end, seen = at, 0
    while end < len(words) and end < at + 12 and not _job_ends(words, end, seen):
        seen |= words.tag[end] & _JOB
        end += 1
    while end > at and (words.low[end - 1] in _OF or words.word[end - 1] in {",", "&", "-", "/"}):
        end -= 1
    text = _stripped(words.slice(at, end))
    wanted = _TITLE | (BIT["department"] if listed else 0)
    if one_of:
        return "", end
    return (text, end) if text and seen & wanted and len(text) <= MAX_TITLE else (None, at)


def _job_ends(words: Words, at: int, seen: int) -> bool:
    word, mask = words.word[at], words.tag[at]
    if word in {"\n", ".", ";", "(", ")", "!", "?", "<", ">", "[", "]", "•", "|"} or word[0].isdecimal():
        return True
    if word == "," or mask & _AND:
        return not _job_goes_on(words, at + 1, comma=word == ",")
    if word in {"-", "–", "—", ":"}:
        return not (at + 1 < len(words) and words.tag[at + 1] & _JOB)
    if mask & _STOP and not mask & _JOB:
        return True
    if mask & bits("weekday", "month") and word[0].isupper():
        return True
    return bool(capital(word) and not mask & NEVER_NAME and mask & KNOWN and name_at(words, at))


def _job_goes_on(words: Words, at: int, *, comma: bool) -> bool:
    """Whether a comma or "and" stands inside a job: "Director, Data", "Data and Analytics"; no name follows then."""
    if at >= len(words) or words.tag[at] & bits("self", "i", "determiner", "honorific", "colleague"):
        return False
    mask = words.tag[at]
    if comma:
        following = words.tag[at + 1] if at + 1 < len(words) else 0
        return (
            bool(mask & BIT["department"]) and not (following & _TITLE) and not mask & KNOWN and capital(words.word[at])
        )
    return bool(mask & _JOB) and not (mask & KNOWN and name_at(words, at))


def before(words: Words, at: int, floor: int) -> tuple[str | None, int]:
    """The job in front of the name at word ``at`` ("our CTO Jane Doe", "our Head of Data, Jane Doe"), and its start."""
    sign = words.word[at - 1] if at - 1 >= floor and at else ""
    comma, bracket = sign == ",", sign == "("
    last = at - 1 if comma or bracket else at
    first = last
    while first > floor and first > last - 9 and _jobs(words, first - 1):
        first -= 1
    while first < last and (words.low[first] in _OF or words.tag[first] & _AND) and not words.tag[first] & _TITLE:
        first += 1
    led = first > floor and words.tag[first - 1] & BIT["determiner"]
    job = any(words.tag[i] & _TITLE for i in range(first, last))
    if not job or (comma and not led):
        return None, at
    title = _stripped(words.slice(first, last))
    return (title if title and len(title) <= MAX_TITLE else None), first


def _jobs(words: Words, at: int) -> bool:
    mask, word = words.tag[at], words.word[at]
    if mask & _JOB:
        return not mask & _STOP or word[0].isupper()
    return words.low[at] in _OF and not (
        mask & BIT["determiner"] and not (at and words.low[at - 1] in {"of", "for", "de"})
    )


def _team(words: Words, at: int) -> int:
    """The end of "the data team" or "Engineering" behind a "from", 0 where it is something else."""
    end = at
    while end < len(words) and end < at + 6 and not words.tag[end] & BIT["meet"] and (
        words.tag[end] & bits("determiner", "department", "thing", "modifier", "organisation")
        or words.low[end] in _OF or (capital(words.word[end]) and not words.tag[end] & KNOWN)
    ):  # fmt: skip
        end += 1
    while end > at and (words.low[end - 1] in _OF or words.tag[end - 1] & _AND):
        end -= 1
    return end if end > at and (capital(words.word[end - 1]) or words.tag[end - 1] & bits("department", "thing")) else 0


def _stripped(text: str) -> str:
    return text.strip(" ,;:-–—|&").strip()
