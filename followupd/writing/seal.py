"""The draft as it lies on the server becomes the bytes that leave: body byte for byte, headers by an allow-list."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader
from email.message import EmailMessage, Message
from email.policy import SMTP, compat32
from email.utils import format_datetime

from followupd.notes import Facts
from followupd.writing.clean import clean

ALLOWED = (
    "from", "to", "cc", "subject", "in-reply-to", "references", "reply-to",
    "mime-version", "content-type", "content-transfer-encoding", "content-language", "content-disposition",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{\{[^}]{0,80}\}\}|\{%|\[(?:name|company|role|firma|nom|nombre)\]|\bTODO\b|\bXXX\b", re.I)
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,250}@[^<>\s@]{1,250}>")


@dataclass(frozen=True, slots=True)
class Sealed:
    """Final bytes, and to whom; nothing of it changes between tries."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    message_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why this text does not leave, in words for the owner."""

    reason: str


def seal(
    raw: bytes, *, own: frozenset[str], token: str, facts: Facts, message_id: str, date: datetime
) -> Sealed | Refused:
    """Prove the draft and make the bytes that leave, or say why it may not."""
    draft = message_from_bytes(raw, policy=compat32)
    try:
        sender, recipients = _addresses(draft, "from"), _recipients(draft)
    except ValueError as problem:
        return Refused(str(problem))
    reason = _objection(draft, sender, recipients, own, facts)
    if reason:
        return Refused(reason)
    kept = (draft.get("Message-ID") or "").strip()
    final_id = kept if _MESSAGE_ID.fullmatch(kept) else message_id
    final = _rebuild(draft, raw, token, final_id, date)
    if not _same(final, sender, recipients, draft):
        return Refused("its headers are not what they seem to be")
    return Sealed(final, sender[0], recipients, final_id)


def _objection(
    draft: "Message[str, str]", sender: tuple[str, ...], recipients: tuple[str, ...], own: frozenset[str], facts: Facts
) -> str:
    if len(sender) != 1 or sender[0].casefold() not in own:
        return "it is not from an address of yours"
    if not recipients:
        return "it has no recipient"
    text, subject = _text(draft), _decoded(draft.get("Subject") or "")
    if not text.strip():
        return "it is empty"
    placeholder = _PLACEHOLDER.search(text) or _PLACEHOLDER.search(subject)
    if placeholder:
        return f"it still holds a placeholder: {placeholder.group()}"
    return _misspelt(text, facts)


def _misspelt(text: str, facts: Facts) -> str:
    """A word one or two letters away from the company's or the person's name is most likely that name, misspelt."""
    words = set(re.findall(r"[^\W\d_]{4,}", text))
    names = re.findall(r"[^\W\d_]{5,}", f"{clean(facts.company)} {clean(facts.person)}")
    for name in names:
        for word in words:
            near = 0 < _distance(word.casefold(), name.casefold()) <= (1 if len(name) < 8 else 2)
            if near and word[0].isupper() and word not in names:
                return f'"{word}" looks like a misspelt "{name}"'
    return ""


def _distance(one: str, other: str) -> int:
    """Levenshtein distance, at most 3."""
    if abs(len(one) - len(other)) > 2:
        return 3
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return min(row[-1], 3)


def _rebuild(draft: "Message[str, str]", raw: bytes, token: str, message_id: str, date: datetime) -> bytes:
    """Allowed headers as they stand, folded by their author; the body's bytes after the first empty line, untouched."""
    head, body = _split(raw)
    kept = []
    for name, lines in _fields(head):
        alone = name == "in-reply-to" and lines.partition(b":")[2].strip() == token.encode()
        if name in ALLOWED and not alone:
            kept.append(lines)
    kept.append(f"Date: {format_datetime(date)}\r\n".encode())
    kept.append(f"Message-ID: {message_id}\r\n".encode())
    return b"".join(kept) + b"\r\n" + body


def _split(raw: bytes) -> tuple[bytes, bytes]:
    whole = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    head, _, body = whole.partition(b"\r\n\r\n")
    return head + b"\r\n", body


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    """Header fields with their folded lines, in order."""
    fields: list[tuple[str, bytes]] = []
    for line in head.splitlines(keepends=True):
        if line[:1] in b" \t" and fields:
            name, lines = fields[-1]
            fields[-1] = (name, lines + line)
        elif b":" in line:
            fields.append((line.partition(b":")[0].decode("ascii", "replace").strip().casefold(), line))
    return fields


def _addresses(message: "Message[str, str]", header: str) -> tuple[str, ...]:
    """The addr-specs of every header of that name; ValueError where one can't be read for certain."""
    found: list[str] = []
    for value in message.get_all(header, []):
        parsed = EmailMessage(policy=SMTP)
        try:
            parsed[header] = re.sub(r"\r?\n[ \t]+", " ", str(value))
            field = parsed[header]
        except (ValueError, IndexError) as error:
            raise ValueError(f"its {header} header can't be read") from error
        if not isinstance(field, AddressHeader) or getattr(field, "defects", None):
            raise ValueError(f"its {header} header can't be read")
        found.extend(a.addr_spec for a in field.addresses)
    if any("@" not in a or not a.isprintable() or " " in a for a in found):
        raise ValueError(f"its {header} header holds an address that can't be right")
    return tuple(found)


def _recipients(message: "Message[str, str]") -> tuple[str, ...]:
    every = (*_addresses(message, "to"), *_addresses(message, "cc"), *_addresses(message, "bcc"))
    return tuple(dict.fromkeys(every))


def _same(final: bytes, sender: tuple[str, ...], recipients: tuple[str, ...], draft: "Message[str, str]") -> bool:
    """Parse the final bytes again: the same people, no header twice, no line too long, nothing smuggled in."""
    again = message_from_bytes(final, policy=compat32)
    names = [n.casefold() for n in again.keys()]  # noqa: SIM118  a message is no mapping: repeated names count
    hidden = set(_addresses(draft, "bcc"))
    visible = tuple(
        r for r in recipients if r not in hidden or r in {*_addresses(draft, "to"), *_addresses(draft, "cc")}
    )
    return (
        _addresses(again, "from") == sender
        and _recipients(again) == visible
        and len(names) == len(set(names))
        and set(names) <= {*ALLOWED, "date", "message-id"}
        and all(len(line) <= 998 for line in final.split(b"\r\n"))
    )


def _text(message: "Message[str, str]") -> str:
    """The plain text; html with its tags taken out where it is the sole part."""
    for wanted in ("text/plain", "text/html"):
        for part in message.walk():
            payload = part.get_payload(decode=True) if part.get_content_type() == wanted else None
            if isinstance(payload, bytes):
                text = payload.decode(_charset(part), "replace")
                return re.sub(r"<[^<>]{0,2000}>", " ", text) if wanted == "text/html" else text
    return ""


def _charset(part: "Message[str, str]") -> str:
    name = part.get_content_charset() or "utf-8"
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return "utf-8"
    return name


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        return value
