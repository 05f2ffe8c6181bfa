"""MIME to leaves, bounded: an own splitter, since the stdlib's takes nine seconds over 100,000 parts (RFC 2046)."""

import binascii
import codecs
import re
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from email.policy import compat32

MAX_PARTS, MAX_DEPTH, MAX_FIELDS, MAX_HEADER, MAX_LINES = 100, 20, 500, 64_000, 3_000
MAX_PARAMETERS = 4_000
"""Characters of one Content-* field: the stdlib's way through quoted parameters is quadratic."""
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_CHARSET = re.compile(r"[\w.:+-]{1,40}")
_DANGEROUS = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
)
_MARKS = frozenset({b"\xff\xfe", b"\xfe\xff"})
"""Byte order marks of UTF-16."""
_WESTERN = frozenset({"ascii", "utf-8", "iso8859-1", "iso8859-15", "cp1252"})
"""Charsets that are often named by mistake: what is valid UTF-8 is UTF-8, the rest cp1252."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part that is no multipart. ``message`` counts the message/rfc822 parts opened so far (0: the letter itself);
    ``within`` is the type of the multipart around it; a message/rfc822 has its ``number`` and the ``inner`` head."""

    kind: str
    head: "Message[str, str]"
    body: bytes
    message: int
    within: str
    inner: "Message[str, str] | None" = None
    number: int = 0

    @property
    def attached(self) -> bool:
        return field(self.head, "Content-Disposition").strip().casefold().startswith("attachment")

    @property
    def name(self) -> str:
        """The file name, or ``""``."""
        try:
            return str(self.head.get_filename() or "")[:200]
        except (ValueError, LookupError, TypeError, AttributeError):
            return ""

    def parameter(self, name: str) -> str:
        """A parameter of the Content-Type, or ``""``."""
        return _parameter(self.head, name)

    def decoded(self, limit: int, charset: str = "") -> str:
        """The text, at most ``limit`` characters, whatever its charset claims; ``charset``: where it names none."""
        return text(transferred(self.head, self.body, limit * 4), self.parameter("charset") or charset)[:limit]


@dataclass(frozen=True, slots=True)
class _Open:
    head: "Message[str, str]"
    body: bytes
    depth: int
    message: int
    within: str


def split(raw: bytes) -> tuple["Message[str, str]", tuple[Leaf, ...]]:
    """The head and the leaves in the order of the letter: at most 100 parts, 20 deep. Never raises."""
    top, body = opened(raw)
    waiting = [_Open(top, body, 0, 0, "")]
    leaves: list[Leaf] = []
    seen = messages = 0
    while waiting and seen < MAX_PARTS:
        part = waiting.pop()
        seen += 1
        kind = content_type(part.head)
        inner = None
        if kind.startswith("multipart/") and part.depth < MAX_DEPTH:
            children = _children(part.body, _parameter(part.head, "boundary"), MAX_PARTS - seen)
            if children:
                heads = (opened(child) for child in reversed(children))
                waiting += [_Open(h, b, part.depth + 1, part.message, kind) for h, b in heads]
                continue
            kind = "text/plain"
        elif kind == "message/rfc822" and part.depth < MAX_DEPTH:
            messages += 1
            inner, inside = opened(transferred(part.head, part.body, len(part.body)))
            waiting.append(_Open(inner, inside, part.depth + 1, messages, part.within))
        leaves.append(Leaf(kind, part.head, part.body, part.message, part.within, inner, messages if inner else 0))
    return top, tuple(leaves)


def opened(raw: bytes) -> tuple["Message[str, str]", bytes]:
    """The head, parsed, and the body: all at once is never given to the stdlib's parser."""
    if raw[:5] == b"From ":  # an mbox's own line
        raw = raw.partition(b"\n")[2]
    if raw[:1] in {b"\n", b"\r"}:
        return message_from_string("", policy=compat32), raw.lstrip(b"\r\n")
    ends = [(at, len(mark)) for mark in (b"\n\n", b"\n\r\n", b"\r\r") if (at := raw.find(mark)) >= 0]
    at, length = min(ends, default=(len(raw), 0))
    return message_from_string(_head(raw[:at]), policy=compat32), raw[at + length :]


