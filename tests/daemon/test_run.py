"""``followupd run`` as systemd starts it: a process of its own, the machine's clock, real servers."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.servers.hosts import Host, owners_client
from tests.story import letters
from tests.story.stage import write_config

AT_ANY_HOUR = """
[approval]
hold = "0s"

[sending]
hours = "00:00-23:59"
weekends = true
not_sooner = "0s"
"""


class Service:
    """The daemon, and what it tells systemd."""

    def __init__(self, folder: Path, config: Path) -> None:
        self.folder, self.config = folder, config
        self.said: list[str] = []
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._ear.bind(str(folder / "notify"))
        self._ear.setblocking(False)
        self.environment = {
            **os.environ, "XDG_RUNTIME_DIR": str(folder), "NOTIFY_SOCKET": str(folder / "notify"), "TZ": "UTC",
        }  # fmt: skip
        self.environment.pop("RUNTIME_DIRECTORY", None)

    async def command(self, *words: str) -> tuple[int, str, str]:
        pipe = asyncio.subprocess.PIPE
        arguments = [sys.executable, "-m", "followupd", *words, "--config", str(self.config)]
        child = await asyncio.create_subprocess_exec(*arguments, stdout=pipe, stderr=pipe, env=self.environment)
        out, err = await child.communicate()
        return child.returncode or 0, out.decode(), err.decode()

    async def start(self) -> None:
        words = [sys.executable, "-m", "followupd", "run", "--config", str(self.config)]
        log = (self.folder / "log").open("ab")
        self.child = await asyncio.create_subprocess_exec(*words, stdout=log, stderr=log, env=self.environment)
        log.close()

    def heard(self, word: str) -> bool:
        try:
            while True:
                self.said.append(self._ear.recv(4096).decode())
        except BlockingIOError:
            return any(word in said for said in self.said)

    def close(self) -> None:
        self._ear.close()
        if self.child.returncode is None:
            self.child.kill()


async def eventually(true: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait until it holds; the bound only ends a test that would never end."""
    for _ in range(900):
        if await true():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"never: {what}")


@pytest.fixture
async def service(host: Host, tmp_path: Path) -> AsyncIterator[Service]:
    user = await host.add_user()
    service = Service(tmp_path, write_config(tmp_path, host, {"main": user}, AT_ANY_HOUR))
    await service.start()
    yield service
    service.close()
    await service.child.wait()


async def connected(service: Service) -> bool:
    _, out, _ = await service.command("status", "--json")
    return bool(out) and any(a["last_scan"] for a in json.loads(out).get("accounts", []))


async def test_a_day_in_its_life(host: Host, service: Service) -> None:
    """Ready, an invitation noticed by a push, drafts, a star, a send, a reload that is refused, a clean end."""
    user = host.users[-1]
    await eventually(lambda: connected(service), "connected")
    assert service.heard("READY=1")
    now = datetime.now(tz=UTC)
    ended = (now - timedelta(minutes=90)).replace(second=0, microsecond=0)
    async with owners_client(host, user) as owner:
        london = ended.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)
        await owner.deliver(bytes(letters.invitation(user, now - timedelta(days=1), start=london)), now)

        async def laid() -> bool:
            return len(await owner.all("Drafts")) == 3

        await eventually(laid, "three drafts")
        await owner.star("jane@acme.example")

        async def sent() -> bool:
            return [to for to, _ in await host.submitted(user)] == ["jane@acme.example"]

        await eventually(sent, "one send")

        async def filed() -> bool:
            return len(await owner.all("Sent")) == 1 and len(await owner.all("Drafts")) == 2

        await eventually(filed, "filed in Sent, the draft retired")
    code, _, said = await service.command("run")
    assert code != 0
    assert len(said.splitlines()) == 1
    service.config.write_text(service.config.read_text().replace("[approval]", "[aproval]"))
    service.child.send_signal(signal.SIGHUP)

    async def refused() -> bool:
        return service.heard("mistakes")

    await eventually(refused, "the reload is refused in so many words")
    service.child.send_signal(signal.SIGTERM)
    assert await service.child.wait() == 0
    assert service.heard("STOPPING=1")
    log = (service.folder / "log").read_text()
    assert "Traceback" not in log
    for private in (user, "jane@acme.example", "Interview at Acme"):
        assert private not in log


@pytest.mark.parametrize("host", ["embedded"], indirect=True)
async def test_it_comes_back_after_the_line_breaks(host: Host, service: Service) -> None:
    """Connections die; mail that came meanwhile is read after the next sign-in (faults 35, 64)."""
    assert host.office is not None
    user, now = host.users[-1], datetime.now(tz=UTC)
    await eventually(lambda: connected(service), "connected")
    for task in tuple(host.office._connections):
        task.cancel()
    async with owners_client(host, user) as owner:
        await owner.deliver(bytes(letters.invitation(user, now, start=datetime(2027, 3, 2, 14))), now)

        async def known() -> bool:
            _, out, _ = await service.command("status", "--json")
            return any(a["application"] == "acme" for a in json.loads(out)["applications"])

        await eventually(known, "the invitation is read")


async def test_a_wrong_password_is_no_storm(host: Host, service: Service) -> None:
    """The account waits minutes before it tries again, and status gives the true reason (fault 61)."""
    await eventually(lambda: connected(service), "connected")
    service.child.send_signal(signal.SIGTERM)
    await service.child.wait()
    (service.folder / "secret").write_text("wrong\n")
    await service.start()

    async def said() -> bool:
        _, out, _ = await service.command("status", "--json")
        report = json.loads(out)
        return any("refused the sign-in" in t["reason"] for t in report["troubles"])

    await eventually(said, "the reason stands in status")
    await asyncio.sleep(8)
    assert (service.folder / "log").read_text().count("account_trouble") == 1
    _, out, _ = await service.command("status", "--json")
    assert json.loads(out)["accounts"][0]["state"] == "trouble"
