"""Two accounts in one daemon that dies again and again: the same end, nothing twice, nothing lost."""

import asyncio
import contextlib
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from followupd.config import load
from followupd.deciding import Search, fold
from followupd.demo.owner import OwnersClient
from followupd.journal import Journal
from tests.servers import debian, hosts
from tests.servers.hosts import Host, owners_client
from tests.story import letters
from tests.story.stage import write_config
from tests.story.test_story import END, NUDGE, START

KILLS = 10


class Killable:
    """The driver, started again whenever it has died; ``kills``: seconds after an order at which it dies, or None."""

    def __init__(self, config: Path, kills: Callable[[], float | None]) -> None:
        self.config, self.kills = config, kills
        self.now = START
        self.died = self.orders = 0
        self._settling = False
        self._child: asyncio.subprocess.Process | None = None

    async def until(self, when: datetime) -> None:
        """Whatever happens on the way, the daemon has settled at ``when`` in the end."""
        self.orders += 1
        while True:
            moment = self.kills()
            await self._alive()
            try:
                async with asyncio.timeout(moment):
                    await self._order(when)
            except TimeoutError:
                pass
            if moment is None:
                self.now = when
                return
            await self.kill()
            self.died += 1

    async def _alive(self) -> None:
        if self._child is None:
            pipe = asyncio.subprocess.PIPE
            words = [sys.executable, "-m", "tests.story.driver", str(self.config), self.now.isoformat()]
            self._child = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe)
            self._settling = True

    async def _order(self, when: datetime) -> None:
        if self._settling:
            await self._settled()
            self._settling = False
        assert self._child.stdin is not None
        self._child.stdin.write(when.isoformat().encode() + b"\n")
        await self._settled()

    async def _settled(self) -> None:
        assert self._child is not None and self._child.stdout is not None
        line = await self._child.stdout.readline()
        assert line == b"settled\n", "the daemon ended by itself"

    async def kill(self) -> None:
        """SIGKILL, wherever it stands."""
        child, self._child = self._child, None
        if child and child.returncode is None:
            child.kill()
        if child:
            await child.wait()
            # What had reached the server whole is finished by the server; systemd waits five seconds (RestartSec).
            await asyncio.sleep(0.3)


@dataclass
class Ends:
    """What is left in the world when the story is over."""

    states: dict[str, str]
    submitted: Counter[str]
    folders: dict[str, Counter[str]]
    died: int
    orders: int


def kinds(raws: list[bytes]) -> Counter[str]:
    """Recipient and subject of each message."""
    parsed = [message_from_bytes(raw, policy=default) for raw in raws]
    return Counter(f"{m['To']}: {m['Subject']}" for m in parsed)


@contextlib.asynccontextmanager
async def clients(host: Host, users: list[str]) -> AsyncIterator[list[OwnersClient]]:
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(owners_client(host, user)) for user in users]


async def told(host: Host, folder: Path, kills: Callable[[], float | None]) -> Ends:
    """The story on two accounts: a panel in one, a phone screen in the other; a rejection and an offer."""
    users = [await host.add_user("panel"), await host.add_user("phone")]
    config = write_config(folder, host, {"one": users[0], "two": users[1]})
    daemon = Killable(config, kills)
    try:
        async with clients(host, users) as (one, two):
            await _acts(daemon, one, two, users)
            folders = {
                f"{name}/{number}": kinds(list((await client.all(name)).values()))
                for number, client in enumerate((one, two))
                for name in ("INBOX", "Drafts", "Sent", "Followup/Approved", "Followup/Withdrawn", "Trash")
            }
    finally:
        await daemon.kill()
    taken = [(n, to) for n, user in enumerate(users) for to, _ in await host.submitted(user)]
    submitted = Counter(f"{n}:{to}" for n, to in taken)
    return Ends(_states(config), submitted, _anonymous(folders, users), daemon.died, daemon.orders)


