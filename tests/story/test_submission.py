"""How a submission may end, and what a crash leaves: counted at the server, on the embedded one."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.daemon import Daemon
from followupd.effects import ErrandState
from followupd.errors import JournalBroken
from followupd.events import ClockStepped, Gesture, GestureSeen, Paused
from followupd.outbox import Claimed
from tests.servers import hosts
from tests.story import letters
from tests.story.stage import Show, stage
from tests.story.test_approval import JANE, LAID, OPEN
from tests.story.test_story import START


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    """One draft is starred, and its hour has not come yet."""
    async with hosts.embedded() as host, stage(host, tmp_path, START) as show:
        await show.deliver(letters.invitation(show.user), letters.PANEL - timedelta(days=1))
        await show.until(LAID)
        await show.owner.star(JANE)
        await show.daemon.settle()
        yield show


def answers(show: Show, *said: str | None) -> None:
    """What the server says at the end of DATA, one after the other; None: it takes the text and drops the line."""
    office, left = show.host.office, list(said)
    assert office is not None
    taking = type(office).handle_DATA

    async def handle(server, session, envelope) -> str:  # type: ignore[no-untyped-def]
        answer = left.pop(0) if left else "250 taken"
        if answer is None or answer.startswith("2"):
            await taking(office, server, session, envelope)
        if answer is None:
            server.transport.abort()
            return "421 gone"
        return answer

    office.handle_DATA = handle  # type: ignore[method-assign]


async def inbox(show: Show) -> str:
    return b"".join((await show.owner.all("INBOX")).values()).decode()


async def test_deferred_is_tried_again(show: Show) -> None:
    """A 451 is definite: the same text leaves later, once (faults 71, 83)."""
    answers(show, "451 later", "451 later", "250 taken")
    await show.until(OPEN + timedelta(hours=2))
    assert await show.sent() == [JANE]
    assert show.states()[JANE] == "filed"


async def test_refused_is_put_before_the_owner(show: Show) -> None:
    """A 550 is definite too: the draft waits, its star is void, and the owner is told the server's words."""
    answers(show, "550 no such person here")
    await show.until(OPEN + timedelta(hours=2))
    assert await show.sent() == []
    assert show.states()[JANE] == "queued"
    assert "no such person here" in await inbox(show)


async def test_a_lost_answer_is_uncertain(show: Show) -> None:
    """The line breaks after DATA: never sent again by itself; the owner is asked (faults 5, 74)."""
    answers(show, None)
    await show.until(OPEN + timedelta(days=1))
    assert await show.sent() == [JANE]
    assert show.states()[JANE] == "uncertain"
    assert "Did this leave?" in await inbox(show)
    assert show.daemon.dispatcher.search.applications["acme"].last_ours is not None, "a nudge would come too early"


async def test_resend_sends_the_same_bytes(show: Show) -> None:
    """When the owner says so it leaves again, with the same Message-ID and the same bytes (fault 74)."""
    answers(show, None)
    await show.until(OPEN)
    key = next(k for k, n in show.daemon.dispatcher.search.notes.items() if n.state.value == "uncertain")
    assert show.daemon.dispatcher.resend("nonsense") != ""
    assert show.daemon.dispatcher.resend(key) == ""
    await show.daemon.settle()
    first, second = [raw for _, raw in await show.host.submitted(show.user)]
    assert first == second
    assert show.states()[JANE] == "filed"
    assert show.daemon.dispatcher.resend(key) != ""


class Killed(BaseException):
    """What SIGKILL is to a process, for one that must live on to look at the ruins."""


async def dies_at(show: Show, phase: ErrandState) -> None:
    """The daemon dies in the moment in which it has written this phase down."""
    journal, written = show.daemon.journal, show.daemon.journal.phase

    def dying(errand: int, state: ErrandState) -> None:
        written(errand, state)
        if state is phase:
            raise Killed

    journal.phase = dying  # type: ignore[method-assign]
    with pytest.raises(Killed):
        await show.until(OPEN)
    journal.phase = written  # type: ignore[method-assign]
    for account in show.daemon.accounts.values():
        account.close()


async def born_again(show: Show) -> None:
    """A new daemon on the same journal."""
    await show.daemon.bench._end()
    show.daemon = Daemon(show.daemon.config, show.clock, show.daemon.journal)
    for account in show.daemon.accounts.values():
        await account.open()
    await show.daemon.settle()


