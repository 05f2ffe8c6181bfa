"""Letters for the reading room's tests, built by hand: names are invented, domains reserved."""

from followupd.reading.parts import Parts, parts

HEAD = (
    "From: Rita Cole <rita@acme.example>\nTo: Alex Rivera <alex@home.example>\nDate: Mon, 02 Mar 2026 10:00:00 +0000\n"
)


def raw(
    body: str | bytes, *, subject: str = "Your interview", head: str = "", kind: str = "text/plain; charset=utf-8"
) -> bytes:
    """A letter with one body."""
    data = body if isinstance(body, bytes) else body.encode()
    return f"{HEAD}Subject: {subject}\nMessage-ID: <1@acme.example>\n{head}Content-Type: {kind}\n\n".encode() + data


def taken(body: str | bytes, **head: str) -> Parts:
    return parts(raw(body, **head))


def page(body: str, **head: str) -> Parts:
    return parts(raw(body, kind="text/html; charset=utf-8", **head))


def part(body: str | bytes, kind: str, head: str = "") -> bytes:
    """One part with its own head."""
    data = body if isinstance(body, bytes) else body.encode()
    return f"Content-Type: {kind}\n{head}\n".encode() + data


def several(*pieces: bytes, boundary: str = "b1") -> bytes:
    """Parts as the body of a multipart."""
    line = f"--{boundary}".encode()
    return b"".join(line + b"\n" + piece + b"\n" for piece in pieces) + line + b"--\n"


def multipart(
    *pieces: bytes, subtype: str = "mixed", subject: str = "Your interview", head: str = "", more: str = ""
) -> bytes:
    """A letter of several parts; ``more``: further parameters of its type."""
    return raw(several(*pieces), subject=subject, head=head, kind=f'multipart/{subtype}; boundary="b1"{more}')
