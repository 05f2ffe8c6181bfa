"""The alarm: it rings when it is due, however late, and a new one replaces the old."""

import asyncio
from datetime import UTC, datetime, timedelta

from followupd import clock as clock_module
from followupd.clock import SimulatedClock, SystemClock


async def test_an_alarm_rings() -> None:
    """An alarm in the near future rings once."""
    clock, rang = SystemClock(), asyncio.Event()
    clock.set_alarm(clock.now() + timedelta(milliseconds=50), rang.set)
    async with asyncio.timeout(20):
        await rang.wait()


async def test_an_overdue_alarm_is_not_dropped() -> None:
    """An instant that has passed long ago rings at once: nothing misfires away (fault 24)."""
    clock, rang = SystemClock(), asyncio.Event()
    clock.set_alarm(clock.now() - timedelta(days=3), rang.set)
    async with asyncio.timeout(20):
        await rang.wait()


async def test_a_later_alarm_replaces_the_earlier() -> None:
    """Only the last instant that was set counts; None sets none."""
    clock, rang = SystemClock(), []
    clock.set_alarm(clock.now() + timedelta(milliseconds=100), lambda: rang.append("first"))
    clock.set_alarm(None, lambda: rang.append("none"))
    await asyncio.sleep(0.4)
    assert rang == []


async def test_a_step_of_the_clock_rings(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """A suspend or a step is noticed at the next tick, and everything is looked at again (faults 24, 27)."""
    clock, rang = SystemClock(), []
    clock.set_alarm(clock.now() + timedelta(days=1), lambda: rang.append("rang"))
    await clock._tick()
    assert rang == []
    slept, wall = clock_module.skew()
    monkeypatch.setattr(clock_module, "skew", lambda: (slept + 600, wall))
    await clock._tick()
    assert rang == ["rang"]


def test_the_simulated_clock_never_runs_backwards() -> None:
    """It stands where it was put last."""
    start = datetime(2026, 3, 1, tzinfo=UTC)
    clock = SimulatedClock(start)
    clock.advance_to(start - timedelta(days=1))
    assert clock.now() == start
