"""Business days, and the clock on the recipient's wall."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from holidays import HolidayBase

MORNING = time(9)
"""Nudges are queued at the recipient's nine o'clock (issue: deciding)."""


def clock_of(name: str | None, offset: int | None, fallback: str) -> tzinfo:
    """The recipient's clock: a zone by name, else a fixed offset in minutes, else the owner's zone."""
    if name:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    if offset is not None:
        return timezone(timedelta(minutes=offset))
    return ZoneInfo(fallback or "UTC")


@lru_cache(maxsize=512)
def country_of(zone: str) -> str:
    """The first country that the zone database names for a zone (zone1970.tab), or ``""``."""
    for row in _zone_table():
        countries, name = row
        if name == zone:
            return countries[0]
    return ""


@lru_cache(maxsize=1)
def _zone_table() -> tuple[tuple[tuple[str, ...], str], ...]:
    for folder in TZPATH:
        try:
            with open(f"{folder}/zone1970.tab", encoding="utf-8") as table:
                return _rows(table.read())
        except OSError:
            continue
    try:
        return _rows(resources.files("tzdata").joinpath("zoneinfo/zone1970.tab").read_text("utf-8"))
    except (OSError, ModuleNotFoundError):
        return ()


def _rows(text: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    cells = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((tuple(row[0].split(",")), row[2]) for row in cells if len(row) > 2)


@lru_cache(maxsize=64)
def _holidays(country: str) -> "HolidayBase | None":
    import holidays  # 113 ms and 18 MB: only where a country is known

    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None


def is_business_day(day: date, country: str) -> bool:
    """Neither weekend nor public holiday there; Saturday and Sunday where the country is unknown."""
    calendar = _holidays(country) if country else None
    if calendar is None:
        return day.weekday() < 5
    return bool(calendar.is_working_day(day))


def after_business_days(start: datetime, days: int, clock: tzinfo, country: str) -> datetime:
    """Nine in the morning of the ``days``-th business day after ``start``, by the recipient's clock, in UTC."""
    day = start.astimezone(clock).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        if is_business_day(day, country):
            left -= 1
    return at(day, MORNING, clock)


def at(day: date, moment: time, clock: tzinfo) -> datetime:
    """A wall time as an instant; a time that a spring-forward skips moves forward with it (PEP 495, fold 0)."""
    return datetime.combine(day, moment, tzinfo=clock).astimezone(UTC)
