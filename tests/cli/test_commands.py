"""check, status, why, pause, resume and resend, as a user meets them, beside a daemon on real servers."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.__main__ import main
from followupd.control import ControlSocket, socket_path
from followupd.status import answer
from tests.servers import hosts
from tests.servers.hosts import Host
from tests.story import letters
from tests.story.stage import Show, stage, write_config
from tests.story.test_story import END, NUDGE, START


async def command(*words: str) -> int:
    """Run a command beside the daemon's loop."""
    return await asyncio.to_thread(main, list(words))


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)


async def held(show: Show) -> None:
    """The panel is over and the drafts lie there."""
    await show.deliver(letters.invitation(show.user), letters.PANEL - timedelta(days=1))
    await show.until(END + timedelta(minutes=20))


async def test_check_says_what_is_well(host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every line ok on a mailbox that works, exit 0, and nothing is made or sent."""
    user = await host.add_user()
    path = write_config(tmp_path, host, {"main": user})
    assert await command("check", "--config", str(path)) == 0
    said = capsys.readouterr().out
    assert "failed" not in said
    assert "takes mail from you" in said
    session = await host.session(user)
    assert not [f.name for f in await session.folders() if "Followup" in f.name]
    await session.logout()
    assert await host.submitted(user) == []


async def test_check_names_a_wrong_password(host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong password is said as such, with exit 77 (fault 61)."""
    path = write_config(tmp_path, host, {"main": await host.add_user()})
    (tmp_path / "secret").write_text("wrong\n")
    assert await command("check", "--config", str(path)) == 77
    assert "refused the sign-in" in capsys.readouterr().out


async def test_status_from_the_daemon_and_from_the_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same notes, whether the daemon answers or the journal is read; pause and resume reach the daemon."""
    async with hosts.embedded() as host, stage(host, tmp_path, START) as show:
        await held(show)
        config = ("--config", str(tmp_path / "config.toml"))
        path = socket_path(tmp_path / "state")
        async with ControlSocket(path, lambda request: answer(show.daemon, request)):
            assert await command("status", "--json", *config) == 0
            alive = json.loads(capsys.readouterr().out)
            assert await command("pause", *config) == 0
            assert show.daemon.dispatcher.search.paused
            await show.owner.star("jane@acme.example")
            await show.until(END + timedelta(hours=3))
            assert await show.sent() == []
            assert await command("resume", *config) == 0
            await show.until(END + timedelta(hours=3, minutes=5))
            assert await show.sent() == ["jane@acme.example"]
            assert await command("pause", "nobody", *config) == 65
            assert "followupd status lists them" in capsys.readouterr().err
        assert await command("pause", *config) == 69
        assert await command("status", "--json", *config) == 0
    dead = json.loads(capsys.readouterr().out)
    assert {n["note"] for n in dead["notes"]} == {n["note"] for n in alive["notes"]}
    assert alive["accounts"][0]["state"] == "connected"
    assert dead["running"] is False


async def test_why_tells_drafts_stops_and_their_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each draft, the stop, and the words behind it are explained, with the quotation (issue: main job, 5)."""
    async with hosts.embedded() as host, stage(host, tmp_path, START) as show:
        await held(show)
        await show.until(NUDGE)
        await show.deliver(letters.rejection(show.user, NUDGE + timedelta(hours=3)), NUDGE + timedelta(hours=3))
        config = ("--config", str(tmp_path / "config.toml"))
        assert await command("why", "acme", *config) == 0
    told = capsys.readouterr().out
    assert "move forward with other candidates" in told
    assert "stop" in told
    assert "queue draft: thank you to jane@acme.example" in told
    assert "withdraw draft: nudge to rita@acme.example" in told
    assert "METHOD:REQUEST" in told


async def test_why_explains_what_was_not_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not there is explained as well: a cancelled interview, and one nudge fewer (issue: main job, 5)."""
    async with hosts.embedded() as host, stage(host, tmp_path, START) as show:
        await show.deliver(letters.invitation(show.user), letters.PANEL - timedelta(days=1))
        gone = letters.invitation(show.user, letters.PANEL - timedelta(hours=5), sequence=1, method="CANCEL")
        await show.deliver(gone, letters.PANEL - timedelta(hours=5))
        await show.until(END + timedelta(hours=2))
        assert await show.drafts() == []
        config = ("--config", str(tmp_path / "config.toml"))
        assert await command("why", "acme", *config) == 0
    told = capsys.readouterr().out
    assert "no thank-you for the interview of 2026-03-03 14:00 UTC: it was cancelled" in told


async def test_why_of_something_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Something that nobody knows is an error that says what to do."""
    async with hosts.embedded() as host, stage(host, tmp_path, START):
        assert await command("why", "nothing", "--config", str(tmp_path / "config.toml")) == 65
    assert "followupd status lists what is" in capsys.readouterr().err


def test_configuration_errors_come_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 78, one line a problem, each with its key and line."""
    path = tmp_path / "config.toml"
    path.write_text('[me]\nnam = "x"\n\n[account.main]\nemail = "nonsense"\nfolders = { inbox = "x" }\n')
    assert [main([name, "--config", str(path)]) for name in ("run", "check", "status")] == [78, 78, 78]
    said = capsys.readouterr().err.splitlines()
    assert any("line 2" in line and "me.nam" in line and "name" in line for line in said)
    assert any("line 5" in line and "account.main.email" in line for line in said)
    assert any("inbox" in line and "drafts, sent, trash" in line for line in said)
