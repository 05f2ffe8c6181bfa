"""Jobs in writing: where one begins and ends, and which words are for what somebody does."""

import re
from functools import lru_cache

from followupd.reading.company.lexicon import listed
from followupd.reading.people.names import capital
from followupd.reading.people.words import BIT, KNOWN, Words, bits, tag

MAX_ROLE, MAX_WORDS = 90, 14
JOB, TITLE = bits("title", "modifier", "department"), BIT["title"]
_BRACKET = re.compile(
    r"\s?\((?:[a-zäöü*]{1,6}(?:\s?[/|,]\s?[a-zäöü*]{1,6}){1,3}|all genders?|gn\*?|e|ne|in|trice|rice|euse|ère|ière|"
    r"es|s|remote|hybrid|"
    r"part[- ]time|full[- ]time|teilzeit|vollzeit|[A-Z][\w &/-]{1,24})\)",
    re.IGNORECASE,
)
CONNECTS = listed("connects")
GLUE = frozenset("*:/-·+#._")
_NOT_BEGIN = bits("weekday", "month", "honorific", "i")
ENDS = frozenset({".", "!", "?", ";", "\n", "…", '"', "“", "”", "»", "«", "„", "|", "<", ">"})
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v"})
_NO_ROLES = (
    ["candidate"], ["manager"], ["interviewer"], ["lead"], ["partner"], ["chair"], ["host"],
    ["hiring", "manager"], ["line", "manager"], ["team"], ["team", "lead"],
)  # fmt: skip
_WORDS_OF_THE_LANGUAGE = bits(
    "function", "weekday", "month", "place", "thing", "meet", "legal", "given", "family", "honorific", "skip",
    "takes_part", "live", "past", "not", "condition", "ask", "purpose", "room", "door", "colleague",
)  # fmt: skip


@lru_cache(maxsize=4096)
def agent(low: str) -> bool:
    """Whether a word is made as words for people at work are ("bookseller", "Grutier", "Archivar", "opticien")."""
    mask = tag(low)
    if mask & TITLE:
        return True
    bare = low.replace("·", "").rstrip("*")
    return (
        len(bare) > 4
        and not mask & _WORDS_OF_THE_LANGUAGE
        and bare not in listed("no_agent")
        and bare.endswith(tuple(listed("agent_end")))
    )


def phrase(found: Words, at: int, *, language: str = "en") -> tuple[int, bool]:
    """The end of the job that begins at word ``at``, and whether a word for a job is in it."""
    end, job = at, False
    while end < len(found) and end - at < MAX_WORDS:
        bracket = (
            _BRACKET.match(found.text, found.start[end])
            if found.word[end] == "(" and end > at and (job or glued(found, end))
            else None
        )
        if bracket:
            while end < len(found) and found.start[end] < bracket.end():
                end += 1
            continue
        step = _step(found, at, end, job=job, language=language)
        if not step:
            break
        job = job or any(found.tag[i] & TITLE for i in range(end, end + step))
        end += step
    while (
        end > at
        and (found.low[end - 1] in CONNECTS or found.word[end - 1] in GLUE | {","})
        and not glued(found, end - 1)
    ):
        end -= 1
    return end, job


def _step(found: Words, first: int, at: int, *, job: bool, language: str) -> int:
    """How many words at ``at`` go on the job that began at ``first``; 0 where it ends."""
    word, mask, low = found.word[at], found.tag[at], found.low[at]
    if at > first and glued(found, at) and (word in GLUE or found.word[at - 1] in GLUE):
        return 1 if word not in ":." or (at + 1 < len(found) and glued(found, at + 1)) else 0
    if low in _ROMAN and job and found.word[at].isupper():
        return 1
    if word in ENDS or low in listed("role_end") or (mask & _NOT_BEGIN and not mask & JOB):
        return 0
    follows = at + 1 < len(found) and (capital(found.word[at + 1]) or bool(found.tag[at + 1] & JOB))
    if low in CONNECTS:
        return _link(found, at, language=language, job=job) if at > first else 0
    if word == ",":
        part = follows and bool(found.tag[at + 1] & bits("department", "place"))
        return 1 if job and part and capital(found.word[at + 1]) else 0
    if mask & JOB:
        return 1 if capital(word) or not mask & bits("stop", "i", "weekday") or mask & TITLE else 0
    if capital(word) or (word[0].isdecimal() and len(word) == 1 and job):
        return 0 if mask & bits("function", "i", "meet", "panel", "weekday") and not mask & BIT["thing"] else 1
    complement = at > first and found.low[at - 1] in {"de", "d'", "du", "des", "en", "of"}
    adjective = job and language in {"fr", "es"} and bool(found.tag[at - 1] & TITLE)
    return 1 if (complement or adjective) and mask == 0 and word.isalpha() else 0


