"""Calendar parts: zones by any name, forged and unknown ones, methods, states, and files that break off."""

from datetime import UTC, datetime

import pytest

from followupd.reading.invitation import Invitation, read
from followupd.reading.parts import CalendarPart
from followupd.reading.zones import fixed_offset, zone_by_name

OWNER = frozenset({"alex@home.example"})
EASTERN = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def event(start: str = "DTSTART:20260305T140000Z", *lines: str, end: str = "") -> str:
    more = "\n".join(filter(None, (end, *lines)))
    return f"BEGIN:VEVENT\nUID:1@acme.example\n{start}\nSUMMARY:Interview\n{more}\nEND:VEVENT\n"


def ics(*events: str, zone: str = "", method: str = "METHOD:REQUEST\n", end: str = "END:VCALENDAR\n") -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{method}{zone}{''.join(events)}{end}"


def invited(*files: str, outer: str = "") -> Invitation:
    found = read(tuple(CalendarPart(text, outer) for text in files), OWNER)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "hour"),
    [
        ("America/New_York", 19), ("Eastern Standard Time", 19), ('"(UTC-05:00) Eastern Time (US & Canada)"', 19),
        ("(UTC-05:00) Eastern Time (US & Canada)", 19), ("(GMT-05:00) Eastern Time (US & Canada)", 19),
        ("US/Eastern", 19), ("Eastern Time (US & Canada)", 19), ("/example.org/20260101_1/America/New_York", 19),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', 13), ("Mitteleuropäische Zeit", 13),
        ('"(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris"', 13), ("Romance Standard Time", 13),
        ('"(UTC+00:00) Dublin, Edinburgh, Lisbon, London"', 14), ("GMT Standard Time", 14), ("tzone://Microsoft/Utc", 14),
        ('"(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi"', 8.5), ("UTC", 14), ('"(UTC) Coordinated Universal Time"', 14),
        ("(UTC-08:00) Pacific Time (US & Canada)", 22), ("tzone://Microsoft/Eastern Standard Time", 19),
        ("UTC+02:00", 12), ("GMT-0500", 19), ("Singapore", 6),
    ],
)  # fmt: skip
def test_zones_by_any_name(name: str, hour: float) -> None:
    """14:00 on a winter's day, in every spelling that calendars use."""
    (slot,) = invited(ics(event(f"DTSTART;TZID={name}:20260305T140000"))).slots
    assert slot.start == datetime(2026, 3, 5, int(hour), round(hour % 1 * 60), tzinfo=UTC)
    assert slot.flags == ()


@pytest.mark.parametrize(
    ("day", "hour"), [("20260305", 19), ("20260307", 19), ("20260308", 18), ("20260705", 18), ("20261031", 18), ("20261102", 19)]
)  # fmt: skip
def test_a_custom_zone_by_its_own_rules(day: str, hour: int) -> None:
    """Exchange's "Customized Time Zone" means what its VTIMEZONE says, in summer and in winter."""
    zone = EASTERN.format(name="Customized Time Zone", summer="-0400", winter="-0500")
    (slot,) = invited(ics(event(f"DTSTART;TZID=Customized Time Zone:{day}T140000"), zone=zone)).slots
    assert slot.start == datetime(2026, int(day[4:6]), int(day[6:]), hour, tzinfo=UTC)
    assert (slot.timezone, slot.offset) == (None, (14 - hour) * 60)


def test_a_forged_zone_shifts_nothing() -> None:
    """A letter's own rules for a known name are not believed, and are gone with the letter (reading.md, Calendars)."""
    forged = EASTERN.format(name="Eastern Standard Time", summer="+1000", winter="+0900")
    start = "DTSTART;TZID=Eastern Standard Time:20260305T140000"
    (first,) = invited(ics(event(start), zone=forged)).slots
    (later,) = invited(ics(event(start))).slots
    assert first.start == later.start == datetime(2026, 3, 5, 19, tzinfo=UTC)
    assert (first.flags, later.flags) == (("zone_ambiguous",), ())


def test_custom_rules_do_not_outlive_their_letter() -> None:
    """A custom zone of one letter is unknown in the next."""
    zone = EASTERN.format(name="Mine", summer="-0400", winter="-0500")
    start = "DTSTART;TZID=Mine:20260305T140000"
    assert invited(ics(event(start), zone=zone)).slots[0].start is not None
    assert invited(ics(event(start))).slots[0].flags == ("zone_unknown",)


