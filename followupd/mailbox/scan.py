"""New mail by cursor: a push is a hint, this scan is the truth. Nothing is marked read (BODY.PEEK)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from followupd.mail import Arrival, Folder, Place
from followupd.mailbox.folders import Folders
from followupd.wire import Fetched, ImapSession

BATCH = 50
BODY_LIMIT = 262_144
"""Bytes of a message that are fetched: what it says about an interview stands in front, attachments behind."""
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The highest UID that was handled, under one uidvalidity."""

    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Batch:
    """``cursor``: where the folder stands once these arrivals are handled; None while a first reading goes on."""

    arrivals: tuple[Arrival, ...]
    cursor: Cursor | None


async def scan(
    session: ImapSession,
    account: str,
    folders: Folders,
    role: Folder,
    cursor: Cursor | None,
    *,
    learn_since: date,
    batch: int = BATCH,
    body_limit: int = BODY_LIMIT,
) -> AsyncIterator[Batch]:
    """The messages past ``cursor``, oldest first; the last batch may be empty and only moves the cursor.

    Without a cursor, or under a new uidvalidity, everything since ``learn_since`` is read (SEARCH SINCE). Then only
    the last batch carries a cursor, so that a reading that breaks off begins again; who handles the arrivals drops
    those whose Message-ID is known. Without a cursor they are marked as ``learning``.
    """
    selected = await session.select(folders.names[role])
    same = cursor is not None and cursor.uidvalidity == selected.uidvalidity
    if same and cursor is not None:
        uids = await session.search(after=cursor.uid)
        floor = cursor.uid
    else:
        uids = await session.search(since=learn_since)
        floor = selected.uidnext - 1 if selected.uidnext else max(await session.search(), default=0)
    for start in range(0, len(uids), batch):
        chosen = uids[start : start + batch]
        messages = await session.fetch(chosen, body=True, limit=body_limit)
        arrivals = _arrivals(messages, account, role, selected.uidvalidity, learning=cursor is None)
        yield Batch(arrivals, Cursor(selected.uidvalidity, chosen[-1]) if same else None)
    end = max((floor, *uids[-1:]))
    if cursor != Cursor(selected.uidvalidity, end) and not (same and uids):
        yield Batch((), Cursor(selected.uidvalidity, end))


def _arrivals(
    messages: Sequence[Fetched], account: str, role: Folder, uidvalidity: int, *, learning: bool
) -> tuple[Arrival, ...]:
    return tuple(
        Arrival(
            Place(account, role, uidvalidity, m.uid), m.received or UNDATED, m.size, m.raw, m.flags, learning=learning
        )
        for m in messages
    )
