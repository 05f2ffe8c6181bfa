"""A server, who signs in, and how far the connection may be trusted (TLS 1.2 or better, always verified)."""

import hashlib
import re
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

from followupd.errors import ServerUnavailable

_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Server:
    """``pin``: SHA-256 of the certificate in DER, in hexadecimal: then exactly that one; ``ca``: one more CA file."""

    host: str
    port: int
    security: Security = Security.TLS
    pin: str | None = None
    ca: str | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """``mechanism``: password or xoauth2."""

    username: str
    secret: str = field(repr=False)
    mechanism: str = "password"


def tls_context(server: Server) -> ssl.SSLContext:
    """A verifying context; with a pin the certificate itself is what is verified (``check_pin``)."""
    context = ssl.create_default_context(cafile=server.ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.pin:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def check_pin(server: Server, certificate: bytes | None) -> None:
    """Refuse a certificate (DER) that is not the pinned one."""
    wanted = (server.pin or "").replace(":", "").casefold()
    if wanted and hashlib.sha256(certificate or b"").hexdigest() != wanted:
        raise ServerUnavailable(f"{server.host} shows another certificate than the one that is pinned")


def check_plain(server: Server) -> None:
    """Plain text never leaves the machine."""
    if server.security is Security.PLAIN and not _LOOPBACK.fullmatch(server.host):
        raise ServerUnavailable(f"{server.host}: plain text is for loopback addresses only; use tls or starttls")
