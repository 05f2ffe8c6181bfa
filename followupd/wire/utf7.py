"""Mailbox names on the wire: modified UTF-7 and quoting (RFC 3501 s5.1.3)."""

import base64
import re

from followupd.errors import ProtocolError


def encode(name: str) -> str:
    """A mailbox name in modified UTF-7; control characters are refused."""
    if any(ord(c) < 32 or ord(c) == 127 for c in name):
        raise ProtocolError("a mailbox name holds a control character")
    return re.sub(r"&|[^ -~]+", _encoded, name)


def _encoded(match: re.Match[str]) -> str:
    if match.group() == "&":
        return "&-"
    packed = base64.b64encode(match.group().encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
    return f"&{packed}-"


def decode(name: str) -> str:
    """Back to text; what is not well encoded stays as it is."""
    return re.sub(r"&([A-Za-z0-9+,]*)-", _decoded, name)


def _decoded(match: re.Match[str]) -> str:
    if not match.group(1):
        return "&"
    packed = match.group(1).replace(",", "/")
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-16-be")
    except ValueError:
        return match.group()


def quote(text: str) -> str:
    """A quoted string (RFC 9051 s4.3); CR, LF and NUL are refused, so that nothing becomes a command."""
    if any(c in text for c in "\r\n\0"):
        raise ProtocolError("a value holds a line break")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
