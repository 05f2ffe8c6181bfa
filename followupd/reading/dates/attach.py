"""Which day, zone and length belongs to which time: beside it, in its list, its sentence, its paragraph, the letter."""

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from followupd.reading.dates import roles
from followupd.reading.dates.clocks import Clock
from followupd.reading.dates.days import Day
from followupd.reading.dates.lengths import Length
from followupd.reading.dates.lexicon import SYMBOL, pattern
from followupd.reading.dates.scan import Scan
from followupd.reading.dates.shapes import Reference
from followupd.reading.dates.zones import Named, Zone

_TIGHT = pattern(
    r"[,.:(\-/\t\n<at><at_or_to><about><link><from><part><label><article><zone><between><past><tail>)]{0,7}$"
)
_FOLLOWING = pattern(r"[,()/\-<zone><link><from><article><in><part><length><lasts>]{0,5}$")
_FIRMLY = pattern(r".*[<link><from><article>]")
_LISTED = pattern(
    r"[<zone><length>()]{0,4}[,;/<and>][,;/<and><zone><length>()<at><at_or_to><about><link><article>]{0,5}$"
)
_TWINS = pattern(r"[,/(<and>]{1,2}[<link><article>]{0,2}$")
_ZONED = pattern(r"[(,:<link><in>]{0,2}$")
_LASTING = pattern(r"[,(:;\-<link><lasts><about><zone><article>)]{0,5}$")
_LATE = frozenset(SYMBOL[k] for k in ("ago", "by", "edge", "hence", "past"))
_AHEAD = frozenset(SYMBOL[k] for k in ("in", "within", "ago"))


@dataclass(slots=True)
class Slot:
    """A time on its way to being a moment: the day, zone and length that were found for it. ``close``: its day stands
    beside it; ``own_zone``: so does its zone; ``left``/``right``: the tokens that it takes with them."""

    clock: Clock
    left: int
    right: int
    day: Day | None = None
    zone: Zone | None = None
    length: int | None = None
    close: bool = False
    own_zone: bool = False


