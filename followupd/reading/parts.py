"""MIME to text: bounded parts, guarded headers, html only where there is no plain text."""

import hashlib
import html.parser
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader
from email.message import EmailMessage, Message
from email.policy import SMTP, compat32
from email.utils import parsedate_tz

from followupd.mail import Address, Letter

MAX_PARTS, MAX_DEPTH, MAX_TEXT, MAX_HEADER = 100, 20, 20_000, 64_000
_ID = re.compile(r"<[^<>\s]{1,900}>")
Mail = Message


@dataclass(frozen=True, slots=True)
class Parts:
    """What a message is made of: its head, its text, its calendar parts as text."""

    letter: Letter
    head: "Message[str, str]"
    text: str
    calendars: tuple[str, ...]


def parts(raw: bytes) -> Parts:
    """Take a message apart; never raises for what a sender may write."""
    mail = message_from_bytes(raw, policy=compat32)
    plain, rich, calendars = [], [], []
    for part in _leaves(mail):
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_decoded(part))
        elif kind == "text/html":
            rich.append(_decoded(part))
        elif kind in {"text/calendar", "application/ics"}:
            calendars.append(_decoded(part, 200_000))
    text = "\n".join(plain).strip() or "\n".join(_flat(page) for page in rich)
    return Parts(_letter(mail, raw), mail, text[:MAX_TEXT], tuple(calendars[:5]))


def _leaves(mail: "Message[str, str]") -> Iterator["Message[str, str]"]:
    stack: list[tuple[Message[str, str], int]] = [(mail, 0)]
    seen = 0
    while stack and seen < MAX_PARTS:
        part, depth = stack.pop()
        seen += 1
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list) and depth < MAX_DEPTH:
            if part.get_content_type() != "message/rfc822":
                stack.extend((child, depth + 1) for child in reversed(inner) if isinstance(child, Message))
        elif "attachment" not in str(part.get("Content-Disposition", "")) or part.get_content_type() == "text/calendar":
            yield part


def _decoded(part: "Message[str, str]", limit: int = MAX_TEXT * 5) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    name = part.get_content_charset() or "utf-8"
    if name in {"utf-7", "zip", "idna", "punycode", "hex", "base64", "bz2", "zlib", "rot13", "uu", "quopri"}:
        name = "utf-8"
    try:
        return payload[:limit].decode(name, "replace")
    except (LookupError, ValueError):
        return payload[:limit].decode("utf-8", "replace")


class _Flat(html.parser.HTMLParser):
    BLOCKS = frozenset({"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "hr"})
    SILENT = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self.silent += 1
        elif tag in self.BLOCKS:
            self.out.append("\n")
        elif tag in {"td", "th"}:
            self.out.append("  ")
        if tag == "blockquote" or any(k == "class" and v and "gmail_quote" in v for k, v in attrs):
            self.out.append("\n> ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in self.BLOCKS:
            self.out.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(re.sub(r"\s+", " ", data))


def _flat(page: str) -> str:
    reader = _Flat()
    reader.feed(page)
    return re.sub(r"\n\s*\n+", "\n\n", "".join(reader.out)).strip()


def _letter(mail: "Message[str, str]", raw: bytes) -> Letter:
    ids = _ID.findall(_header(mail, "Message-ID"))
    sender = _addresses(mail, "From")
    when, offset = _date(_header(mail, "Date"))
    auto = _header(mail, "Auto-Submitted").strip().casefold()
    precedence = _header(mail, "Precedence").strip().casefold()
    return Letter(
        message_id=ids[0] if ids else f"<{hashlib.sha256(raw).hexdigest()}@missing.invalid>",
        date=when,
        offset=offset,
        sender=sender[0] if len(sender) == 1 else None,
        reply_to=_addresses(mail, "Reply-To"),
        to=_addresses(mail, "To"),
        cc=_addresses(mail, "Cc"),
        subject=_words(_header(mail, "Subject")),
        in_reply_to=tuple(_ID.findall(_header(mail, "In-Reply-To"))),
        references=tuple(_ID.findall(_header(mail, "References"))),
        bulk=bool(mail.get("List-Id")) or precedence in {"bulk", "list", "junk"},
        auto=bool(auto) and not auto.startswith("no"),
    )


def _header(mail: "Message[str, str]", name: str) -> str:
    values = mail.get_all(name, [])
    return re.sub(r"\r?\n[ \t]+", " ", str(values[0]))[:MAX_HEADER] if values else ""


def _words(value: str) -> str:
    try:
        text = str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        text = value
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:500]


def _addresses(mail: "Message[str, str]", name: str) -> tuple[Address, ...]:
    found: list[Address] = []
    for value in mail.get_all(name, [])[:5]:
        holder = EmailMessage(policy=SMTP)
        try:
            holder["To"] = re.sub(r"[\r\n]+[ \t]*", " ", str(value))[:MAX_HEADER]
            field = holder["To"]
            members = field.addresses if isinstance(field, AddressHeader) else ()
            found.extend(Address(m.addr_spec, _words(m.display_name)) for m in members if "@" in m.addr_spec)
        except (ValueError, IndexError, LookupError, RecursionError, AttributeError, UnboundLocalError):
            continue  # what the parser can't read is nobody's address
    return tuple(found[:200])


def _date(value: str) -> tuple[datetime | None, int | None]:
    """The instant in UTC, and the sender's own offset in minutes (None for -0000, RFC 5322 s3.3)."""
    try:
        parsed = parsedate_tz(value)
        if not parsed:
            return None, None
        naive = datetime(*parsed[:6], tzinfo=UTC)
        seconds = parsed[9] or 0
        unknown = parsed[9] is None or "-0000" in value
        return datetime.fromtimestamp(naive.timestamp() - seconds, UTC), None if unknown else seconds // 60
    except (ValueError, TypeError, OverflowError, IndexError, OSError):
        return None, None
