"""The letters of the stories: a panel by calendar invitation, a phone screen in prose, and how they end."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

INVITATION = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Acme//Calendar//EN
METHOD:{method}
BEGIN:VEVENT
UID:panel-1@acme.example
SEQUENCE:{sequence}
DTSTART;TZID=Europe/London:{start:%Y%m%dT%H%M%S}
DTEND;TZID=Europe/London:{end:%Y%m%dT%H%M%S}
SUMMARY:Interview: Backend Engineer
ORGANIZER;CN=Rita Cole:mailto:rita@acme.example
ATTENDEE;CN=Jane Doe:mailto:jane@acme.example
ATTENDEE;CN=John Roe:mailto:john@acme.example
ATTENDEE;CN=Mei Lin:mailto:mei@acme.example
ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@resource.calendar.example
ATTENDEE;CN=Alex Rivera:mailto:{to}
END:VEVENT
END:VCALENDAR
"""
PANEL = datetime(2026, 3, 3, 14, tzinfo=UTC)
"""A Tuesday; the panel lasts an hour."""


def letter(
    number: int, when: datetime, subject: str, body: str, *, to: str, sender: str = "Rita Cole <rita@acme.example>",
    parent: int | None = None,
) -> EmailMessage:  # fmt: skip
    """A letter from an employer to the owner; its Message-ID is made of the number and the sender's domain."""
    domain = sender.rpartition("@")[2].rstrip(">")
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, f"Alex Rivera <{to}>", subject
    mail["Date"], mail["Message-ID"] = format_datetime(when), f"<{number}@{domain}>"
    if parent is not None:
        mail["In-Reply-To"] = mail["References"] = f"<{parent}@{domain}>"
    mail.set_content(body)
    return mail


def invitation(
    to: str, when: datetime = PANEL - timedelta(days=1, hours=4), *, start: datetime = PANEL, sequence: int = 0,
    method: str = "REQUEST",
) -> EmailMessage:  # fmt: skip
    """A panel of three, by calendar."""
    text = "Hi Alex, your interview for the Backend Engineer position at Acme is confirmed."
    mail = letter(1 + 10 * sequence, when, "Interview at Acme", text, to=to)
    calendar = INVITATION.format(method=method, sequence=sequence, start=start, end=start + timedelta(hours=1), to=to)
    mail.add_alternative(calendar, subtype="calendar", params={"method": method})
    return mail


def rejection(to: str, when: datetime) -> EmailMessage:
    text = "Hi Alex,\n\nThank you for your time. We have decided to move forward with other candidates.\n\nRita\n"
    return letter(2, when, "Re: Interview at Acme", text, to=to, parent=1)


def offer(to: str, when: datetime) -> EmailMessage:
    text = "Hi Alex,\n\nWe are delighted to offer you the position. The offer letter is attached.\n\nRita\n"
    return letter(2, when, "Re: Interview at Acme", text, to=to, parent=1)


def phone_screen(to: str, when: datetime) -> EmailMessage:
    """Another employer, in prose."""
    text = (
        "Hi Alex,\n\nYour phone interview for the Platform Engineer role at Hexa Labs is confirmed for "
        "Wednesday, March 4, 2026 at 10:00 AM GMT. I will call you at your number; please plan for 30 minutes.\n\n"
        "Best,\nNora Quist\nHexa Labs\n"
    )
    sender = "Nora Quist <nora@hexalabs.example>"
    return letter(1, when, "Phone interview confirmed: Platform Engineer at Hexa Labs", text, to=to, sender=sender)


def offer_by_phone(to: str, when: datetime) -> EmailMessage:
    """The other employer's offer."""
    text = "Hi Alex,\n\nWe are pleased to offer you the Platform Engineer position. Details are attached.\n\nNora\n"
    subject = "Re: Phone interview confirmed: Platform Engineer at Hexa Labs"
    return letter(2, when, subject, text, to=to, sender="Nora Quist <nora@hexalabs.example>", parent=1)
