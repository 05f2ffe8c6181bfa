"""Time zones as calendars name them: IANA, Windows, display names, fixed offsets, or a VTIMEZONE's own rules."""

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_OFFSET = re.compile(r"\(?(?:utc|gmt)?\s*([+\N{MINUS SIGN}-]\d{1,2})(?::?(\d\d))?\)?", re.I)
_BEFORE = re.compile(r"\(?(?:utc|gmt)\s*([+\N{MINUS SIGN}-]\d{1,2}:?\d\d)?\)\s*", re.I)
_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}


@dataclass(frozen=True, slots=True)
class Observance:
    """One STANDARD or DAYLIGHT of a VTIMEZONE (RFC 5545 s3.6.5): minutes east of UTC from its onset on, which is
    ``start``, or each year in ``month`` on the ``nth`` ``weekday`` (0: Monday; -1: the last), up to ``until``."""

    offset: int
    start: datetime
    month: int = 0
    nth: int = 0
    weekday: int = 0
    until: datetime | None = None

    def onset(self, wall: datetime) -> datetime | None:
        """The latest onset at or before a wall time, or None."""
        if not self.month:
            return self.start if self.start <= wall else None
        if self.until and wall > self.until:
            wall = self.until
        onsets = (self._in_year(year) for year in (wall.year, wall.year - 1))
        return next((onset for onset in onsets if self.start <= onset <= wall), None)

    def _in_year(self, year: int) -> datetime:
        first, days = monthrange(year, self.month)
        day = 1 + (self.weekday - first) % 7 + 7 * (max(self.nth, 1) - 1)
        if self.nth < 0:
            day = days - (days - 1 + first - self.weekday) % 7
        hour, minute = self.start.hour, self.start.minute
        return datetime(year, self.month, min(day, days), hour, minute)  # noqa: DTZ001  # wall time, as rules are


def observance(offset: str, start: str, rule: str) -> Observance | None:
    """An observance from its TZOFFSETTO, DTSTART and RRULE; None where it can't be read."""
    east = re.fullmatch(r"([+-])(\d\d)(\d\d)(?:\d\d)?", offset.strip())
    begins = _wall(start)
    if not east or begins is None:
        return None
    minutes = (int(east[2]) * 60 + int(east[3])) * (-1 if east[1] == "-" else 1)
    if abs(minutes) > 16 * 60:
        return None
    said = dict(re.findall(r"(\w{1,20})=([^;]{1,60})", rule.upper()))
    day = re.match(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$", said.get("BYDAY", ""))
    month = said.get("BYMONTH", "")
    if said.get("FREQ") != "YEARLY" or not day or not month.isdecimal() or not 1 <= int(month) <= 12:
        return Observance(minutes, begins)
    nth = int(day[1] or _position(said))
    until = _wall(said["UNTIL"]) if "UNTIL" in said else None
    return Observance(minutes, begins, int(month), nth, _WEEKDAYS[day[2]], until)


def _position(said: dict[str, str]) -> int:
    """The week that BYSETPOS, or BYMONTHDAY beside a plain weekday, means."""
    position = re.match(r"-?[1-5]$", said.get("BYSETPOS", ""))
    days = re.match(r"(\d{1,2})(?:,|$)", said.get("BYMONTHDAY", ""))
    return int(position.group()) if position else (int(days[1]) - 1) // 7 + 1 if days and int(days[1]) else 1


def _wall(text: str) -> datetime | None:
    match = re.match(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?", text.strip())
    try:
        if not match:
            return None
        year, month, day, hour, minute = (int(group or 0) for group in match.groups())
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001  # wall time, as rules are
    except ValueError:
        return None


def offset_by_rules(rules: tuple[Observance, ...], wall: datetime) -> int | None:
    """Minutes east of UTC at a wall time, by a VTIMEZONE's own rules."""
    onsets = [(onset, rule.offset) for rule in rules if (onset := rule.onset(wall))]
    if onsets:
        return max(onsets)[1]
    return rules[0].offset if len({rule.offset for rule in rules}) == 1 else None


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Display names, and cities of IANA zones, to zones."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # a tenth of a second, and most letters need none

    source = resources.files("followupd.reading").joinpath("lexicon/calendar_zones.toml")
    data = tomllib.loads(source.read_text("utf-8"))
    known = sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "US/", "posix", "right")))
    cities = {z.rpartition("/")[2].replace("_", " ").casefold(): z for z in known}
    windows = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return {**windows, **data["names"]}, cities


@lru_cache(maxsize=512)
def zone_by_name(name: str) -> str | None:
    """An IANA zone for a TZID: as it stands, a Windows name, or the words of a display name; None where unknown.

    A display name's offset must be one that the zone has in some season.
    """
    bare = " ".join(name.strip().strip("\"'").split())[:120]
    bare = re.sub(r"^tzone://microsoft/", "", bare, flags=re.I)
    for candidate in (bare, *_tails(bare)):
        if _exists(candidate):
            return "Etc/UTC" if candidate in {"UTC", "GMT", "Zulu"} else candidate
    before = _BEFORE.match(bare)
    words = bare[before.end() :].casefold() if before else bare.casefold()
    names, cities = _names()
    found = names.get(words) or names.get(words + " standard time")
    found = found or next((cities[c] for c in re.split(r"[,;&/]\s*", words) if c.strip() in cities), None)
    if before and found and before.group(1) and not _has_offset(found, before.group(1)):
        return None
    return found


def _tails(name: str) -> tuple[str, ...]:
    """The last pieces: "/example.org/20260101_1/Europe/Berlin" ends in a zone."""
    pieces = name.split("/")
    return tuple("/".join(pieces[-n:]) for n in (3, 2) if len(pieces) > n)


def _exists(name: str) -> bool:
    if not re.fullmatch(r"[A-Za-z][\w+/-]{2,60}", name) or (len(name) < 5 and name not in {"UTC", "GMT"}):
        return False  # "EST" is no place: whoever writes it in summer means something else
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _has_offset(zone: str, offset: str) -> bool:
    minutes = fixed_offset(offset)
    seasons = (datetime(2026, month, 15, 12, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
    return minutes is not None and timedelta(minutes=minutes) in seasons


def fixed_offset(name: str) -> int | None:
    """Minutes east of UTC for "UTC+01:00", "GMT-0500" or "+02:00"; None for anything else."""
    match = _OFFSET.fullmatch(name.strip())
    if not match:
        return None
    hours = int(match[1].replace("\N{MINUS SIGN}", "-"))
    minutes = abs(hours) * 60 + int(match[2] or 0)
    return (-minutes if match[1][0] in "-\N{MINUS SIGN}" else minutes) if minutes <= 14 * 60 else None
