"""The letters of the demo: a panel by calendar invitation at one employer, a phone screen in prose at another."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

OWNER = "alex@home.example"
RITA = "Rita Cole <rita@brightwater.example>"
NORA = "Nora Quist <nora@hexalabs.example>"
PANEL = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Brightwater//Calendar//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:panel-7@brightwater.example
SEQUENCE:0
DTSTAMP:20260302T100000Z
DTSTART;TZID=Europe/London:20260303T140000
DTEND;TZID=Europe/London:20260303T150000
SUMMARY:Interview: Backend Engineer
LOCATION:https://meet.brightwater.example/panel-7
ORGANIZER;CN=Rita Cole:mailto:rita@brightwater.example
ATTENDEE;CN=Jane Doe:mailto:jane@brightwater.example
ATTENDEE;CN=John Roe:mailto:john@brightwater.example
ATTENDEE;CN=Mei Lin:mailto:mei@brightwater.example
ATTENDEE;CN=Alex Rivera:mailto:alex@home.example
END:VEVENT
END:VCALENDAR
"""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, UTC, which is London's own time until the 29th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def panel() -> EmailMessage:
    text = "Hi Alex,\n\nYour interview for the Backend Engineer position at Brightwater is confirmed.\n\nRita\n"
    mail = _letter(RITA, 1, at(2, 10), "Interview at Brightwater", text)
    mail.add_alternative(PANEL, subtype="calendar", params={"method": "REQUEST"})
    return mail


def phone_screen() -> EmailMessage:
    text = (
        "Hi Alex,\n\nYour phone interview for the Platform Engineer role at Hexa Labs is confirmed for Wednesday, "
        "March 4, 2026 at 10:00 AM GMT. I will call you; please plan for 30 minutes.\n\n"
        "Best regards,\nNora Quist\nHexa Labs\n"
    )
    return _letter(NORA, 1, at(2, 16), "Phone interview confirmed: Platform Engineer at Hexa Labs", text)


def rejection() -> EmailMessage:
    text = (
        "Hi Alex,\n\nThank you for meeting the team. We have decided to move forward with other candidates "
        "for this position. We wish you all the best.\n\nRita\n"
    )
    return _letter(RITA, 2, at(12, 11), "Re: Interview at Brightwater", text, answers=1)


def offer() -> EmailMessage:
    text = (
        "Hi Alex,\n\nGood news: we are delighted to offer you the position of Platform Engineer. "
        "The offer letter is attached; please let me know what you think.\n\nBest regards,\nNora\n"
    )
    subject = "Re: Phone interview confirmed: Platform Engineer at Hexa Labs"
    return _letter(NORA, 2, at(13, 15), subject, text, answers=1)


def _letter(
    sender: str, number: int, when: datetime, subject: str, text: str, *, answers: int | None = None
) -> EmailMessage:
    domain = sender.rpartition("@")[2].rstrip(">")
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, f"Alex Rivera <{OWNER}>", subject
    mail["Date"], mail["Message-ID"] = format_datetime(when), f"<{number}@{domain}>"
    if answers:
        mail["In-Reply-To"] = mail["References"] = f"<{answers}@{domain}>"
    mail.set_content(text)
    return mail