def _head(raw: bytes) -> str:
    """Header lines as text: at most 500 fields of at most 64 KB. A line that is none is left out: the stdlib's parser
    would take the rest of the head for the body."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", MAX_LINES)[:MAX_LINES]
    kept: list[bytes] = []
    fields = size = 0
    for line in lines:
        if line[:1] not in {b" ", b"\t"}:
            name = _FIELD.match(line)
            fields, size = fields + 1, 0 if name else MAX_HEADER
            if fields > MAX_FIELDS:
                break
            if name:
                kept.append((name.group(1) + b":" + line[name.end() :])[:MAX_HEADER])
        elif size < MAX_HEADER:
            kept.append(line[:MAX_HEADER])
        size += len(line)
    return text(b"\n".join(kept), "utf-8") + "\n\n"


def _children(body: bytes, boundary: str, limit: int) -> list[bytes]:
    """The bytes between the boundary lines (RFC 2046 s5.1.1), at most ``limit``; the last one may lack its end."""
    if not boundary:
        return []
    line = re.compile(rb"^--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*\r?$", re.M)
    children: list[bytes] = []
    start = -1
    for match in line.finditer(body):
        if start >= 0:
            children.append(_without_last_break(body[start : match.start()]))
        start = -1 if match.group(1) else match.end() + 1
        if match.group(1) or len(children) >= limit:
            return children
    return [*children, body[start:]] if start >= 0 else children


def _without_last_break(body: bytes) -> bytes:
    return body[:-2] if body.endswith(b"\r\n") else body[:-1] if body.endswith(b"\n") else body


def field(head: "Message[str, str]", name: str) -> str:
    """The first field of that name, unfolded, or ``""``."""
    try:
        values = head.get_all(name, [])
    except (ValueError, LookupError, TypeError):
        return ""
    return re.sub(r"\n[ \t]+", " ", str(values[0]))[:MAX_HEADER] if values else ""


def content_type(head: "Message[str, str]") -> str:
    """``type/subtype`` in lower case; text/plain where there is none that can be read (RFC 2045 s5.2)."""
    found = field(head, "Content-Type").partition(";")[0].strip().casefold()
    return found if found.count("/") == 1 and len(found) < 100 else "text/plain"


def _parameter(head: "Message[str, str]", name: str) -> str:
    holder = Message(policy=compat32)
    holder["Content-Type"] = field(head, "Content-Type")[:MAX_PARAMETERS]
    try:
        value = holder.get_param(name, "")
        return str(value[2] if isinstance(value, tuple) else value or "").strip()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""


def transferred(head: "Message[str, str]", body: bytes, limit: int) -> bytes:
    """The bytes behind the Content-Transfer-Encoding, at most ``limit``."""
    encoding = field(head, "Content-Transfer-Encoding").strip().casefold()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body[: limit * 4])[:limit]
    if encoding == "base64":
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", body[: limit * 2])
        return binascii.a2b_base64(clean[: len(clean) // 4 * 4] + _last(clean))[:limit]
    return body[:limit]


def _last(clean: bytes) -> bytes:
    """The last, unfinished group of four, padded; a single letter says nothing."""
    rest = clean[len(clean) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def text(raw: bytes, charset: str) -> str:
    """Bytes as text: the charset as named where it is true, else UTF-8, else cp1252; never an exception."""
    name = _codec(charset) if raw[:2] not in _MARKS else "utf-16"
    if name.startswith(("utf-16", "utf-32")) and b"\0" not in raw and raw[:2] not in _MARKS:
        name = "utf-8"
    if name in _WESTERN:
        try:
            return codecs.getincrementaldecoder("utf-8")().decode(raw).replace("\0", "")
        except ValueError:
            name = "cp1252"
    try:
        return raw.decode(name, "replace").replace("\0", "")
    except (LookupError, ValueError, TypeError):
        return raw.decode("utf-8", "replace").replace("\0", "")


def _codec(charset: str) -> str:
    """Python's own name of a charset that is safe to decode with; ``utf-8`` for any other."""
    if not _CHARSET.fullmatch(charset):
        return "utf-8"
    try:
        found = codecs.lookup(charset)
        "".encode(found.name)  # what is no text encoding says so here
    except (LookupError, ValueError, TypeError, ImportError):
        return "utf-8"
    return "utf-8" if found.name in _DANGEROUS else found.name
