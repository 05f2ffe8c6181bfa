"""What approves a draft, what voids that, and what happens to one that is not wanted: on every pair of servers."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.hosts import Host
from tests.story import letters
from tests.story.stage import Show, stage
from tests.story.test_story import END, NUDGE, START

JANE = "jane@acme.example"
LAID = END + timedelta(minutes=30)
OPEN = END + timedelta(hours=1, minutes=30)
"""Well inside sending hours: what was approved has left by then."""


@pytest.fixture
async def show(host: Host, tmp_path: Path) -> AsyncIterator[Show]:
    """The panel is over and three drafts lie there."""
    async with stage(host, tmp_path, START) as show:
        await show.deliver(letters.invitation(show.user), letters.PANEL - timedelta(days=1))
        await show.until(LAID)
        assert len(await show.drafts()) == 3
        yield show


async def note(show: Show, email: str = JANE) -> str:
    return show.states()[email]


async def test_nothing_leaves_without_a_gesture(show: Show) -> None:
    """Drafts that nobody approved stay where they are, and are taken back in the end."""
    await show.until(END + timedelta(days=10))
    assert await show.sent() == []
    assert await note(show) == "withdrawn"


async def test_an_edit_voids_a_star(show: Show) -> None:
    """The edited text waits for a star of its own, and then exactly that text leaves (fault 88)."""
    await show.owner.star(JANE)
    await show.daemon.settle()
    await show.owner.edit(JANE, b"Sincerely", b"With thanks", message_id=b"<edited-1@client.example>")
    await show.until(OPEN)
    assert await show.sent() == []
    assert await note(show) == "queued"
    await show.owner.star(JANE)
    await show.until(OPEN + timedelta(minutes=10))
    ((to, raw),) = await show.host.submitted(show.user)
    assert to == JANE
    assert b"With thanks" in raw
    assert b"Sincerely" not in raw
    assert [t for t in await show.drafts() if "Jane" in t] == []


async def test_an_old_star_on_an_old_text_is_not_an_approval(show: Show) -> None:
    """A client that leaves the starred old text beside the new one has approved neither (fault 90)."""
    await show.owner.star(JANE)
    _, raw = await show.owner.find("Drafts", JANE)
    edited = raw.replace(b"Sincerely", b"With thanks")
    await show.owner.session.append(show.host.folder("Drafts"), edited, flags=["\\Draft"])
    await show.until(OPEN)
    assert await show.sent() == []


async def test_the_same_draft_twice(show: Show) -> None:
    """An append that the server finished after a crash and a new search: one copy goes, a star counts (fault 3)."""
    _, raw = await show.owner.find("Drafts", JANE)
    await show.owner.session.append(show.host.folder("Drafts"), raw, flags=["\\Draft"])
    await show.daemon.settle()
    assert len(await show.drafts()) == 3
    await show.owner.star(JANE)
    await show.until(OPEN)
    assert await show.sent() == [JANE]


async def test_a_star_that_is_marked_deleted_does_not_count(show: Show) -> None:
    """A starred text that its client has marked as deleted is gone (clients.md s3, 3)."""
    await show.owner.star(JANE)
    uid, _ = await show.owner.find("Drafts", JANE)
    await show.owner.session.select(show.host.folder("Drafts"), writable=True)
    await show.owner.session.store([uid], ["\\Deleted"], add=True)
    await show.until(OPEN)
    assert await note(show) == "limbo"
    assert await show.sent() == []


async def test_a_star_taken_off_in_time(show: Show) -> None:
    """Un-starred within the undo time, it stays (fault 87)."""
    await show.until(OPEN)
    await show.owner.star(JANE)
    await show.daemon.settle()
    assert await note(show) == "approved"
    await show.owner.star(JANE, on=False)
    await show.until(OPEN + timedelta(minutes=30))
    assert await show.sent() == []
    assert await note(show) == "queued"


async def test_deleted_means_no_note(show: Show) -> None:
    """A draft in Trash is discarded: neither sent nor written again (fault 94)."""
    await show.owner.delete(JANE)
    await show.until(END + timedelta(hours=20))
    assert await note(show) == "discarded"
    assert len(await show.drafts()) == 2


async def test_taken_out_of_trash_again(show: Show) -> None:
    """The opposite gesture undoes it: back in Drafts, it waits for a star like any other."""
    await show.owner.delete(JANE)
    await show.daemon.settle()
    assert await note(show) == "discarded"
    uid, _ = await show.owner.find("Trash", JANE)
    await show.owner.session.select(show.host.folder("Trash"), writable=True)
    await show.owner.session.move([uid], show.host.folder("Drafts"))
    await show.daemon.settle()
    assert await note(show) == "queued"
    await show.owner.star(JANE)
    await show.until(OPEN)
    assert await show.sent() == [JANE]


async def test_a_gesture_that_the_owner_does_not_use(host: Host, tmp_path: Path) -> None:
    """Where only moving approves, a star is just a star."""
    async with stage(host, tmp_path, START, extra='[approval]\ngestures = ["move"]\n') as show:
        await show.deliver(letters.invitation(show.user), letters.PANEL - timedelta(days=1))
        await show.until(LAID)
        await show.owner.star(JANE)
        await show.owner.approve_by_moving("john@acme.example")
        await show.until(OPEN)
        assert await show.sent() == ["john@acme.example"]


async def test_a_vanished_draft_is_waited_for(show: Show) -> None:
    """Expunged while it is being edited, it is not written again; saved, it waits for a star (fault 93)."""
    uid, raw = await show.owner.find("Drafts", JANE)
    await show.owner.session.select(show.host.folder("Drafts"), writable=True)
    await show.owner.session.remove([uid])
    await show.until(OPEN)
    assert await note(show) == "limbo"
    assert len(await show.drafts()) == 2
    saved = raw.replace(b"Sincerely", b"With thanks")
    await show.owner.session.append(show.host.folder("Drafts"), saved, flags=["\\Draft"])
    await show.until(OPEN + timedelta(hours=1))
    assert await note(show) == "queued"
    await show.owner.star(JANE)
    await show.until(OPEN + timedelta(hours=2))
    assert await show.sent() == [JANE]


async def test_gone_for_a_day_is_told(show: Show) -> None:
    """A draft that never comes back is discarded after a day, and the owner hears of it (fault 93)."""
    uid, _ = await show.owner.find("Drafts", JANE)
    await show.owner.session.select(show.host.folder("Drafts"), writable=True)
    await show.owner.session.remove([uid])
    await show.until(LAID + timedelta(hours=25))
    assert await note(show) == "discarded"
    inbox = b"".join((await show.owner.all("INBOX")).values())
    assert b"is gone" in inbox


async def test_a_drafts_folder_made_anew(show: Show) -> None:
    """A client deletes and re-creates Drafts: other uidvalidity, the same notes (clients.md s3, 2; faults 52, 56)."""
    drafts, kept = show.host.folder("Drafts"), await show.owner.all("Drafts")
    await show.owner.session.select("INBOX")
    await show.owner.session._run(f'DELETE "{drafts}"')
    await show.daemon.settle()
    assert await note(show) == "limbo"
    await show.owner.session.create(drafts)
    for raw in kept.values():
        await show.owner.session.append(drafts, raw, flags=["\\Draft"])
    await show.owner.star(JANE)
    await show.until(OPEN)
    assert await show.sent() == [JANE]
    assert len(await show.drafts()) == 2


async def test_a_rejection_overtakes_an_approval(show: Show) -> None:
    """Approved, but the rejection comes before the send: nothing leaves (fault 101)."""
    await show.owner.star(JANE)
    await show.deliver(letters.rejection(show.user, END + timedelta(minutes=50)), END + timedelta(minutes=50))
    await show.until(END + timedelta(days=3))
    assert await show.sent() == []
    assert await note(show) == "withdrawn"


async def test_what_the_owner_wrote_is_kept(show: Show) -> None:
    """A draft that he edited and that is no longer wanted goes to Followup/Withdrawn, not away."""
    await show.owner.edit(JANE, b"Sincerely", b"My own words")
    await show.daemon.settle()
    await show.deliver(letters.rejection(show.user, END + timedelta(minutes=50)), END + timedelta(minutes=50))
    kept = await show.owner.all("Followup/Withdrawn")
    assert len(kept) == 1
    assert b"My own words" in next(iter(kept.values()))


async def test_hours_at_the_recipient(show: Show) -> None:
    """Starred late in the evening, it leaves at eight in the morning there."""
    await show.until(END.replace(hour=21))
    await show.owner.star(JANE)
    await show.until(END.replace(hour=7, minute=59) + timedelta(days=1))
    assert await show.sent() == []
    await show.until(END.replace(hour=8) + timedelta(days=1))
    assert await show.sent() == [JANE]


async def test_their_answer_stops_the_nudge(show: Show) -> None:
    """A human answer in the thread restarts the clock: no nudge on the old date (fault 104)."""
    when = NUDGE - timedelta(days=1)
    text = "Hi Alex,\n\nThanks for your patience, we are still discussing in the team.\n\nRita\n"
    await show.deliver(letters.letter(5, when, "Re: Interview at Acme", text, to=show.user, parent=1), when)
    await show.until(NUDGE + timedelta(hours=1))
    assert [t for t in await show.drafts() if "Rita" in t] == []


async def test_a_cancelled_interview_is_not_thanked_for(host: Host, tmp_path: Path) -> None:
    """METHOD:CANCEL before it takes place: no note."""
    async with stage(host, tmp_path, START) as show:
        await show.deliver(letters.invitation(show.user), letters.PANEL - timedelta(days=1))
        when = letters.PANEL - timedelta(hours=2)
        await show.deliver(letters.invitation(show.user, when, sequence=1, method="CANCEL"), when)
        await show.until(END + timedelta(days=1))
        assert await show.drafts() == []


async def test_a_moved_interview_is_thanked_for_at_its_new_time(host: Host, tmp_path: Path) -> None:
    """A higher SEQUENCE moves it; notes come after the new end only."""
    async with stage(host, tmp_path, START) as show:
        await show.deliver(letters.invitation(show.user), letters.PANEL - timedelta(days=1))
        when, moved = letters.PANEL - timedelta(hours=2), letters.PANEL + timedelta(days=2)
        await show.deliver(letters.invitation(show.user, when, start=moved, sequence=1), when)
        await show.until(moved + timedelta(hours=1, minutes=19))
        assert await show.drafts() == []
        await show.until(moved + timedelta(hours=1, minutes=20))
        assert len(await show.drafts()) == 3
