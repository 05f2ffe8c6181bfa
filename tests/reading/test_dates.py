"""Dates and times: what people and systems write, in four languages, against what is meant."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from followupd.reading.dates import Moment, Reference, find, promise, returns_on

HERE = Path(__file__).parent
MONDAY, SUMMER = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 7, 6, 14, tzinfo=UTC)
SENDERS = {
    "us": Reference(MONDAY + timedelta(hours=6), -300, "en", "acme.com", "America/Denver"),
    "utc": Reference(MONDAY, 0, "en", "acme.com"),
    "uk": Reference(MONDAY, 0, "en", "acme.co.uk"),
    "ie": Reference(MONDAY, 0, "en", "acme.ie"),
    "au": Reference(MONDAY - timedelta(hours=9), 660, "en", "acme.com.au"),
    "in": Reference(MONDAY, 330, "en", "acme.in"),
    "cn": Reference(MONDAY - timedelta(hours=3), 480, "en", "acme.cn"),
    "july": Reference(SUMMER, -240, "en", "acme.com"),
    "de": Reference(MONDAY, 60, "de", "firma.de"),
    "fr": Reference(MONDAY, 60, "fr", "societe.fr"),
    "es": Reference(MONDAY, 60, "es", "empresa.es"),
}
"""Who wrote, and when: Monday 2 March 2026 in the morning, or Monday 6 July."""


def rows(name: str) -> list[tuple[str, str, str]]:
    """Rows of a case file: sender, text, what is meant."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    cells = ([c.strip() for c in line.split(" |")] for line in lines if line and not line.startswith("#"))
    return [(sender, text.replace("\\n", "\n").replace("\\t", "\t"), meant) for sender, text, meant in cells]


def meant(said: str, reference: Reference) -> list[tuple[object, ...]]:
    """Role, day, start, end, zone, offset and flags, as a row says them."""
    return [_one(part.strip(), reference) for part in said.split(";") if part.strip()]


def _one(said: str, reference: Reference) -> tuple[object, ...]:
    words = said.split()
    role = words.pop(0) if words[0].isalpha() else ""
    if role == "hours":
        return ("hours",)
    day = date.fromisoformat(f"2026-{words.pop(0)}")
    flags = {w[1:] for w in words if w[0] == "!"}
    zone = next((w[1:] for w in words if w[0] == "@"), "")
    clock = next((w for w in words if w[0].isdigit()), "")
    if not clock:
        return (role or "day", day, None, None, None, None, flags)
    named = bool(zone) and not re.fullmatch(r"~?-?\d+", zone)
    shift = None if named else int(zone.strip("~") or reference.offset or 0)
    info = ZoneInfo(zone) if named else timezone(timedelta(minutes=shift or 0))
    if not zone or "~" in zone:
        flags.add("zone_from_sender")
    start, _, end = clock.partition("-")
    until = (
        datetime.fromisoformat(f"2026-{end if end[2] == '-' else day.strftime('%m-%d')}T{_last(words, end)}")
        if end
        else None
    )
    begin = datetime.combine(day, datetime.strptime(start, "%H:%M").time(), info).astimezone(UTC)
    return (
        role or "time", day, begin, until.replace(tzinfo=info).astimezone(UTC) if until else None,
        zone if named else None, shift, flags,
    )  # fmt: skip


def _last(words: list[str], end: str) -> str:
    return words[1] if len(words) > 1 and words[1][0].isdigit() else end


def told(moment: Moment) -> tuple[object, ...]:
    """A moment in the shape of ``meant``."""
    if moment.role == "hours":
        return ("hours",)
    flags = set(moment.flags)
    return (moment.role, moment.day, moment.start, moment.end, moment.zone, moment.offset, flags)


EVERY = [row for name in ("dates", "dates_fresh", "dates_second") for row in rows(f"{name}_cases.txt")]


@pytest.mark.parametrize(("sender", "text", "said"), EVERY)
def test_what_is_meant(sender: str, text: str, said: str) -> None:
    """Start, end, zone, flags and role of every date and time, and no others."""
    reference = SENDERS[sender]
    assert [told(m) for m in find(text, reference)] == meant(said, reference)


def on(said: str) -> date | None:
    return date.fromisoformat(said if len(said) > 5 else f"2026-{said}") if said else None


@pytest.mark.parametrize(("sender", "text", "said"), [*rows("promises_cases.txt"), *rows("fresh_promises_cases.txt")])
def test_what_they_promise(sender: str, text: str, said: str) -> None:
    """The date by which they say they will decide or answer; what they ask of the owner is none."""
    assert promise(text, SENDERS[sender]) == on(said)


@pytest.mark.parametrize(("sender", "text", "said"), [*rows("returns_cases.txt"), *rows("fresh_returns_cases.txt")])
def test_when_they_are_back(sender: str, text: str, said: str) -> None:
    """The day named as the return, or the day behind the last one away."""
    assert returns_on(text, SENDERS[sender]) == on(said)


DENSE = ("Tue 3 March 2026 10:00-11:30 CET, Wed 4/3/2026 2 pm EST or 45 min on Friday at 3; " * 300)[:20_000]
HOSTILE = [
    " ", "1", "1 ", "1.", "1/", "10:", "\n", "a", "tue ", "march 3 ", "3, ", "3-", "3 and ", "(", "+1 ", "0123 ",
    "EST ", "at 3 ", "3 to ", "10h ", "next ", "a.", "a@", "from 10:00 to ", "10:00\t", "noon, ", "by Friday ",
    "Tuesday, ", "www.", "moved from Tuesday 10am to ", "one hour and ", "5 Feb or ", "1 000 000 ", "İ",
    "in two weeks ", "12345678 ", "A/B",
]  # fmt: skip


def cost(text: str, sender: str) -> float:
    """Processor time of one reading in seconds, the best of three."""
    best = 9.0
    for _ in range(3):
        start = process_time()
        find(text, SENDERS[sender])
        best = min(best, process_time() - start)
    return best


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
@pytest.mark.parametrize("sender", ["us", "de", "fr", "es"])
def test_no_text_takes_long(piece: str, sender: str) -> None:
    """20 KB of any one piece is read in time; what grows faster than the text would take seconds."""
    assert cost((piece * 20_000)[:20_000], sender) < 0.15


def test_dense_dates_are_bounded() -> None:
    """A letter of nothing but dates is read up to the cap."""
    assert cost(DENSE, "us") < 0.05
    assert len(find(DENSE, SENDERS["us"])) <= 200


@pytest.mark.parametrize("sender", ["us", "fr"])
def test_reading_without_a_date_header(sender: str) -> None:
    """Where the day of writing is unknown, only whole dates count."""
    lost = replace(SENDERS[sender], sent=None, offset=None)
    assert find("tomorrow at 10:00", lost) == ()
    assert [m.day for m in find("2026-03-04 10:00", lost)] == [date(2026, 3, 4)]
    assert promise("We will decide by Friday.", lost) is None


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_a_date_header_that_cannot_be(year: int) -> None:
    """A forged year in the header raises nothing, and resolves nothing against itself."""
    forged = Reference(datetime(year, 12, 31, 23, 59, tzinfo=UTC), 720, "en", "acme.com")
    assert find("tomorrow at 10:00", forged) == ()
    assert returns_on("I am back tomorrow.", forged) is None
