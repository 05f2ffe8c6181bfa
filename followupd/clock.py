"""The only clock. APScheduler lives here, as an alarm that says *look again*; no timer is state."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK = 30
"""Seconds between looks at the clocks themselves: a suspend or a step is noticed within one."""
STEP = 2.0
"""Seconds by which two clocks may drift apart in one tick before it counts."""

Ring = Callable[[], None]


class Clock(Protocol):
    """What time it is, and an alarm."""

    def now(self) -> datetime: ...

    def set_alarm(self, when: datetime | None, ring: Ring) -> None: ...


class SystemClock:
    """Wall time in UTC; needs a running loop once an alarm is set."""

    def __init__(self) -> None:
        self._scheduler: AsyncIOScheduler | None = None
        self._due: datetime | None = None
        self._ring: Ring | None = None
        self._skew = skew()

    def now(self) -> datetime:
        return datetime.now(tz=UTC)

    def set_alarm(self, when: datetime | None, ring: Ring) -> None:
        """Ring at ``when`` (None: only after a suspend or a step); a later call replaces an earlier one."""
        self._due, self._ring = when, ring
        scheduler = self._running()
        if when is None:
            if scheduler.get_job("alarm"):
                scheduler.remove_job("alarm")
            return
        scheduler.add_job(self._sound, "date", run_date=max(when, self.now()), id="alarm", replace_existing=True)

    def _running(self) -> "AsyncIOScheduler":
        if self._scheduler is None:
            from apscheduler.schedulers.asyncio import AsyncIOScheduler

            defaults = {"misfire_grace_time": None, "coalesce": True}  # the default drops what is a second late
            self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
            self._scheduler.add_job(self._tick, "interval", seconds=TICK, id="tick")
            self._scheduler.start()
        return self._scheduler

    async def _sound(self) -> None:
        if self._ring:
            self._ring()

    async def _tick(self) -> None:
        """Ring if the machine slept, the clock was stepped, or the alarm is overdue for any other reason."""
        before, self._skew = self._skew, skew()
        moved = any(abs(a - b) > STEP for a, b in zip(before, self._skew, strict=True))
        overdue = self._due is not None and self._due <= self.now()
        if (moved or overdue) and self._ring:
            self._ring()


def skew() -> tuple[float, float]:
    """(seconds slept since boot, wall time against the machine's own), to be compared with an earlier value."""
    boot, wall = time.clock_gettime(time.CLOCK_BOOTTIME), time.clock_gettime(time.CLOCK_REALTIME)
    return boot - time.clock_gettime(time.CLOCK_MONOTONIC), wall - boot


class SimulatedClock:
    """A clock that stands still until it is told the time."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self.due: datetime | None = None

    def now(self) -> datetime:
        return self._now

    def set_alarm(self, when: datetime | None, ring: Ring) -> None:
        self.due = when

    def advance_to(self, when: datetime) -> None:
        self._now = max(self._now, when)
