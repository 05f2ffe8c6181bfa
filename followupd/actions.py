"""What was done, told from the journal's events: the lines of ``rehearse --json``, the same for the daemon's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from followupd import writing
from followupd.application import Application
from followupd.deciding import Search, fold
from followupd.events import (
    DraftWanted,
    Event,
    Paused,
    Resumed,
    Submission,
    Submitted,
    TellWanted,
    WithdrawalWanted,
)


@dataclass(frozen=True, slots=True)
class Action:
    """One line of ``rehearse --json`` (interface.md)."""

    at: datetime
    action: str
    application: str
    note: str | None = None
    company: str | None = None
    to: tuple[str, ...] = ()
    subject: str | None = None
    body: str | None = None
    because: tuple[str, ...] = ()
    reason: str | None = None


def actions(events: Iterable[Event]) -> Iterator[Action]:
    """The actions behind the events, in time order."""
    search = Search()
    for event in events:
        before, search = search, fold(search, event)
        yield from _outcomes(before, search, event)
        yield from _action(search, event)


def _outcomes(before: Search, after: Search, event: Event) -> Iterator[Action]:
    for name, application in after.applications.items():
        old = before.applications.get(name)
        if application.outcome and (old is None or old.outcome != application.outcome):
            yield _about(application, event.at, "stop", application.outcome_because, application.outcome.value)
        if application.held and (old is None or old.held != application.held):
            yield _about(application, event.at, "hold", application.held, application.held_kind)


def _about(application: Application, at: datetime, action: str, because: str | None, reason: str | None) -> Action:
    causes = (because,) if because else ()
    return Action(at, action, application.id, company=application.company, because=causes, reason=reason)


def _action(search: Search, event: Event) -> Iterator[Action]:
    match event:
        case DraftWanted(revision=revision):
            yield _note(search, event.note, event.at, "replace_draft" if revision else "queue_draft")
        case WithdrawalWanted(reason=reason, because=because):
            yield _note(search, event.note, event.at, "withdraw_draft", because=because, reason=reason)
        case Submitted(outcome=Submission.ACCEPTED, in_sent=False):
            yield _note(search, event.note, event.at, "send")
        case Paused() | Resumed():
            yield Action(event.at, "hold" if isinstance(event, Paused) else "resume", event.application or "")
        case TellWanted():
            application = search.applications.get(event.application or "")
            company = application.company if application else None
            yield Action(event.at, "tell", event.application or "", company=company, subject=event.subject)


def _note(
    search: Search,
    key: str,
    at: datetime,
    action: str,
    *,
    because: tuple[str, ...] | None = None,
    reason: str | None = None,
) -> Action:
    note = search.notes[key]
    facts = note.wanted.facts
    subject, body = writing.draft_text(facts)
    return Action(
        at,
        action,
        note.key.application,
        note=note.key.kind.value,
        company=facts.company,
        to=tuple(a.email for a in facts.to),
        subject=subject,
        body=body,
        because=note.wanted.because if because is None else because,
        reason=reason,
    )
