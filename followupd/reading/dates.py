"""Dates and times in prose and labelled blocks: a small grammar over ``re`` and zoneinfo."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from followupd.findings import Slot
from followupd.mail import Letter
from followupd.reading.invitation import medium

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_DATES = (
    re.compile(r"\b(?P<year>20\d\d)-(?P<mon>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>20\d\d))?", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+(?P<year>20\d\d))?", re.I),
    re.compile(r"\b(?P<day>\d{1,2})\.(?P<mon>\d{1,2})\.(?P<year>20\d\d)\b"),
    re.compile(r"\b(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>20\d\d)\b"),
    re.compile(r"\b(?P<rel>tomorrow|today)\b", re.I),
    re.compile(rf"\b(?:(?P<next>next|this|on|coming)\s+)?{_WEEKDAY}(?=[\s,.;)]|$)", re.I),
)
_CLOCK = r"(?:(?P<h{0}>\d{{1,2}})(?:[:.h](?P<m{0}>\d{{2}}))?(?::\d\d)?\s*(?P<ap{0}>[ap]\.?m\.?)?|(?P<noon{0}>noon))"
_TIME = re.compile(
    rf"(?<![\d/.$€-]){_CLOCK.format(1)}(?:\s*(?:-|–|—|to|until)\s*{_CLOCK.format(2)})?"
    r"\s*(?P<zone>\(?(?:[A-Z]{2,5}T?|UTC[+-]\d{1,2}|GMT[+-]\d{1,2}|[A-Z][a-z]+/[A-Z][A-Za-z_]+|"
    r"(?:Eastern|Central|Mountain|Pacific|UK|London|Berlin|Tokyo|New York)(?: [Tt]ime)?)\)?)?(?![\d/%])"
)
_LENGTH = re.compile(r"\b(?P<n>\d{2,3})[\s-]*min(?:ute)?s?\b|\b(?P<h>one|an|1|two|2)[\s-]hours?\b", re.I)
ABBREVIATIONS = {
    "ET": "America/New_York", "EST": "America/New_York", "EDT": "America/New_York", "EASTERN": "America/New_York",
    "CT": "America/Chicago", "CST": "America/Chicago", "CDT": "America/Chicago", "CENTRAL": "America/Chicago",
    "MT": "America/Denver", "MST": "America/Denver", "MDT": "America/Denver", "MOUNTAIN": "America/Denver",
    "PT": "America/Los_Angeles", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "PACIFIC": "America/Los_Angeles", "GMT": "Europe/London", "BST": "Europe/London", "UK": "Europe/London",
    "LONDON": "Europe/London", "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "BERLIN": "Europe/Berlin",
    "JST": "Asia/Tokyo", "TOKYO": "Asia/Tokyo", "UTC": "Etc/UTC", "IST": "Asia/Kolkata", "NEW YORK": "America/New_York",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One date with a time in the text; ``at`` is where it stands."""

    at: int
    start: datetime
    end: datetime | None
    zone: str | None
    offset: int | None
    flags: tuple[str, ...]


def find(text: str, letter: Letter) -> tuple[Moment, ...]:
    """Every date that has a time near it, in the order of the text."""
    found: list[Moment] = []
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken) or len(found) > 100:
                continue
            day, flags = _day(match, letter)
            moment = _with_time(text, match, day, flags, letter) if day else None
            if moment:
                taken.append(match.span())
                found.append(moment)
    return tuple(sorted(found, key=lambda m: m.at))


def slots(text: str, letter: Letter) -> tuple[Slot, ...]:
    """The moment that the text fixes, as a slot with its length, place and medium."""
    moments = [m for m in find(text, letter)]
    later = [m for m in moments if letter.date is None or m.start > letter.date - timedelta(hours=12)]
    if not later:
        return ()
    chosen = _chosen(text, later)
    length = _length(text)
    end = chosen.end or (chosen.start + length if length else None)
    return (
        Slot(
            start=chosen.start,
            end=end,
            timezone=chosen.zone,
            offset=chosen.offset,
            medium=medium(text),
            location=_label(text, "where", "location"),
            flags=chosen.flags,
        ),
    )


def _chosen(text: str, moments: list[Moment]) -> Moment:
    """After "to" in "from A to B" or "instead" the new one stands last; otherwise the first one counts."""
    moved = re.search(r"\b(moved?|reschedul\w+|new time|instead)\b", text, re.I)
    return moments[-1] if moved and len(moments) > 1 else moments[0]


