"""New mail by cursor: nothing twice, nothing missed, nothing marked read."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from followupd.mail import Folder
from followupd.mailbox import Cursor, Folders, scan
from followupd.wire import ImapSession
from tests.servers.hosts import Host

FOLDERS = Folders({Folder.INBOX: "INBOX"})
SINCE = date(2026, 3, 1)


@pytest.fixture
async def session(imap_host: Host) -> AsyncIterator[ImapSession]:
    opened = await imap_host.session(await imap_host.add_user())
    yield opened
    await opened.logout()


async def deliver(session: ImapSession, *days: int) -> None:
    for day in days:
        raw = f"Subject: day {day}\r\n\r\nhello\r\n".encode()
        await session.append("INBOX", raw, received=datetime(2026, 2 if day > 20 else 3, day, 12, tzinfo=UTC))


async def read(
    session: ImapSession, cursor: Cursor | None, **options: int
) -> tuple[list[str], Cursor | None, list[bool]]:
    """Subjects in order, the last cursor, and whether each was there before the first visit."""
    subjects, learning = [], []
    async for batch in scan(session, "main", FOLDERS, Folder.INBOX, cursor, learn_since=SINCE):
        subjects += [a.raw.split(b"\r\n")[0].decode() for a in batch.arrivals]
        learning += [a.learning for a in batch.arrivals]
        cursor = batch.cursor or cursor
    return subjects, cursor, learning


async def test_the_first_visit_learns_its_window(session: ImapSession) -> None:
    """Only the window is read, marked as the past; the cursor stands at UIDNEXT, over what is older too (fault 67)."""
    await deliver(session, 25, 2, 3)
    subjects, cursor, learning = await read(session, None)
    assert subjects == ["Subject: day 2", "Subject: day 3"]
    assert learning == [True, True]
    assert cursor is not None
    assert (await read(session, cursor))[0] == []
    await deliver(session, 4)
    subjects, after, learning = await read(session, cursor)
    assert (subjects, learning) == (["Subject: day 4"], [False])
    assert after is not None
    assert after.uid > cursor.uid


async def test_an_empty_mailbox_is_learnt_too(session: ImapSession) -> None:
    """The first message after an empty first visit is new mail, not past."""
    _, cursor, _ = await read(session, None)
    await deliver(session, 5)
    assert (await read(session, cursor))[2] == [False]


async def test_batches_move_the_cursor_one_by_one(session: ImapSession) -> None:
    """A crash between two batches loses no more than one; a first reading begins again."""
    await deliver(session, *range(1, 8))
    batches = [b async for b in scan(session, "main", FOLDERS, Folder.INBOX, None, learn_since=SINCE, batch=3)]
    assert [b.cursor is None for b in batches] == [True, True, True, False]
    start = Cursor(batches[-1].cursor.uidvalidity, 0)  # type: ignore[union-attr]
    batches = [b async for b in scan(session, "main", FOLDERS, Folder.INBOX, start, learn_since=SINCE, batch=3)]
    assert [len(b.arrivals) for b in batches] == [3, 3, 1]
    assert [b.cursor.uid for b in batches] == [b.arrivals[-1].place.uid for b in batches]  # type: ignore[union-attr]


async def test_a_new_uidvalidity_reads_the_window_again(session: ImapSession) -> None:
    """Another uidvalidity: the window is read again, and it is not the past (fault 52)."""
    await deliver(session, 25, 2)
    _, cursor, _ = await read(session, None)
    assert cursor is not None
    subjects, after, learning = await read(session, Cursor(cursor.uidvalidity + 1, 10_000))
    assert (subjects, learning) == (["Subject: day 2"], [False])
    assert after == cursor


async def test_nothing_is_marked_read(session: ImapSession) -> None:
    """Scanning leaves every flag as it was."""
    await deliver(session, 2)
    await read(session, None)
    await session.select("INBOX")
    (message,) = await session.fetch(await session.search())
    assert "\\Seen" not in message.flags


async def test_a_large_message_is_cut(session: ImapSession) -> None:
    """No more than the limit of a message is fetched; its true size is known (fault 119)."""
    await session.append("INBOX", b"Subject: big\r\n\r\n" + b"x" * 5000, received=datetime(2026, 3, 2, tzinfo=UTC))
    batches = [b async for b in scan(session, "m", FOLDERS, Folder.INBOX, None, learn_since=SINCE, body_limit=100)]
    (arrival,) = batches[0].arrivals
    assert (len(arrival.raw), arrival.size) == (100, 5016)
