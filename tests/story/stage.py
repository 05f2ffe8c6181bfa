"""A daemon on real servers under a clock that the test moves."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from followupd.actions import Action, actions
from followupd.clock import SimulatedClock
from followupd.config import load
from followupd.daemon import Daemon
from followupd.demo.owner import OwnersClient
from followupd.demo.stage import Stage
from followupd.journal import Journal
from tests.servers.debian import PASSWORD
from tests.servers.hosts import Host, owners_client

CONFIG = """\
[me]
name = "Alex Rivera"
email = "{first}"
timezone = "Europe/London"

[journal]
path = "{journal}"
"""
ACCOUNT = """
[account.{name}]
email = "{user}"
secret = "file"
secret_file = "{secret}"
imap = {{ host = "{imap.host}", port = {imap.port}, security = "{imap.security}"{imap_pin} }}
smtp = {{ host = "{smtp.host}", port = {smtp.port}, security = "{smtp.security}"{smtp_pin} }}
"""


def write_config(folder: Path, host: Host, users: dict[str, str], extra: str = "") -> Path:
    """A configuration as a user would write it: account name to address."""
    secret = folder / "secret"
    secret.write_text(PASSWORD + "\n")
    secret.chmod(0o600)
    text = CONFIG.format(first=next(iter(users.values())), journal=folder / "state" / "journal.sqlite") + extra
    for name, user in users.items():
        pins = [f', certificate = "{e.certificate}"' if e.certificate else "" for e in (host.imap, host.smtp)]
        text += ACCOUNT.format(
            name=name, user=user, secret=secret, imap=host.imap, smtp=host.smtp, imap_pin=pins[0], smtp_pin=pins[1]
        )
    path = folder / "config.toml"
    path.write_text(text)
    return path


class Show(Stage):
    """The daemon and the time, with the owner's client and his servers."""

    def __init__(self, host: Host, user: str, clock: SimulatedClock, daemon: Daemon, owner: OwnersClient) -> None:
        super().__init__(clock, daemon)
        self.host, self.user, self.owner = host, user, owner

    async def deliver(self, mail: EmailMessage, when: datetime) -> None:
        """At that time the letter comes, and the daemon notices."""
        await self.until(when)
        await self.owner.deliver(bytes(mail), when)
        await self.daemon.settle()

    async def drafts(self) -> list[str]:
        """Who the drafts are to."""
        return [head(raw, "To") for raw in (await self.owner.all("Drafts")).values()]

    async def sent(self) -> list[str]:
        """Who the submission server took mail for, in order of address."""
        return sorted(recipient for recipient, _ in await self.host.submitted(self.user))

    def actions(self) -> list[Action]:
        return list(actions(event for _, event in self.daemon.journal.events()))

    def states(self) -> dict[str, str]:
        """Recipient to the state of the note."""
        notes = self.daemon.dispatcher.search.notes.values()
        return {n.wanted.facts.to[0].email: n.state.value for n in notes}


def head(raw: bytes, name: str) -> str:
    from email import message_from_bytes
    from email.policy import default

    return str(message_from_bytes(raw, policy=default)[name])


@contextlib.contextmanager
def journal_of(path: Path) -> Iterator[Journal]:
    journal = Journal.open(path)
    try:
        yield journal
    finally:
        journal.close()


@contextlib.asynccontextmanager
async def stage(
    host: Host, folder: Path, start: datetime, *, name: str = "alex", extra: str = ""
) -> AsyncIterator[Show]:
    """One account on this host; the daemon has learnt an empty mailbox by ``start``."""
    user = await host.add_user(name)
    config = load(write_config(folder, host, {"main": user}, extra))
    clock = SimulatedClock(start)
    with journal_of(config.journal_path) as journal:
        daemon = Daemon(config, clock, journal)
        async with daemon.connected(), owners_client(host, user) as owner:
            await daemon.settle()
            yield Show(host, user, clock, daemon, owner)
