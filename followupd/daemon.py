"""The composition root: configuration to objects, objects to tasks; signals, the alarm, the control socket."""

import asyncio
import contextlib
import logging
import secrets
import signal
from collections.abc import AsyncIterator
from dataclasses import replace

from followupd import notify
from followupd.account import AccountAtWork
from followupd.bench import Bench
from followupd.clock import Clock
from followupd.config import Config, load
from followupd.control import ControlSocket
from followupd.dispatcher import Dispatcher
from followupd.errors import ConfigError
from followupd.events import PolicyChanged
from followupd.journal import Journal

LOG = logging.getLogger("followupd.daemon")
SETTLED = 20
"""Passes after which a mailbox that still changes is taken for one that never settles."""


def mint(domain: str) -> str:
    """A new message-id in the owner's own domain; opaque, so that it says nothing to a recipient."""
    return f"<{secrets.token_hex(16)}@{domain}>"


class Daemon:
    """Everything that lives as long as the process."""

    def __init__(self, config: Config, clock: Clock, journal: Journal) -> None:
        self.config, self.clock, self.journal = config, clock, journal
        self.dispatcher = Dispatcher(journal, clock.now, mint)
        if self.dispatcher.search.policy != config.policy:
            self.dispatcher.handle(PolicyChanged(clock.now(), config.policy))
        self.bench = Bench()
        self.accounts = {
            account.name: AccountAtWork(account, self.dispatcher, self.bench, clock.now, notices=config.notices_folder)
            for account in config.accounts
        }
        self.dispatcher.wake = self._wake
        self._stop = asyncio.Event()
        self._failure: BaseException | None = None

    def _wake(self) -> None:
        """After every transaction: the alarm for the next instant that matters, and whoever has errands now."""
        self.clock.set_alarm(self.dispatcher.plan.look_again, self.ring)
        for name, account in self.accounts.items():
            if self.journal.errands(name, now=self.clock.now()):
                account.ring()

    def ring(self) -> None:
        """Look again, everywhere."""
        for account in self.accounts.values():
            account.ring()

    # ── with a clock that somebody else moves ───────────────────────────────

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """All accounts open, each pass made by ``settle``: for rehearsing with real servers and for the demo."""
        async with self.bench:
            for account in self.accounts.values():
                await account.open()
            try:
                yield
            finally:
                for account in self.accounts.values():
                    await account.leave()

    async def settle(self) -> None:
        """Passes over all accounts until nothing more happens."""
        for _ in range(SETTLED):
            before = self.journal.last_event
            for account in self.accounts.values():
                await account.one_pass()
            if self.journal.last_event == before:
                return

    # ── as a service ────────────────────────────────────────────────────────

    async def run(self, control: ControlSocket) -> None:
        """Work until SIGTERM or SIGINT; SIGHUP reloads. A fault of our own ends the daemon: systemd starts it anew."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, self.reload)
        async with self.bench, control:
            tasks = [asyncio.create_task(account.run(), name=name) for name, account in self.accounts.items()]
            tasks.append(asyncio.create_task(self._watchdog(), name="watchdog"))
            for task in tasks:
                task.add_done_callback(self._ended)
            notify.notify("READY=1", f"STATUS=watching {len(self.accounts)} account(s)")
            self._wake()
            await self._stop.wait()
            notify.notify("STOPPING=1")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._failure:
            raise self._failure

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """No task may end by itself and leave the rest running as if nothing were wrong."""
        if not task.cancelled() and task.exception():
            self._failure = self._failure or task.exception()
            self._stop.set()

    def reload(self) -> None:
        """Read the configuration again; a broken one changes nothing and says so."""
        notify.reloading()
        try:
            fresh = load(self.config.path)
        except ConfigError as error:
            LOG.error("reload_refused problems=%d first=%s", len(error.problems), error.problems[0])
            notify.notify("READY=1", "STATUS=the new configuration has mistakes; running on with the old one")
            return
        self.config = replace(self.config, policy=fresh.policy)
        self.dispatcher.handle(PolicyChanged(self.clock.now(), fresh.policy))
        notify.notify("READY=1", "STATUS=reloaded")

    async def _watchdog(self) -> None:
        period = notify.watchdog_seconds()
        while True:
            notify.notify("WATCHDOG=1", f"STATUS={self.headline()}")
            await asyncio.sleep(period / 3 if period else 60)

    def headline(self) -> str:
        """One line for systemd and for ``status``."""
        waiting = sum(1 for n in self.dispatcher.search.notes.values() if n.state.value in {"queued", "approved"})
        troubled = [n for n, a in self.accounts.items() if a.health.state == "trouble"]
        trouble = f"; trouble with {', '.join(troubled)}" if troubled else ""
        return f"{waiting} draft(s) waiting{trouble}"
