"""Every errand on every IMAP server: what it does, that a second time changes nothing, and what it refuses."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from followupd.effects import (
    ClaimDraft,
    Effect,
    Errand,
    ErrandState,
    FileSent,
    PlaceDraft,
    ReleaseDraft,
    RemoveTwins,
    ReplaceDraft,
    Tell,
    WithdrawDraft,
)
from followupd.events import ClaimFailed, DraftPlaced, DraftWithdrawn, Event, SentFiled
from followupd.mail import Folder, Place
from followupd.mailbox import find_folders
from followupd.notes import Copy
from followupd.outbox import Claimed, Outbox
from followupd.wire import ImapSession
from tests.servers.hosts import Host

NOW = datetime(2026, 3, 3, 15, 20, tzinfo=UTC)
M1 = "<m1@home.example>"
TOKEN, NOTE = "<token-1@home.example>", "acme/1/jane@acme.example/thank_you/0"


def draft(message_id: str = "<m1@home.example>", text: str = "Thank you.") -> bytes:
    return (
        f"From: alex@home.example\r\nTo: jane@acme.example\r\nSubject: Re: Interview\r\nMessage-ID: {message_id}\r\n"
        f"References: <1@acme.example> {TOKEN}\r\n\r\n{text}\r\n"
    ).encode()


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


@dataclass
class Desk:
    host: Host
    session: ImapSession
    names: dict[Folder, str]
    outbox: Outbox

    async def do(
        self, effect: Effect, raw: bytes = b"", message_id: str = "<m1@home.example>"
    ) -> Event | Claimed | None:
        errand = Errand(1, effect, raw, message_id, ErrandState.PENDING, 0, NOW)
        results = await self.outbox.perform(errand, self.session, self.names, NOW)
        return results[0] if results else None

    async def lay(self, role: Folder, raw: bytes, *flags: str) -> Copy:
        """A message in a folder, as a copy that was seen there."""
        place = await self.session.append(self.names[role], raw, flags=flags)
        assert place is not None
        return Copy(Place("main", role, *place), digest(raw), "\\Flagged" in flags, "<m1@home.example>")

    async def lying(self, role: Folder) -> list[tuple[bytes, frozenset[str]]]:
        await self.session.select(self.names[role])
        found = await self.session.fetch(await self.session.search(), body=True)
        return [(m.raw, m.flags - {"\\Recent"}) for m in found]


@pytest.fixture
async def desk(imap_host: Host) -> AsyncIterator[Desk]:
    session = await imap_host.session(await imap_host.add_user())
    folders = await find_folders(session, {}, make=True)
    yield Desk(imap_host, session, dict(folders.names), Outbox("main"))
    await session.logout()


PLACE = PlaceDraft("main", NOTE, TOKEN)


async def test_placed_once(desk: Desk) -> None:
    """It lies in Drafts as a draft that was seen; doing it again after a crash adds none (fault 3)."""
    for _ in range(2):
        placed = await desk.do(PLACE, draft())
        assert isinstance(placed, DraftPlaced)
        assert (placed.digest, placed.flagged) == (digest(draft()), False)
        assert placed.place is not None
    assert await desk.lying(Folder.DRAFTS) == [(draft(), frozenset({"\\Draft", "\\Seen"}))]


@pytest.mark.parametrize("role", [Folder.SENT, Folder.TRASH, Folder.APPROVED])
async def test_not_placed_where_it_went_already(desk: Desk, role: Folder) -> None:
    """Sent, deleted or approved between the append and its record: it is not written again (fault 94)."""
    await desk.lay(role, draft())
    await desk.do(PLACE, draft())
    assert await desk.lying(Folder.DRAFTS) == []


async def test_a_drafts_folder_that_is_gone_is_made_again(desk: Desk) -> None:
    """A client deleted the empty folder: the draft is placed all the same (clients.md s3, 2; fault 56)."""
    await desk.session.select("INBOX")
    await desk.session._run(f'DELETE "{desk.names[Folder.DRAFTS]}"')
    await desk.do(PLACE, draft())
    assert [raw for raw, _ in await desk.lying(Folder.DRAFTS)] == [draft()]


async def test_replaced(desk: Desk) -> None:
    """The new text lies there and the old one is gone, also when it is done twice."""
    old = await desk.lay(Folder.DRAFTS, draft())
    new = draft("<m2@home.example>", "Thank you, late.")
    for _ in range(2):
        placed = await desk.do(ReplaceDraft("main", NOTE, TOKEN, (old,), old.digest), new, "<m2@home.example>")
        assert isinstance(placed, DraftPlaced)
    assert [raw for raw, _ in await desk.lying(Folder.DRAFTS)] == [new]


async def test_an_edited_draft_is_not_replaced(desk: Desk) -> None:
    """The owner touched it since: his text stays, and no second one appears (fault 88)."""
    edited = draft(text="My words.")
    old = await desk.lay(Folder.DRAFTS, edited)
    await desk.do(ReplaceDraft("main", NOTE, TOKEN, (old,), digest(draft())), draft("<m2@h.example>"), "<m2@h.example>")
    assert [raw for raw, _ in await desk.lying(Folder.DRAFTS)] == [edited]


async def test_a_draft_that_is_open_in_an_editor_is_not_replaced(desk: Desk) -> None:
    """Expunged while it is edited: nothing is written beside it (clients.md s3, 1)."""
    gone = Copy(Place("main", Folder.DRAFTS, 1, 1), digest(draft()), False, "<m1@home.example>")
    await desk.do(ReplaceDraft("main", NOTE, TOKEN, (gone,), gone.digest), draft("<m2@h.example>"), "<m2@h.example>")
    assert await desk.lying(Folder.DRAFTS) == []


async def test_of_twins_the_approved_one_is_left(desk: Desk) -> None:
    """An append that was finished late lies there twice: the starred copy stays, other texts too (fault 3)."""
    edited = draft("<m9@client.example>", "My words.")
    await desk.lay(Folder.DRAFTS, draft())
    await desk.lay(Folder.DRAFTS, edited)
    await desk.lay(Folder.DRAFTS, draft(), "\\Flagged")
    for _ in range(2):
        await desk.do(RemoveTwins("main", NOTE, TOKEN, digest(draft())))
        lying = dict(await desk.lying(Folder.DRAFTS))
        assert set(lying) == {edited, draft()}
        assert len(await desk.lying(Folder.DRAFTS)) == 2
        assert "\\Flagged" in lying[draft()]


async def test_withdrawn(desk: Desk) -> None:
    """Our bytes go; the owner's go to Followup/Withdrawn; a stranger's draft stays."""
    stranger = b"Subject: mine\r\nMessage-ID: <x@home.example>\r\n\r\nhello\r\n"
    await desk.lay(Folder.DRAFTS, stranger)
    await desk.lay(Folder.DRAFTS, draft())
    edited = draft("<m9@client.example>", "My words.")
    await desk.lay(Folder.APPROVED, edited)
    done = await desk.do(WithdrawDraft("main", NOTE, TOKEN, digest(draft())))
    assert isinstance(done, DraftWithdrawn)
    assert done.kept
    assert [raw for raw, _ in await desk.lying(Folder.DRAFTS)] == [stranger]
    assert [raw for raw, _ in await desk.lying(Folder.WITHDRAWN)] == [edited]
    assert await desk.lying(Folder.TRASH) == []


async def claim(desk: Desk, copy: Copy) -> Event | Claimed | None:
    return await desk.do(ClaimDraft("main", NOTE, TOKEN, copy, copy.folder is Folder.DRAFTS))


async def test_claimed(desk: Desk) -> None:
    """Starred in Drafts, or lying in Followup/Approved: these bytes."""
    starred = await desk.lay(Folder.DRAFTS, draft(), "\\Flagged")
    assert await claim(desk, starred) == Claimed(starred, draft())
    await desk.session.select(desk.names[Folder.DRAFTS], writable=True)
    await desk.session.remove([starred.place.uid])
    moved = await desk.lay(Folder.APPROVED, draft())
    assert await claim(desk, moved) == Claimed(moved, draft())


async def refused(desk: Desk, copy: Copy) -> str:
    result = await claim(desk, copy)
    assert isinstance(result, ClaimFailed)
    assert result.retry_at is not None
    return result.reason


async def test_a_claim_needs_the_star(desk: Desk) -> None:
    """The star was taken off in the last moment (fault 87)."""
    assert "starred" in await refused(desk, await desk.lay(Folder.DRAFTS, draft()))


async def test_a_claim_needs_the_same_bytes(desk: Desk) -> None:
    """What lies there is not what was approved (fault 88)."""
    there = await desk.lay(Folder.DRAFTS, draft(), "\\Flagged")
    other = Copy(there.place, digest(b"another text"), True, there.message_id)
    assert "not the one that was approved" in await refused(desk, other)


async def test_a_claim_needs_to_be_the_only_copy(desk: Desk) -> None:
    """A second live copy: nobody knows which one is meant (fault 90)."""
    there = await desk.lay(Folder.DRAFTS, draft(), "\\Flagged")
    await desk.lay(Folder.APPROVED, draft("<m5@client.example>"))
    assert "several" in await refused(desk, there)


async def test_a_claim_needs_that_nothing_was_sent(desk: Desk) -> None:
    """It lies in Sent already (fault 91)."""
    there = await desk.lay(Folder.DRAFTS, draft(), "\\Flagged")
    await desk.lay(Folder.SENT, draft("<m6@client.example>"))
    assert "Sent" in await refused(desk, there)


async def test_a_claim_needs_its_place(desk: Desk) -> None:
    """Deleted, or under another uidvalidity: not there (fault 52)."""
    there = await desk.lay(Folder.DRAFTS, draft(), "\\Flagged")
    other = Place("main", Folder.DRAFTS, there.place.uidvalidity + 1, there.place.uid)
    moved = Copy(other, there.digest, True, there.message_id)
    assert "not where it was" in await refused(desk, moved)
    await desk.session.select(desk.names[Folder.DRAFTS], writable=True)
    await desk.session.store([there.place.uid], ["\\Deleted"], add=True)
    assert "not where it was" in await refused(desk, there)


async def test_filed_once_and_retired(desk: Desk) -> None:
    """One copy in Sent however often it is done, and the draft is gone; an edited one would stay (faults 8, 9)."""
    approved = await desk.lay(Folder.DRAFTS, draft(), "\\Flagged")
    for _ in range(2):
        assert isinstance(await desk.do(FileSent("main", NOTE, TOKEN, approved), draft()), SentFiled)
    assert await desk.lying(Folder.SENT) == [(draft(), frozenset({"\\Seen"}))]
    assert await desk.lying(Folder.DRAFTS) == []
    edited = draft("<m1@home.example>", "My words.")
    await desk.lay(Folder.DRAFTS, edited)
    await desk.do(FileSent("main", NOTE, TOKEN, approved), draft())
    assert [raw for raw, _ in await desk.lying(Folder.DRAFTS)] == [edited]


async def test_a_server_that_files_itself(desk: Desk) -> None:
    """Where the server files in Sent, we never do (fault 85)."""
    desk.outbox = Outbox("main", sent_copy="server")
    await desk.do(FileSent("main", NOTE, TOKEN, None), draft())
    assert await desk.lying(Folder.SENT) == []


async def test_released(desk: Desk) -> None:
    """The opposite gesture: the star goes, or the draft moves back."""
    starred = await desk.lay(Folder.DRAFTS, draft(), "\\Flagged")
    await desk.do(ReleaseDraft("main", NOTE, starred))
    assert await desk.lying(Folder.DRAFTS) == [(draft(), frozenset())]
    moved = await desk.lay(Folder.APPROVED, draft("<m7@home.example>"))
    await desk.do(ReleaseDraft("main", NOTE, moved))
    assert await desk.lying(Folder.APPROVED) == []
    assert len(await desk.lying(Folder.DRAFTS)) == 2


async def test_told_once(desk: Desk) -> None:
    """A message to the owner is unread, and there is one of it, however often it is laid there."""
    notice = b"Subject: Notice\r\nMessage-ID: <n1@home.example>\r\n\r\nhello\r\n"
    for _ in range(2):
        await desk.do(Tell("main", "key"), notice, "<n1@home.example>")
    assert await desk.lying(Folder.INBOX) == [(notice, frozenset())]
