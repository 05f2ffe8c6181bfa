"""Fold one event into the search. Every event type has its line in ``fold``; unknown notes are passed over."""

from dataclasses import replace

from followupd.application import Outcome
from followupd.deciding import life
from followupd.deciding.letters import letter_read
from followupd.deciding.search import Search, SetAside
from followupd.events import (
    ErrandFailed,
    Event,
    FolderLearnt,
    Gesture,
    GestureSeen,
    LetterRead,
    LetterSetAside,
    Paused,
    PolicyChanged,
    Resumed,
    SentFiled,
    Submission,
    Submitted,
    TellWanted,
    Trouble,
    TroubleOver,
)
from followupd.mail import Folder


def fold(search: Search, event: Event) -> Search:
    """The search after ``event``; the same events in the same order always give the same search."""
    match event:
        case PolicyChanged(policy=policy):
            return replace(search, policy=policy)
        case LetterRead():
            if event.learning:
                search = replace(search, learning=search.learning | {event.place.account})
            return letter_read(search, event)
        case LetterSetAside(at=at, place=place, reason=reason, message_id=message_id):
            entry = SetAside(at, place, reason, message_id)
            return replace(search, set_aside=(*search.set_aside, entry))
        case Paused(application=name) | Resumed(application=name):
            return _pause(search, name, isinstance(event, Paused))
        case TellWanted():
            return _told(search, event)
        case GestureSeen():
            return _gesture(search, event)
        case FolderLearnt(account=account, folder=Folder.SENT):
            return replace(search, learning=search.learning - {account})
        case Trouble(account=account, where=where):
            return replace(search, troubles={**search.troubles, (account, where): event})
        case TroubleOver(account=account, where=where):
            rest = {k: v for k, v in search.troubles.items() if k != (account, where)}
            return replace(search, troubles=rest)
        case Submitted() | SentFiled() | ErrandFailed():
            return _gone_out(_note(search, event), event)
        case _:
            return _note(search, event)


def _note(search: Search, event: Event) -> Search:
    key = getattr(event, "note", None)
    after = life.step(search.notes.get(key) if key else None, event)
    return search.with_note(after) if after else search


def _gone_out(search: Search, event: Event) -> Search:
    """Our own mail starts the clock of the next nudge; what may have left does so too, lest a second one follows."""
    if not isinstance(event, Submitted) or event.outcome not in {Submission.ACCEPTED, Submission.UNKNOWN}:
        return search
    note = search.notes.get(event.note)
    application = search.applications.get(note.key.application) if note else None
    if not note or not application:
        return search
    last = max(filter(None, (application.last_ours, note.sent_at or event.at)))
    ids = application.message_ids | {note.sent_id} if note.sent_id else application.message_ids
    return search.with_application(replace(application, last_ours=last, message_ids=ids))


def _pause(search: Search, name: str | None, paused: bool) -> Search:
    if name is None:
        return replace(search, paused=paused)
    application = search.applications.get(name)
    if not application:
        return search
    if not paused and application.outcome in {Outcome.STOPPED, Outcome.WITHDRAWN}:
        application = replace(application, outcome=None, outcome_at=None, outcome_because=None)
    return search.with_application(replace(application, paused=paused))


def _told(search: Search, event: TellWanted) -> Search:
    search = replace(search, told=search.told | {event.key})
    if event.token and event.application:
        search = replace(search, questions={**search.questions, event.token: event.application})
    return search


def _gesture(search: Search, event: GestureSeen) -> Search:
    application = search.applications.get(event.application)
    if not application:
        return search
    match event.gesture:
        case Gesture.STOP:
            outcome = Outcome.STOPPED
        case Gesture.WITHDRAW:
            outcome = Outcome.WITHDRAWN
        case Gesture.YES if application.held_kind:
            outcome = Outcome(application.held_kind)
        case Gesture.NO:
            return search.with_application(replace(application, held=None, held_kind=None))
        case _:
            return search
    because = application.held or event.message_id
    return search.with_application(
        replace(application, outcome=outcome, outcome_at=event.at, outcome_because=because, held=None, held_kind=None)
    )