@pytest.mark.parametrize(
    ("phase", "count", "state"),
    [(ErrandState.ATTEMPTING, 1, "filed"), (ErrandState.DATA, 0, "uncertain")],
    ids=["before-the-socket", "before-the-answer"],
)
async def test_a_crash_on_the_way_out(show: Show, phase: ErrandState, count: int, state: str) -> None:
    """What was attempted is claimed anew and leaves once; what may have left never leaves again (faults 4, 5)."""
    await dies_at(show, phase)
    await born_again(show)
    await show.until(OPEN + timedelta(hours=3))
    assert len(await show.sent()) == count
    assert show.states()[JANE] == state
    assert ("Did this leave?" in await inbox(show)) is (state == "uncertain")


async def test_a_rejection_while_the_daemon_was_dead(show: Show) -> None:
    """Claimed, killed, and meanwhile rejected: the new daemon does not send (faults 4, 101)."""
    await dies_at(show, ErrandState.ATTEMPTING)
    await show.owner.deliver(bytes(letters.rejection(show.user, show.clock.now())), show.clock.now())
    await born_again(show)
    await show.until(OPEN + timedelta(days=2))
    assert await show.sent() == []
    assert show.states()[JANE] == "withdrawn"


async def test_a_wrong_password_for_sending(show: Show, tmp_path: Path) -> None:
    """Said once to the owner and in status, tried again without haste, and sent when it is right (fault 61)."""
    office = show.host.office
    assert office is not None
    office._users[show.user] = "changed"
    await show.until(OPEN)
    assert await show.sent() == []
    troubles = [t.where for t in show.daemon.dispatcher.search.troubles.values()]
    assert troubles == ["smtp"]
    assert (await inbox(show)).count("Subject: I could not send your approved notes") == 1
    tries = [e for _, e in show.daemon.journal.events() if type(e).__name__ == "ClaimFailed"]
    assert len(tries) <= 4
    office._users[show.user] = hosts.PASSWORD
    await show.until(OPEN + timedelta(hours=1))
    assert await show.sent() == [JANE]
    assert show.daemon.dispatcher.search.troubles == {}


async def test_a_letter_that_nobody_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is set aside and told once; the letters behind it are read all the same (fault 113)."""
    from followupd.bench import Bench, SetAside

    reading: Callable[..., object] = Bench.read

    async def poisoned(self: Bench, raw: bytes, *rest: object) -> object:
        return SetAside("it took too long") if b"POISON" in raw else await reading(self, raw, *rest)  # type: ignore[misc]

    monkeypatch.setattr(Bench, "read", poisoned)
    async with hosts.embedded() as host, stage(host, tmp_path, START) as show:
        when = letters.PANEL - timedelta(days=1)
        await show.owner.deliver(b"Subject: POISON\r\n\r\nx\r\n", when)
        await show.deliver(letters.invitation(show.user), when)
        await show.until(LAID)
        assert len(await show.drafts()) == 3
        assert (await inbox(show)).count("could not be read and was set aside") == 1


async def test_a_full_disk(show: Show) -> None:
    """Whatever the journal has no room for, the text leaves once, and it is known that it did (fault 18)."""
    base = show.daemon.journal._base
    pages = base.execute("PRAGMA page_count").fetchone()[0]
    base.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalBroken, match="full"):
        for _ in range(500):
            show.daemon.dispatcher.handle(*[ClockStepped(show.clock.now(), 1.0)] * 50)
    with pytest.raises(JournalBroken, match="full"):
        await show.until(OPEN)
    base.execute("PRAGMA max_page_count = 1073741823")
    await show.until(OPEN + timedelta(hours=2))
    assert await show.sent() == [JANE]
    assert show.states()[JANE] == "filed"


@pytest.mark.parametrize("gesture", ["stop", "pause"])
async def test_the_last_word_before_a_send(show: Show, gesture: str) -> None:
    """Between the last look at the draft and the socket the plan is asked once more (fault 101)."""
    sender = show.daemon.accounts["main"].sender
    performing, hit = sender.outbox.perform, []

    async def interrupted(*words):  # type: ignore[no-untyped-def]
        results = await performing(*words)
        if any(isinstance(r, Claimed) for r in results) and not hit:
            hit.append(True)
            now = show.clock.now()
            event = GestureSeen(now, "acme", Gesture.STOP, "<1@acme.example>") if gesture == "stop" else Paused(now)
            show.daemon.dispatcher.handle(event)
        return results

    sender.outbox.perform = interrupted  # type: ignore[method-assign]
    await show.until(OPEN + timedelta(hours=1))
    assert hit
    assert await show.sent() == []
