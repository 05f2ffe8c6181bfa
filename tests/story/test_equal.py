"""The rehearsal of an mbox and the daemon on real servers do the same, to the minute."""

import json
import mailbox
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from followupd.__main__ import main
from followupd.cli.rehearse import as_json
from tests.servers.hosts import Host
from tests.story import letters
from tests.story.stage import Show, stage
from tests.story.test_story import END, NUDGE, START

TIMES = [letters.PANEL - timedelta(days=1, hours=4), letters.PANEL - timedelta(hours=22), NUDGE + timedelta(days=2),
         NUDGE + timedelta(days=3)]  # fmt: skip


def story(user: str) -> list[EmailMessage]:
    """Two applications in one mailbox, interleaved."""
    return [
        letters.invitation(user, TIMES[0]), letters.phone_screen(user, TIMES[1]), letters.rejection(user, TIMES[2]),
        letters.offer_by_phone(user, TIMES[3]),
    ]  # fmt: skip


class Approving(Show):
    """The owner stars every draft the moment he sees it."""

    async def until(self, when: datetime) -> None:
        await self.approve_all()
        while self.clock.due and self.clock.due <= when:
            self.clock.advance_to(self.clock.due)
            await self.approve_all()
        self.clock.advance_to(when)
        await self.approve_all()

    async def approve_all(self) -> None:
        await self.daemon.settle()
        await self.owner.session.select(self.host.folder("Drafts"), writable=True)
        await self.owner.session.store(await self.owner.session.search(), ["\\Flagged"], add=True)
        await self.daemon.settle()


def minute(line: str) -> dict[str, object]:
    """A line of ``rehearse --json``, its time cut to the minute."""
    action = json.loads(line)
    return {**action, "at": action["at"][:16]}


async def daemons(host: Host, folder: Path) -> tuple[str, list[dict[str, object]]]:
    async with stage(host, folder, START) as show:
        approving = Approving(show.host, show.user, show.clock, show.daemon, show.owner)
        for mail, when in zip(story(show.user), TIMES, strict=True):
            await approving.until(when)
            await show.owner.deliver(bytes(mail), when)
        await approving.until(TIMES[-1] + timedelta(days=45))
        return show.user, [minute(as_json(a)) for a in show.actions()]


async def test_rehearsal_equals_the_daemon(host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same actions, texts and causes, at the same minutes (issue: main job, 3)."""
    user, done = await daemons(host, tmp_path)
    box = mailbox.mbox(tmp_path / "story.mbox")
    for mail in story(user):
        box.add(bytes(mail))
    box.close()
    import asyncio

    words = ["rehearse", "--config", str(tmp_path / "config.toml"), "--json", str(tmp_path / "story.mbox")]
    assert await asyncio.to_thread(main, words) == 0
    rehearsed = [minute(line) for line in capsys.readouterr().out.splitlines()]
    assert rehearsed == done
    assert len([a for a in done if a["action"] == "send"]) >= 5
    assert END.isoformat()[:10] in str(done[0]["at"])
    assert datetime.fromisoformat(str(done[0]["at"])).replace(tzinfo=UTC) == END + timedelta(minutes=20)
