"""Slots to moments: instants, roles, what is told twice, what is a date alone."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from followupd.reading.dates import roles, zones
from followupd.reading.dates.attach import Slot
from followupd.reading.dates.days import PERIOD, RELATIVE, WEEKDAY, Day
from followupd.reading.dates.lexicon import SYMBOL, pattern
from followupd.reading.dates.scan import Scan
from followupd.reading.dates.shapes import Moment, Reference, Role

_PAIRED = pattern(r"<zone>{0,3}\)?[/(=,\-<and>]{1,2}[<at>]?$")
_SAME_DAY = pattern(r"[,(:\-<link><article>]{0,3}$")


@dataclass(frozen=True, slots=True)
class Instants:
    """Start and end in UTC, the zone's name or offset, and what is doubtful."""

    start: datetime
    end: datetime | None
    zone: str | None
    offset: int | None
    flags: tuple[str, ...]


def merged(found: Scan, days: list[Day]) -> list[Day]:
    """ "tomorrow (Tuesday)", "Tuesday (3 March)": one day named twice; the firmer name counts."""
    out: list[Day] = []
    for day in days:
        last = out[-1] if out else None
        if last and last.on and day.on and _SAME_DAY.match(found.symbols[last.right : day.left]):
            firm, weak = (day, last) if day.rank > last.rank else (last, day)
            named = weak.rank == WEEKDAY < firm.rank and _same_weekday(weak, firm)
            if last.on == day.on or named or weak.rank <= RELATIVE < firm.rank:
                agrees = weak.on == firm.on or (weak.rank == WEEKDAY and _same_weekday(weak, firm))
                flags = firm.flags if agrees else (*firm.flags, "weekday_conflict")
                out[-1] = replace(firm, left=last.left, right=day.right, flags=flags)
                continue
        out.append(day)
    return out


def _same_weekday(a: Day, b: Day) -> bool:
    return a.on is not None and b.on is not None and a.on.weekday() == b.on.weekday()