@pytest.mark.parametrize(
    "start",
    ["DTSTART:20260305T140000", "DTSTART;TZID=Nowhere:20260305T140000", "DTSTART;TZID=Customized Time Zone:20260305T140000",
     "DTSTART;TZID=\"(UTC+09:00) Berlin\":20260305T140000", "DTSTART;TZID=EST:20260305T140000"],
)  # fmt: skip
def test_an_unknown_zone_is_asked_about(start: str) -> None:
    """Neither floating times nor unknown names are taken for UTC: the wall time is all that is told."""
    found = invited(ics(event(start, end="DTEND:20260305T150000")))
    assert (found.slots[0].start, found.slots[0].end, found.slots[0].flags) == (None, None, ("zone_unknown",))
    assert found.walls == (datetime(2026, 3, 5, 14),)


def test_the_calendars_own_zone_helps_a_floating_time() -> None:
    """X-WR-TIMEZONE is the file's word for it."""
    text = ics(event("DTSTART:20260305T140000"), method="METHOD:REQUEST\nX-WR-TIMEZONE:Europe/Berlin\n")
    assert invited(text).slots[0].start == datetime(2026, 3, 5, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    "start",
    ["DTSTART;VALUE=DATE:20260305", "DTSTART:20260305", "DTSTART:20260305T000000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE"],
)  # fmt: skip
def test_a_whole_day_has_no_time(start: str) -> None:
    """An all-day event fixes no interview."""
    found = invited(ics(event(start)))
    assert (found.slots[0].start, found.slots[0].flags) == (None, ("all_day",))


@pytest.mark.parametrize(
    ("end", "minutes"),
    [("DTEND:20260305T143000Z", 30), ("DURATION:PT45M", 45), ("DURATION:PT1H30M", 90), ("", None), ("DURATION:P1X", None),
     ("DTEND:20260305T130000Z", None), ("DTEND;TZID=Europe/Berlin:20260305T160000", 60)],
)  # fmt: skip
def test_ends_and_durations(end: str, minutes: int | None) -> None:
    """An end by either way; one before the start is none."""
    (slot,) = invited(ics(event(end=end))).slots
    assert slot.start is not None
    length = (slot.end - slot.start).total_seconds() / 60 if slot.end else None
    assert length == minutes


@pytest.mark.parametrize(
    ("inner", "outer", "method", "cancelled"),
    [
        ("METHOD:REQUEST\n", "CANCEL", "REQUEST", False), ("", "REQUEST", "REQUEST", False), ("", "", "PUBLISH", False),
        ("METHOD:CANCEL\n", "REQUEST", "CANCEL", True), ("METHOD:COUNTER\n", "", "COUNTER", False),
        ("METHOD:REPLY\n", "", "REPLY", False), ("method:Publish\n", "", "PUBLISH", False), ("METHOD:WHAT\n", "REPLY", "REPLY", False),
    ],
)  # fmt: skip
def test_methods(inner: str, outer: str, method: str, cancelled: bool) -> None:
    """The calendar's own METHOD counts before the Content-Type's (RFC 6047 s2.4)."""
    found = invited(ics(event(), method=inner), outer=outer)
    assert (found.method, found.cancelled) == (method, cancelled)


def test_states_and_series() -> None:
    """A cancelled event among others is dropped, one alone cancels; series are told, never expanded."""
    gone = event("DTSTART:20260305T140000Z", "STATUS:CANCELLED")
    other = event("DTSTART:20260306T140000Z", "RRULE:FREQ=SECONDLY")
    moved = event("DTSTART:20260307T140000Z", "RECURRENCE-ID:20260306T140000Z", "STATUS:TENTATIVE", "SEQUENCE:3")
    assert invited(ics(gone)).cancelled
    found = invited(ics(gone, other, moved))
    assert not found.cancelled
    assert [slot.flags for slot in found.slots] == [("recurring",), ("one_of_series", "tentative")]
    assert found.slots[1].sequence == 3


def test_several_files_are_one_day() -> None:
    """The same file twice is one event; further ones add theirs, as long as they share the method."""
    first, second = ics(event()), ics(event("DTSTART:20260305T150000Z"))
    cancelled = ics(event("DTSTART:20260305T160000Z"), method="METHOD:CANCEL\n")
    assert [s.start.hour for s in invited(first, first, second, cancelled).slots if s.start] == [14, 15]


