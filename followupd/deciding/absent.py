"""Why a note is not there: for each interview and each application, what stands in its way. Pure, for ``why``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from followupd.application import Application, Interview
from followupd.deciding.letters import writable
from followupd.deciding.nudging import due_at, last_held, spent, too_old
from followupd.deciding.search import Search
from followupd.mail import Address
from followupd.notes import NoteKind


@dataclass(frozen=True, slots=True)
class Absence:
    """``what`` is not there, and why; ``because``: the Message-IDs behind it."""

    application: str
    what: str
    reason: str
    because: tuple[str, ...] = ()

    def __str__(self) -> str:
        behind = f", because of {', '.join(self.because)}" if self.because else ""
        return f"no {self.what}: {self.reason}{behind}"


def absences(search: Search, now: datetime) -> Iterator[Absence]:
    """Everything that is not done at ``now``, with its reason."""
    for application in search.applications.values():
        for interview in application.interviews:
            yield from _thanks(search, application, interview, now)
        reason, because = _no_nudge(search, application, now)
        if reason:
            yield Absence(application.id, "nudge", reason, because)


def _thanks(search: Search, application: Application, interview: Interview, now: datetime) -> Iterator[Absence]:
    what = f"thank-you for the interview of {interview.start:%Y-%m-%d %H:%M} UTC"
    there = {n.key.person for n in search.of(application.id) if n.key.round == interview.round and _thank(n.key.kind)}
    reason = _no_thanks(search, application, interview, now)
    if reason and not there:
        because = (application.outcome_because,) if application.outcome and application.outcome_because else ()
        yield Absence(application.id, what, reason, because or interview.because[-1:])
        return
    mine = search.owner(application.account).addresses
    for person in interview.interviewers:
        missing = not person.email or not writable(Address(person.email), mine)
        if missing and (person.email or "").casefold() not in mine:
            passed_on = any(key.startswith("via:") for key in there)
            how = "; the contact is asked to pass the thanks on" if passed_on else ""
            reason = f"no address that a person reads is known for {person.name or person.email}{how}"
            yield Absence(application.id, f"{what} to {person.name or person.email}", reason, interview.because[-1:])


def _thank(kind: NoteKind) -> bool:
    return kind is NoteKind.THANK_YOU


def _no_thanks(search: Search, application: Application, interview: Interview, now: datetime) -> str:
    policy = search.policy
    if interview.cancelled:
        return "it was cancelled, or moved to another time"
    if not policy.thank_you:
        return "thank-you notes are switched off (thank_you.enabled)"
    if now < interview.end + policy.queue_after:
        return f"its time comes at {interview.end + policy.queue_after:%Y-%m-%d %H:%M} UTC, after the interview's end"
    if application.outcome:
        return f"the application ended: {application.outcome.value}"
    written = dict(application.written_to)
    if any(when > interview.end for when in written.values()):
        return "you had written to them yourself after the interview"
    if now >= interview.end + policy.deadline:
        return "it had ended more than a day before I came to know of it"
    return "nobody who took part can be written to"


def _no_nudge(search: Search, application: Application, now: datetime) -> tuple[str, tuple[str, ...]]:
    """Why no nudge lies there; ``""`` where one does."""
    waiting = [n for n in search.of(application.id) if n.key.kind is NoteKind.NUDGE and n.queued_at]
    last = last_held(application, now)
    if application.outcome:
        because = (application.outcome_because,) if application.outcome_because else ()
        return f"the application ended: {application.outcome.value}", because
    if application.held:
        return f"it waits for your answer whether a letter is {application.held_kind}", (application.held,)
    if last is None:
        return "no interview has been held", ()
    coming = [i for i in application.interviews if i.end > now and not i.cancelled]
    if coming:
        return f"another interview is on {coming[0].start:%Y-%m-%d %H:%M} UTC", coming[0].because[-1:]
    if not writable(application.contact, search.owner(application.account).addresses):
        return "only machines have written: there is nobody to ask", ()
    if too_old(application, last):
        return "the silence was older than two weeks when I first came; you were told", last.because[-1:]
    ordinal = spent(search, application)
    if ordinal >= search.policy.nudge_limit:
        return f"{ordinal} have gone or were discarded, and that is the limit (nudge.limit)", ()
    due, promised = due_at(search, application, last, ordinal)
    if now < due:
        date = "after the date that they promised" if promised else "after the silence that you asked for"
        return f"its time comes at {due:%Y-%m-%d %H:%M} UTC, {date}", ()
    return ("", ()) if waiting else ("it will be there at the next look", ())
