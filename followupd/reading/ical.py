"""iCalendar text to properties (RFC 5545 s3.1), bounded and forgiving.

No calendar library takes it: they keep VTIMEZONEs process-wide by TZID, so that one letter's forged zone would shift a
later one's times, and a single bad line costs the whole file. Recurrences are never expanded.
"""

import re
from dataclasses import dataclass, field

from followupd.reading.zones import Observance, observance

MAX_EVENTS, MAX_LINES, MAX_VALUE, MAX_SAME, MAX_ZONES = 40, 30_000, 20_000, 100, 30
_PROPERTY = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}[;:]")
_PARAMETER = re.compile(r";([A-Za-z0-9-]{1,40})=(\"[^\"]*\"|[^;]*)")
_ESCAPED = re.compile(r"\\([nN,;\\:\"])")
_DATES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID"})


@dataclass(frozen=True, slots=True)
class Property:
    """A value as written, and its parameters by their names in capitals."""

    value: str
    parameters: dict[str, str]

    @property
    def text(self) -> str:
        """The value with its escapes undone (s3.3.11)."""
        return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.value)


@dataclass(slots=True)
class Component:
    """One VEVENT, VTIMEZONE part or the calendar itself: properties by name, at most a hundred of each."""

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)

    def get(self, name: str) -> Property | None:
        return self.properties.get(name, [None])[0]

    def text(self, name: str) -> str:
        found = self.get(name)
        return found.text.strip() if found else ""

    def all(self, name: str) -> list[Property]:
        return self.properties.get(name, [])


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a calendar file holds: its own properties, at most forty events, the rules of its zones by TZID."""

    own: Component
    events: tuple[Component, ...]
    zones: dict[str, tuple[Observance, ...]]


def calendar(text: str) -> Calendar | None:
    """A calendar from its text, or None where none begins. What breaks off in the middle keeps its whole lines."""
    begin = text.upper().find("BEGIN:VCALENDAR")
    if begin < 0:
        return None
    own = Component("VCALENDAR")
    events: list[Component] = []
    zones: dict[str, tuple[Observance, ...]] = {}
    stack = [own]
    for line in _lines(text[begin:])[1:]:
        word = line[:6].upper()
        if word == "BEGIN:":
            stack.append(Component(line[6:].strip().upper()))
            if stack[-1].name == "VEVENT":
                if len(events) == MAX_EVENTS:
                    break
                events.append(stack[-1])
        elif line[:4].upper() == "END:":
            closed = stack.pop() if len(stack) > 1 else None
            if closed and len(stack) > 1 and closed.name in {"STANDARD", "DAYLIGHT"} and len(zones) < MAX_ZONES:
                _add_rule(zones, stack[-1], closed)
        elif len(stack) < 8:
            _add(stack[-1], line)
    return Calendar(own, tuple(events), zones)


def _lines(text: str) -> list[str]:
    """Unfolded lines; one that begins no property goes on with the one before (line breaks that nobody folded)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = plain.endswith("\n") or plain.rstrip().upper().endswith("END:VCALENDAR")
    unfolded = re.sub(r"\n[ \t]", "", plain).split("\n", MAX_LINES)[:MAX_LINES]
    if not whole:
        unfolded.pop()  # broken off: half a value is no value
    joined: list[list[str]] = []
    for line in unfolded:
        if _PROPERTY.match(line) or not joined:
            joined.append([line])
        elif line.strip() and len(joined[-1]) < 200:
            joined[-1].append(line)
    return ["\\n".join(pieces)[:MAX_VALUE] for pieces in joined]


def _add(component: Component, line: str) -> None:
    match = _PROPERTY.match(line)
    if not match:
        return
    name = match.group()[:-1].upper()
    same = component.properties.setdefault(name, [])
    if len(same) < MAX_SAME and len(component.properties) < MAX_SAME:
        head, value = _divided(name, line)
        found = {key.upper(): _parameter(written) for key, written in _PARAMETER.findall(head)[:20]}
        same.append(Property(value, found))


def _divided(name: str, line: str) -> tuple[str, str]:
    """What stands before and behind the colon of a line; unquoted display names hold colons of their own."""
    if name in _DATES:
        head, _, value = line.rpartition(":")
        return head, value
    address = re.search(r":\s*mailto:", line, re.I) if name in {"ATTENDEE", "ORGANIZER"} else None
    if address:
        return line[: address.start()], line[address.start() + 1 :]
    quoted = False
    for mark in re.finditer(r"[\":]", line):
        if mark.group() == '"':
            quoted = not quoted
        elif not quoted:
            return line[: mark.start()], line[mark.end() :]
    head, _, value = line.partition(":")
    return head, value


def _parameter(written: str) -> str:
    """A parameter's value without quotes, its escapes undone (RFC 6868)."""
    bare = written.strip().strip('"')
    return bare.replace("^n", " ").replace("^'", '"').replace("^^", "^")


def _add_rule(zones: dict[str, tuple[Observance, ...]], zone: Component, part: Component) -> None:
    rule = observance(part.text("TZOFFSETTO"), part.text("DTSTART"), part.text("RRULE"))
    name = zone.text("TZID").strip('"')
    if rule and name and len(zones.get(name, ())) < MAX_SAME:
        zones[name] = (*zones.get(name, ()), rule)
