"""One face for every mail server of the tests, so that one suite runs against all of them."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.policy import default

from followupd.config import Endpoint
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


class OwnersClient:
    """What the owner does in his mail client, by plain IMAP."""

    def __init__(self, host: Host, user: str, session: ImapSession) -> None:
        self.host, self.user, self.session = host, user, session

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, host: Host, user: str) -> AsyncIterator["OwnersClient"]:
        session = await host.session(user)
        try:
            yield cls(host, user, session)
        finally:
            await session.logout()

    async def deliver(self, raw: bytes, when: datetime) -> None:
        """What the delivering server does: a new message in INBOX."""
        await self.session.append("INBOX", raw, received=when)

    async def all(self, folder: str) -> dict[int, bytes]:
        """UID to bytes."""
        await self.session.select(self.host.folder(folder))
        return {m.uid: m.raw for m in await self.session.fetch(await self.session.search(), body=True)}

    async def find(self, folder: str, recipient: str) -> tuple[int, bytes]:
        """The one message to this recipient."""
        found = [(u, r) for u, r in (await self.all(folder)).items() if recipient in str(message_from_bytes(r)["To"])]
        assert len(found) == 1, f"{len(found)} messages to {recipient} in {folder}"
        return found[0]

    async def star(self, recipient: str, *, on: bool = True) -> None:
        uid, _ = await self.find("Drafts", recipient)
        await self.session.select(self.host.folder("Drafts"), writable=True)
        await self.session.store([uid], ["\\Flagged"], add=on)

    async def approve_by_moving(self, recipient: str) -> None:
        uid, _ = await self.find("Drafts", recipient)
        await self.session.select(self.host.folder("Drafts"), writable=True)
        await self.session.move([uid], self.host.folder("Followup/Approved"))

    async def edit(self, recipient: str, old: bytes, new: bytes, *, message_id: bytes = b"") -> None:
        """APPEND the changed text, then delete the old one, as most clients do."""
        uid, raw = await self.find("Drafts", recipient)
        raw = raw.replace(old, new)
        if message_id:
            head, _, body = raw.partition(b"\r\n\r\n")
            lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Message-ID:")]
            raw = b"\r\n".join([*lines, b"Message-ID: " + message_id]) + b"\r\n\r\n" + body
        await self.session.append(self.host.folder("Drafts"), raw, flags=["\\Draft", "\\Seen"])
        await self.session.select(self.host.folder("Drafts"), writable=True)
        await self.session.remove([uid])

    async def send_himself(self, recipient: str) -> None:
        """Press Send: the client files it in Sent and deletes the draft (the submission is the client's own)."""
        uid, raw = await self.find("Drafts", recipient)
        await self.session.append(self.host.folder("Sent"), raw, flags=["\\Seen"])
        await self.session.select(self.host.folder("Drafts"), writable=True)
        await self.session.remove([uid])

    async def delete(self, recipient: str) -> None:
        """Delete: the draft lies in Trash."""
        uid, _ = await self.find("Drafts", recipient)
        await self.session.select(self.host.folder("Drafts"), writable=True)
        await self.session.move([uid], self.host.folder("Trash"))
