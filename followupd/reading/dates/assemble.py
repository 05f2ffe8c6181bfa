"""Days, times, zones and lengths joined to moments."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from followupd.reading.dates import roles, zones
from followupd.reading.dates.clocks import Clock, Length
from followupd.reading.dates.days import PERIOD, WEEKDAY, Day
from followupd.reading.dates.lexicon import SYMBOL, pattern
from followupd.reading.dates.scan import Scan
from followupd.reading.dates.shapes import Moment, Reference, Role
from followupd.reading.dates.zones import Named, Zone

_TIGHT = pattern(
    r"[,.:(\-/\t\n<at><at_or_to><about><link><from><part><label><article><zone><between><past><tail>)]{0,7}$"
)
_FOLLOWING = pattern(r"[,()/<zone><link><from><article><in><part><length><lasts>]{0,5}$")
_FIRMLY = pattern(r".*[<link><from><article>]")
_LISTED = pattern(r"[<zone><length>(),;/<and><at><at_or_to><about><link><article>]{1,6}$")
_PAIRED = pattern(r"<zone>{0,3}\)?[/(=,\-<and>]{1,2}[<at>]?$")
_TWINS = pattern(r"[,/(<and>]{1,2}[<link><article>]{0,2}$")
_ZONED = pattern(r"[(,:<link><in>]{0,2}$")
_LASTING = pattern(r"[,(:;\-<link><lasts><about><zone><article>)]{0,5}$")


@dataclass(slots=True)
class Slot:
    """A time on its way to being a moment: the day, zone and length that were found for it."""

    clock: Clock
    day: Day | None = None
    zone: Zone | None = None
    length: int | None = None
    close: bool = False
    own_zone: bool = False
    left: int = 0
    right: int = 0


@dataclass(slots=True)
class Assembly:
    """Everything that was found in a text, and the moments that come of it."""

    found: Scan
    reference: Reference
    days: list[Day]
    clocks: list[Clock]
    lengths: list[Length]
    zones: list[Named]
    slots: list[Slot] = field(default_factory=list)

    def moments(self) -> list[Moment]:
        """The moments in the order of the text."""
        self.days = self._merged(self.days)
        dated = [d for d in self.days if d.rank != PERIOD]
        self.slots = [Slot(clock, left=clock.left, right=clock.right) for clock in self.clocks]
        self._zones()
        self._lengths()
        self._assign(dated)
        self._share(dated)
        made = [(slot, moment) for slot in self.slots if (moment := self._moment(slot))]
        used = {id(slot.day) for slot in self.slots if slot.day}
        rest = [m for day in self.days if id(day) not in used and (m := self._day(day, made))]
        return _distinct(self._paired(made), rest)

    def gap(self, left: int, right: int) -> str:
        """The symbols between two tokens."""
        return self.found.symbols[left:right]

    def _same(self, left: int, right: int, marks: str = "!\n¶") -> bool:
        return not set(self.gap(left, right)) & set(marks)

    def _merged(self, days: list[Day]) -> list[Day]:
        """ "tomorrow (Tuesday)", "Tuesday (3 March)": one day named twice; the firmer name counts."""
        out: list[Day] = []
        for day in days:
            last = out[-1] if out else None
            gap = self.gap(last.right, day.left) if last else ""
            if (
                last
                and last.date
                and day.date
                and len(gap) <= 3
                and re.fullmatch(f"[,(:\\-{SYMBOL['link']}{SYMBOL['article']}]{{0,3}}", gap)
            ):
                if last.date == day.date or (last.rank <= 2 < day.rank or day.rank <= 2 < last.rank):
                    firm = day if day.rank > last.rank else last
                    conflict = (
                        ()
                        if last.date == day.date
                        or last.date.weekday() == day.date.weekday()
                        and PERIOD + 1 in {last.rank, day.rank}
                        else ("weekday_conflict",)
                    )
                    out[-1] = replace(firm, left=last.left, right=day.right, flags=(*firm.flags, *conflict))
                    continue
            out.append(day)
        return out

    def _zones(self) -> None:
        """The zone beside each time, else the one that the text names for all of them."""
        used: set[int] = set()
        for slot in self.slots:
            for number, named in enumerate(self.zones):
                inside = slot.clock.left < named.left < slot.clock.right
                gap = self.gap(slot.clock.right, named.left) if named.left >= slot.clock.right else "x" * 9
                beside = bool(_ZONED.match(gap)) and (named.zone.firm or gap in {"", "("})
                if beside or (inside and not slot.zone):
                    slot.zone, slot.own_zone = named.zone, True
                    used.add(number)
                    if beside:
                        slot.right = named.right
                        self._spelt_out(slot, number, used)
                        break
        loose = [n for number, n in enumerate(self.zones) if number not in used and n.zone.firm]
        every = {s.zone for s in self.slots if s.zone} | {n.zone for n in loose}
        for at, slot in enumerate(self.slots):
            if slot.zone is None:
                slot.zone = every.copy().pop() if len(every) == 1 else self._near_zone(at, loose)

    def _spelt_out(self, slot: Slot, number: int, used: set[int]) -> None:
        """ "(GMT-08:00) Pacific Time": the name behind an offset says more than the offset."""
        for more in range(number + 1, len(self.zones)):
            named = self.zones[more]
            if set(self.gap(slot.right, named.left)) - set("(),/-"):
                return
            if slot.zone and slot.zone.name is None:
                slot.zone = named.zone
            slot.right = named.right
            used.add(more)

    def _near_zone(self, at: int, loose: list[Named]) -> Zone | None:
        slot = self.slots[at]
        for other in self.slots[at + 1 :]:
            if other.own_zone:
                if self._same(slot.right, other.left):
                    return other.zone
                break
        for named in loose:
            if self._same(min(slot.right, named.left), max(slot.left, named.left), "¶"):
                return named.zone
        return next((s.zone for s in reversed(self.slots[:at]) if s.own_zone), None)

    def _lengths(self) -> None:
        """The length beside each time, else the one told for the sentence, the paragraph, or the letter."""
        told = [each for each in self.lengths if self._told(each)]
        for slot in self.slots:
            if slot.clock.end is not None:
                continue
            beside = next(
                (
                    e
                    for e in self.lengths
                    if e.left >= slot.right and _LASTING.match(self.gap(slot.right, e.left)) and not self._notice(e)
                ),
                None,
            )
            near = beside or self._told_near(slot, told)
            if near:
                slot.length = near.minutes
                slot.right = near.right if near is beside else slot.right

    def _told(self, each: Length) -> bool:
        """Whether it says how long something lasts, not how soon or how early."""
        if not 10 <= each.minutes <= 600 or self._notice(each):
            return False
        begin, end = roles.sentence(self.found, each.left, each.right)
        before, behind = self.gap(max(begin, each.left - 5), each.left), self.gap(each.right, min(end, each.right + 4))
        lasts = {SYMBOL["lasts"], SYMBOL["which"]}
        return (
            bool(lasts & set(before))
            or SYMBOL["lasts"] in behind
            or before[-1:] in {SYMBOL["link"], "("}
            or not (before + behind).strip(",.:")
        )

    def _notice(self, each: Length) -> bool:
        behind, before = self.gap(each.right, each.right + 2), self.gap(max(0, each.left - 2), each.left)
        late = {SYMBOL[k] for k in ("ago", "by", "edge", "hence", "past")}
        return bool(late & set(behind[:1])) or bool({SYMBOL["in"], SYMBOL["within"], SYMBOL["ago"]} & set(before[-1:]))

    def _told_near(self, slot: Slot, told: list[Length]) -> Length | None:
        for marks in ("!\n¶", "¶"):
            near = [e for e in told if self._same(min(slot.right, e.left), max(slot.left, e.left), marks)]
            if near:
                return min(near, key=lambda e: abs(e.left - slot.left))
        return told[0] if len({e.minutes for e in told}) == 1 else None

    def _assign(self, days: list[Day]) -> None:
        """A day for every time: beside it, in its list, in its sentence, its paragraph, or the last one named."""
        led: set[int] = set()
        for at, slot in enumerate(self.slots):
            before = [d for d in days if d.right <= slot.left]
            last = before[-1] if before else None
            following = next((d for d in days if d.left >= slot.right), None)
            previous = self.slots[at - 1] if at else None
            after = self._after(at, following)
            touching = (
                last is not None
                and (previous is None or previous.left < last.left)
                and bool(_TIGHT.match(self.gap(last.right, slot.left)))
            )
            if touching and last and not (id(last) in led and after):
                slot.day, slot.close = last, True
                slot.left = last.left
            elif after and following and (not self._in_list(at) or self._firmly(at, following)):
                slot.day, slot.close = following, True
                slot.right = max(slot.right, following.right)
                led.add(id(following))
            elif self._in_list(at) and previous and previous.day:
                slot.day = previous.day
            else:
                slot.day = self._carried(slot, days)

    def _after(self, at: int, following: Day | None) -> bool:
        """Whether a day stands just behind this time, or behind the list that it begins."""
        if following is None:
            return False
        while at < len(self.slots):
            slot = self.slots[at]
            if _FOLLOWING.match(self.gap(slot.right, following.left)):
                return True
            if at + 1 == len(self.slots) or self.slots[at + 1].left > following.left:
                return False
            if not _LISTED.match(self.gap(slot.right, self.slots[at + 1].left)):
                return False
            at += 1
        return False

    def _firmly(self, at: int, following: Day) -> bool:
        return bool(_FIRMLY.match(self.gap(self.slots[at].right, following.left)))

    def _in_list(self, at: int) -> bool:
        return at > 0 and bool(_LISTED.match(self.gap(self.slots[at - 1].right, self.slots[at].left)))

    def _carried(self, slot: Slot, days: list[Day]) -> Day | None:
        before, behind = [d for d in days if d.right <= slot.left], [d for d in days if d.left >= slot.right]
        for marks in ("!\n¶", "¶"):
            here = [d for d in before if self._same(d.right, slot.left, marks)]
            there = [d for d in behind if self._same(slot.right, d.left, marks)]
            if marks == "¶":
                here, there = self._fit(here), self._fit(there)
            if here or there:
                return here[-1] if here else there[0]
        before, behind = self._fit(before), self._fit(behind)
        return before[-1] if before else behind[0] if behind else None

    def _fit(self, days: list[Day]) -> list[Day]:
        """Days that a time elsewhere may belong to: no deadlines, nothing old or past, no opening days."""
        today = self.reference.today
        return [
            d for d in days
            if not d.regular and d.date and (today is None or d.date >= today) and roles.role(self.found, d.left, d.right) is None
        ]  # fmt: skip

    def _share(self, days: list[Day]) -> None:
        """ "Tuesday or Wednesday at 10": both days get the time."""
        extra: list[Slot] = []
        for first, second in reversed(list(zip(days, days[1:], strict=False))):
            if not _TWINS.match(self.gap(first.right, second.left)) or any(s.day is first for s in self.slots):
                continue
            extra += [
                replace(s, day=first, left=first.left, right=first.right, close=True)
                for s in (*self.slots, *extra) if s.day is second and s.close
            ]  # fmt: skip
        self.slots = sorted((*self.slots, *extra), key=lambda s: s.left)

    def _moment(self, slot: Slot) -> Moment | None:
        day = slot.day
        left, right = slot.left, slot.right
        if day is None:
            return None
        role = self._role(slot)
        span = (
            self.found.starts[left],
            self.found.ends[max(right - 1, slot.clock.right - 1 if left == slot.clock.left else right - 1)],
        )
        if day.regular or day.date is None:
            return Moment(span, None, role="hours")
        start, end, zone, offset, flags = self._instants(slot, day.date, day.last or day.date)
        if role is None and self.reference.sent and (end or start) < self.reference.sent:
            role = "past"
        flags = tuple(dict.fromkeys((*day.flags, *slot.clock.flags, *flags)))
        return Moment(span, day.date, start, end, zone, offset, flags, role or "time")

    def _role(self, slot: Slot) -> Role | None:
        day, clock = slot.day, slot.clock
        if day and day.rank <= WEEKDAY and clock.end is not None and roles.hours(self.found, clock.left, clock.right):
            return "hours"
        right = max(clock.right, slot.right)
        own = roles.role(self.found, slot.left, right)
        return own or (roles.led(self.found, clock.left) if slot.left != clock.left else None)

    def _instants(
        self, slot: Slot, day: date, last: date
    ) -> tuple[datetime, datetime | None, str | None, int | None, tuple[str, ...]]:
        read = zones.of_sender if slot.zone is None else None
        clock, zone = slot.clock, slot.zone
        start, name, offset, flags = (
            read(day, clock.start, self.reference)
            if read or zone is None
            else zones.instant(day, clock.start, zone, self.reference)
        )  # type: ignore[misc]
        if clock.end is None:
            return start, start + timedelta(minutes=slot.length) if slot.length else None, name, offset, flags
        if clock.end <= clock.start and last == day:
            last += timedelta(days=1)
        end = (
            zones.of_sender(last, clock.end, self.reference)[0]
            if zone is None
            else zones.instant(last, clock.end, zone, self.reference)[0]
        )
        return start, end if end > start else None, name, offset, flags

    def _day(self, day: Day, made: list[tuple[Slot, Moment]]) -> Moment | None:
        """A date alone; the new day of something moved keeps the old one's time."""
        span = (self.found.starts[day.left], self.found.ends[day.right - 1])
        role = roles.role(self.found, day.left, day.right)
        if day.date is None or (day.rank == PERIOD and role != "deadline"):
            return None
        before = [(s, m) for s, m in made if m.role == "old" and s.right <= day.left and self._same(s.right, day.left)]
        if before and role is None:
            slot = replace(before[-1][0], day=day, left=day.left, right=day.right)
            start, end, zone, offset, flags = self._instants(slot, day.date, day.last or day.date)
            return Moment(span, day.date, start, end, zone, offset, (*day.flags, *flags), "time")
        if role is None and self.reference.today and (day.last or day.date) < self.reference.today:
            role = "past"
        return Moment(span, day.date, flags=day.flags, role=role or "day")

    def _paired(self, made: list[tuple[Slot, Moment]]) -> list[Moment]:
        """One time told in two zones is one moment; "Monday 10:00 - Tuesday 16:00" is one that spans them."""
        out: list[tuple[Slot, Moment]] = []
        for slot, moment in made:
            if out and out[-1][1].start and moment.start:
                last_slot, last = out[-1]
                gap = self.gap(last_slot.clock.right, slot.clock.left)
                zoned = last_slot.own_zone and slot.own_zone and last_slot.zone != slot.zone
                if (
                    zoned
                    and last_slot.day is slot.day
                    and _PAIRED.match(gap)
                    and set(gap) & set("/(=")
                    and last.start != moment.start
                ):
                    out[-1] = last_slot, replace(last, flags=(*last.flags, "zone_ambiguous"))
                    continue
                if self._spans(last_slot, slot, last, moment):
                    out[-1] = last_slot, replace(last, end=moment.start, span=(last.span[0], moment.span[1]))
                    continue
            out.append((slot, moment))
        return [moment for _, moment in out]

    def _spans(self, first: Slot, second: Slot, a: Moment, b: Moment) -> bool:
        gap = self.gap(first.right, second.left)
        joint = len(gap) <= 3 and ("-" in gap or SYMBOL["to"] in gap)
        if (
            not joint
            or first.day is second.day
            or a.end
            or b.end
            or not first.close
            or a.start is None
            or b.start is None
        ):
            return False
        return a.role in {"time", "past"} and b.role != "old" and timedelta() < b.start - a.start < timedelta(days=14)


def _distinct(times: list[Moment], days: list[Moment]) -> list[Moment]:
    """Each instant once (the first place, the end from wherever it is told), and days alone only where no time has them."""
    out: dict[tuple[object, ...], Moment] = {}
    for moment in times:
        key = (moment.start or moment.span, moment.role in {"old"})
        known = out.get(key)
        if known is None:
            out[key] = moment
        else:
            better = moment if known.zone is None and moment.zone else known
            out[key] = replace(better, span=known.span, end=known.end or moment.end)
    gone = {m.start for m in out.values() if m.role == "old"}
    out = {key: m for key, m in out.items() if m.role == "old" or m.start is None or m.start not in gone}
    taken = {m.day for m in times if m.role not in {"old"}}
    for moment in days:
        if moment.day not in taken or moment.role in {"deadline", "old"} or moment.start:
            out.setdefault((moment.start or moment.day, moment.role == "old", moment.role == "deadline"), moment)
    return sorted(out.values(), key=lambda m: m.span)
