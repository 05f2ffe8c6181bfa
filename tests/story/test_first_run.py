"""The first run learns from the past, and acts only on what is still warm."""

from datetime import timedelta
from pathlib import Path

from followupd.clock import SimulatedClock
from followupd.config import load
from followupd.daemon import Daemon
from tests.servers.hosts import Host, owners_client
from tests.story import letters
from tests.story.stage import Show, journal_of, write_config
from tests.story.test_story import END


async def first_run(host: Host, folder: Path, after: timedelta, *, rejected: bool = False) -> tuple[list[str], str]:
    """Recipients of drafts, and the text of INBOX, some time after the interview that lies in the past."""
    user = await host.add_user()
    config = load(write_config(folder, host, {"main": user}))
    clock = SimulatedClock(END + after)
    async with owners_client(host, user) as owner:
        when = letters.PANEL - timedelta(days=1)
        await owner.deliver(bytes(letters.invitation(user, when)), when)
        if rejected:
            await owner.deliver(bytes(letters.rejection(user, END + timedelta(days=1))), END + timedelta(days=1))
        with journal_of(config.journal_path) as journal:
            daemon = Daemon(config, clock, journal)
            async with daemon.connected():
                show = Show(host, user, clock, daemon, owner)
                await show.until(clock.now() + timedelta(minutes=1))
                inbox = b"".join((await owner.all("INBOX")).values()).decode()
                return sorted(await show.drafts()), inbox


async def test_an_interview_of_today_is_thanked_for(host: Host, tmp_path: Path) -> None:
    """It ended three hours ago: the drafts come."""
    assert len((await first_run(host, tmp_path, timedelta(hours=3)))[0]) == 3


async def test_an_interview_of_the_day_before_is_not(host: Host, tmp_path: Path) -> None:
    """It ended more than 24 hours ago: no thank-you, and the silence is too young for a nudge."""
    assert (await first_run(host, tmp_path, timedelta(hours=25)))[0] == []


async def test_a_warm_silence_is_nudged(host: Host, tmp_path: Path) -> None:
    """Nine days of silence: one nudge."""
    assert (await first_run(host, tmp_path, timedelta(days=9)))[0] == ["Rita Cole <rita@acme.example>"]


async def test_a_cold_silence_is_listed_once(host: Host, tmp_path: Path) -> None:
    """Three weeks of silence: no nudge; the owner is told once which they are."""
    drafts, inbox = await first_run(host, tmp_path, timedelta(days=21))
    assert drafts == []
    assert inbox.count("Subject: Older applications without an answer: 1") == 1


async def test_sent_is_read_before_anything_is_planned(host: Host, tmp_path: Path) -> None:
    """He wrote himself three days ago, which stands in Sent only: not even for a moment is a nudge wanted."""
    user = await host.add_user()
    config, clock = load(write_config(tmp_path, host, {"main": user})), SimulatedClock(END + timedelta(days=9))
    async with owners_client(host, user) as owner:
        when = letters.PANEL - timedelta(days=1)
        await owner.deliver(bytes(letters.invitation(user, when)), when)
        written, sender = END + timedelta(days=6), f"Alex Rivera <{user}>"
        mine = letters.letter(1, written, "Re: Interview at Acme", "Any news?\n", to="rita@acme.example", sender=sender)
        mine["In-Reply-To"] = "<1@acme.example>"
        await owner.session.append(host.folder("Sent"), bytes(mine), received=written)
        with journal_of(config.journal_path) as journal:
            daemon = Daemon(config, clock, journal)
            async with daemon.connected():
                show = Show(host, user, clock, daemon, owner)
                await show.until(clock.now() + timedelta(minutes=1))
                assert [a for a in show.actions() if a.action == "queue_draft"] == []


async def test_half_a_past_is_not_acted_on(host: Host, tmp_path: Path) -> None:
    """The rejection lies behind the invitation: nothing is drafted, and nothing of it is told."""
    drafts, inbox = await first_run(host, tmp_path, timedelta(days=9), rejected=True)
    assert drafts == []
    assert "followupd" not in inbox
