"""Zones as letters name them: abbreviations by the sender's country and offset, words, cities, offsets."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from followupd.reading.dates.lexicon import SYMBOL, zones
from followupd.reading.dates.scan import Scan
from followupd.reading.dates.shapes import Reference, zone_info

_TIME_BEHIND = re.compile(
    r"(?: (?:standard|daylight|summer|winter|prevailing))?[ -]?(?:time|zeit|ortszeit|sommerzeit|timezone|tz)\b"
    r"(?: zone)?(?: ?[-–(/] ?\(?u\.?s\.?[^\n)]{0,12}canada\)?)?|(?: ?[-–(/] ?\(?u\.?s\.? ?(?:&|and) ?canada\)?)"
)
_TIME_BEFORE = re.compile(
    r"(?:heures?|horas?|horario|uhrzeit|zeit|time|fuseau(?: horaire)?)[ :]{1,2}"
    r"(?:de |d.|in |von |del |en |zone:? )?(?:la |l.)?$"
)
_DAYLIGHT = re.compile(r"daylight|summer|sommer")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as it is named: an IANA ``name``, or an ``offset`` in minutes east. ``stated``: the offset that an
    abbreviation claims; ``firm``: named by a word that can be nothing else."""

    name: str | None = None
    offset: int | None = None
    stated: int | None = None
    flags: tuple[str, ...] = ()
    firm: bool = True


Instant = tuple[datetime, str | None, int | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Named:
    """A zone at the tokens ``left`` up to ``right``."""

    left: int
    right: int
    zone: Zone


def find(found: Scan, reference: Reference) -> list[Named]:
    """Every zone that the text names; the words "time", "heure de" around it are taken with it."""
    named: list[Named] = []
    at = -1
    while (at := found.symbols.find(SYMBOL["zone"], at + 1)) >= 0 and len(named) < 200:
        if named and at < named[-1].right:
            continue
        kind, value = found.values[at]
        folded_behind = found.text[found.ends[at] : found.ends[at] + 60].lower()
        behind = _TIME_BEHIND.match(folded_behind)
        before = _TIME_BEFORE.search(found.text[max(0, found.starts[at] - 24) : found.starts[at]].lower())
        right = found.token_at(found.ends[at] + behind.end()) if behind else at + 1
        left = found.token_at(found.starts[at] - len(before[0])) if before and not _hour_before(found, before) else at
        zone = _zone(kind, value, reference, summer=bool(behind and _DAYLIGHT.search(behind[0])))
        if zone is None:
            continue
        firm = (
            kind not in {"region", "city"}
            or bool(behind or before)
            or SYMBOL["zone_label"] in found.symbols[max(0, at - 3) : at]
        )
        named.append(
            Named(left, right, zone if firm else Zone(zone.name, zone.offset, zone.stated, zone.flags, firm=False))
        )
        found.claim(left, right, "zone")
    return named


def _hour_before(found: Scan, before: re.Match[str]) -> bool:
    """Whether the "heures" before a city is that of the time itself ("10 heures de Paris")."""
    return bool(re.search(r"\d ?$", before.string[: before.start()]))


def _zone(kind: str, value: object, reference: Reference, *, summer: bool) -> Zone | None:
    if kind == "abbreviation":
        return abbreviation(str(value), reference.country, reference.offset)
    if kind == "offset" and isinstance(value, int):
        return Zone("Etc/UTC") if value == 0 else Zone(None, value)
    if kind == "owner":
        return (
            Zone(reference.zone)
            if zone_info(reference.zone)
            else Zone(None, reference.offset or 0, None, ("zone_ambiguous",))
        )
    if kind == "sender":
        return None
    return Zone(str(value)) if zone_info(str(value)) else None


@lru_cache(maxsize=512)
def abbreviation(name: str, country: str, offset: int | None) -> Zone:
    """The reading of an abbreviation that the sender's country or offset speaks for, else the most common one."""
    readings = zones()["abbreviation"][name]
    for zone, stated, senders in readings:
        if country and country in senders.split():
            return Zone(zone, None, stated or None)
    if name == "GMT" and (country == "ie" or offset == 60):
        return Zone("Europe/London", None, 0)
    for zone, stated, senders in readings:
        if offset is not None and str(offset) in senders.split():
            return Zone(zone, None, stated or None)
    zone, stated, senders = readings[0]
    american = "-" in senders.split() and offset is not None and -600 <= offset <= -150
    doubtful = name in zones()["likely"] and not american
    return Zone(zone, None, stated or None, ("zone_ambiguous",) if doubtful else ())


@lru_cache(maxsize=64)
def home(reference: Reference) -> str | None:
    """The zone in which the sender's country and offset agree: it knows about summer time, a bare offset does not."""
    if reference.sent is None or reference.offset is None:
        return None
    country = zones()["country"].get(reference.country)
    candidates = [country] if isinstance(country, str) else []
    if not reference.country and reference.language == "en":
        candidates += ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"]
    if not reference.country and reference.offset > 0:
        candidates += ["Europe/Berlin"]
    for name in candidates:
        zone = zone_info(name)
        shift = reference.sent.astimezone(zone).utcoffset() if zone else None
        if shift is not None and shift == timedelta(minutes=reference.offset):
            return name
    return None


def instant(day: date, minute: int, zone: Zone | None, reference: Reference) -> Instant:
    """That minute of that day in a zone (the sender's where none is named): the instant in UTC, the zone's name or its
    offset, and what is doubtful about it."""
    if zone is None:
        name = home(reference)
        start, _, shift, flags = _in_zone(day, minute, Zone(name) if name else Zone(None, reference.offset or 0))
        unknown = ("zone_ambiguous",) if reference.offset is None else ()
        return start, None, _offset_at(start, name) if name else shift, (*flags, *unknown, "zone_from_sender")
    return _in_zone(day, minute, zone)


def _in_zone(day: date, minute: int, zone: Zone) -> Instant:
    wall = datetime.combine(day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60))
    info = zone_info(zone.name)
    if info is None:
        shift = zone.offset or 0
        return (wall - timedelta(minutes=shift)).replace(tzinfo=UTC), None, shift, zone.flags
    start = wall.replace(tzinfo=info).astimezone(UTC)
    flags = list(zone.flags)
    if start.astimezone(info).replace(tzinfo=None) != wall:
        flags.append("dst_gap")
    if zone.stated is not None and zone.stated != _offset_at(start, zone.name):
        flags.append("zone_dst_mismatch")
    return start, zone.name, None, tuple(flags)


def _offset_at(start: datetime, name: str | None) -> int:
    """Minutes east in that zone at that instant."""
    shift = start.astimezone(zone_info(name)).utcoffset() if name else None
    return int(shift.total_seconds() // 60) if shift else 0
