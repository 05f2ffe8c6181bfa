"""Which notes should exist now, what the owner should hear, and when to look again. Pure and level-triggered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.application import Application, Outcome
from followupd.deciding.facts import thanks
from followupd.deciding.nudging import nudge
from followupd.deciding.search import Search
from followupd.deciding.sending import send_at
from followupd.deciding.telling import tells
from followupd.deciding.thanking import thank_yous
from followupd.effects import TellText
from followupd.notes import CLOSED, NoteKind, NoteState, Wanted

LIMBO_ENDS = timedelta(hours=24)
"""A draft that vanished counts as discarded after this (interface.md, gestures)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``look_again``: the next instant at which this plan may come out differently without any event."""

    notes: tuple[Wanted, ...]
    tells: tuple[TellText, ...]
    look_again: datetime | None


def plan(search: Search, now: datetime) -> Plan:
    """The notes wanted at ``now``, given everything known."""
    wanted: list[Wanted] = []
    later: list[datetime] = []
    for application in search.applications.values():
        if application.account in search.learning:
            continue
        for item in _notes(search, application, now):
            if isinstance(item, datetime):
                later.append(item)
            else:
                wanted.append(item)
    later.extend(_life_times(search, wanted))
    telling, tell_times = tells(search, now)
    future = [t for t in (*later, *tell_times) if t > now]
    return Plan(tuple(wanted), telling, min(future, default=None))


def _notes(search: Search, application: Application, now: datetime) -> Iterator[Wanted | datetime]:
    """Notes wanted for one application, and instants at which that may change."""
    if application.outcome is None:
        yield from thank_yous(search, application, now)
        yield from nudge(search, application, now)
    else:
        yield from _answers(search, application)


ANSWERS = {
    Outcome.OFFER: NoteKind.OFFER_REPLY,
    Outcome.REJECTION: NoteKind.REJECTION_REPLY,
    Outcome.WITHDRAWN: NoteKind.WITHDRAWAL,
}


def _answers(search: Search, application: Application) -> Iterator[Wanted]:
    """One answer to an outcome, unless it was learnt from history."""
    kind = ANSWERS.get(application.outcome) if application.outcome else None
    contact, at = application.contact, application.outcome_at
    if kind is None or contact is None or at is None or application.learnt:
        return
    if dict(application.written_to).get(contact.key, at) > at:
        return  # he has answered himself
    yield thanks(search, application, kind, contact, earliest=at, because=(application.outcome_because or "",))


def _life_times(search: Search, wanted: list[Wanted]) -> Iterator[datetime]:
    """Instants at which a waiting note moves on by itself: it may leave, or limbo ends."""
    by_key = {str(w.key): w for w in wanted}
    for key, note in search.notes.items():
        if note.state in CLOSED:
            continue
        if note.limbo_since:
            yield note.limbo_since + LIMBO_ENDS
        want = by_key.get(key)
        if want and note.state is NoteState.APPROVED:
            moment = send_at(note, want, search.policy, search.owner(note.account).timezone)
            if moment:
                yield moment
