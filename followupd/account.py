"""One account at work: a connection that watches INBOX, and one for drafts, Sent and the Followup folders."""

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.bench import Bench, SetAside
from followupd.config import AccountConfig, Endpoint
from followupd.credentials import secret
from followupd.dispatcher import Dispatcher
from followupd.effects import Errand
from followupd.errands import Sender
from followupd.errors import (
    CommandRefused,
    CredentialProblem,
    CredentialRefused,
    FollowupError,
    JournalBroken,
    ServerUnavailable,
)
from followupd.events import FolderLearnt, Gesture, GestureSeen, Trouble, TroubleOver
from followupd.findings import Finding
from followupd.mail import Arrival, Folder, Letter
from followupd.mailbox import Cursor, DraftsView, Folders, find_folders, scan
from followupd.wire import ImapSession, Security, Server, SignIn

LOG = logging.getLogger("followupd.account")
IDLE_SLICE = 225.0
"""Seconds; servers and routers drop silent connections from five minutes on."""
LOOK_EVERY = 30.0
"""Seconds between looks at the drafts while one of them waits; a star pushes nothing to an INBOX watcher."""
DELAY_FROM, DELAY_TO, DELAY_REFUSED = 5.0, 900.0, 600.0
"""Seconds before a new connection; a refused sign-in waits longer, so that no server locks the account."""
STEADY = timedelta(minutes=2)
READ_TRIES = 5
"""How often a letter may be begun; a daemon that dies over one sets it aside after that."""
GESTURES = {Folder.STOP: Gesture.STOP, Folder.WITHDRAW: Gesture.WITHDRAW, Folder.INTERVIEW: Gesture.INTERVIEW}
Read = tuple[Arrival, Letter, Finding] | tuple[Arrival, str]


@dataclass(slots=True)
class Health:
    """What ``status`` tells of one account."""

    state: str = "starting"
    since: datetime | None = None
    last_scan: datetime | None = None
    trouble: str = ""


