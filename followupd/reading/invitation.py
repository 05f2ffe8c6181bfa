"""Calendar parts: METHOD, SEQUENCE, attendees, and times in whatever zone they name (RFC 5545, RFC 5546)."""

import re
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from followupd.findings import Medium, Person, Slot

_LOCK = threading.Lock()
MAX_EVENTS = 24


@dataclass(frozen=True, slots=True)
class Invitation:
    """One iTIP message: ``method`` in capitals, the slots, and the organizer."""

    method: str
    slots: tuple[Slot, ...]
    organizer: Person | None
    summary: str


def read(calendars: tuple[str, ...], owner: frozenset[str]) -> Invitation | None:
    """The first calendar part that can be read, or None."""
    from icalendar import Calendar
    from icalendar.timezone import tzp

    for text in calendars:
        with _LOCK:
            tzp.use_zoneinfo()  # its cache of VTIMEZONEs is process-wide and the first one wins: start afresh
            try:
                calendar = Calendar.from_ical(text)
                return _invitation(calendar, owner)
            except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
                continue
    return None


def _invitation(calendar: Any, owner: frozenset[str]) -> Invitation | None:
    events = calendar.walk("VEVENT")[:MAX_EVENTS]
    if not events:
        return None
    method = str(calendar.get("METHOD", "PUBLISH")).upper()
    slots = tuple(slot for event in events if (slot := _slot(event, owner)))
    organizer = events[0].get("ORGANIZER")
    return Invitation(method, slots, _person(organizer) if organizer else None, str(events[0].get("SUMMARY", "")))


def _slot(event: Any, owner: frozenset[str]) -> Slot | None:
    start, zone, flags = _moment(event.get("DTSTART"))
    if start is None or not 2000 < start.year < 2100:
        return None
    end = _moment(event.get("DTEND"))[0]
    duration = getattr(event.get("DURATION"), "dt", None)
    if end is None and isinstance(duration, timedelta):
        end = start + duration
    attendees = event.get("ATTENDEE") or []
    people = [_person(a) for a in (attendees if isinstance(attendees, list) else [attendees])]
    location = str(event.get("LOCATION", "")) or None
    return Slot(
        start=start,
        end=end if end and end > start else None,
        timezone=zone,
        medium=medium(f"{location or ''} {event.get('DESCRIPTION', '')}"),
        location=location,
        uid=str(event.get("UID", "")) or None,
        sequence=int(event.get("SEQUENCE", 0)),
        interviewers=tuple(p for p in people if p and is_person(p, owner)),
        flags=flags,
    )


def _moment(value: Any) -> tuple[datetime | None, str | None, tuple[str, ...]]:
    """The instant in UTC, its IANA zone, and a flag where the zone is unknown (asked about, never taken for UTC)."""
    moment = getattr(value, "dt", None)
    if not isinstance(moment, datetime):
        if isinstance(moment, date):
            return datetime(moment.year, moment.month, moment.day, 9, tzinfo=UTC), None, ("zone_ambiguous",)
        return None, None, ()
    named = str(value.params.get("TZID", "")) if hasattr(value, "params") else ""
    if moment.tzinfo is None or (named and not hasattr(moment.tzinfo, "key")):
        zone = zone_by_name(named)
        if zone is None:
            return moment.replace(tzinfo=UTC), None, ("zone_ambiguous",)
        return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone, ()
    key = getattr(moment.tzinfo, "key", None)
    return moment.astimezone(UTC), key if key != "UTC" or named else None, ()


DISPLAY = {
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "london": "Europe/London", "dublin": "Europe/London", "lisbon": "Europe/Lisbon",
    "berlin": "Europe/Berlin", "amsterdam": "Europe/Berlin", "paris": "Europe/Paris", "madrid": "Europe/Madrid",
    "tokyo": "Asia/Tokyo", "india": "Asia/Kolkata", "sydney": "Australia/Sydney", "utc": "Etc/UTC",
    "helsinki": "Europe/Helsinki",
}  # fmt: skip


def zone_by_name(name: str) -> str | None:
    """An IANA zone for a TZID: as it stands, a Windows name, or the words of a display name."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    bare = name.strip().strip('"').rpartition("tzone://Microsoft/")[2]
    for candidate in (bare, WINDOWS_TO_OLSON.get(bare, "")):
        try:
            if candidate:
                return ZoneInfo(candidate).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    words = re.findall(r"[a-z]+", bare.casefold())
    return next((DISPLAY[w] for w in words if w in DISPLAY), None)


def _person(value: Any) -> Person | None:
    address = re.sub(r"^mailto:", "", str(value), flags=re.IGNORECASE).strip()
    params = getattr(value, "params", {})
    if str(params.get("CUTYPE", "INDIVIDUAL")).upper() in {"ROOM", "RESOURCE", "GROUP"} or "@" not in address:
        return None
    name = str(params.get("CN", "")).strip().strip('"')
    return Person("" if "@" in name else name, address)


ROBOT = re.compile(
    r"no-?reply|donotreply|resource\.calendar|calendar-notification|^room|conference|meeting|scheduling|recruiting@|"
    r"talent@|jobs@|careers@|hr@|\bteam\b|notifications?@",
    re.IGNORECASE,
)


def is_person(person: Person, owner: frozenset[str]) -> bool:
    """Neither the owner nor a room, a robot or a team."""
    email = (person.email or "").casefold()
    return email not in owner and not ROBOT.search(email) and not ROBOT.search(person.name)


def medium(text: str) -> Medium:
    """By what the place or the description names."""
    low = text.casefold()
    if re.search(r"zoom\.us|meet\.google|teams\.microsoft|webex|video|zoom|google meet|teams", low):
        return Medium.VIDEO
    if re.search(r"\b(phone|call you|telephone|dial)\b", low):
        return Medium.PHONE
    if re.search(r"\b(on-?site|in person|our office|street|floor|building)\b", low):
        return Medium.ONSITE
    return Medium.UNKNOWN
