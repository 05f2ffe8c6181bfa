"""When an approved note may leave: sending hours at the recipient, and what the deadline forces."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from followupd.deciding.workdays import at, clock_of, country_of, is_business_day
from followupd.mail import Folder
from followupd.notes import Copy, Note, Wanted
from followupd.policy import Policy

EDGE_FROM, EDGE_UNTIL = time(7), time(22)
"""Where the deadline forces a send outside sending hours, it still keeps to these (issue: deciding)."""


def send_at(note: Note, wanted: Wanted, policy: Policy, fallback_zone: str) -> datetime | None:
    """The instant at which an approved note leaves, or None if its time has passed for good.

    None, too, where the owner has said that this gesture approves nothing (``approval.gestures``).
    """
    if note.approved_at is None or note.approved is None or gesture_of(note.approved) not in policy.gestures:
        return None
    ready = max(note.approved_at + policy.hold, wanted.earliest, note.retry_at or wanted.earliest)
    return within_hours(ready, wanted, policy, fallback_zone)


def gesture_of(approved: Copy) -> str:
    """By which gesture this copy is approved: star or move."""
    return "move" if approved.folder is Folder.APPROVED else "star"


def within_hours(ready: datetime, wanted: Wanted, policy: Policy, fallback_zone: str) -> datetime | None:
    """The first allowed instant from ``ready`` on: sending hours, then any day's hours, then 07:00 to 22:00."""
    clock = clock_of(wanted.timezone, wanted.offset, fallback_zone)
    country = country_of(wanted.timezone or fallback_zone)

    def working(day: date) -> bool:
        return policy.weekends or is_business_day(day, country)

    def any_day(day: date) -> bool:
        return True

    hours = (policy.hours_from, policy.hours_until)
    latest = wanted.latest
    tries: tuple[tuple[tuple[time, time], Callable[[date], bool]], ...] = (
        (hours, working),
        (hours, any_day),
        ((EDGE_FROM, EDGE_UNTIL), any_day),
    )
    for (opens, closes), allowed in tries:
        moment = _first(ready, opens, closes, allowed, clock)
        if latest is None or moment <= latest:
            return moment
    return None


def _first(ready: datetime, opens: time, closes: time, allowed: Callable[[date], bool], clock: tzinfo) -> datetime:
    day = ready.astimezone(clock).date()
    for _ in range(400):
        if allowed(day):
            start, end = at(day, opens, clock), at(day, closes, clock)
            if ready < end:
                return max(ready, start).astimezone(UTC)
        day += timedelta(days=1)
    return ready