@dataclass(slots=True)
class Assembly:
    """Makes the moments of a text out of its days and slots."""

    found: Scan
    reference: Reference
    days: list[Day]
    slots: list[Slot]

    def moments(self) -> list[Moment]:
        """The moments in the order of the text."""
        made = [(slot, moment) for slot in self.slots if (moment := self._timed(slot))]
        used = {id(slot.day) for slot in self.slots if slot.day}
        alone = [m for day in self.days if id(day) not in used and (m := self._alone(day, made))]
        return _distinct(self._paired(made), alone)

    def _span(self, left: int, right: int) -> tuple[int, int]:
        return self.found.starts[left], self.found.ends[right - 1]

    def _timed(self, slot: Slot) -> Moment | None:
        day = slot.day
        if day is None:
            return None
        span = self._span(slot.left, slot.right)
        if day.regular or day.on is None:
            return Moment(span, None, role="hours")
        role = self._role(slot, day)
        at = self._instants(slot, day, day.on)
        if role is None and self.reference.sent and (at.end or at.start) < self.reference.sent:
            role = "past"
        flags = tuple(dict.fromkeys((*day.flags, *slot.clock.flags, *at.flags)))
        return Moment(span, day.on, at.start, at.end, at.zone, at.offset, flags, role or "time")

    def _role(self, slot: Slot, day: Day) -> Role | None:
        clock = slot.clock
        if day.rank <= WEEKDAY and clock.end is not None and roles.hours(self.found, clock.left, clock.right):
            return "hours"
        own = roles.role(self.found, slot.left, max(clock.right, slot.right) if slot.left >= day.left else slot.right)
        return own or (roles.led(self.found, clock.left) if slot.left != clock.left else None)

    def _instants(self, slot: Slot, day: Day, first: date) -> Instants:
        """The slot's instants on a day; an end before the start is that of the next day."""
        clock, last = slot.clock, day.last or first
        start, zone, offset, flags = zones.instant(first, clock.start, slot.zone, self.reference)
        if clock.end is None:
            return Instants(start, start + timedelta(minutes=slot.length) if slot.length else None, zone, offset, flags)
        if clock.end <= clock.start and last == first:
            last += timedelta(days=1)
        end = zones.instant(last, clock.end, slot.zone, self.reference)[0]
        return Instants(start, end if end > start else None, zone, offset, flags)

    def _alone(self, day: Day, made: list[tuple[Slot, Moment]]) -> Moment | None:
        """A date alone; the new day of something moved keeps the old one's time."""
        role = roles.role(self.found, day.left, day.right)
        if day.on is None or (day.rank == PERIOD and role != "deadline"):
            return None
        span = self._span(day.left, day.right)
        if role is None and (slot := self._moved_here(day, made)):
            at = self._instants(slot, day, day.on)
            return Moment(span, day.on, at.start, at.end, at.zone, at.offset, (*day.flags, *at.flags), "time")
        if role is None and self.reference.today and (day.last or day.on) < self.reference.today:
            role = "past"
        return Moment(span, day.on, flags=day.flags, role=role or "day")

    def _moved_here(self, day: Day, made: list[tuple[Slot, Moment]]) -> Slot | None:
        for slot, moment in reversed(made):
            if slot.right <= day.left:
                moved = moment.role == "old" and self.found.together(slot.right, day.left)
                return slot if moved else None
        return None

    def _paired(self, made: list[tuple[Slot, Moment]]) -> list[Moment]:
        """One time told in two zones is one moment; "Monday 10:00 - Tuesday 16:00" is one that spans them."""
        out: list[tuple[Slot, Moment]] = []
        for slot, moment in made:
            if out and out[-1][1].start and moment.start:
                first, known = out[-1]
                if self._disagreeing(first, slot) and known.start != moment.start:
                    out[-1] = first, replace(known, flags=(*known.flags, "zone_ambiguous"))
                    continue
                if self._spans(first, slot, known, moment):
                    out[-1] = first, replace(known, end=moment.start, span=(known.span[0], moment.span[1]))
                    continue
            out.append((slot, moment))
        return [moment for _, moment in out]

    def _disagreeing(self, first: Slot, second: Slot) -> bool:
        """Whether the second tells the first in another zone, whatever the author made of it."""
        gap = self.found.symbols[first.clock.right : second.clock.left]
        zoned = first.own_zone and second.own_zone and first.zone != second.zone and first.day is second.day
        return zoned and bool(_PAIRED.match(gap)) and bool(set(gap) & set("/(="))

    def _spans(self, first: Slot, second: Slot, a: Moment, b: Moment) -> bool:
        gap = self.found.symbols[first.right : second.left]
        last = any(s == SYMBOL["label"] and self.found.values[first.right + n] == 2 for n, s in enumerate(gap))
        joint = len(gap) <= 3 and ("-" in gap or SYMBOL["to"] in gap) and first.day is not second.day
        if not (joint or (last and len(gap) <= 6)) or a.end or b.end or not first.close or not (a.start and b.start):
            return False
        return a.role in {"time", "past"} and b.role != "old" and timedelta() < b.start - a.start < timedelta(days=14)


def _distinct(times: list[Moment], days: list[Moment]) -> list[Moment]:
    """Each instant once (the first place, the end from wherever it is told); a day alone only where no time has it."""
    out: dict[tuple[object, ...], Moment] = {}
    for moment in times:
        key = (moment.start or moment.span, moment.role == "old")
        known = out.get(key)
        if known is None:
            out[key] = moment
        else:
            better = moment if known.zone is None and moment.zone else known
            out[key] = replace(better, span=known.span, end=known.end or moment.end)
    gone = {m.start for m in out.values() if m.role == "old"}
    out = {key: m for key, m in out.items() if m.role == "old" or m.start is None or m.start not in gone}
    taken = {m.day for m in times if m.role != "old"}
    for moment in days:
        if moment.day not in taken or moment.role in {"deadline", "old"} or moment.start:
            out.setdefault((moment.start or moment.day, moment.role == "old", moment.role == "deadline"), moment)
    return sorted(out.values(), key=lambda m: m.span)
