"""Letters to findings: calendar, labelled blocks, prose; the writer's own words only."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from followupd.findings import Finding, Kind
from followupd.reading import read

OWNER = frozenset({"alex@home.example"})
WRITTEN = "Mon, 02 Mar 2026 10:00:00 +0000"
EVENT = """\
BEGIN:VCALENDAR
PRODID:-//Test//EN
VERSION:2.0
METHOD:{method}
{zone}BEGIN:VEVENT
UID:e-1@acme.example
SEQUENCE:{sequence}
DTSTART{start}
DTEND{end}
SUMMARY:Interview with Acme: Data Engineer
ORGANIZER;CN=Rita Cole:mailto:rita@acme.example
ATTENDEE;CN=Jane Doe:mailto:jane@acme.example
ATTENDEE;CN="Alex Rivera":mailto:alex@home.example
ATTENDEE;CUTYPE=RESOURCE;CN=Room 4:mailto:room4@acme.example
END:VEVENT
END:VCALENDAR
"""


def mail(
    body: str, *, subject: str = "Your application", sender: str = "Rita Cole <rita@acme.example>"
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, "Alex Rivera <alex@home.example>", subject
    message["Date"], message["Message-ID"] = WRITTEN, "<1@acme.example>"
    message.set_content(body)
    return message


def found(message: EmailMessage | str, **head: str) -> Finding:
    whole = mail(message, **head) if isinstance(message, str) else message
    return read(bytes(whole), OWNER)[1]


def invited(*, method: str = "REQUEST", sequence: int = 0, start: str, end: str, zone: str = "") -> Finding:
    message = mail("Please find the invitation attached.", subject="Invitation")
    text = EVENT.format(method=method, sequence=sequence, start=start, end=end, zone=zone)
    message.add_alternative(text, subtype="calendar", params={"method": method})
    return found(message)


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        (";TZID=Europe/Berlin:20260305T150000", 14),
        (";TZID=W. Europe Standard Time:20260305T150000", 14),
        (";TZID=Pacific Standard Time:20260305T060000", 14),
        (":20260305T140000Z", 14),
    ],
    ids=["iana", "windows", "windows-pacific", "utc"],
)
def test_an_invitation_and_its_zone(zone: str, hour: int) -> None:
    """The start is the same instant, whatever zone the calendar names."""
    finding = invited(start=zone, end=zone.replace("0000", "3000"))
    (slot,) = finding.interviews
    assert finding.kind is Kind.CONFIRMATION
    assert finding.sure
    assert slot.start == datetime(2026, 3, 5, hour, tzinfo=UTC)
    assert slot.end == datetime(2026, 3, 5, hour, 30, tzinfo=UTC)
    assert slot.uid == "e-1@acme.example"


def test_interviewers_are_people() -> None:
    """Neither the owner nor a room is an interviewer."""
    (slot,) = invited(start=":20260305T140000Z", end=":20260305T150000Z").interviews
    assert {p.email for p in slot.interviewers} <= {"jane@acme.example", "rita@acme.example"}
    assert "jane@acme.example" in {p.email for p in slot.interviewers}


def test_cancel_and_sequence() -> None:
    """METHOD:CANCEL takes it away; a higher SEQUENCE moves it."""
    times = {"start": ":20260305T140000Z", "end": ":20260305T150000Z"}
    assert invited(method="CANCEL", sequence=1, **times).kind is Kind.CANCEL
    moved = invited(sequence=1, **times)
    assert (moved.kind, moved.interviews[0].sequence) == (Kind.RESCHEDULE, 1)


def test_a_labelled_block() -> None:
    """Date, time and people under labels."""
    finding = found(
        "Hi Alex,\n\nYour interview is confirmed.\n\nDate: Thursday, March 5, 2026\nTime: 2:00 PM - 3:00 PM GMT\n"
        "Interviewer: Jane Doe\nLocation: Video call\n\nBest,\nRita\n"
    )
    assert finding.kind is Kind.CONFIRMATION
    assert finding.interviews[0].start == datetime(2026, 3, 5, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Your interview is confirmed for Thursday, 5 March 2026 at 14:00 GMT.", datetime(2026, 3, 5, 14)),
        ("This confirms your interview on March 5 at 2pm EST.", datetime(2026, 3, 5, 19)),
        ("We are looking forward to your interview, confirmed for 2026-03-05 14:00 UTC.", datetime(2026, 3, 5, 14)),
    ],
    ids=["day-first", "american", "iso"],
)
def test_prose(text: str, start: datetime) -> None:
    """A plain sentence with a time is a confirmation at that time."""
    finding = found(f"Hi Alex,\n\n{text}\n\nBest,\nRita\n")
    assert finding.kind is Kind.CONFIRMATION
    assert finding.interviews[0].start == start.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "We have decided to move forward with other candidates.",
        "Unfortunately, we will not be moving forward with your application.",
        "We regret to inform you that the position has been filled.",
    ],
)
def test_rejections(text: str) -> None:
    """Said in other words, the same thing, and sure."""
    finding = found(f"Dear Alex,\n\nThank you for your time.\n\n{text}\n\nBest regards,\nRita\n")
    assert (finding.kind, finding.sure) == (Kind.REJECTION, True)
    assert any(text.split()[3] in e.quote for e in finding.evidence)


@pytest.mark.parametrize(
    "text",
    ["We are delighted to offer you the position of Data Engineer.", "We would like to offer you the role."],
)
def test_offers(text: str) -> None:
    """An offer is one, and sure."""
    finding = found(f"Dear Alex,\n\n{text}\n\nBest regards,\nRita\n")
    assert (finding.kind, finding.sure) == (Kind.OFFER, True)


@pytest.mark.parametrize(
    "text",
    [
        "If we decide to move forward with other candidates we will let you know.",
        "Should we be pleased to offer you the position, you would hear from us.",
        "Before we would be able to offer you the position, the team has to meet.",
        "Please bring photo ID. Visitors are not permitted without one.",
    ],
)
def test_no_outcome_is_made_of_a_condition(text: str) -> None:
    """An "if" is never a sure end."""
    finding = found(f"Dear Alex,\n\n{text}\n\nBest regards,\nRita\n")
    assert not (finding.sure and finding.kind in {Kind.OFFER, Kind.REJECTION})


@pytest.mark.parametrize(
    "quoted",
    [
        "> We have decided to move forward with other candidates.\n> Rita\n",
        "On Mon, 2 Mar 2026 at 10:00, Rita Cole <rita@acme.example> wrote:\n> We have decided to move forward with "
        "other candidates.\n",
        "-----Original Message-----\nFrom: Rita\nSent: Monday\nSubject: x\n\nWe have decided to move forward with "
        "other candidates.\n",
    ],
    ids=["angle", "wrote", "outlook"],
)
def test_only_the_writers_own_words_count(quoted: str) -> None:
    """A quoted rejection is not this letter's own."""
    finding = found(f"Hi Alex,\n\nThat was a mistake, sorry! Talk soon.\n\n{quoted}")
    assert finding.kind is not Kind.REJECTION


def test_the_owners_own_letter() -> None:
    """What the owner wrote is his own, whatever it says."""
    text = "Hi, we have decided to move forward with other candidates."
    assert found(text, sender="Alex <alex@home.example>").kind is Kind.OWN


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00\xff\xfe", b"Subject: x", b"Date: nonsense\r\nFrom: <<>>,,;\r\n\r\n" + b"(" * 5000,
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR",
        b"Subject: =?x?b?////?=\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xe4\xf6\xfc",
        b"From: a@b.example\r\nDate: Thu, 99 Foo 99999 99:99:99 +9999\r\n\r\nyour interview is on 99/99/9999",
    ],
    ids=["empty", "binary", "head-only", "parentheses", "broken-calendar", "charsets", "absurd-dates"],
)  # fmt: skip
def test_nonsense_is_read_as_nothing(raw: bytes) -> None:
    """Broken letters raise nothing and mean nothing (faults 113, 114, 121)."""
    letter, finding = read(raw, OWNER)
    assert letter.message_id
    assert not finding.sure or finding.kind is Kind.UNRELATED
