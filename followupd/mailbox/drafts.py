"""Where the copies of our drafts lie now. A look costs one FETCH of flags a folder while nothing changes."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default

from followupd.errors import CommandRefused
from followupd.mail import Folder, Place
from followupd.mailbox.folders import Folders
from followupd.notes import TOKEN_HEADERS, Copy, Mark
from followupd.wire import Fetched, ImapSession

LIVE = (Folder.DRAFTS, Folder.APPROVED)
GONE_TO = (Folder.SENT, Folder.TRASH)
"""Where a draft that is no longer live may have gone, in the order of what it means: Sent wins always."""
_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class _Head:
    """What identifies a message among the drafts; the same for ever under its UID."""

    ids: frozenset[str]
    message_id: str
    recipients: tuple[str, ...]


class DraftsView:
    """Remembers heads and digests by place: a UID's bytes never change (RFC 9051 s2.3.1.1)."""

    def __init__(self) -> None:
        self._heads: dict[Place, _Head] = {}
        self._digests: dict[Place, str] = {}

    async def look(
        self, session: ImapSession, account: str, folders: Folders, marks: Sequence[Mark]
    ) -> dict[str, tuple[Copy, ...]]:
        """The copies of each marked note: live ones in Drafts and Approved, else one in Sent or in Trash.

        ``\\Deleted`` messages don't count. A note that is absent from the answer is one of which nothing is known,
        because a folder could not be read; one with no copies is in limbo.
        """
        found: dict[str, list[Copy]] = {mark.note: [] for mark in marks}
        for role in LIVE:
            if role in folders.names and not await self._live(session, account, folders, role, marks, found):
                return {}
        for mark in marks:
            if not found[mark.note] and mark.discarded:
                del found[mark.note]  # still gone: no news
            elif not found[mark.note]:
                found[mark.note].extend(await self._gone(session, account, folders, mark))
        return {note: tuple(sorted(copies)) for note, copies in found.items()}

    async def _live(
        self,
        session: ImapSession,
        account: str,
        folders: Folders,
        role: Folder,
        marks: Sequence[Mark],
        found: dict[str, list[Copy]],
    ) -> bool:
        """Add the copies in one folder; False where it can't be read."""
        try:
            selected = await session.select(folders.names[role])
        except CommandRefused:
            # Alpine deletes a Drafts folder that has become empty (clients.md s3): not there is empty, not unreadable.
            return folders.names[role] not in {f.name for f in await session.folders()}
        messages = await session.fetch(await session.search())
        places = {Place(account, role, selected.uidvalidity, m.uid): m for m in messages if "\\Deleted" not in m.flags}
        self._forget(role, set(places))
        await self._learn_heads(session, places)
        for place, message in places.items():
            head = self._heads.get(place)
            for mark in marks:
                if head and head.ids & {mark.token, *mark.message_ids}:
                    copy = await self._copy(session, place, head, message)
                    found[mark.note].extend([copy] if copy else [])
        return True

    def _forget(self, role: Folder, there: set[Place]) -> None:
        """What is no longer there is no longer remembered."""
        for memory in (self._heads, self._digests):
            for place in [p for p in memory if p.folder is role and p not in there]:
                del memory[place]

    async def _learn_heads(self, session: ImapSession, places: Mapping[Place, Fetched]) -> None:
        unknown = {place.uid: place for place in places if place not in self._heads}
        for message in await session.fetch(tuple(unknown), header=True):
            self._heads[unknown[message.uid]] = _head(message.raw)

    async def _copy(self, session: ImapSession, place: Place, head: _Head, message: Fetched) -> Copy | None:
        if place not in self._digests:
            whole = await session.fetch([place.uid], body=True)
            if not whole:
                return None
            self._digests[place] = hashlib.sha256(whole[0].raw).hexdigest()
        flagged = "\\Flagged" in message.flags
        return Copy(place, self._digests[place], flagged, head.message_id, head.recipients)

    async def _gone(self, session: ImapSession, account: str, folders: Folders, mark: Mark) -> list[Copy]:
        """The copy in Sent or Trash, found by the server's search."""
        for role in GONE_TO:
            if role not in folders.names:
                continue
            try:
                selected = await session.select(folders.names[role])
                uids = await session.search(headers=mark.headers)
                messages = await session.fetch(uids[-1:], header=True)
            except CommandRefused:
                continue
            for message in messages:
                head = _head(message.raw)
                place = Place(account, role, selected.uidvalidity, message.uid)
                return [Copy(place, "", "\\Flagged" in message.flags, head.message_id, head.recipients)]
        return []


def _head(raw: bytes) -> _Head:
    message = BytesHeaderParser(policy=default).parsebytes(raw)
    ids: set[str] = set()
    for name in (*TOKEN_HEADERS, "Message-ID"):
        ids.update(_ID.findall(" ".join(_values(message, name))))
    own = _ID.search(" ".join(_values(message, "Message-ID")))
    return _Head(frozenset(ids), own.group() if own else "", _recipients(message))


def _values(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(name, [])]
    except (MessageError, ValueError, IndexError, AttributeError):
        return []  # a header that the standard library stumbles over says nothing to us


def _recipients(message: EmailMessage) -> tuple[str, ...]:
    found: list[str] = []
    for name in ("To", "Cc", "Bcc"):
        try:
            fields = message.get_all(name, [])
            found.extend(a.addr_spec for f in fields if isinstance(f, AddressHeader) for a in f.addresses)
        except (MessageError, ValueError, IndexError, AttributeError):
            continue
    return tuple(dict.fromkeys(found))