async def _acts(daemon: Killable, one: OwnersClient, two: OwnersClient, users: list[str]) -> None:
    async def comes(client: OwnersClient, mail: "letters.EmailMessage", when: datetime) -> None:
        await daemon.until(when)
        await client.deliver(bytes(mail), when)

    monday = letters.PANEL - timedelta(days=1, hours=4)
    acts: list[Callable[[], Awaitable[None]]] = [
        lambda: daemon.until(START + timedelta(minutes=1)),
        lambda: comes(one, letters.invitation(users[0], monday), monday),
        lambda: comes(two, letters.phone_screen(users[1], monday), monday + timedelta(hours=1)),
        lambda: daemon.until(END + timedelta(minutes=20)),
        lambda: one.star("jane@acme.example"),
        lambda: one.approve_by_moving("john@acme.example"),
        lambda: one.send_himself("mei@acme.example"),
        lambda: daemon.until(END + timedelta(minutes=40)),
        lambda: daemon.until(END + timedelta(hours=1)),
        lambda: daemon.until(END + timedelta(hours=20)),
        lambda: two.star("nora@hexalabs.example"),
        lambda: daemon.until(END + timedelta(hours=22)),
        lambda: daemon.until(NUDGE),
        lambda: one.star("rita@acme.example"),
        lambda: daemon.until(NUDGE + timedelta(hours=1)),
        lambda: daemon.until(NUDGE + timedelta(days=1, hours=1)),
        lambda: comes(one, letters.rejection(users[0], NUDGE + timedelta(days=2)), NUDGE + timedelta(days=2)),
        lambda: daemon.until(NUDGE + timedelta(days=2, hours=1)),
        lambda: comes(two, letters.offer(users[1], NUDGE + timedelta(days=3)), NUDGE + timedelta(days=3)),
        lambda: daemon.until(NUDGE + timedelta(days=40)),
    ]
    for act in acts:
        await act()


def _states(config: Path) -> dict[str, str]:
    journal, search = Journal.open(load(config).journal_path), Search()
    for _, event in journal.events():
        search = fold(search, event)
    journal.close()
    return {str(key): note.state.value for key, note in search.notes.items()}


def _anonymous(folders: dict[str, Counter[str]], users: list[str]) -> dict[str, Counter[str]]:
    def plain(text: str) -> str:
        for number, user in enumerate(users):
            text = text.replace(user, f"user{number}")
        return text

    return {name: Counter({plain(k): n for k, n in counts.items()}) for name, counts in folders.items()}


def same_end(killed: Ends, whole: Ends) -> None:
    """Equal, but for notes whose sending nobody can know of: then uncertain, and the owner was told."""
    uncertain = {key for key, state in killed.states.items() if state == "uncertain"}
    assert killed.states == {k: "uncertain" if k in uncertain else v for k, v in whole.states.items()}
    people = {key.split("/")[2] for key in uncertain}
    for to, count in killed.submitted.items():
        assert count <= 1, f"{to} got {count} copies"
    assert {k: v for k, v in killed.submitted.items() if k.split(":")[1] not in people} == {
        k: v for k, v in whole.submitted.items() if k.split(":")[1] not in people
    }
    questions = sum(n for f in killed.folders.values() for k, n in f.items() if "Did this leave?" in k)
    assert questions == len(uncertain)
    if not uncertain:
        for name, counts in whole.folders.items():
            assert (name, killed.folders[name] - counts, counts - killed.folders[name]) == (name, Counter(), Counter())


def moments(seed: int, orders: int) -> Callable[[], float | None]:
    """Ten moments, each up to 0.9 s after an order, spread over all orders of the story; None where an order ends."""
    dice = random.Random(seed)
    plan = Counter(dice.choices(range(orders), k=KILLS))
    order = 0

    def kills() -> float | None:
        nonlocal order
        if plan[order]:
            plan[order] -= 1
            return dice.uniform(0.0, 0.9)
        order += 1
        return None

    return kills


@pytest.fixture(scope="session")
def whole_story() -> dict[str, Ends]:
    """The story without a kill, told once."""
    return {}


async def compare(
    dovecot: debian.Dovecot, postfix: debian.Postfix, folder: Path, seed: int, told_before: dict[str, Ends]
) -> Ends:
    host = hosts.debian("debian", dovecot, postfix)
    if "whole" not in told_before:
        (folder / "whole").mkdir()
        told_before["whole"] = await told(host, folder / "whole", lambda: None)
    whole = told_before["whole"]
    assert sorted(whole.submitted.values()) == [1, 1, 1, 1]
    (folder / "killed").mkdir()
    killed = await told(host, folder / "killed", moments(seed, whole.orders))
    same_end(killed, whole)
    return killed


async def test_killed_ten_times(
    dovecot: debian.Dovecot, postfix: debian.Postfix, tmp_path: Path, whole_story: dict[str, Ends]
) -> None:
    """SIGKILL at ten random moments changes nothing but what nobody can know (faults 1, 3 to 9)."""
    seed = random.SystemRandom().randrange(10**6)
    print("seed", seed)
    killed = await compare(dovecot, postfix, tmp_path, seed, whole_story)
    assert killed.died == KILLS


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
async def test_killed_in_many_ways(
    dovecot: debian.Dovecot, postfix: debian.Postfix, tmp_path: Path, whole_story: dict[str, Ends], seed: int
) -> None:
    """The same, twenty times with fixed seeds."""
    await compare(dovecot, postfix, tmp_path, seed, whole_story)
