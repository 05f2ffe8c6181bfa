"""The head of a letter: every field guarded by itself, since each can be made to upset the stdlib (faults 107-113)."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import parsedate_tz

from followupd.mail import Address, Letter
from followupd.reading.mime import content_type, field
from followupd.reading.mime import text as decoded

MAX_ADDRESSES, MAX_ADDRESS_FIELD, MAX_NAME = 200, 10_000, 500
FIRST_YEAR, LAST_YEAR, MAX_OFFSET = 1990, 2100, 15 * 3600
INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
"""Soft hyphens, zero-width characters and direction marks: nothing that a reader sees."""
_ID = re.compile(r"<[^<>\s]{1,900}>")
_SIMPLE = re.compile(
    r"(?:\"([^\"\\,<>@()]*)\"|([\w .'’-]*)) ?<([\w.+-]{1,64}@[A-Za-z0-9.-]{3,253})>|([\w.+-]{1,64}@[\w.-]{3,253})"
)
_AUTORESPONDERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Autoresponder")
_BULK = frozenset({"bulk", "list", "junk"})


def letter(head: "Message[str, str]", raw: bytes) -> Letter:
    """The head as the daemon keeps it; a missing Message-ID is made of the bytes."""
    ids = _ID.findall(field(head, "Message-ID"))
    senders = addresses(head, "From")
    when, offset = instant(field(head, "Date"))
    submitted = field(head, "Auto-Submitted").strip().casefold()
    precedence = field(head, "Precedence").strip().casefold()
    replying = submitted.startswith("auto-replied") or precedence == "auto_reply" or _responds(head)
    return Letter(
        message_id=ids[0] if ids else f"<{hashlib.sha256(raw).hexdigest()}@missing.invalid>",
        date=when,
        offset=offset,
        sender=senders[0] if len(senders) == 1 and len(head.get_all("From", [])) == 1 else None,
        reply_to=addresses(head, "Reply-To"),
        to=addresses(head, "To"),
        cc=addresses(head, "Cc"),
        subject=words(field(head, "Subject")),
        in_reply_to=tuple(_ID.findall(field(head, "In-Reply-To"))[:50]),
        references=tuple(_ID.findall(field(head, "References"))[:200]),
        bulk=bool(field(head, "List-Id")) or precedence in _BULK,
        auto=replying or (bool(submitted) and not submitted.startswith("no")),
        auto_reply=replying,
        report=_report(head),
        null_sender=field(head, "Return-Path").replace(" ", "").startswith("<>"),
    )


def _responds(head: "Message[str, str]") -> bool:
    return any(field(head, name).strip().casefold() not in {"", "no", "false"} for name in _AUTORESPONDERS)


def _report(head: "Message[str, str]") -> str:
    if content_type(head) != "multipart/report":
        return ""
    match = re.search(r"report-type\s*=\s*\"?([\w-]{1,60})", field(head, "Content-Type"), re.I)
    return match.group(1).casefold() if match else "delivery-status"


def words(value: str) -> str:
    """A field's text: encoded words resolved (RFC 2047), controls and invisible characters gone, at most 500."""
    value = value[:8_000]
    if "=?" in value:
        try:
            value = str(make_header(decode_header(value)))
        except (LookupError, ValueError, TypeError, MessageError):
            value = _leniently(value)
    return cleaned(value)


def cleaned(value: str) -> str:
    """Text in one line, without controls and invisible characters; what is decoded is not decoded again."""
    value = value[:8_000].translate(INVISIBLE)
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())[:MAX_NAME]


def _leniently(value: str) -> str:
    """Encoded words one by one, so that a broken one spoils only itself."""
    return re.sub(r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]{0,400}\?=", _one_word, value)


def _one_word(match: "re.Match[str]") -> str:
    try:
        (raw, charset), *_ = decode_header(match.group())
        return decoded(raw, charset or "utf-8") if isinstance(raw, bytes) else raw
    except (LookupError, ValueError, TypeError, MessageError):
        return match.group()


def addresses(head: "Message[str, str]", name: str) -> tuple[Address, ...]:
    """Everyone in the fields of that name, by the RFC 5322 parser; what it can't read is nobody's address."""
    found: list[Address] = []
    left = MAX_ADDRESS_FIELD  # for all fields of the name together: the parser takes a second over sixty kilobytes
    for value in map(str, head.get_all(name, [])[:5]):
        found += parsed_addresses(_cut(value, left))
        left -= len(value)
    return tuple(found[:MAX_ADDRESSES])


def parsed_addresses(value: str) -> list[Address]:
    """Addresses of one field. A plain "Name <a@b>" needs no parser; a forged one is left to the strict one."""
    value = re.sub(r"[\r\n]+[ \t]*", " ", value).strip()
    # one word over two encoded ones (RFC 2047 s6.2): the space between them is none, which the parser forgets
    value = re.sub(r"(=\?utf-8\?q\?[^?\s]{1,75})\?= {1,2}=\?utf-8\?q\?", r"\1", value, flags=re.I)
    plain = _SIMPLE.fullmatch(value) if len(value) < 400 else None
    if plain:
        return [Address(plain[3] or plain[4], cleaned(plain[1] or plain[2] or ""))]
    if value.count("(") > 20 or len(value) > MAX_ADDRESS_FIELD:
        return []
    holder = EmailMessage(policy=SMTP)
    try:
        holder["To"] = value
        held = holder["To"]
        members = held.addresses if isinstance(held, AddressHeader) else ()
        return [Address(m.addr_spec, cleaned(m.display_name)) for m in members if _is_address(m.addr_spec)]
    except (ValueError, IndexError, LookupError, RecursionError, AttributeError, UnboundLocalError, TypeError):
        return []


def _cut(value: str, length: int) -> str:
    """A long list ends behind its last whole address."""
    return value if len(value) <= length else value[: max(length, 0)].rpartition(",")[0]


def _is_address(spec: str) -> bool:
    local, _, domain = spec.rpartition("@")
    return bool(local and domain) and spec.isprintable() and not re.search(r"[\s<>,;]", spec)


def instant(value: str) -> tuple[datetime | None, int | None]:
    """The instant in UTC, and the sender's own offset in minutes, None for -0000 (RFC 5322 s3.3) and for one that no
    place has. A year outside 1990 to 2100 is no date."""
    try:
        parsed = parsedate_tz(value[:200])
        if not parsed or not FIRST_YEAR <= parsed[0] < LAST_YEAR:
            return None, None
        naive = datetime(*parsed[:6], tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None, None
    seconds = parsed[9] or 0
    if abs(seconds) > MAX_OFFSET:
        return naive, None
    unknown = parsed[9] is None or "-0000" in value
    return naive - timedelta(seconds=seconds), None if unknown else seconds // 60
