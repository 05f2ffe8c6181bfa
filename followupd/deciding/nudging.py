"""Nudges: few, polite, after business days of silence or after the date that they promised."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from followupd.application import Application, Interview
from followupd.deciding.facts import base, zone_of
from followupd.deciding.letters import writable
from followupd.deciding.search import Search
from followupd.deciding.workdays import after_business_days, at, clock_of, country_of
from followupd.notes import GONE_OUT, NoteKey, NoteKind, NoteState, Wanted
from followupd.policy import Span

LEARNT_SILENCE = timedelta(days=14)
"""A silence that was older than this when the daemon first came is listed for the owner, never nudged."""


def nudge(search: Search, application: Application, now: datetime) -> Iterator[Wanted | datetime]:
    """The nudge wanted now, if any, and the instant at which one becomes due."""
    last = last_held(application, now)
    contact = application.contact
    if last is None or contact is None or application.held:
        yield from (i.end for i in application.interviews if not i.cancelled)
        return
    if any(i.end > now and not i.cancelled for i in application.interviews):
        yield from (i.end for i in application.interviews)
        return  # a next round is scheduled
    if not writable(contact, search.owner(application.account).addresses):
        return
    ordinal = spent(search, application)
    if ordinal >= search.policy.nudge_limit or too_old(application, last):
        return
    due, promised = due_at(search, application, last, ordinal)
    yield due
    if now >= due:
        yield _wanted(search, application, last, ordinal, due, promised=promised)


def last_held(application: Application, now: datetime) -> Interview | None:
    """The interview that was held last."""
    held = [i for i in application.interviews if not i.cancelled and i.end <= now]
    return max(held, key=lambda i: i.end, default=None)


def spent(search: Search, application: Application) -> int:
    """How many nudges have gone out or were discarded by the owner."""
    over = GONE_OUT | {NoteState.DISCARDED, NoteState.SET_ASIDE}
    return sum(n.key.kind is NoteKind.NUDGE and n.state in over for n in search.of(application.id))


def silent_since(application: Application, last: Interview) -> datetime:
    """The latest of the interview's end, our last mail, and their last human mail."""
    return max(filter(None, (last.end, application.last_ours, application.last_theirs)))


def too_old(application: Application, last: Interview) -> bool:
    """Whether the silence was long cold when the daemon first came."""
    if not application.learnt or application.opened_at is None:
        return False
    return silent_since(application, last) < application.opened_at - LEARNT_SILENCE


def due_at(search: Search, application: Application, last: Interview, ordinal: int) -> tuple[datetime, bool]:
    """When the next nudge is queued (nine o'clock at the recipient), and whether a promise set the date."""
    policy, fallback = search.policy, search.owner(application.account).timezone
    timezone, offset = zone_of(application, last)
    clock, country = clock_of(timezone, offset, fallback), country_of(timezone or fallback)
    silence = _after(silent_since(application, last), policy.nudge_after if ordinal == 0 else policy.nudge_gap)
    due = after_business_days(silence[0], silence[1], clock, country)
    if application.promise and ordinal == 0:
        promised = _after(at(application.promise, time(12), clock), policy.after_promise)
        after_promise = after_business_days(promised[0], promised[1], clock, country)
        if after_promise >= due:
            return after_promise, True
    return due, False


def _after(start: datetime, span: Span) -> tuple[datetime, int]:
    return start + span.exact, max(span.business_days, 0)


def _wanted(
    search: Search, application: Application, last: Interview, ordinal: int, due: datetime, *, promised: bool
) -> Wanted:
    contact = application.contact
    assert contact is not None  # noqa: S101  the caller has looked
    facts = base(search, application, NoteKind.NUDGE, contact, contact.name)
    timezone, offset = zone_of(application, last)
    return Wanted(
        key=NoteKey(application.id, 0, contact.key, NoteKind.NUDGE, ordinal),
        account=application.account,
        facts=replace(facts, ordinal=ordinal, last=ordinal + 1 >= search.policy.nudge_limit, promised=promised),
        because=tuple(dict.fromkeys(filter(None, (*last.because[-1:], application.last_theirs_id)))),
        earliest=due,
        timezone=timezone,
        offset=offset,
    )