def test_who_comes() -> None:
    """People with their names; no rooms, no groups, not the owner, nobody who declined."""
    lines = (
        'ATTENDEE;CN="Doe, Jane";PARTSTAT=ACCEPTED:mailto:jane@acme.example',
        "ATTENDEE;CN=Lee: Sales;ROLE=REQ-PARTICIPANT:MAILTO:lee@acme.example",
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@acme.example",
        "ATTENDEE;CN=Alex:mailto:alex@home.example",
        "ATTENDEE;CN=Bob;PARTSTAT=DECLINED:mailto:bob@acme.example",
        "ATTENDEE;CN=mei@acme.example:mailto:mei@acme.example",
        "ATTENDEE:invalid:nomail",
        "ORGANIZER;CN=Rita Cole;SENT-BY=\"mailto:x@acme.example\":mailto:rita@acme.example",
    )  # fmt: skip
    found = invited(ics(event("DTSTART:20260305T140000Z", *lines)))
    assert [(p.name, p.email) for p in found.slots[0].interviewers] == [
        ("Doe, Jane", "jane@acme.example"),
        ("Lee: Sales", "lee@acme.example"),
        ("", "mei@acme.example"),
    ]
    assert found.organizer is not None and found.organizer.email == "rita@acme.example"


def test_words_are_told() -> None:
    """Summary and description come unescaped and unfolded, from html where only that is there."""
    lines = ("DESCRIPTION:Hi Alex\\,\\n\\nyou will meet\\; all of us.", "LOCATION:Room 4\\, Leeds")
    found = invited(ics(event("DTSTART:20260305T140000Z", *lines)))
    assert (found.summary, found.slots[0].location) == ("Interview", "Room 4, Leeds")
    assert found.description == "Hi Alex,\n\nyou will meet; all of us."
    folded = event("DTSTART:20260305T140000Z", "X-ALT-DESC;FMTTYPE=text/html:<p>One\n  two</p><p>three</p>")
    assert invited(ics(folded)).description == "One two\n\nthree"
    unfolded = event("DTSTART:20260305T140000Z", "DESCRIPTION:Line one", "and line two", "", "and three")
    assert invited(ics(unfolded)).description == "Line one\nand line two\nand three"


@pytest.mark.parametrize("cut", range(60, 330, 3))
def test_a_file_that_breaks_off(cut: int) -> None:
    """Wherever it ends: nothing is raised, and half a time is no time."""
    whole = ics(
        event(
            "DTSTART;TZID=Europe/Berlin:20260305T140000",
            "LOCATION:Room 4",
            end="DTEND;TZID=Europe/Berlin:20260305T150000",
        )
    )
    found = read((CalendarPart(whole[:cut], ""),), OWNER)
    assert found is None or found.slots[0].start == datetime(2026, 3, 5, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    "start", ["00010101T000000Z", "99991231T235959Z", "20269999T999999Z", "20260230T100000Z", "2026", "", "x" * 9999, "20260305T246000"]
)  # fmt: skip
def test_absurd_times_are_none(start: str) -> None:
    """Years outside 1990 to 2100 and days that are none make no event (fault 121)."""
    assert read((CalendarPart(ics(event(f"DTSTART:{start}")), ""),), OWNER) is None


def test_a_time_that_does_not_exist_is_flagged() -> None:
    """Half past two on the night when the clocks go forward."""
    (slot,) = invited(ics(event("DTSTART;TZID=Europe/Berlin:20260329T023000"))).slots
    assert slot.flags == ("dst_gap",)


def test_names_of_zones() -> None:
    """What is no zone is none; offsets only within the world's."""
    for name in (
        "",
        "Nowhere",
        "../etc/passwd",
        "(UTC+09:00) Berlin",
        "a" * 5000,
        "EST",
        "\x00",
        "Europe/",
        "Customized Time Zone",
    ):
        assert zone_by_name(name) is None, name
    assert [fixed_offset(n) for n in ("UTC+01:00", "GMT-0530", "+2", "UTC+99:00", "Berlin")] == [
        60,
        -330,
        120,
        None,
        None,
    ]


def test_a_number_that_is_no_decimal() -> None:
    """A month written with a superscript digit makes a rule nobody knows, not an exception (fault 113)."""
    zone = EASTERN.format(name="Customized Time Zone", summer="-0400", winter="-0500").replace("=11", "=1\u00b2")
    found = invited(ics(event('DTSTART;TZID="Customized Time Zone":20260305T140000'), zone=zone))
    assert found.slots
