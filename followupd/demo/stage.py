"""A daemon on real servers under a clock that somebody else moves."""

from datetime import datetime

from followupd.clock import SimulatedClock
from followupd.daemon import Daemon


class Stage:
    """Lets time pass, stopping wherever the daemon asked to be woken."""

    def __init__(self, clock: SimulatedClock, daemon: Daemon) -> None:
        self.clock, self.daemon = clock, daemon

    async def until(self, when: datetime) -> None:
        """Everything up to ``when`` has happened and been acted on afterwards."""
        await self.daemon.settle()
        while self.clock.due and self.clock.due <= when:
            self.clock.advance_to(self.clock.due)
            await self.daemon.settle()
        self.clock.advance_to(when)
        await self.daemon.settle()
