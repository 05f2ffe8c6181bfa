"""What an owner does in his mail client, by plain IMAP on a connection of his own."""

from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes

from followupd.errors import MessageRefused
from followupd.wire import ImapSession


class OwnersClient:
    """``folder`` turns "Followup/Approved" into the server's way of writing it."""

    def __init__(self, session: ImapSession, folder: Callable[[str], str] = str) -> None:
        self.session, self.folder = session, folder

    async def deliver(self, raw: bytes, when: datetime) -> None:
        """What a delivering server does: a new message in INBOX."""
        await self.session.append("INBOX", raw, received=when)

    async def all(self, folder: str) -> dict[int, bytes]:
        """UID to bytes."""
        await self.session.select(self.folder(folder))
        return {m.uid: m.raw for m in await self.session.fetch(await self.session.search(), body=True)}

    async def find(self, folder: str, recipient: str) -> tuple[int, bytes]:
        """(uid, bytes) of the one message to this recipient; MessageRefused where there are none or several."""
        found = [(u, r) for u, r in (await self.all(folder)).items() if recipient in str(message_from_bytes(r)["To"])]
        if len(found) != 1:
            raise MessageRefused(f"{len(found)} messages to {recipient} in {folder}")
        return found[0]

    async def star(self, recipient: str, *, on: bool = True) -> None:
        """Star a draft, or take the star off."""
        uid, _ = await self._draft(recipient)
        await self.session.store([uid], ["\\Flagged"], add=on)

    async def approve_by_moving(self, recipient: str) -> None:
        uid, _ = await self._draft(recipient)
        await self.session.move([uid], self.folder("Followup/Approved"))

    async def edit(self, recipient: str, old: bytes, new: bytes, *, message_id: bytes = b"") -> None:
        """APPEND the changed text, then delete the old one, as most clients do; some give it a new Message-ID."""
        uid, raw = await self._draft(recipient)
        raw = raw.replace(old, new)
        if message_id:
            head, _, body = raw.partition(b"\r\n\r\n")
            lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Message-ID:")]
            raw = b"\r\n".join([*lines, b"Message-ID: " + message_id]) + b"\r\n\r\n" + body
        await self.session.append(self.folder("Drafts"), raw, flags=["\\Draft", "\\Seen"])
        await self.session.remove([uid])

    async def send_himself(self, recipient: str) -> None:
        """Press Send: the client submits it, files it in Sent, and deletes the draft."""
        uid, raw = await self._draft(recipient)
        await self.session.append(self.folder("Sent"), raw, flags=["\\Seen"])
        await self.session.remove([uid])

    async def delete(self, recipient: str) -> None:
        """Delete: the draft lies in Trash."""
        uid, _ = await self._draft(recipient)
        await self.session.move([uid], self.folder("Trash"))

    async def _draft(self, recipient: str) -> tuple[int, bytes]:
        found = await self.find("Drafts", recipient)
        await self.session.select(self.folder("Drafts"), writable=True)
        return found