@dataclass(slots=True)
class Attaching:
    """The atoms of a text, and the slots that its times make with them."""

    found: Scan
    reference: Reference
    days: list[Day]
    clocks: list[Clock]
    lengths: list[Length]
    zones: list[Named]
    slots: list[Slot] = field(default_factory=list)

    def attach(self) -> list[Slot]:
        """A slot for every time, in the order of the text."""
        self.slots = [Slot(clock, clock.left, clock.right) for clock in self.clocks]
        self._zones()
        self._lengths()
        self._days()
        self._share()
        return self.slots

    def _gap(self, left: int, right: int) -> str:
        return self.found.symbols[left:right]

    def _zones(self) -> None:
        """The zone beside each time, else the one that the text names for all of them."""
        if not self.zones:
            return
        used: set[int] = set()
        for slot in self.slots:
            self._zone_beside(slot, used)
        loose = [named for number, named in enumerate(self.zones) if number not in used and named.zone.firm]
        every = {s.zone for s in self.slots if s.zone} | {named.zone for named in loose}
        only = every.pop() if len(every) == 1 else None
        for at, slot in enumerate(self.slots):
            if slot.zone is None:
                slot.zone = only or self._near_zone(at, loose)

    def _zone_beside(self, slot: Slot, used: set[int]) -> None:
        first = bisect_left(self.zones, slot.clock.left, key=lambda n: n.left)
        for number in range(first, len(self.zones)):
            named = self.zones[number]
            if named.left > slot.clock.right + 2:
                return
            inside = named.left < slot.clock.right
            gap = self._gap(slot.clock.right, named.left)
            beside = not inside and bool(_ZONED.match(gap)) and (named.zone.firm or gap in {"", "("})
            if beside or (inside and not slot.zone):
                slot.zone, slot.own_zone = named.zone, True
                used.add(number)
            if beside:
                slot.right = named.right
                self._spelt_out(slot, number, used)
                return

    def _spelt_out(self, slot: Slot, number: int, used: set[int]) -> None:
        """ "(GMT-08:00) Pacific Time": the name behind an offset says more than the offset."""
        for more in range(number + 1, len(self.zones)):
            named = self.zones[more]
            if set(self._gap(slot.right, named.left)) - set("(),/-"):
                return
            if slot.zone and slot.zone.name in {None, "Etc/UTC"}:
                slot.zone = named.zone
            slot.right = named.right
            used.add(more)

    def _near_zone(self, at: int, loose: list[Named]) -> Zone | None:
        slot = self.slots[at]
        following = next((other for other in self.slots[at + 1 :] if other.own_zone), None)
        if following and self.found.together(slot.right, following.left):
            return following.zone
        for named in loose:
            if self.found.together(min(slot.right, named.left), max(slot.left, named.left), paragraph=True):
                return named.zone
        return next((s.zone for s in reversed(self.slots[:at]) if s.own_zone), None)

    def _lengths(self) -> None:
        """The length beside each time, else the one told for the sentence, the paragraph, or the letter."""
        if not self.lengths:
            return
        told = [each for each in self.lengths if self._told(each)]
        for slot in self.slots:
            if slot.clock.end is not None:
                continue
            first = bisect_left(self.lengths, slot.right, key=lambda e: e.left)
            beside = self.lengths[first] if first < len(self.lengths) else None
            if beside and _LASTING.match(self._gap(slot.right, beside.left)) and not self._notice(beside):
                slot.length, slot.right = beside.minutes, beside.right
            elif near := self._told_near(slot, told):
                slot.length = near.minutes

    def _told(self, each: Length) -> bool:
        """Whether it says how long something lasts, not how soon or how early."""
        if not 10 <= each.minutes <= 600 or self._notice(each):
            return False
        begin, end = self.found.sentence(each.left, each.right)
        before = self._gap(max(begin, each.left - 5), each.left)
        behind = self._gap(each.right, min(end, each.right + 4))
        if SYMBOL["lasts"] in before + behind or SYMBOL["which"] in before:
            return True
        return before[-1:] in {SYMBOL["link"], "("} or not (before + behind).strip(",.:")

    def _notice(self, each: Length) -> bool:
        return self._gap(each.right, each.right + 1) in _LATE or self._gap(max(0, each.left - 1), each.left) in _AHEAD

    def _told_near(self, slot: Slot, told: list[Length]) -> Length | None:
        for paragraph in (False, True):
            near = [
                e for e in told
                if self.found.together(min(slot.right, e.left), max(slot.left, e.left), paragraph=paragraph)
            ]  # fmt: skip
            if near:
                return min(near, key=lambda e: abs(e.left - slot.left))
        return told[0] if len({e.minutes for e in told}) == 1 else None

    def _days(self) -> None:
        """A day for every time: beside it, in its list, in its sentence, its paragraph, or the last one named."""
        led: set[int] = set()
        lefts = [day.left for day in self.days]
        for at, slot in enumerate(self.slots):
            behind = bisect_left(lefts, slot.left)
            last = self.days[behind - 1] if behind else None
            following = self.days[behind] if behind < len(self.days) else None
            previous = self.slots[at - 1] if at else None
            after = following is not None and self._leads_to(at, following)
            own = last is not None and (previous is None or previous.clock.left < last.left)
            if last and own and _TIGHT.match(self._gap(last.right, slot.left)) and not (id(last) in led and after):
                slot.day, slot.close, slot.left = last, True, last.left
            elif following and after and (not self._in_list(at) or self._firmly(at, following)):
                slot.day, slot.close, slot.right = following, True, max(slot.right, following.right)
                led.add(id(following))
            elif previous and previous.day and self._in_list(at):
                slot.day = previous.day
            else:
                slot.day = self._carried(slot, behind)

    def _leads_to(self, at: int, following: Day) -> bool:
        """Whether a day stands just behind this time, or behind the list that it begins."""
        while True:
            slot = self.slots[at]
            if _FOLLOWING.match(self._gap(slot.right, following.left)):
                return True
            at += 1
            if at == len(self.slots) or self.slots[at].left > following.left:
                return False
            if not _LISTED.match(self._gap(slot.right, self.slots[at].left)):
                return False

    def _firmly(self, at: int, following: Day) -> bool:
        return bool(_FIRMLY.match(self._gap(self.slots[at].right, following.left)))

    def _in_list(self, at: int) -> bool:
        return at > 0 and bool(_LISTED.match(self._gap(self.slots[at - 1].right, self.slots[at].left)))

    def _carried(self, slot: Slot, behind: int) -> Day | None:
        """The day of the sentence; else, of those that an appointment may have, that of the paragraph or the letter."""
        last = self.days[behind - 1] if behind else None
        following = self.days[behind] if behind < len(self.days) else None
        if last and self.found.together(last.right, slot.left):
            return last
        if following and self.found.together(slot.right, following.left):
            return following
        before = next((d for d in reversed(self.days[max(0, behind - 12) : behind]) if self._fit(d)), None)
        if before and self.found.together(before.right, slot.left, paragraph=True):
            return before
        there = next((d for d in self.days[behind : behind + 12] if self._fit(d)), None)
        if there and self.found.together(slot.right, there.left, paragraph=True):
            return there
        if before or there:
            return before or there
        near = self.days[behind - 1 : behind] if behind else []
        return next((d for d in near if self._fit(d, moved=True)), None)

    def _fit(self, day: Day, *, moved: bool = False) -> bool:
        """Whether a time elsewhere may belong to that day: no deadline, nothing past, no opening day; nothing old,
        unless something ``moved`` within that day."""
        today = self.reference.today
        if day.regular or day.on is None or (today is not None and day.on < today):
            return False
        role = roles.role(self.found, day.left, day.right)
        return role is None or (moved and role == "old")

    def _share(self) -> None:
        """ "Tuesday or Wednesday at 10": both days get the time."""
        extra: list[Slot] = []
        taken = {id(slot.day) for slot in self.slots}
        for first, second in reversed(list(zip(self.days, self.days[1:], strict=False))):
            if id(first) in taken or not _TWINS.match(self._gap(first.right, second.left)):
                continue
            extra += [
                replace(s, day=first, left=first.left, right=first.right)
                for s in (*self.slots, *extra)
                if s.day is second and (s.close or self.found.together(second.right, s.clock.left))
            ]  # fmt: skip
        if extra:
            self.slots = sorted((*self.slots, *extra), key=lambda s: s.left)
