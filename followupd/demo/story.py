"""Two applications, told as they happen: the real daemon, the real wire, a simulated clock."""

import asyncio
import contextlib
import tempfile
import textwrap
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from followupd.actions import Action, actions
from followupd.clock import SimulatedClock
from followupd.config import load
from followupd.daemon import Daemon
from followupd.demo import letters
from followupd.demo.letters import OWNER, at
from followupd.demo.owner import OwnersClient
from followupd.demo.server import HOST, PostOffice
from followupd.demo.stage import Stage
from followupd.journal import Journal
from followupd.wire import ImapSession, Security, Server, SignIn

PASSWORD = "demo"  # noqa: S105  of a mailbox that lives as long as the demo
CONFIG = """\
[me]
name = "Alex Rivera"
email = "{owner}"
timezone = "Europe/London"

[account.demo]
email = "{owner}"
secret = "file"
secret_file = "{folder}/secret"
imap = {{ host = "{host}", port = {imap}, security = "plain" }}
smtp = {{ host = "{host}", port = {smtp}, security = "plain" }}

[journal]
path = "{folder}/state/journal.sqlite"
"""
KINDS = {"thank_you": "a thank-you", "nudge": "a nudge", "offer_reply": "an answer to the offer",
         "rejection_reply": "an answer to the rejection"}  # fmt: skip
STAY_PACE = 10
"""With ``--stay``, simulated seconds in one real one: the two minutes of the undo time pass in twelve seconds."""


class Teller:
    """Says what happens, a day's heading whenever a new day has come."""

    def __init__(self, stage: Stage, say: Callable[[str], None]) -> None:
        self.stage, self.say = stage, say
        self._day = ""
        self._told = 0

    def tell(self, text: str, when: datetime | None = None) -> None:
        when = when or self.stage.clock.now()
        day = f"{when:%A} {when.day} {when:%B}"
        if day != self._day:
            self._day = day
            self.say(f"\n{day}")
        self.say(textwrap.fill(text, 100, initial_indent=f"  {when:%H:%M}  ", subsequent_indent=" " * 9))

    def news(self, *, show: str = "") -> None:
        """What the daemon has done since it was last asked; with ``show`` the text of the note to that address."""
        events = [event for _, event in self.stage.daemon.journal.events()]
        done = list(actions(events))
        for action in done[self._told :]:
            text = _sentence(action)
            if text:
                self.tell(text, action.at)
            if show and action.body and show in action.to:
                self._quote(action)
        self._told = len(done)

    def _quote(self, action: Action) -> None:
        lines = [f"To: {', '.join(action.to)}", f"Subject: {action.subject}", "", *(action.body or "").splitlines()]
        for line in lines:
            for part in textwrap.wrap(line, 84) or [""]:
                self.say(f"           | {part}".rstrip())


def _sentence(action: Action) -> str:
    kind, to = KINDS.get(action.note or "", "a note"), ", ".join(action.to)
    match action.action:
        case "queue_draft":
            return f"followupd lays {kind} to {to} into Drafts."
        case "replace_draft":
            return f"followupd rewords {kind} to {to}."
        case "withdraw_draft":
            return f"followupd takes {kind} to {to} back: {action.reason}."
        case "send":
            return f"followupd sends {kind} to {to}, and files it in Sent."
        case "stop":
            return f"followupd stops for {action.company}: {action.reason}. Other applications go on."
        case "tell":
            return f'followupd writes to Alex: "{action.subject}"'
        case _:
            return ""


async def run(say: Callable[[str], None], *, stay: bool = False) -> int:
    """Tell the story; 0 if it ended as it must. ``stay`` keeps the servers up until Ctrl-C."""
    async with _scene() as (office, stage, owner):
        teller = Teller(stage, say)
        say("A mail server on loopback, a mailbox, two applications, and a clock that runs fast.")
        await _thanks(teller, owner)
        await _silence(teller)
        await _ends(teller, owner)
        problems = await _checked(office, owner)
        for problem in problems:
            say(f"  PROBLEM: {problem}")
        if not problems:
            say("\nThree texts left, each approved by Alex. Nothing else did.")
        if stay:
            await _stay(teller, office)
        return 1 if problems else 0