def _link(found: Words, at: int, *, language: str, job: bool) -> int:
    """A connector counts where a job goes on behind it."""
    if at + 1 >= len(found):
        return 0
    mask, word, low = found.tag[at + 1], found.word[at + 1], found.low[at]
    if low in {"für", "pour", "para"} and not (job or agent(found.low[at - 1])):
        return 0
    if low in {"for", "to", "en", "e"}:
        return 1 if job and mask & JOB and not mask & BIT["stop"] else 0
    if low == "in":
        subject = capital(word) and not mask & bits("function", "place", "weekday", "month", "thing")
        return 1 if job and subject else 0
    if low in {"-", "–"}:
        later = found.tag[at + 2] if at + 2 < len(found) and found.word[at + 2] not in ENDS else 0
        return 1 if job and capital(word) and (mask | later) & JOB and not mask & bits("function", "weekday") else 0
    if low in {"de", "du", "des", "d'", "la", "l'", "el", "los", "del", "of", "les", "der"}:
        return 1 if job and (capital(word) or mask & JOB or (mask & ~BIT["function"] == 0 and word.isalpha())) else 0
    return 1 if mask & JOB or (capital(word) and not mask & bits("function")) else 0


def glued(found: Words, at: int) -> bool:
    return at > 0 and found.start[at] == found.end[at - 1]


def romance(found: Words, at: int) -> int:
    """The end of a job written small, with its complements ("gestionnaire de dossiers", "técnico de redes")."""
    if (
        at >= len(found)
        or found.tag[at] & bits("function", "meet", "weekday") & ~JOB
        or not found.word[at][0].isalpha()
    ):
        return at
    if not (capital(found.word[at]) or agent(found.low[at])):
        return at
    end, loose = at + 1, 0
    while end < len(found) and end < at + 9:
        step = _romance_step(found, end)
        loose = loose + 1 if step == 1 else 0
        if not step or loose > 2:
            break
        end += step
    return end


def _romance_step(found: Words, at: int) -> int:
    """How many words go on a job at word ``at``: its gender, a complement, another job, an adjective."""
    word, low, mask = found.word[at], found.low[at], found.tag[at]
    if word in {"(", "·", "/"} and glued(found, at):
        close = 1 if word != "(" else 2
        inside = found.word[at + 1 : at + 2]
        return 1 + close if inside and len(inside[0]) < 7 and inside[0][0].isalpha() else 0
    follows = at + 1 < len(found) and found.word[at + 1][0].isalpha()
    if low in {"de", "d'", "en", "du", "des", "del", "y", "et"} and follows:
        article = 1 if found.low[at + 1] in {"la", "l'", "las", "los"} else 0
        last = at + 1 + article
        fits = last < len(found) and found.word[last][0].isalpha() and not found.tag[last] & bits("function", "place")
        joined = low not in {"y", "et"} or bool(found.tag[last] & JOB)
        return 2 + article if fits and joined else 0
    if low in {"ou", "o"} and follows and agent(found.low[at + 1]):
        return 2
    return 1 if word[0].isalpha() and (mask & JOB or not mask) and not mask & BIT["function"] else 0


def is_role(found: Words, first: int, end: int, *, job: bool, strong: bool) -> bool:
    """A job by its words; or anything in capitals where the sentence says so much."""
    if end <= first or len(found.slice(first, end)) > MAX_ROLE:
        return False
    only = [found.low[i] for i in range(first, end) if found.word[i][0].isalpha()]
    if not only or only in _NO_ROLES:
        return False
    if job:
        people = [i for i in range(first, end) if found.tag[i] & KNOWN and not found.tag[i] & JOB]
        return len(people) < 2 and (capital(found.word[first]) or end - first > 1)
    return (
        strong
        and all(capital(found.word[i]) or found.low[i] in CONNECTS for i in range(first, end))
        and not any(found.tag[i] & bits("function", "weekday", "given", "meet") for i in range(first, end))
    )
