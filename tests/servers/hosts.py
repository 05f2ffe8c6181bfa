"""One face for every mail server of the tests, so that one suite runs against all of them."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default

from followupd.config import Endpoint
from followupd.demo.owner import OwnersClient
from followupd.demo.server import PostOffice
from followupd.wire import ImapSession, Security, Server, SignIn
from tests.servers.debian import PASSWORD, Dovecot, Postfix

NUMBERS = itertools.count(1)


@dataclass
class Host:
    """``name``: embedded, debian or dotted (folders below INBOX, joined by dots)."""

    name: str
    imap: Endpoint
    smtp: Endpoint
    office: PostOffice | None = None
    dovecot: Dovecot | None = None
    postfix: Postfix | None = None
    users: list[str] = field(default_factory=list)

    async def add_user(self, name: str = "alex") -> str:
        """A new address with an empty mailbox of its own."""
        address = f"{name}{next(NUMBERS)}@home.example"
        if self.office:
            await self.office.add_user(address, PASSWORD)
        self.users.append(address)
        return address

    def server(self, endpoint: Endpoint) -> Server:
        return Server(endpoint.host, endpoint.port, Security(endpoint.security), endpoint.certificate)

    async def session(self, user: str) -> ImapSession:
        """A connection of the owner's own client."""
        return await ImapSession.open(self.server(self.imap), SignIn(user, PASSWORD))

    def folder(self, name: str) -> str:
        """How this server writes a folder's name."""
        return "INBOX." + name.replace("/", ".") if self.name == "dotted" else name

    async def submitted(self, sender: str) -> list[tuple[str, bytes]]:
        """(recipient, bytes) of every message that the submission server accepted from this sender, each time."""
        if self.office:
            return [(r, m.raw) for m in self.office.accepted if m.sender == sender for r in m.recipients]
        assert self.dovecot is not None
        if self.postfix:
            await asyncio.to_thread(self.postfix.settled)
        found = []
        for raw in self.dovecot.messages("*"):
            message = message_from_bytes(raw, policy=default)
            if message["Return-Path"] == f"<{sender}>":
                found.extend((a.addr_spec, raw) for a in message["To"].addresses)
        return found


@contextlib.asynccontextmanager
async def embedded() -> AsyncIterator[Host]:
    """The embedded server, for as long as the context lasts."""
    async with PostOffice() as office:
        ends = (Endpoint("127.0.0.1", port, "plain") for port in (office.imap_port, office.smtp_port))
        yield Host("embedded", *ends, office=office)


def debian(name: str, dovecot: Dovecot, postfix: Postfix | None) -> Host:
    """Dovecot over TLS with its certificate pinned, and Postfix."""
    pin = dovecot.scratch.pin
    smtp = Endpoint("127.0.0.1", postfix.tls if postfix else 1, "tls", pin)
    return Host(name, Endpoint("127.0.0.1", dovecot.tls, "tls", pin), smtp, dovecot=dovecot, postfix=postfix)


@contextlib.asynccontextmanager
async def owners_client(host: Host, user: str) -> AsyncIterator[OwnersClient]:
    """The owner's mail client, signed in."""
    session = await host.session(user)
    try:
        yield OwnersClient(session, host.folder)
    finally:
        await session.logout()
