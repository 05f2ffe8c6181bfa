"""What a day's name means on the day of writing: the year left out, the order of day and month, next Tuesday."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta

from followupd.reading.dates.lexicon import zones
from followupd.reading.dates.shapes import Reference

Resolved = tuple[date, tuple[str, ...]]
_AMERICAN = range(-600, -209)


@dataclass(slots=True)
class Calendar:
    """Resolves days against ``today``; ``order``: what settles day and month in numbers ("dm", "md", "" for nothing),
    ``guess``: what to take where nothing does."""

    today: date | None
    order: str
    guess: str

    def dated(self, day: int, month: int, year: int | None, weekday: int | None) -> Resolved | None:
        """A day of a month; where the year is left out, the one that is near and, if it can be, fits the weekday."""
        if year is not None and year < 100:
            year += 2000
        try:
            if year is not None:
                found = date(year, month, day)
                return found, _conflict(found, weekday)
            if self.today is None:
                return None
            near = [
                d
                for y in (-1, 0, 1)
                if (d := _safe(self.today.year + y, month, day)) and -120 <= (d - self.today).days <= 320
            ]
        except ValueError:
            return None
        if not near:
            return None
        fitting = [d for d in near if weekday is not None and d.weekday() == weekday] or near
        nearest = min(fitting, key=self._far)
        return nearest, _conflict(nearest, weekday)

    def _far(self, day: date) -> int:
        """How far away a day is; one that has been counts twice, for letters speak of what will be."""
        days = (day - self.today).days if self.today else 0
        return days if days >= 0 else -2 * days

    def numbered(self, day: int, weekday: int | None) -> Resolved | None:
        """The next day of that number; with a weekday, the one near that falls on it."""
        if self.today is None or not 1 <= day <= 31:
            return None
        first = self.today.replace(day=1)
        near = [d for step in (-1, 0, 1, 2) if (d := _safe(*_month(first, step), day))]
        ahead = [d for d in near if d >= self.today]
        if weekday is None or not ahead:
            return (ahead[0], ()) if ahead else None
        fitting = [d for d in near if d.weekday() == weekday and -10 <= (d - self.today).days <= 75]
        return (
            (fitting[-1] if fitting[-1] < self.today else next(d for d in fitting if d >= self.today), ())
            if fitting
            else (ahead[0], ("weekday_conflict",))
        )

    def numeric(
        self, iso: bool, value: tuple[int, ...], year: int | None, weekday: int | None, *, dotted: bool
    ) -> Resolved | None:
        """A date in numbers: year first, or day and month in the order that the letter and its sender use."""
        if iso:
            return self.dated(value[2], value[1], value[0], weekday)
        a, b = value[:2]
        year = value[2] if len(value) > 2 else year
        day_first, month_first = self.dated(a, b, year, weekday), self.dated(b, a, year, weekday)
        if dotted or not day_first or not month_first or a == b:
            return day_first if dotted or day_first else month_first
        if weekday is not None and bool(day_first[1]) != bool(month_first[1]):
            return day_first if month_first[1] else month_first
        if self.order:
            return day_first if self.order == "dm" else month_first
        first, second = (day_first, month_first) if self.guess == "dm" else (month_first, day_first)
        chosen = second if self._plausible(second[0]) and not self._plausible(first[0]) else first
        return chosen[0], ("day_month_order", *chosen[1])

    def _plausible(self, day: date) -> bool:
        return self.today is None or (-1 <= (day - self.today).days <= 45 and day.weekday() < 5)

    def weekday(self, weekday: int, which: str) -> date | None:
        """The coming day of that name; "next" is that of the next week, "this" may be today."""
        if self.today is None:
            return None
        ahead = (weekday - self.today.weekday()) % 7
        if which == "next":
            return self.in_week(weekday, "next")
        if which == "last":
            return self.today - timedelta(days=(self.today.weekday() - weekday) % 7 or 7)
        return self.today + timedelta(days=ahead if which == "this" else ahead or 7)

    def in_week(self, weekday: int, which: str) -> date | None:
        """That day of this week, the next or the last one; weeks begin on Monday."""
        if self.today is None:
            return None
        monday = self.today - timedelta(days=self.today.weekday())
        weeks = {"next": 1, "coming": 1, "last": -1}.get(which, 0)
        return monday + timedelta(days=7 * weeks + weekday)

    def shifted(self, days: int) -> date | None:
        """So many days from today."""
        return self.today + timedelta(days=days) if self.today else None

    def ahead(self, origin: date | None, more: int, unit: str) -> date | None:
        """So many units behind a day."""
        if origin is None or not 0 < more <= 400:
            return None
        if unit in {"month", "quarter", "year"}:
            steps = more * {"month": 1, "quarter": 3, "year": 12}[unit]
            year, month = _month(origin.replace(day=1), steps)
            return date(year, month, min(origin.day, months.monthrange(year, month)[1]))
        if unit == "workday":
            return add_workdays(origin, more)
        return origin + timedelta(days=more * {"week": 7, "fortnight": 14}.get(unit, 1))

    def period(self, unit: str, which: str, month: int | None, edge: str) -> date | None:
        """The last day meant by "end of March", "next week", "this month"; working weeks end on Friday."""
        if self.today is None:
            return None
        if unit in {"week", "weekend"}:
            return self.in_week({"start": 2, "mid": 3}.get(edge, 4 if unit == "week" else 6), which)
        if unit == "month":
            first = self.today.replace(day=1)
            step = (month - first.month) % 12 if month else {"next": 1, "coming": 1, "last": -1}.get(which, 0)
            year, number = _month(first, step)
            return date(year, number, {"start": 7, "mid": 15}.get(edge, months.monthrange(year, number)[1]))
        if unit == "year":
            return date(self.today.year + (which in {"next", "coming"}), 12, 31)
        return None


def add_workdays(origin: date, more: int) -> date:
    """So many working days behind a day, Saturdays and Sundays left out."""
    for _ in range(more):
        origin += timedelta(days=1)
        while origin.weekday() > 4:
            origin += timedelta(days=1)
    return origin


def calendar(reference: Reference, numerics: list[tuple[int, ...]]) -> Calendar:
    """The calendar of a letter; its own dates settle the order before its sender does."""
    own = {"dm" if n[0] > 12 else "md" for n in numerics if (n[0] > 12) != (n[1] > 12)}
    order = own.pop() if len(own) == 1 else ""
    country, offset = reference.country, reference.offset
    american = country in zones()["country"]["month_first"]
    if not order and (country or reference.language in {"de", "fr", "es"}):
        order = "md" if american else "" if country == "ca" else "dm"
    if (
        not order
        and offset is not None
        and offset in _AMERICAN
        and reference.language not in {"de", "fr", "es"}
        and not country
    ):
        order = "md"
    abroad = offset is not None and offset != 0 and offset not in _AMERICAN
    return Calendar(reference.today, order, "dm" if abroad else "md")


def _conflict(found: date, weekday: int | None) -> tuple[str, ...]:
    return ("weekday_conflict",) if weekday is not None and found.weekday() != weekday else ()


def _month(first: date, step: int) -> tuple[int, int]:
    index = first.year * 12 + first.month - 1 + step
    return index // 12, index % 12 + 1


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