class AccountAtWork:
    """Owns both connections of an account; everything it learns goes to the dispatcher as events."""

    def __init__(
        self,
        config: AccountConfig,
        dispatcher: Dispatcher,
        bench: Bench,
        now: Callable[[], datetime],
        *,
        notices: str = "INBOX",
    ) -> None:
        self.config, self.dispatcher, self.bench, self.now = config, dispatcher, bench, now
        self.overrides = {**config.folders, Folder.NOTICES.value: notices}
        self.health = Health()
        self.sender = Sender(self.dispatcher, config, self.server(config.smtp), self.sign_in, now)
        self.drafts = DraftsView()
        self._rung = asyncio.Event()
        self._watch: ImapSession | None = None
        self._desk: ImapSession | None = None
        self._folders: Folders | None = None

    # ── life of the connections ─────────────────────────────────────────────

    async def run(self) -> None:
        """Work for ever; trouble is said in ``health`` and waited out with growing, jittered delays."""
        delay = DELAY_FROM
        while True:
            try:
                await self.open()
                while True:
                    await self.one_pass()
                    await self._wait()
            except FollowupError as problem:
                if self._was_steady():
                    delay = DELAY_FROM
                self.trouble(problem)
                least = DELAY_REFUSED if isinstance(problem, CredentialRefused) else 0.0
                delay = max(delay, least, getattr(problem, "wait", None) or 0.0)
            finally:
                self.close()
            await asyncio.sleep(delay * random.uniform(0.7, 1.3))  # noqa: S311  jitter, no secret
            delay = min(delay * 2, max(DELAY_TO, delay))

    def _was_steady(self) -> bool:
        """Whether the connection had lasted: one that dies right after each sign-in earns no quick return."""
        since = self.health.since if self.health.state == "connected" else None
        return since is not None and self.now() - since > STEADY

    def trouble(self, problem: FollowupError, where: str = "") -> None:
        """Say once what keeps the account from working: in ``status``, in the log, and in the journal."""
        where = where or ("secret" if _is_secret(problem) else "imap")
        self.health.state, self.health.trouble = "trouble", str(problem)
        known = self.dispatcher.search.troubles.get((self.config.name, where))
        if known and known.reason == str(problem):
            return
        LOG.warning("account_trouble account=%s where=%s kind=%s", self.config.name, where, type(problem).__name__)
        if not isinstance(problem, JournalBroken):  # it could not be written down there
            self.dispatcher.handle(Trouble(self.now(), self.config.name, where, str(problem)))

    def _well(self, *places: str) -> None:
        over = [w for w in places if (self.config.name, w) in self.dispatcher.search.troubles]
        if over:
            self.dispatcher.handle(*(TroubleOver(self.now(), self.config.name, w) for w in over))
            if not any(account == self.config.name for account, _ in self.dispatcher.search.troubles):
                self.health.state, self.health.trouble = "connected", ""

    async def open(self) -> None:
        """Sign in twice, find the folders, and open INBOX on the connection that will watch it."""
        self._watch = await self._session()
        self._desk = await self._session()
        self._folders = await find_folders(self._desk, self.overrides, make=True)
        await self._watch.select(self._folders.names[Folder.INBOX])
        self.health = Health("connected", self.now())
        self._well("imap", "secret")
        LOG.info("account_connected account=%s", self.config.name)

    def close(self) -> None:
        """Drop both connections; what was remembered of the drafts goes with them."""
        for session in (self._watch, self._desk):
            if session:
                session.abort()
        self._watch = self._desk = None
        self.drafts = DraftsView()

    async def leave(self) -> None:
        """Say goodbye to the server."""
        for session in (self._watch, self._desk):
            if session and not session.closed:
                await session.logout()
        self.close()

    async def _session(self) -> ImapSession:
        return await ImapSession.open(self.server(self.config.imap), await self.sign_in("imap"))

    def server(self, endpoint: Endpoint) -> Server:
        return Server(endpoint.host, endpoint.port, Security(endpoint.security), endpoint.certificate)

    async def sign_in(self, kind: str) -> SignIn:
        """Who signs in at ``imap`` or ``smtp``; the secret is asked for anew each time, never kept."""
        mechanism = "xoauth2" if self.config.auth == "oauth2" else "password"
        return SignIn(self.config.username, await secret(self.config, kind), mechanism)

    # ── waiting ─────────────────────────────────────────────────────────────

    def ring(self) -> None:
        """Something is due: end the wait."""
        self._rung.set()
        if self._watch:
            self._watch.interrupt()

    async def _wait(self) -> None:
        """Idle on INBOX until the server pushes, somebody rings, or it is time to look at the drafts again."""
        watch, _, _ = self._open()
        if not self._rung.is_set():
            journal, name = self.dispatcher.journal, self.config.name
            waiting = any(not mark.discarded for mark in self.dispatcher.search.marks(name))
            busy = waiting or journal.errands(name, now=self.now() + timedelta(days=1))
            await watch.idle(LOOK_EVERY if busy else IDLE_SLICE)
        self._rung.clear()

    def _open(self) -> tuple[ImapSession, ImapSession, Folders]:
        if self._watch is None or self._desk is None or self._folders is None:
            raise ServerUnavailable("not connected")
        return self._watch, self._desk, self._folders

    # ── one pass: catch up, decide, act ─────────────────────────────────────

    async def one_pass(self) -> None:
        """Catch up on the mailbox, then do what the journal asks for, each errand once."""
        await self.catch_up()
        tried: set[int] = set()
        while fresh := self._untried(tried):
            errand = fresh[0]
            if tried and self.sender.is_claim(errand):
                await self.catch_up()  # the last thing before a send is another look at what has come
            tried.add(errand.id)
            _, desk, folders = self._open()
            try:
                await self.sender.perform(errand, desk, folders.names)
            except CredentialProblem as problem:
                self.trouble(problem, "smtp")
        if self.sender.signed_in:
            self._well("smtp")

    def _untried(self, tried: set[int]) -> list[Errand]:
        errands = self.dispatcher.journal.errands(self.config.name, now=self.now())
        return [e for e in errands if e.id not in tried]

    async def catch_up(self) -> None:
        """Read what has come: INBOX and Sent by cursor, gestures, and where every draft lies now."""
        watch, desk, folders = self._open()
        await self._scan(watch, folders, Folder.INBOX)
        await self._scan(desk, folders, Folder.SENT)
        for role, gesture in GESTURES.items():
            await self._gestures(desk, folders, role, gesture)
        marks = self.dispatcher.search.marks(self.config.name)
        if marks:
            self.dispatcher.copies(await self.drafts.look(desk, self.config.name, folders, marks))
        self.health.last_scan = self.now()
        self.dispatcher.look_again()

    def _cursor(self, role: Folder) -> Cursor | None:
        stored = self.dispatcher.journal.cursor(self.config.name, role)
        return Cursor(*stored) if stored else None

    async def _scan(self, session: ImapSession, folders: Folders, role: Folder) -> None:
        since, cursor = (self.now() - self.config.learn).date(), self._cursor(role)
        async for batch in scan(session, self.config.name, folders, role, cursor, learn_since=since):
            at = batch.cursor
            stand = (self.config.name, role, at.uidvalidity, at.uid) if at else None
            read = await self._read(batch.arrivals)
            learnt = [FolderLearnt(self.now(), self.config.name, role, at.uidvalidity, at.uid + 1)] if at else []
            self.dispatcher.letters(read, stand, learnt if cursor is None else ())

    async def _read(self, arrivals: tuple[Arrival, ...]) -> list[Read]:
        """Read a batch on the bench; attempts are counted before, so that a deadly letter is met a few times only."""
        read: list[Read] = []
        counts = self.dispatcher.journal.attempt([a.place for a in arrivals]) if arrivals else ()
        for arrival, count in zip(arrivals, counts, strict=True):
            if count > READ_TRIES:
                read.append((arrival, f"reading it was begun {READ_TRIES} times and never finished"))
                continue
            answer = await self.bench.read(arrival.raw, self.config.owner.addresses, self.config.authserv_id or None)
            read.append((arrival, answer.reason) if isinstance(answer, SetAside) else (arrival, *answer))
        return read

    async def _gestures(self, desk: ImapSession, folders: Folders, role: Folder, gesture: Gesture) -> None:
        """A message moved to a Followup folder speaks for its application."""
        since, cursor = (self.now() - self.config.learn).date(), self._cursor(role)
        try:
            batches = [b async for b in scan(desk, self.config.name, folders, role, cursor, learn_since=since)]
        except CommandRefused:
            return  # the owner deleted the folder: nothing lies in it
        for batch in batches:
            events = [e for arrival in batch.arrivals for e in await self._meant(arrival, gesture)]
            at = batch.cursor
            self.dispatcher.handle(*events, cursor=(self.config.name, role, at.uidvalidity, at.uid) if at else None)

    async def _meant(self, arrival: Arrival, gesture: Gesture) -> list[GestureSeen]:
        answer = await self.bench.read(arrival.raw, self.config.owner.addresses)
        if isinstance(answer, SetAside):
            return []
        letter = answer[0]
        ids = {letter.message_id, *letter.thread}
        return [
            GestureSeen(self.now(), application.id, gesture, letter.message_id, arrival.place)
            for application in self.dispatcher.search.applications.values()
            if ids & application.message_ids
        ]


def _is_secret(problem: FollowupError) -> bool:
    return isinstance(problem, CredentialProblem) and not isinstance(problem, CredentialRefused)