def promise(text: str, letter: Letter) -> date | None:
    """The date by which they said they would decide."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        if not re.search(
            r"\b(decision|decide|hear (?:back )?from us|get back|be in touch|let you know|update)\b", sentence, re.I
        ):
            continue
        for pattern in _DATES:
            match = pattern.search(sentence)
            if match and re.search(r"\b(by|until|before|on)\b", sentence[: match.start()], re.I):
                return _day(match, letter)[0]
    return None


def _day(match: re.Match[str], letter: Letter) -> tuple[date | None, tuple[str, ...]]:
    parts = match.groupdict()
    today = _local(letter)
    try:
        if parts.get("rel"):
            return today + timedelta(days=1 if parts["rel"].casefold() == "tomorrow" else 0), ()
        if parts.get("weekday"):
            ahead = (_index(DAYS, parts["weekday"]) - today.weekday()) % 7 or 7
            return today + timedelta(days=ahead), ()
        if parts.get("a"):
            return _slashed(int(parts["a"]), int(parts["b"]), int(parts["year"]))
        month = int(parts["mon"]) if parts.get("mon") else _index(MONTHS, parts["month"]) + 1
        if parts.get("year"):
            return date(int(parts["year"]), month, int(parts["day"])), ()
        day = date(today.year, month, int(parts["day"]))
        return (day if day >= today - timedelta(days=60) else day.replace(year=today.year + 1)), ()
    except ValueError:
        return None, ()


def _slashed(a: int, b: int, year: int) -> tuple[date, tuple[str, ...]]:
    if a > 12:
        return date(year, b, a), ()
    return date(year, a, b), ("day_month_order",) if b <= 12 and a != b else ()


def _index(names: list[str], word: str) -> int:
    return next(i for i, name in enumerate(names) if name.startswith(word.casefold()[:3]))


def _local(letter: Letter) -> date:
    when = letter.date or datetime(2000, 1, 1, tzinfo=UTC)
    return (when + timedelta(minutes=letter.offset or 0)).date()


def _with_time(text: str, match: re.Match[str], day: date, flags: tuple[str, ...], letter: Letter) -> Moment | None:
    after = text[match.end() : match.end() + 90]
    before = text[max(0, match.start() - 45) : match.start()]
    stop = re.search(r"\n\s*\n", after)
    clock = next(filter(None, map(_clock, _TIME.finditer(after[: stop.start()] if stop else after))), None)
    clock = clock or next(filter(None, map(_clock, reversed(list(_TIME.finditer(before))))), None)
    if clock is None:
        return None
    start, end, zone_text, guessed = clock
    zone, zone_name, offset, zone_flags = _zone(zone_text, letter)
    begins = datetime.combine(day, start, zone).astimezone(UTC)
    ends = datetime.combine(day, end, zone).astimezone(UTC) if end else None
    all_flags = (*flags, *zone_flags, *(("ampm_guessed",) if guessed else ()), *_conflict(text, match, day))
    return Moment(match.start(), begins, ends if ends and ends > begins else None, zone_name, offset, all_flags)


def _conflict(text: str, match: re.Match[str], day: date) -> tuple[str, ...]:
    """A weekday named just before or after the date that is not that date's weekday."""
    around = text[max(0, match.start() - 14) : match.start()]
    named = re.search(rf"\b{_WEEKDAY}[,\s]*(?:the\s+)?$", around, re.I)
    if named and not match.groupdict().get("weekday") and _index(DAYS, named["weekday"]) != day.weekday():
        return ("weekday_conflict",)
    return ()


def _clock(match: re.Match[str]) -> tuple[time, time | None, str | None, bool] | None:
    parts = match.groupdict()
    exact = parts["m1"] or parts["ap1"] or parts["ap2"] or parts["noon1"] or parts["m2"]
    if not exact:
        return None
    late = parts["ap1"] or (parts["ap2"] if parts["h2"] else None)
    start = _time(parts["h1"], parts["m1"], late, parts["noon1"])
    end = _time(parts["h2"], parts["m2"], parts["ap2"] or parts["ap1"], parts["noon2"])
    if start is None:
        return None
    if end and start > end and not parts["ap1"] and parts["ap2"]:
        start = _time(parts["h1"], parts["m1"], "am", None) or start
    guessed = not late and not parts["noon1"] and start.hour < 7
    if guessed:
        start = start.replace(hour=start.hour + 12)
        end = end.replace(hour=end.hour + 12) if end and end.hour < 10 else end
    return start, end, parts["zone"], guessed


def _time(hour: str | None, minute: str | None, half: str | None, noon: str | None) -> time | None:
    if noon:
        return time(12)
    if hour is None:
        return None
    value = int(hour) % 24
    if half:
        value = value % 12 + (12 if half.casefold().startswith("p") else 0)
    return time(value, int(minute or 0)) if int(minute or 0) < 60 and int(hour) < 25 else None


def _zone(text: str | None, letter: Letter) -> tuple[tzinfo, str | None, int | None, tuple[str, ...]]:
    """The zone that stands behind the time, else the sender's own offset (flagged)."""
    word = re.sub(r"\s*[Tt]ime$", "", (text or "").strip("() "))
    name = ABBREVIATIONS.get(word.upper(), word if "/" in word else "")
    shift = re.fullmatch(r"(?:UTC|GMT)([+-]\d{1,2})", word)
    if shift:
        minutes = int(shift.group(1)) * 60
        return timezone(timedelta(minutes=minutes)), None, minutes, ()
    try:
        if name:
            return ZoneInfo(name), name, None, ()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    minutes = letter.offset or 0
    return timezone(timedelta(minutes=minutes)), None, minutes, ("zone_from_sender",)


def _length(text: str) -> timedelta | None:
    match = _LENGTH.search(text)
    if not match:
        return None
    if match["n"]:
        return timedelta(minutes=int(match["n"])) if 10 <= int(match["n"]) <= 480 else None
    return timedelta(hours=2 if match["h"].casefold() in {"two", "2"} else 1)


def _label(text: str, *names: str) -> str | None:
    match = re.search(rf"^\s*\**(?:{'|'.join(names)})\**\s*:\s*(.{{2,200}})$", text, re.I | re.M)
    return match.group(1).strip() if match else None
