"""The main job on real servers: one application, complete, told twice (rejection, offer)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.servers.hosts import Host
from tests.story import letters
from tests.story.stage import Show, head, stage

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
END = letters.PANEL + timedelta(hours=1)
NUDGE = datetime(2026, 3, 10, 9, tzinfo=UTC)
"""Nine o'clock on the fifth business day after the notes of Tuesday, 3 March."""


async def thanked(show: Show) -> None:
    """The panel has been held; one note is starred, one is moved, one the owner sends himself."""
    await show.deliver(letters.invitation(show.user), letters.PANEL - timedelta(days=1, hours=4))
    await show.until(END + timedelta(minutes=19))
    assert await show.drafts() == []
    await show.until(END + timedelta(minutes=20))
    assert sorted(await show.drafts()) == [
        "Jane Doe <jane@acme.example>", "John Roe <john@acme.example>", "Mei Lin <mei@acme.example>",
    ]  # fmt: skip
    await show.owner.star("jane@acme.example")
    await show.owner.approve_by_moving("john@acme.example")
    await show.owner.send_himself("mei@acme.example")
    await show.until(END + timedelta(minutes=59))
    assert await show.sent() == []
    await show.until(END + timedelta(hours=1))


async def test_until_a_rejection(host: Host, tmp_path: Path) -> None:
    """Confirmation, three notes, two sends inside the window, a nudge after silence, none after the rejection."""
    async with stage(host, tmp_path, START) as show:
        await thanked(show)
        assert await show.sent() == ["jane@acme.example", "john@acme.example"]
        assert await show.drafts() == []
        assert await show.owner.all("Followup/Approved") == {}
        sent = [head(raw, "To") for raw in (await show.owner.all("Sent")).values()]
        assert sorted(sent) == [
            "Jane Doe <jane@acme.example>", "John Roe <john@acme.example>", "Mei Lin <mei@acme.example>",
        ]  # fmt: skip
        assert show.states() == {
            "jane@acme.example": "filed", "john@acme.example": "filed", "mei@acme.example": "sent_by_owner",
        }  # fmt: skip
        await show.until(NUDGE - timedelta(minutes=1))
        assert await show.drafts() == []
        await show.until(NUDGE)
        assert await show.drafts() == ["Rita Cole <rita@acme.example>"]
        await show.deliver(letters.rejection(show.user, NUDGE + timedelta(days=2)), NUDGE + timedelta(days=2))
        kinds = [n.key.kind.value for n in show.daemon.dispatcher.search.notes.values() if n.state.value == "queued"]
        assert kinds == ["rejection_reply"]
        await show.until(NUDGE + timedelta(days=60))
        assert len([a for a in show.actions() if (a.action, a.note) == ("queue_draft", "nudge")]) == 1
        assert len(await show.sent()) == 2


async def test_until_an_offer(host: Host, tmp_path: Path) -> None:
    """An offer withdraws the open nudge as well, and an answer to it is drafted."""
    async with stage(host, tmp_path, START) as show:
        await thanked(show)
        await show.until(NUDGE)
        assert await show.drafts() == ["Rita Cole <rita@acme.example>"]
        await show.deliver(letters.offer(show.user, NUDGE + timedelta(hours=5)), NUDGE + timedelta(hours=5))
        queued = [n.key.kind.value for n in show.daemon.dispatcher.search.notes.values() if n.state.value == "queued"]
        assert queued == ["offer_reply"]
        assert len(await show.drafts()) == 1
        await show.until(NUDGE + timedelta(days=60))
        assert len([a for a in show.actions() if (a.action, a.note) == ("queue_draft", "nudge")]) == 1
