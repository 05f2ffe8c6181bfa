"""A mail server inside the process, on loopback only: pymap for IMAP, aiosmtpd for submission."""

import asyncio
import logging
import warnings
import weakref
from argparse import Namespace
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import DictBackend, Identity
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that was taken at the end of DATA."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


class _Submission(SMTP):
    """One connection, known to the office until it has closed."""

    def __init__(self, known: "weakref.WeakSet[asyncio.WriteTransport]", *words: Any, **settings: Any) -> None:
        super().__init__(*words, **settings)
        self._known = known

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101  it came over TCP
        self._known.add(transport)
        super().connection_made(transport)


class PostOffice:
    """IMAP and SMTP for any number of users; ``accepted`` is what was submitted, in order."""

    def __init__(self, imap_port: int = 0, smtp_port: int = 0) -> None:
        self.imap_port, self.smtp_port = imap_port, smtp_port
        self.accepted: list[Accepted] = []
        self._users: dict[str, str] = {}
        self._connections: set[asyncio.Task[None]] = set()
        self._transports: weakref.WeakSet[asyncio.WriteTransport] = weakref.WeakSet()

    async def __aenter__(self) -> "PostOffice":
        for chatty in ("pymap", "mail.log", "aiosmtpd"):
            logging.getLogger(chatty).setLevel(logging.CRITICAL)
        arguments = Namespace(
            host=HOST, port=0, debug=False, cert=None, key=None, tls=False, proxy_protocol="detect", passlib_cfg=None,
            demo_data=False, demo_user="nobody", demo_password="", inherited_sockets=None,
        )  # fmt: skip
        self._backend, self._config = await DictBackend.init(
            arguments, secure_auth=False, reject_dnsbl=False, invalid_user_sleep=0.0
        )
        self._imap = IMAPServer(self._backend.login, self._config)
        imap = await asyncio.start_server(self._serve_imap, HOST, self.imap_port)
        smtp = await asyncio.get_running_loop().create_server(self._smtp, HOST, self.smtp_port)
        self.imap_port, self.smtp_port = (s.sockets[0].getsockname()[1] for s in (imap, smtp))
        self._servers = (imap, smtp)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        for task in tuple(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        for transport in self._transports:
            transport.abort()  # one whose client is gone would wait for ever to be read empty
        await asyncio.sleep(0)  # the loop says goodbye to each

    async def add_user(self, name: str, password: str) -> None:
        """A mailbox with INBOX, Drafts, Sent and Trash."""
        self._users[name] = password
        identity = Identity(name, self._backend.login, None, frozenset())
        hashed = await Passwords(self._config).hash_password(password)
        await identity.set(UserMetadata(self._config, name, password=hashed))
        async with identity.new_session() as session:
            for folder in ("Drafts", "Sent", "Trash"):
                await session.mailbox_set.add_mailbox(folder)

    async def _serve_imap(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  start_server runs it as one
        self._connections.add(task)
        self._transports.add(writer.transport)
        try:
            self._config.apply_context()
            await self._imap(reader, writer, SocketInfo.get(writer, None))
        except (OSError, asyncio.CancelledError):
            pass  # the client went away, or the office closes
        finally:
            self._connections.discard(task)
            writer.close()

    def _smtp(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # it warns of plain text, which never leaves the machine here
            return _Submission(
                self._transports, self, hostname="demo.localhost", auth_require_tls=False, auth_required=True,
                authenticator=self._may,
            )  # fmt: skip

    def _may(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        known = isinstance(data, LoginPassword) and self._users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=known, handled=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take it, and deliver it nowhere: the recipients of a story have no mailbox."""
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.accepted.append(Accepted(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw))
        return f"250 taken as number {len(self.accepted)}"
