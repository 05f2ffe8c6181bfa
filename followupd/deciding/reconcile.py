"""Compare the plan with the notes that exist, by key and facts, never by text; say what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from followupd.deciding.plan import LIMBO_ENDS, Plan
from followupd.deciding.search import Search
from followupd.deciding.sending import send_at
from followupd.effects import TellText
from followupd.notes import Note, NoteState, Wanted

WAITING = frozenset({NoteState.QUEUED, NoteState.APPROVED, NoteState.LIMBO})


@dataclass(frozen=True, slots=True)
class Write:
    """Place a new draft, or replace the untouched one of ``note``."""

    wanted: Wanted
    note: Note | None


@dataclass(frozen=True, slots=True)
class Retract:
    note: Note
    reason: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Begin the last check of an approved note."""

    note: Note


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The draft was gone for a day: discarded."""

    note: Note


@dataclass(frozen=True, slots=True)
class Say:
    text: TellText


@dataclass(frozen=True, slots=True)
class Tidy:
    """The untouched draft lies there more than once."""

    note: Note


Decision = Write | Retract | Claim | GiveUp | Tidy | Say


def reconcile(search: Search, plan: Plan, now: datetime) -> tuple[Decision, ...]:
    """What to do so that the notes that exist become the notes that are wanted; nothing where they agree."""
    wanted = {str(w.key): w for w in plan.notes}
    decisions: list[Decision] = []
    for key, want in wanted.items():
        decisions.extend(_want(search, search.notes.get(key), want, now))
    for key, note in search.notes.items():
        if note.account in search.learning:
            continue
        if note.state in WAITING and len(note.twins) > 1 and not note.tidying:
            decisions.append(Tidy(note))
        if note.limbo_since and note.state is NoteState.LIMBO and now >= note.limbo_since + LIMBO_ENDS:
            decisions.append(GiveUp(note))
        elif key not in wanted:
            decisions.extend(_unwanted(search, note, now))
    decisions.extend(Say(text) for text in plan.tells)
    return tuple(decisions)


def held_back(search: Search, application: str) -> bool:
    """Whether the owner has paused everything, or this application."""
    found = search.applications.get(application)
    return search.paused or bool(found and found.paused)


def _want(search: Search, note: Note | None, want: Wanted, now: datetime) -> Iterator[Decision]:
    if note is None or note.state is NoteState.WITHDRAWN:
        yield Write(want, note)
        return
    if note.state is NoteState.QUEUED and note.copies and not note.touched and note.wanted.facts != want.facts:
        yield Write(want, note)
        return
    if note.state is NoteState.APPROVED and not held_back(search, want.key.application):
        yield from _due(search, note, want, now)


def _due(search: Search, note: Note, want: Wanted, now: datetime) -> Iterator[Decision]:
    if note.wanted.facts.late != want.facts.late:
        if not note.touched:
            yield Write(want, note)  # an approved text whose deadline has passed is reworded, not sent
        return
    moment = send_at(note, want, search.policy, search.owner(note.account).timezone)
    if moment is not None and moment <= now:
        yield Claim(note)


def _unwanted(search: Search, note: Note, now: datetime) -> Iterator[Decision]:
    if note.state not in WAITING:
        return
    application = search.applications.get(note.key.application)
    if application and application.outcome:
        because = (application.outcome_because,) if application.outcome_because else ()
        yield Retract(note, f"the application ended: {application.outcome.value}", because)
        return
    if note.wanted.latest and now >= note.wanted.latest:
        yield Retract(note, "its time has passed")
    elif application and application.last_theirs and application.last_theirs >= note.created_at:
        yield Retract(
            note, "they have written since", (application.last_theirs_id,) if application.last_theirs_id else ()
        )
    else:
        yield Retract(note, "what it was for has changed", note.wanted.because[-1:])
