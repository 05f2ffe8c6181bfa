"""The role as it is written: from labels, the subject, and prose; requisition numbers cut off."""

import re
from functools import lru_cache

from followupd.mail import Letter
from followupd.reading.company.jobs import CONNECTS, ENDS, JOB, MAX_ROLE, agent, glued, is_role, phrase, romance
from followupd.reading.company.lexicon import listed
from followupd.reading.company.loose import loose
from followupd.reading.company.sources import bare_subject
from followupd.reading.people.layout import cells, lines
from followupd.reading.people.names import capital
from followupd.reading.people.words import Words, bits, words

MAX_QUOTED = 3000
_REQUISITION = re.compile(
    r"[\s,]{0,3}[-–|,(\[#]{0,3}\s?\b(?:(?:job|stellen|position)?[\s-]{0,2}(?:req(?:uisition)?|ref(?:erenz|erence)?|"
    r"réf(?:érence)?|kennziffer|id|jr|r|n[ro°º]|nummer|code)\b[\s.:#-]{0,3})?#?\s?[A-Z]{0,4}[-_]?\d{3,}[\w/-]{0,20}\s?[)\]]?\s*$",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^\s*[\[(#]?(?:req|jr|r|id|job)?[-_ #]?\d{3,}[\w/-]{0,12}[\])]?\s*[-–:|,]?\s+", re.IGNORECASE)
_GENDER = re.compile(
    r"\((?:[mwfhdxi]\s?[/|]\s?[mwfhdxi](?:\s?[/|]\s?[mwfhdx*]{1,6})?|all genders?|gn)\)", re.IGNORECASE
)
_QUOTES = frozenset({'"', "“", "„", "«", "»", "'", "\u2018", "\u201a", "*", "`", "”"})
_SEEKS = frozenset({"suchen", "recherchons", "buscamos"})
_STARTS = listed("starts")


@lru_cache(maxsize=8)
def role(letter: Letter, text: str, language: str = "en", signature: str = "", quoted: str = "") -> str | None:
    """The role that the letter is about, as it is written, or None."""
    subject = words(bare_subject(letter.subject))
    found, signed = words(text), words(signature)
    return _clean(
        _labelled(text)
        or _labelled(signature)
        or _in_subject(subject, language)
        or _prose(subject, language)
        or _prose(found, language)
        or _marked(found)
        or (_compound(found) if language == "de" else None)
        or loose(found, language)
        or _prose(signed, language)
        or loose(signed, language, signed=True)
        or loose(subject, language, head=True)
        or (_prose(words(quoted[:MAX_QUOTED]), language) if quoted else None)
        or (loose(words(quoted[:MAX_QUOTED]), language) if quoted else None)
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
    names, weak = listed("role_label"), listed("role_label_weak")
    for line in lines(text):
        spans = cells(line)
        if len(spans) > 1:
            head, value = text[slice(*spans[0])], text[slice(*spans[1])]
        else:
            head, colon, value = line.text.partition(":")
            if not colon or len(head) > 40:
                continue
        title = head.strip(" *•-\t_").casefold()
        if title in weak and (named := _named_in(value)):
            return named
        if title in names and 2 < len(value.strip(" *")) < MAX_ROLE + 30:
            bare = re.split(r"\s+(?:at|bei|chez)\s+(?=[A-Z])|\t|\s\|\s", value.strip(" *_"))[0]
            if not re.search(r"[.!?]\s", bare) and words(bare).word[:1]:
                return bare
    return None


def _named_in(value: str) -> str | None:
    """The piece of a label's value that is a job: "Hiring manager conversation, Data Engineer"."""
    for piece in re.split(r",\s|\s[-–|]\s", value[:160]):
        said = words(piece.strip(" *_"))
        end, job = phrase(said, 0) if said else (0, False)
        ended = end == len(said) or said.word[end] == "("
        if (
            end
            and ended
            and capital(said.word[0])
            and is_role(said, 0, end, job=job or agent(said.low[end - 1]), strong=False)
        ):
            return said.slice(0, end)
    return None


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
                and is_role(found, first, end, job=job, strong=ended and low == "for")
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
        or (found.word[at] in "(e)" and glued(found, at))
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
    if language in {"fr", "es"} and (end := romance(found, first)) > first and any(map(agent, found.low[first:end])):
        return found.slice(first, end)
    end, job = phrase(found, first, language=language)
    if end > first and not job and agent(found.low[end - 1]) and capital(found.word[first]):
        job = True
    return (
        found.slice(first, end)
        if end > first and is_role(found, first, end, job=job, strong=linked and language != "de")
        else None
    )


def _ended(found: Words, end: int, language: str) -> str | None:
    """In front of "position", "role", "interview": back to the article."""
    first = end
    while first > 0 and end - first < 10 and _back(found, first - 1):
        first -= 1
    if first == end and language == "en":
        return _small(found, end)
    while first < end and (found.low[first] in CONNECTS or found.word[first] in "(),"):
        first += 1
    stop, job = phrase(found, first, language=language)
    led = first > 0 and found.low[first - 1] in _STARTS
    strong = led and found.low[end] in {"position", "role", "opening", "vacancy"} and language == "en"
    return found.slice(first, end) if stop == end and is_role(found, first, end, job=job, strong=strong) else None


def _compound(found: Words) -> str | None:
    """The job in "Planer-Stelle", and in "die Stelle des Planers"."""
    for at, low in enumerate(found.low):
        head, hyphen, tail = found.word[at].rpartition("-")
        if hyphen and tail.casefold() in {"stelle", "position", "job", "rolle"} and agent(head.casefold()):
            return head
        if low == "des" and at and found.low[at - 1] in listed("role_head") and at + 1 < len(found):
            job = found.word[at + 1]
            if job.endswith("s") and capital(job) and agent(job[:-1].casefold()):
                return job[:-1]
    return None


def _small(found: Words, end: int) -> str | None:
    """A job written small in front of "position" or "job": unknown words, the last one made as jobs are."""
    first = end
    while first > 0 and end - first < 3 and found.tag[first - 1] & ~JOB == 0 and found.low[first - 1].isalpha():
        first -= 1
    return found.slice(first, end) if first < end and agent(found.low[end - 1]) else None


def _back(found: Words, at: int) -> bool:
    """Whether the word may belong to the job that ends behind it."""
    word, mask = found.word[at], found.tag[at]
    if word in ENDS or mask & bits("function", "weekday", "determiner", "month"):
        return False
    return capital(word) or bool(mask & JOB) or found.low[at] in CONNECTS or word in "(),"


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
            or (subject.tag[first] & bits("meet", "thing", "function", "panel") and not subject.tag[first] & JOB)
        ):  # fmt: skip
            first += 1
        if first >= len(subject):
            continue
        end, job = phrase(subject, first, language=language)
        after = subject.low[end] if end < len(subject) else ""
        bounded = not after or after in {"\n", "|"} or after in listed("behind_role")
        if job and bounded and is_role(subject, first, end, job=True, strong=False):
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
        if found.low[first - 1] not in CONNECTS and not _back(found, first - 1):
            break
        first -= 1
    while first < at and found.low[first] in CONNECTS:
        first += 1
    return found.text[found.start[first] : mark.end()] if first < at else None
