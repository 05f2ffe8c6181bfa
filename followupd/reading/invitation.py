"""Calendar parts: METHOD, SEQUENCE, attendees, and times in whatever zone they name (RFC 5545, RFC 5546)."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from followupd.findings import Medium, Person, Slot
from followupd.reading.head import cleaned
from followupd.reading.ical import Calendar, Component, Property, calendar
from followupd.reading.markup import flat
from followupd.reading.parts import CalendarPart
from followupd.reading.zones import fixed_offset, offset_by_rules, zone_by_name

FIRST_YEAR, LAST_YEAR, MAX_DESCRIPTION = 1990, 2100, 8_000
_WHEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.I)
_DURATION = re.compile(r"\+?P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?", re.I)
_CONFERENCES = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "URL")
_KNOWN_METHODS = frozenset(
    {"REQUEST", "CANCEL", "PUBLISH", "REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the calendar parts of one letter say together. ``method``: in capitals, the VCALENDAR's own before the
    Content-Type's, PUBLISH where neither names one; ``cancelled``: by METHOD or by the STATUS of every event.

    ``walls``: for each slot its start as written, without zone: all that is known of a slot whose ``start`` is None
    (flag ``zone_unknown``: asked about, never taken for UTC; ``all_day``: it has no time). Whether it is an interview
    at all is told by ``summary`` and ``description`` alone.
    """

    method: str
    slots: tuple[Slot, ...]
    organizer: Person | None
    summary: str
    description: str = ""
    cancelled: bool = False
    walls: tuple[datetime | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Moment:
    """A DTSTART or DTEND: the instant in UTC where the zone is known, and the wall time as written."""

    at: datetime | None
    wall: datetime
    zone: str | None = None
    offset: int | None = None
    flags: tuple[str, ...] = ()


def read(calendars: tuple[CalendarPart, ...], owner: frozenset[str]) -> Invitation | None:
    """The events of all calendar parts that share the first readable one's METHOD, each once; None where none is."""
    known = [(c, part) for part in calendars if (c := calendar(part.text))]
    found = [(c, e, _method(c, part.method)) for c, part in known for e in c.events if _moment(e.get("DTSTART"), c)]
    if not found:
        return None
    method = found[0][2]
    once = {_identity(event): (c, event) for c, event, said in reversed(found) if said == method}
    events = list(reversed(once.values()))
    live = [(c, e) for c, e in events if e.text("STATUS").upper() not in {"CANCELLED", "CANCELED"}]
    return _invitation(method, live or events, not live or method == "CANCEL", owner)


def _method(known: Calendar, outer: str) -> str:
    inner = known.own.text("METHOD").upper()
    return next((method for method in (inner, outer) if method in _KNOWN_METHODS), "PUBLISH")


def _identity(event: Component) -> tuple[str, ...]:
    found = (event.get(name) for name in ("UID", "RECURRENCE-ID", "DTSTART"))
    return tuple(known.value.strip() if known else "" for known in found)


def _invitation(
    method: str, events: list[tuple[Calendar, Component]], cancelled: bool, owner: frozenset[str]
) -> Invitation:
    read_ = [
        (moment, _slot(event, moment, known, owner)) for known, event in events if (moment := _start(event, known))
    ]
    first = events[0][1]
    organizer = first.get("ORGANIZER")
    return Invitation(
        method=method,
        slots=tuple(slot for _, slot in read_),
        organizer=_person(organizer) if organizer else None,
        summary=cleaned(first.text("SUMMARY"))[:300],
        description=_description(first),
        cancelled=cancelled,
        walls=tuple(moment.wall for moment, _ in read_),
    )


def _start(event: Component, known: Calendar) -> _Moment | None:
    """The start; a day from midnight to midnight that Exchange calls an all-day event is one."""
    moment = _moment(event.get("DTSTART"), known)
    whole = event.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    if moment and whole and "all_day" not in moment.flags:
        return replace(moment, at=None, flags=("all_day",))
    return moment


def _slot(event: Component, start: _Moment, known: Calendar, owner: frozenset[str]) -> Slot:
    end = _end(event, start, known)
    attendees = [p for p in event.all("ATTENDEE") if not _stays_away(p)]
    location = cleaned(event.text("LOCATION"))[:300] or None
    links = " ".join(event.text(name) for name in _CONFERENCES)
    sequence = event.text("SEQUENCE")
    return Slot(
        start=start.at,
        end=end if start.at and end and end > start.at else None,
        timezone=start.zone,
        offset=start.offset,
        medium=medium(f"{location or ''} {links} {event.text('DESCRIPTION')[:2_000]}"),
        location=location,
        uid=event.text("UID")[:500] or None,
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 9 else 0,
        interviewers=tuple(p for a in attendees if (p := _person(a)) and is_person(p, owner)),
        flags=(*start.flags, *_series(event)),
    )


def _series(event: Component) -> tuple[str, ...]:
    """A recurrence is never expanded: its first time counts, and that it is one is told."""
    recurring = ("recurring",) if event.get("RRULE") or event.get("RDATE") else ()
    tentative = ("tentative",) if event.text("STATUS").upper() == "TENTATIVE" else ()
    return (*recurring, *(("one_of_series",) if event.get("RECURRENCE-ID") else ()), *tentative)


def _end(event: Component, start: _Moment, known: Calendar) -> datetime | None:
    ends = _moment(event.get("DTEND"), known)
    if ends:
        return ends.at
    match = _DURATION.fullmatch(event.text("DURATION"))
    if not match or not start.at:
        return None
    weeks, days, hours, minutes = (int(group or 0) for group in match.groups())
    return start.at + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def _moment(found: Property | None, known: Calendar) -> _Moment | None:
    """A date-time in UTC, by the zone that its TZID names; None where it can't be read or the year is absurd."""
    match = _WHEN.fullmatch(found.value.strip()) if found else None
    if not match or not found:
        return None
    try:
        year, month, day, hour, minute, second = (int(group or 0) for group in match.groups()[:6])
        wall = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # as written: its zone comes next
    except ValueError:
        return None
    if not FIRST_YEAR <= wall.year < LAST_YEAR:
        return None
    if match[4] is None:
        return _Moment(None, wall, flags=("all_day",))
    if match[7]:
        return _Moment(wall.replace(tzinfo=UTC), wall)
    return _zoned(wall, found.parameters.get("TZID", "").strip() or known.own.text("X-WR-TIMEZONE"), known)


def _zoned(wall: datetime, name: str, known: Calendar) -> _Moment:
    """By the zone's name; where it is nobody's, by the file's own rules for it. A file that gives a known name other
    rules than the world's is doubtful: the world's count, flagged."""
    ruled = offset_by_rules(known.zones.get(name, ()), wall)
    zone = zone_by_name(name) if name else None
    if zone:
        aware = wall.replace(tzinfo=ZoneInfo(zone))
        at = aware.astimezone(UTC)
        gap = ("dst_gap",) if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall else ()
        shift = aware.utcoffset() or timedelta()
        doubtful = ruled is not None and timedelta(minutes=ruled) != shift and not gap
        return _Moment(at, wall, zone, flags=(*gap, *(("zone_ambiguous",) if doubtful else ())))
    minutes = ruled if ruled is not None else fixed_offset(name)
    if minutes is None:
        return _Moment(None, wall, flags=("zone_unknown",))
    return _Moment((wall - timedelta(minutes=minutes)).replace(tzinfo=UTC), wall, None, minutes)


def _description(event: Component) -> str:
    """The description as text, from its html where only that is there."""
    text = event.text("DESCRIPTION")
    if not text or text.lstrip()[:6].casefold().startswith(("<html", "<p>", "<div", "<br", "<!doc")):
        text = flat(text or event.text("X-ALT-DESC")).text
    return "\n".join(cleaned(line) for line in text[:MAX_DESCRIPTION].split("\n")).strip()


def _stays_away(attendee: Property) -> bool:
    parameters = attendee.parameters
    return (
        parameters.get("PARTSTAT", "").upper() == "DECLINED" or parameters.get("ROLE", "").upper() == "NON-PARTICIPANT"
    )


def _person(found: Property) -> Person | None:
    address = re.sub(r"^mailto:", "", found.value.strip(), flags=re.IGNORECASE).strip()[:254]
    kind = found.parameters.get("CUTYPE", "INDIVIDUAL").upper()
    if kind in {"ROOM", "RESOURCE", "GROUP"} or "@" not in address or not address.isprintable() or " " in address:
        return None
    name = cleaned(found.parameters.get("CN", ""))[:200]
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
