"""A daemon in a process of its own, to be killed: ``python -m tests.story.driver CONFIG START``.

Reads an instant a line, lets time pass up to it, and answers "settled". After a crash it goes on at the instant of
the journal's last event, as a machine's clock would.
"""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from followupd.clock import SimulatedClock
from followupd.config import load
from followupd.daemon import Daemon
from followupd.demo.stage import Stage
from followupd.journal import Journal


async def main(config_path: Path, start: datetime) -> None:
    config = load(config_path)
    journal = Journal.open(config.journal_path)
    clock = SimulatedClock(max([start, *(event.at for _, event in journal.events())]))
    daemon = Daemon(config, clock, journal)
    show = Stage(clock, daemon)
    async with daemon.connected():
        await daemon.settle()
        print("settled", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            await show.until(datetime.fromisoformat(line.strip()))
            print("settled", flush=True)
    journal.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])))
