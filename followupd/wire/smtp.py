"""Submission by phase (RFC 5321, RFC 6409): all recipients accepted or nothing is sent; the outcome is a value."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPResponseException

from followupd.errors import CredentialRefused, ServerUnavailable
from followupd.wire.server import Security, Server, SignIn, check_pin, check_plain, tls_context


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reply:
    """``phase``: connect, auth, mail, rcpt, data or dot."""

    outcome: Outcome
    text: str
    code: int = 0
    phase: str = ""


async def submit(
    server: Server,
    sign_in: SignIn,
    *,
    sender: str,
    recipients: Sequence[str],
    raw: bytes,
    before_data: Callable[[], Awaitable[None]],
    limit: float = 60.0,
    dot_limit: float = 600.0,
) -> Reply:
    """Hand over ``raw`` once. CredentialRefused where the sign-in is refused; everything else is the outcome.

    ``before_data`` runs when every recipient is accepted and nothing has been said yet; after it only an answer of
    the server is definite, and a lost connection or a late answer is UNKNOWN.
    """
    check_plain(server)
    client = _client(server, limit)
    phase = "connect"
    try:
        await client.connect()
        check_pin(server, _certificate(client))
        await client.ehlo()  # without it the library knows no mechanism yet, and nobody would sign in
        phase = "auth"
        await _sign_in(client, sign_in)
        phase = "mail"
        await client.mail(sender)
        phase = "rcpt"
        for recipient in recipients:
            await client.rcpt(recipient)
    except SMTPResponseException as answer:
        _drop(client)
        return _definite(answer.code, answer.message, phase)
    except (SMTPException, OSError, ssl.SSLError, ServerUnavailable) as trouble:
        _drop(client)
        return Reply(Outcome.DEFERRED, str(trouble) or type(trouble).__name__, phase=phase)
    except BaseException:
        _drop(client)
        raise
    return await _data(client, raw, before_data, dot_limit)


async def probe(server: Server, sign_in: SignIn, *, limit: float = 30.0) -> tuple[str, ...]:
    """Connect, sign in, say goodbye: the extensions that the server offers; nothing is sent.

    CredentialRefused or ServerUnavailable, with the true reason.
    """
    check_plain(server)
    client = _client(server, limit)
    try:
        await client.connect()
        check_pin(server, _certificate(client))
        await client.ehlo()
        await _sign_in(client, sign_in)
        return tuple(sorted(client.esmtp_extensions))
    except (SMTPException, OSError, ssl.SSLError) as trouble:
        raise ServerUnavailable(f"{server.host}:{server.port}: {str(trouble) or type(trouble).__name__}") from None
    finally:
        _drop(client)


async def _data(client: SMTP, raw: bytes, before_data: Callable[[], Awaitable[None]], limit: float) -> Reply:
    try:
        await before_data()
        code, text = await client.data(raw, timeout=limit)
    except SMTPResponseException as answer:
        return _definite(answer.code, answer.message, "dot")
    except (SMTPException, OSError) as trouble:
        return Reply(Outcome.UNKNOWN, str(trouble) or type(trouble).__name__, phase="dot")
    else:
        return Reply(Outcome.ACCEPTED, text, code, "dot")
    finally:
        _drop(client)  # no RSET and no QUIT: neither could change the outcome, and both can hang


def _client(server: Server, limit: float) -> SMTP:
    """STARTTLS is demanded or not used at all, never tried by chance: a stripped offer must not leak the secret."""
    return SMTP(
        hostname=server.host,
        port=server.port,
        timeout=limit,
        use_tls=server.security is Security.TLS,
        start_tls=server.security is Security.STARTTLS,
        tls_context=None if server.security is Security.PLAIN else tls_context(server),
    )


def _drop(client: SMTP) -> None:
    """End the connection at once: TLS would wait for the other side's goodbye, with nobody left to hear it."""
    if isinstance(client.transport, asyncio.WriteTransport):
        client.transport.abort()
    client.close()


def _certificate(client: SMTP) -> bytes | None:
    tls = client.get_transport_info("ssl_object") if client.is_connected else None
    found: bytes | None = tls.getpeercert(binary_form=True) if tls else None
    return found


async def _sign_in(client: SMTP, sign_in: SignIn) -> None:
    """One mechanism, so that one wrong password is one failure."""
    methods = client.server_auth_methods
    try:
        if sign_in.mechanism == "xoauth2":
            await client.auth_xoauth2(sign_in.username, sign_in.secret)
        elif "plain" in methods:
            await client.auth_plain(sign_in.username, sign_in.secret)
        elif "login" in methods:
            await client.auth_login(sign_in.username, sign_in.secret)
        elif methods:
            raise ServerUnavailable(f"the server offers only {', '.join(methods)} to sign in")
    except SMTPAuthenticationError as refused:
        if 400 <= refused.code < 500:
            raise
        raise CredentialRefused(f"the submission server refused the sign-in: {refused.message}") from None


def _definite(code: int, text: str, phase: str) -> Reply:
    outcome = Outcome.DEFERRED if 400 <= code < 500 else Outcome.REFUSED
    return Reply(outcome, text, code, phase)
