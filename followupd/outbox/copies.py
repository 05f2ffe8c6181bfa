"""Messages of ours in the mailbox: found by token, compared byte for byte, removed only where they are ours."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from followupd.errors import CommandRefused
from followupd.mail import Folder
from followupd.notes import TOKEN_HEADERS
from followupd.wire import ImapSession

LIVE = (Folder.DRAFTS, Folder.APPROVED)
Names = Mapping[Folder, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A message of ours, not marked ``\\Deleted``."""

    folder: Folder
    uidvalidity: int
    uid: int
    flags: frozenset[str]
    raw: bytes

    @property
    def digest(self) -> str:
        return digest(self.raw)


def digest(raw: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


async def find(
    session: ImapSession, names: Names, roles: Iterable[Folder], token: str, message_ids: Sequence[str] = ()
) -> list[Found]:
    """Every message that carries the token or one of the ids, in these folders, with its bytes.

    A folder that is not there holds nothing; any other refusal is CommandRefused, because then nothing is known.
    """
    headers = [*((name, token) for name in TOKEN_HEADERS if token), *(("Message-ID", i) for i in message_ids if i)]
    found: list[Found] = []
    for role in roles:
        if role not in names or not await _open(session, names[role]):
            continue
        selected = await session.select(names[role])
        uids = await session.search(headers=headers)
        found.extend(
            Found(role, selected.uidvalidity, m.uid, m.flags, m.raw)
            for m in await session.fetch(uids, body=True)
            if "\\Deleted" not in m.flags
        )
    return found


async def _open(session: ImapSession, name: str) -> bool:
    """Whether the folder is there; clients delete an empty Drafts folder (clients.md s3)."""
    try:
        await session.select(name)
    except CommandRefused:
        if name in {f.name for f in await session.folders()}:
            raise
        return False
    return True


async def append(session: ImapSession, name: str, raw: bytes, flags: Sequence[str]) -> None:
    """APPEND; a folder that has gone is made again (TRYCREATE, RFC 9051 s6.3.12)."""
    try:
        await session.append(name, raw, flags=flags)
    except CommandRefused as refusal:
        if refusal.code.partition(" ")[0] != "TRYCREATE" and name in {f.name for f in await session.folders()}:
            raise
        await session.create(name)
        await session.append(name, raw, flags=flags)


async def remove(session: ImapSession, names: Names, copies: Iterable[Found]) -> None:
    """Remove these messages and no others; their bytes were compared by the caller."""
    for copy in copies:
        selected = await session.select(names[copy.folder], writable=True)
        if selected.uidvalidity == copy.uidvalidity:
            await session.remove([copy.uid])


async def move(session: ImapSession, names: Names, copy: Found, to: Folder) -> None:
    """Move one message to another folder of ours."""
    selected = await session.select(names[copy.folder], writable=True)
    if selected.uidvalidity == copy.uidvalidity:
        await session.move([copy.uid], names[to])
