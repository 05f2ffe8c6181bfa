"""Which kind of letter: calendar method first, then cues as data with negation and conditionals, then structure."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from followupd.findings import INTERVIEW_KINDS, OUTCOME_KINDS, Evidence, Kind
from followupd.mail import Letter
from followupd.reading.dates import Moment
from followupd.reading.invitation import Invitation


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    sure: bool
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    kind: Kind
    weight: float
    gap: int
    words: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[tuple[Cue, ...], tuple[str, ...]]:
    text = resources.files("followupd.reading").joinpath("lexicon/en.toml").read_text("utf-8")
    data = tomllib.loads(text)
    cues = tuple(
        Cue(Kind(c["kind"]), c["weight"], c["gap"], tuple(tuple(w.split("|")) for w in c["words"])) for c in data["cue"]
    )
    return cues, tuple(data["blocks_outcome"])


def judge(letter: Letter, text: str, invited: Invitation | None, moments: tuple[Moment, ...]) -> Verdict:
    """The kind, whether it is sure, and every cue that spoke for or against it."""
    special = _by_structure(letter)
    if special:
        return special
    evidence, scores = _scores(f"{letter.subject}.\n{text}")
    calendar = _by_calendar(invited, scores)
    if calendar:
        return Verdict(calendar[0], True, 0.98, (*calendar[1], *evidence))
    return _by_words(scores, evidence, moments, letter)


def _by_structure(letter: Letter) -> Verdict | None:
    sender = letter.sender.key if letter.sender else ""
    if sender.startswith(("mailer-daemon@", "postmaster@")):
        return Verdict(Kind.BOUNCE, True, 0.95, (Evidence("sender", sender, 3.0),))
    away = re.match(r"(automatic reply|auto(?:matic)?[- ]?reply|out of (?:the )?office)", letter.subject, re.I)
    if away and (letter.auto or letter.in_reply_to or letter.references):
        return Verdict(Kind.AUTO_REPLY, True, 0.95, (Evidence("subject", letter.subject[:80], 3.0),))
    return None


def _by_calendar(invited: Invitation | None, scores: dict[Kind, float]) -> tuple[Kind, tuple[Evidence, ...]] | None:
    """A METHOD outranks prose; a later SEQUENCE is a change of time. Only what is about an interview counts."""
    if not invited or not invited.slots:
        return None
    job = re.search(r"interview|screen|hiring|recruit|candidate|onsite|on-site", invited.summary, re.I)
    if not job and not any(scores.get(k, 0) > 0 for k in INTERVIEW_KINDS):
        return None
    cue = (Evidence("calendar", f"METHOD:{invited.method}", 5.0), Evidence("calendar", invited.summary[:80], 2.0))
    if invited.cancelled and invited.method in {"CANCEL", "REQUEST", "PUBLISH"}:
        return Kind.CANCEL, cue
    if invited.method not in {"REQUEST", "PUBLISH"}:
        return None
    moved = any((s.sequence or 0) > 0 for s in invited.slots)
    return (Kind.RESCHEDULE if moved else Kind.CONFIRMATION), cue


def _scores(text: str) -> tuple[tuple[Evidence, ...], dict[Kind, float]]:
    cues, blockers = _lexicon()
    evidence: list[Evidence] = []
    scores: dict[Kind, float] = {}
    for sentence in re.split(r"(?<=[.!?])\s+|\n\s*\n|\n(?=[A-Z*-])", text[:20_000])[:300]:
        words = re.findall(r"[\w'’]+", sentence.casefold().replace("’", "'"))[:80]
        for number, starts in sorted(_starts(words).items()):
            cue = cues[number]
            at = next((start for start in starts if _follows(words, start, cue)), None)
            if at is None:
                continue
            blocked = _blocked(words, at, cue, blockers)
            evidence.append(Evidence(cue.kind.value, " ".join(sentence.split())[:160], cue.weight, blocked))
            if not blocked:
                scores[cue.kind] = scores.get(cue.kind, 0.0) + cue.weight
    return tuple(evidence[:40]), scores


def _starts(words: list[str]) -> dict[int, list[int]]:
    """Cue (by number) to the places of words with which it may begin."""
    found: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        for number in _opened_by(word):
            found.setdefault(number, []).append(place)
    return found


@lru_cache(maxsize=8192)
def _opened_by(word: str) -> tuple[int, ...]:
    """The cues whose first word this may be; most words begin none, and that is remembered."""
    cues, _ = _lexicon()
    return tuple(number for number, cue in enumerate(cues) if _fits(word, cue.words[0]))


def _follows(words: list[str], at: int, cue: Cue) -> bool:
    """Whether the cue's further words stand in order behind its first, at most ``gap`` words between neighbours."""
    for wanted in cue.words[1:]:
        window = range(at + 1, min(at + 2 + cue.gap, len(words)))
        found = next((i for i in window if _fits(words[i], wanted)), None)
        if found is None:
            return False
        at = found
    return True


def _fits(word: str, alternatives: tuple[str, ...]) -> bool:
    return any(word.startswith(a[:-1]) if a.endswith("*") else word == a for a in alternatives)


def _blocked(words: list[str], at: int, cue: Cue, blockers: tuple[str, ...]) -> str | None:
    """A conditional before the cue governs to the end of the sentence; it makes no outcome."""
    if cue.kind not in OUTCOME_KINDS:
        return None
    before = " " + " ".join(words[:at]) + " "
    own = {w for group in cue.words for w in group}
    return next((b for b in blockers if f" {b} " in before and b not in own), None)


TIED = (Kind.CANCEL, Kind.RESCHEDULE, Kind.CONFIRMATION)


def _by_words(
    scores: dict[Kind, float], evidence: tuple[Evidence, ...], moments: tuple[Moment, ...], letter: Letter
) -> Verdict:
    offer, rejection = scores.get(Kind.OFFER, 0.0), scores.get(Kind.REJECTION, 0.0)
    if max(offer, rejection) > 0 and not letter.bulk:
        kind = Kind.OFFER if offer > rejection else Kind.REJECTION
        rival = min(offer, rejection) + scores.get(Kind.RESCHEDULE, 0.0)
        strong = max(offer, rejection) >= 3.0
        return Verdict(kind, strong and rival == 0, 0.9 if strong and rival == 0 else 0.6, evidence)
    for kind in TIED:
        if scores.get(kind, 0.0) > 0 and (moments or kind is Kind.CANCEL) and not letter.bulk:
            fixed = scores[kind] >= 2.5 and (kind is Kind.CANCEL or len(moments) <= 2)
            several = kind is Kind.CONFIRMATION and len(moments) > 2
            if several and scores.get(Kind.INVITE):
                break
            return Verdict(kind, fixed, 0.85 if fixed else 0.6, evidence)
    rest = {k: scores.get(k, 0.0) for k in (Kind.ACK, Kind.INVITE, Kind.OTHER)}
    best = max(rest, key=lambda k: rest[k])
    if rest[best] > 0 and not (letter.bulk and best is Kind.OTHER):
        return Verdict(best, rest[best] >= 2.5, 0.7, evidence)
    return Verdict(Kind.UNRELATED, False, 0.6, evidence)
