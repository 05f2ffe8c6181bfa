"""The role as it is written: from labels, the subject, and prose; requisition numbers cut off."""

import re

from followupd.mail import Letter
from followupd.reading.company.lexicon import listed
from followupd.reading.company.sources import bare_subject
from followupd.reading.people.layout import cells, lines
from followupd.reading.people.names import capital
from followupd.reading.people.words import BIT, KNOWN, Words, bits, words

MAX_ROLE, MAX_WORDS = 90, 14
_JOB, _TITLE = bits("title", "modifier", "department"), BIT["title"]
_REQUISITION = re.compile(
    r"[\s,]{0,3}[-–|,(\[#]{0,3}\s?\b(?:(?:job|stellen|position)?[\s-]{0,2}(?:req(?:uisition)?|ref(?:erenz|erence)?|"
    r"réf(?:érence)?|kennziffer|id|jr|r|n[ro°º]|nummer|code)\b[\s.:#-]{0,3})?#?\s?[A-Z]{0,4}[-_]?\d{3,}[\w/-]{0,20}\s?[)\]]?\s*$",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^\s*[\[(#]?(?:req|jr|r|id|job)?[-_ #]?\d{3,}[\w/-]{0,12}[\])]?\s*[-–:|,]?\s+", re.IGNORECASE)
_BRACKET = re.compile(
    r"\s?\((?:[a-zäöü*]{1,6}(?:\s?[/|,]\s?[a-zäöü*]{1,6}){1,3}|all genders?|gn\*?|e|ne|in|trice|euse|remote|hybrid|"
    r"part[- ]time|full[- ]time|teilzeit|vollzeit|[A-Z][\w &/-]{1,24})\)",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"\((?:[mwfhdxi]\s?[/|]\s?[mwfhdxi](?:\s?[/|]\s?[mwfhdx*]{1,6})?|all genders?|gn)\)", re.IGNORECASE
)
_CONNECTS = listed("connects")
_GLUE = frozenset("*:/-·+#._")
_NOT_BEGIN = bits("weekday", "month", "honorific", "i")
_ENDS = frozenset({".", "!", "?", ";", "\n", "…", '"', "“", "”", "»", "«", "„", "|", "<", ">"})
_QUOTES = frozenset({'"', "“", "„", "«", "»", "'", "\u2018", "\u201a", "*", "`", "”"})
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v"})
_SEEKS = frozenset({"suchen", "recherchons", "buscamos"})
_STARTS = listed("starts")


def role(letter: Letter, text: str, language: str = "en") -> str | None:
    """The role that the letter is about, as it is written, or None."""
    subject = words(bare_subject(letter.subject))
    found = words(text)
    return _clean(
        _labelled(text)
        or _in_subject(subject, language)
        or _prose(subject, language)
        or _prose(found, language)
        or _marked(found)
        or ""
    )


def _clean(text: str) -> str | None:
    """Without numbers of requisitions, quotes and what only surrounds it."""
    text = " ".join(text.split())[:MAX_ROLE].strip(" .,:;-–—|\"'“”„«»*")
    for _ in range(2):
        text = _LEADING.sub("", _REQUISITION.sub("", text)).strip(" .,:;-–—|")
    if text.count("(") != text.count(")"):
        text = (
            text.replace("(", "").strip()
            if text.endswith("(")
            else text.partition("(")[0].strip()
            if ")" not in text
            else text
        )
    return text or None


def _labelled(text: str) -> str | None:
    """Behind "Position:", "Stelle:", "Poste :", "Puesto:", or in the next cell."""
    names = listed("role_label")
    for line in lines(text):
        spans = cells(line)
        if len(spans) > 1:
            head, value = text[slice(*spans[0])], text[slice(*spans[1])]
        else:
            head, colon, value = line.text.partition(":")
            if not colon or len(head) > 40:
                continue
        if head.strip(" *•-\t_").casefold() in names and 2 < len(value.strip(" *")) < MAX_ROLE + 30:
            bare = re.split(r"\s+(?:at|bei|chez)\s+(?=[A-Z])|\t|\s\|\s", value.strip(" *_"))[0]
            if not re.search(r"[.!?]\s", bare) and words(bare).word[:1]:
                return bare
    return None


def phrase(found: Words, at: int, *, language: str = "en") -> tuple[int, bool]:
    """The end of the job that begins at word ``at``, and whether a word for a job is in it."""
    end, job = at, False
    while end < len(found) and end - at < MAX_WORDS:
        bracket = _BRACKET.match(found.text, found.start[end]) if found.word[end] == "(" and end > at else None
        if bracket:
            while end < len(found) and found.start[end] < bracket.end():
                end += 1
            continue
        step = _step(found, at, end, job=job, language=language)
        if not step:
            break
        job = job or any(found.tag[i] & _TITLE for i in range(end, end + step))
        end += step
    while (
        end > at
        and (found.low[end - 1] in _CONNECTS or found.word[end - 1] in _GLUE | {","})
        and not _glued(found, end - 1)
    ):
        end -= 1
    return end, job


def _step(found: Words, first: int, at: int, *, job: bool, language: str) -> int:
    """How many words at ``at`` go on the job that began at ``first``; 0 where it ends."""
    word, mask, low = found.word[at], found.tag[at], found.low[at]
    if at > first and _glued(found, at) and (word in _GLUE or found.word[at - 1] in _GLUE):
        return 1 if word not in ":." or (at + 1 < len(found) and _glued(found, at + 1)) else 0
    if low in _ROMAN and job and found.word[at].isupper():
        return 1
    if word in _ENDS or low in listed("role_end") or (mask & _NOT_BEGIN and not mask & _JOB):
        return 0
    follows = at + 1 < len(found) and (capital(found.word[at + 1]) or bool(found.tag[at + 1] & _JOB))
    if low in _CONNECTS:
        return _link(found, at, language=language, job=job) if at > first else 0
    if word == ",":
        part = follows and bool(found.tag[at + 1] & bits("department", "place"))
        return 1 if job and part and capital(found.word[at + 1]) else 0
    if mask & _JOB:
        return 1 if capital(word) or not mask & bits("stop", "i", "weekday") or mask & _TITLE else 0
    if capital(word) or (word[0].isdigit() and len(word) == 1 and job):
        return 0 if mask & bits("function", "i", "meet", "panel", "weekday") and not mask & BIT["thing"] else 1
    complement = at > first and found.low[at - 1] in {"de", "d'", "du", "des", "en", "of"}
    adjective = job and language in {"fr", "es"} and bool(found.tag[at - 1] & _TITLE)
    return 1 if (complement or adjective) and mask == 0 and word.isalpha() else 0


def _link(found: Words, at: int, *, language: str, job: bool) -> int:
    """A connector counts where a job goes on behind it."""
    if at + 1 >= len(found):
        return 0
    mask, word, low = found.tag[at + 1], found.word[at + 1], found.low[at]
    if low in {"for", "to", "en", "e"}:
        return 1 if mask & _JOB and not mask & BIT["stop"] else 0
    if low in {"-", "–"}:
        later = found.tag[at + 2] if at + 2 < len(found) and found.word[at + 2] not in _ENDS else 0
        return 1 if capital(word) and (mask | later) & _JOB and not mask & bits("function", "weekday") else 0
    if low in {"de", "du", "des", "d'", "la", "l'", "el", "los", "del", "of", "les", "der"}:
        return 1 if job and (capital(word) or mask & _JOB or (mask & ~BIT["function"] == 0 and word.isalpha())) else 0
    return 1 if mask & _JOB or (capital(word) and not mask & bits("function")) else 0


def _glued(found: Words, at: int) -> bool:
    return at > 0 and found.start[at] == found.end[at - 1]


def _prose(found: Words, language: str) -> str | None:
    """ "for the X role", "position of X", "application as X", "Stelle als X", "poste de X", "X position"."""
    heads, leads, ends, cue = listed("role_head"), listed("role_lead"), listed("role_end"), listed("cue")
    for at in range(len(found)):
        low = found.low[at]
        if low in heads:
            text = _headed(found, at, language)
            if text:
                return text
        if low in leads and at + 1 < len(found) and (low != "que" or found.low[at - 1] == "tant"):
            first = _past_articles(found, at + 1)
            end, job = phrase(found, first, language=language)
            ended = end < len(found) and found.low[end] in ends
            cued = low in _SEEKS or any(found.low[i] in cue for i in range(max(0, at - 9), at))
            if (
                end > first
                and _is_role(found, first, end, job=job, strong=ended and low == "for")
                and (ended or (cued and low not in {"von", "of", "an", "am", "de", "d'"}))
            ):
                return found.slice(first, end)
        if low in ends and at:
            text = _ended(found, at, language)
            if text:
                return text
    return None


def _past_articles(found: Words, at: int) -> int:
    last = min(len(found), at + 6)
    while at < last and (
        found.low[at] in _STARTS
        or found.word[at] in _QUOTES
        or found.low[at] in {"of", "as", "als", "de"}
        or found.low[at] in listed("role_head")
        or (found.word[at] in "(e)" and _glued(found, at))
    ):
        at += 1
    return at


def _headed(found: Words, at: int, language: str) -> str | None:
    """Behind "position of", "Stelle als", "poste de", or a quote."""
    first, linked = at + 1, False
    while first < min(len(found), at + 5):
        quoted, low = found.word[first] in _QUOTES, found.low[first]
        if not (quoted or low in _STARTS or low in listed("heads_on")):
            break
        linked = linked or quoted or low in {"of", "as", "als", "de", "d'"}
        first += 1
    end, job = phrase(found, first, language=language)
    if end == first and linked and language in {"fr", "es"} and first < len(found) and found.tag[first] == 0:
        return found.word[first] if found.word[first].isalpha() else None
    return (
        found.slice(first, end)
        if end > first and _is_role(found, first, end, job=job, strong=linked and language != "de")
        else None
    )


def _ended(found: Words, end: int, language: str) -> str | None:
    """In front of "position", "role", "interview": back to the article."""
    first = end
    while first > 0 and end - first < 10 and _back(found, first - 1):
        first -= 1
    while first < end and (found.low[first] in _CONNECTS or found.word[first] in "(),"):
        first += 1
    stop, job = phrase(found, first, language=language)
    led = first > 0 and found.low[first - 1] in _STARTS
    strong = led and found.low[end] in {"position", "role", "opening", "vacancy"} and language == "en"
    return found.slice(first, end) if stop == end and _is_role(found, first, end, job=job, strong=strong) else None


def _back(found: Words, at: int) -> bool:
    """Whether the word may belong to the job that ends behind it."""
    word, mask = found.word[at], found.tag[at]
    if word in _ENDS or mask & bits("function", "weekday", "determiner", "month"):
        return False
    return capital(word) or bool(mask & _JOB) or found.low[at] in _CONNECTS or word in "(),"


def _is_role(found: Words, first: int, end: int, *, job: bool, strong: bool) -> bool:
    """A job by its words; or anything in capitals where the sentence says so much."""
    if end <= first or len(found.slice(first, end)) > MAX_ROLE:
        return False
    only = [found.low[i] for i in range(first, end) if found.word[i][0].isalpha()]
    if not only or only in (["candidate"], ["manager"], ["interviewer"], ["lead"]):
        return False
    if job:
        people = [i for i in range(first, end) if found.tag[i] & KNOWN and not found.tag[i] & _JOB]
        return len(people) < 2 and (capital(found.word[first]) or end - first > 1)
    return (
        strong
        and all(capital(found.word[i]) or found.low[i] in _CONNECTS for i in range(first, end))
        and not any(found.tag[i] & bits("function", "weekday", "given", "meet") for i in range(first, end))
    )


def _in_subject(subject: Words, language: str) -> str | None:
    """A piece of the subject that is a job, whole or up to "at Acme"."""
    starts = [0] + [
        i + 1
        for i in range(len(subject))
        if subject.word[i] in {"|", "\n", "–", "—", "-", ":", "•", "/", "·", "]", ">", ","}
    ]
    for first in starts:
        while first < len(subject) and (
            subject.low[first] in _STARTS or subject.word[first] in _QUOTES | {"-", "–", ":"}
            or (subject.tag[first] & bits("meet", "thing", "function", "panel") and not subject.tag[first] & _JOB)
        ):  # fmt: skip
            first += 1
        if first >= len(subject):
            continue
        end, job = phrase(subject, first, language=language)
        after = subject.low[end] if end < len(subject) else ""
        bounded = not after or after in {"\n", "|"} or after in listed("behind_role")
        if job and bounded and _is_role(subject, first, end, job=True, strong=False):
            return subject.slice(first, end)
    return None


def _marked(found: Words) -> str | None:
    """What stands in front of "(m/w/d)"."""
    mark = _GENDER.search(found.text)
    if not mark:
        return None
    at = next((i for i in range(len(found)) if found.start[i] >= mark.start()), len(found))
    first = at
    while first > 0 and at - first < 10 and found.low[first - 1] not in listed("role_head"):
        if found.low[first - 1] not in _CONNECTS and not _back(found, first - 1):
            break
        first -= 1
    while first < at and found.low[first] in _CONNECTS:
        first += 1
    return found.text[found.start[first] : mark.end()] if first < at else None