@contextlib.asynccontextmanager
async def _scene() -> AsyncIterator[tuple[PostOffice, Stage, OwnersClient]]:
    """Everything in one temporary folder and one process; nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="followupd-demo-") as name:
        folder = Path(name)
        async with PostOffice() as office:
            await office.add_user(OWNER, PASSWORD)
            secret = folder / "secret"
            secret.write_text(PASSWORD)
            secret.chmod(0o600)
            text = CONFIG.format(owner=OWNER, folder=folder, host=HOST, imap=office.imap_port, smtp=office.smtp_port)
            (folder / "config.toml").write_text(text)
            config, clock = load(folder / "config.toml"), SimulatedClock(at(2, 9))
            with contextlib.closing(Journal.open(config.journal_path)) as journal:
                daemon = Daemon(config, clock, journal)
                server = Server(HOST, office.imap_port, Security.PLAIN)
                session = await ImapSession.open(server, SignIn(OWNER, PASSWORD))
                async with daemon.connected():
                    await daemon.settle()
                    yield office, Stage(clock, daemon), OwnersClient(session)
                await session.logout()


async def _comes(teller: Teller, owner: OwnersClient, mail: EmailMessage, when: datetime, text: str) -> None:
    await teller.stage.until(when)
    teller.news()
    teller.tell(text)
    await owner.deliver(bytes(mail), when)
    await teller.stage.daemon.settle()
    teller.news()


async def _thanks(teller: Teller, owner: OwnersClient) -> None:
    stage = teller.stage
    text = "Rita Cole of Brightwater sends a calendar invitation: a panel of three, tomorrow from 14:00 to 15:00."
    await _comes(teller, owner, letters.panel(), at(2, 10), text)
    teller.tell("followupd understands it, and waits: notes come after an interview, not before.")
    text = "Nora Quist of Hexa Labs confirms a phone screen in plain words: Wednesday at 10:00, half an hour."
    await _comes(teller, owner, letters.phone_screen(), at(2, 16), text)
    await stage.until(at(3, 15))
    teller.tell("The panel is over.")
    await stage.until(at(3, 15, 25))
    teller.news(show="jane@brightwater.example")
    await owner.star("jane@brightwater.example")
    teller.tell("Alex reads them on the way home. He stars the one to Jane ...")
    await owner.approve_by_moving("john@brightwater.example")
    teller.tell("... moves the one to John into Followup/Approved ...")
    await owner.send_himself("mei@brightwater.example")
    teller.tell("... and presses Send himself on the one to Mei.")
    await stage.until(at(3, 18))
    teller.news()
    await stage.until(at(4, 11))
    teller.news(show="nora@hexalabs.example")
    await owner.star("nora@hexalabs.example")
    teller.tell("Alex stars this one too.")
    await stage.until(at(4, 14))
    teller.news()


async def _silence(teller: Teller) -> None:
    await teller.stage.until(at(10, 8))
    teller.tell("Nobody has answered since.")
    await teller.stage.until(at(10, 9, 30))
    teller.news(show="rita@brightwater.example")
    teller.tell("Alex is not sure about this one and leaves it where it lies.")
    await teller.stage.until(at(12, 10))
    teller.news()


async def _ends(teller: Teller, owner: OwnersClient) -> None:
    await _comes(teller, owner, letters.rejection(), at(12, 11), "Rita Cole writes: they chose somebody else.")
    await _comes(teller, owner, letters.offer(), at(13, 15), "Nora Quist writes: they offer Alex the position.")
    await teller.stage.until(at(13, 15) + timedelta(days=30))
    teller.news()
    teller.tell("A month later: not one more nudge to anybody.")


async def _checked(office: PostOffice, owner: OwnersClient) -> list[str]:
    """What the story claims, counted at the servers themselves."""
    left = sorted(r for message in office.accepted for r in message.recipients)
    problems = []
    if left != ["jane@brightwater.example", "john@brightwater.example", "nora@hexalabs.example"]:
        problems.append(f"the submission server took mail for {left}")
    if len(await owner.all("Sent")) != 4:  # three by the daemon, one by Alex
        problems.append("Sent does not hold the four notes")
    if len(await owner.all("Drafts")) != 2:
        problems.append("Drafts does not hold just the answers to the rejection and to the offer")
    return problems


async def _stay(teller: Teller, office: PostOffice) -> None:
    """Time goes on, at ten times its pace, so that a star in the owner's own client can be followed."""
    teller.say(f"""
The server stays up. Add this account to your mail client (no encryption: it is on this machine only):
    IMAP  {HOST}, port {office.imap_port}      SMTP  {HOST}, port {office.smtp_port}
    user  {OWNER}      password  {PASSWORD}
Star a draft in Drafts: it leaves after the undo time, which passes in twelve seconds here, if the simulated
clock stands within sending hours. Ctrl-C ends it all.""")
    while True:
        await asyncio.sleep(1)
        await teller.stage.until(teller.stage.clock.now() + timedelta(seconds=STAY_PACE))
        teller.news()
