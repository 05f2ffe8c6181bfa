"""What a letter's shape says about its kind, apart from its words: head, times, calendar, what it speaks about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from followupd.findings import Kind
from followupd.mail import Letter
from followupd.reading.dates import Moment
from followupd.reading.invitation import Invitation
from followupd.reading.kinds.frames import Hit, Lexicon
from followupd.reading.kinds.sentences import Sentence

NO_REPLY = re.compile(r"no-?_?\.?reply|do-?not-?reply|notification|automated|mailer|noresponse", re.I)
PEOPLE = re.compile(
    r"career|recruit|talent|jobs?\b|hr\b|hiring|people|bewerbung|karriere|rrhh|seleccion|candidat", re.I
)
KINDS = tuple(k for k in Kind if k is not Kind.OWN)


@dataclass(frozen=True, slots=True)
class Shape:
    """``coming``: timed moments after the letter that are appointments; ``job``: how many words speak of a job;
    ``hiring``: how many say by themselves that it is about hiring, and ``context``: how many in what it answers."""

    coming: int
    old: int
    days: int
    deadlines: int
    job: int
    hiring: int
    context: int
    elsewhere: int
    words: int
    calendar: str


def shape(
    letter: Letter,
    said: Sequence[Sentence],
    lexicon: Lexicon,
    moments: Sequence[Moment],
    invited: Invitation | None,
    quoted: Sequence[str] = (),
) -> Shape:
    """Count what the judge and the model look at; what a letter answers says what it is about, and no more."""
    tokens = [t for s in said for t in s.tokens]
    since = letter.date - timedelta(hours=12) if letter.date else None
    coming = {m.start for m in moments if m.role == "time" and m.start and (since is None or m.start > since)}
    distinct = set(tokens)
    return Shape(
        coming=len(coming),
        old=sum(m.role == "old" for m in moments),
        days=sum(m.role == "day" for m in moments),
        deadlines=sum(m.role == "deadline" for m in moments),
        job=sum(t in lexicon.job for t in distinct),
        hiring=sum(t in lexicon.hiring for t in distinct),
        context=sum(t in lexicon.hiring for t in set(quoted)),
        elsewhere=sum(t in lexicon.other_interviews for t in distinct),
        words=len(tokens),
        calendar=invited.method if invited and invited.slots else "",
    )


def values(letter: Letter, form: Shape, said: Sequence[Sentence], hits: Sequence[Hit]) -> dict[str, float]:
    """Named numbers between 0 and about 1: the third opinion of the judge (reading: kinds)."""
    sender = letter.sender.email if letter.sender else ""
    found = {
        "coming1": form.coming == 1,
        "coming2": form.coming == 2,
        "coming3": form.coming > 2,
        "old": form.old > 0,
        "days": form.days > 0,
        "deadline": form.deadlines > 0,
        "job0": form.job == 0,
        "job1": 0 < form.job < 3,
        "job3": form.job > 4,
        "hiring": form.hiring > 0,
        "hiring+coming": form.hiring > 0 and form.coming > 0,
        "context": form.context > 0,
        "elsewhere1": form.elsewhere == 1,
        "elsewhere2": form.elsewhere > 1,
        "short": form.words < 40,
        "long": form.words > 220,
        "bulk": letter.bulk,
        "auto": letter.auto,
        "robot": bool(NO_REPLY.search(sender)),
        "people": bool(PEOPLE.search(sender)),
        "answer": bool(letter.in_reply_to) or letter.subject.casefold().startswith(("re:", "aw:", "sv:")),
        "asks": any(s.question for s in said),
        "link": any("0url" in s.tokens for s in said),
        "coming+job": form.coming > 0 and form.job > 0,
        "coming+jobs": form.coming > 0 and form.job > 2,
        "coming+elsewhere": form.coming > 0 and form.elsewhere > form.job,
        "no-time+job": not form.coming and form.job > 1,
        "several+ask": form.coming > 1 and any(s.question for s in said),
        "none+ask": not form.coming and any(s.question for s in said),
        "one+ask": form.coming == 1 and any(s.question for s in said),
        "coming+old": form.coming > 0 and form.old > 0,
        "bulk-no-job": letter.bulk and form.job < 3,
        "request": form.calendar in {"REQUEST", "PUBLISH"},
        "cancel": form.calendar == "CANCEL",
    }
    numbers = {name: float(value) for name, value in found.items()}
    for kind in KINDS:
        free = [h.weight for h in hits if h.kind is kind and not h.blocked]
        numbers[f"frame:{kind.value}"] = max(free, default=0.0) / 3
    numbers["blocked"] = float(any(h.blocked for h in hits))
    return numbers
