"""Facts to a draft, and words for the owner to a message: final bytes (RFC 5322)."""

from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from followupd.effects import TellText
from followupd.mail import Address
from followupd.notes import Facts
from followupd.writing.body import draft_text
from followupd.writing.clean import clean

OWN_ID = "X-Followupd-Id"


def compose(facts: Facts, *, message_id: str, token: str, date: datetime) -> bytes:
    """A draft as it is laid into Drafts; the token stands last in References, where every client keeps it."""
    subject, body = draft_text(facts)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _header(facts.sender)
    mail["To"] = tuple(_header(a) for a in facts.to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    parents = [clean(i, 900) for i in facts.references]
    if facts.in_reply_to:
        mail["In-Reply-To"] = clean(facts.in_reply_to, 900)
        parents.append(clean(facts.in_reply_to, 900))
    mail["References"] = " ".join(dict.fromkeys([*parents[-20:], token]))
    mail[OWN_ID] = token
    mail.set_content(body, cte="quoted-printable" if not body.isascii() else None)
    return mail.as_bytes()


def tell(text: TellText, *, message_id: str, date: datetime) -> bytes:
    """A message from the owner to the owner: the subject says it all, the text says what to do."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = HeaderAddress("followupd", addr_spec=text.owner.email)
    mail["To"] = _header(text.owner)
    mail["Subject"] = clean(text.subject)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(clean(line, 1000) for line in text.lines) + "\n")
    return mail.as_bytes()


def _header(address: Address) -> HeaderAddress:
    return HeaderAddress(clean(address.name), addr_spec=clean(address.email))
