"""One account at work: a connection that watches INBOX, and one for drafts, Sent and the Followup folders."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.bench import Bench, SetAside
from followupd.config import AccountConfig, Endpoint
from followupd.credentials import secret
from followupd.dispatcher import Dispatcher
from followupd.effects import Errand, ErrandState, Submit
from followupd.errors import CommandRefused, CredentialProblem, CredentialRefused, FollowupError, ServerUnavailable
from followupd.events import ClaimFailed, ErrandFailed, Gesture, GestureSeen, Submission, Submitted
from followupd.findings import Finding
from followupd.mail import Arrival, Folder, Letter
from followupd.mailbox import Cursor, DraftsView, Folders, find_folders, scan
from followupd.outbox import Claimed, Outbox
from followupd.wire import ImapSession, Security, Server, SignIn

LOG = logging.getLogger("followupd.account")
IDLE_SLICE = 225.0
"""Seconds; servers and routers drop silent connections from five minutes on."""
LOOK_EVERY = 30.0
"""Seconds between looks at the drafts while one of them waits; a star pushes nothing to an INBOX watcher."""
REST = 240.0
TRIES = 5
GESTURES = {Folder.STOP: Gesture.STOP, Folder.WITHDRAW: Gesture.WITHDRAW, Folder.INTERVIEW: Gesture.INTERVIEW}


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
        self, config: AccountConfig, dispatcher: Dispatcher, bench: Bench, now: Callable[[], datetime]
    ) -> None:
        self.config, self.dispatcher, self.bench, self.now = config, dispatcher, bench, now
        self.health = Health()
        self.outbox = Outbox(config.name, sent_copy=config.sent_copy)
        self.drafts = DraftsView()
        self.hint = asyncio.Event()
        self._watch: ImapSession | None = None
        self._desk: ImapSession | None = None
        self._folders: Folders | None = None

    # ── life of the connections ─────────────────────────────────────────────

    async def run(self) -> None:
        """Work for ever; trouble is said in ``health`` and waited out with growing, jittered delays."""
        delay = 5.0
        while True:
            try:
                await self.open()
                delay = 5.0
                await self._work()
            except CredentialRefused as problem:
                self._trouble(problem)
                delay = max(delay, 600.0)
            except (CredentialProblem, ServerUnavailable, CommandRefused) as problem:
                self._trouble(problem)
                delay = max(delay, getattr(problem, "wait", None) or 0.0)
            finally:
                self.close()
            await asyncio.sleep(delay * random.uniform(0.7, 1.3))  # noqa: S311  jitter, no secret
            delay = min(delay * 2, 900.0)

    def _trouble(self, problem: FollowupError) -> None:
        self.health.state, self.health.trouble = "trouble", str(problem)
        LOG.warning("account_trouble", extra={"account": self.config.name, "trouble": str(problem)})

    async def open(self) -> None:
        """Sign in twice and find the folders."""
        self._watch = await self._session()
        self._desk = await self._session()
        self._folders = await find_folders(self._desk, self.config.folders, make=True)
        self.health = Health("connected", self.now())
        LOG.info("account_connected", extra={"account": self.config.name})

    def close(self) -> None:
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
        return await ImapSession.open(self._server(self.config.imap), await self._sign_in("imap"))

    def _server(self, endpoint: Endpoint) -> Server:
        return Server(endpoint.host, endpoint.port, Security(endpoint.security), endpoint.certificate)

    async def _sign_in(self, kind: str) -> SignIn:
        mechanism = "xoauth2" if self.config.auth == "oauth2" else "password"
        return SignIn(self.config.username, await secret(self.config, kind), mechanism)

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._idle())
            group.create_task(self._passes())

    async def _idle(self) -> None:
        """Pushes are hints: whatever comes, the next pass scans."""
        while self._watch and not self._watch.closed:
            await self._lock_idle()

    async def _lock_idle(self) -> None:
        watch = self._watch
        if watch is None:
            return
        if await watch.idle(IDLE_SLICE):
            self.hint.set()

    async def _passes(self) -> None:
        while True:
            self.hint.clear()
            await self.one_pass()
            waiting = bool(self.dispatcher.search.marks(self.config.name))
            try:
                async with asyncio.timeout(LOOK_EVERY if waiting else REST):
                    await self.hint.wait()
            except TimeoutError:
                pass

    # ── one pass: catch up, decide, act ─────────────────────────────────────

    async def one_pass(self) -> bool:
        """Catch up on the mailbox, then do what the journal asks for; True if anything was done."""
        await self.catch_up()
        acted = False
        while errands := self.dispatcher.journal.errands(self.config.name, now=self.now()):
            before = [e.id for e in errands]
            await self._perform(errands[0])
            acted = True
            after = self.dispatcher.journal.errands(self.config.name, now=self.now())
            if [e.id for e in after] == before:
                break
        return acted

    async def catch_up(self) -> None:
        """Read what has come: INBOX and Sent by cursor, gestures, and where every draft lies now."""
        desk, folders = self._need()
        for role in (Folder.INBOX, Folder.SENT):
            if role in folders.names:
                await self._scan(desk, folders, role)
        for role, gesture in GESTURES.items():
            if role in folders.names:
                await self._gestures(desk, folders, role, gesture)
        marks = self.dispatcher.search.marks(self.config.name)
        if marks:
            self.dispatcher.copies(await self.drafts.look(desk, self.config.name, folders, marks))
        self.health.last_scan = self.now()
        self.dispatcher.look_again()

    def _need(self) -> tuple[ImapSession, Folders]:
        if self._desk is None or self._folders is None:
            raise ServerUnavailable("not connected")
        return self._desk, self._folders

    async def _batches(
        self, desk: ImapSession, folders: Folders, role: Folder
    ) -> "list[tuple[tuple[Arrival, ...], Cursor]]":
        stored = self.dispatcher.journal.cursor(self.config.name, role)
        cursor = Cursor(*stored) if stored else None
        since = (self.now() - self.config.learn).date()
        batches = scan(desk, self.config.name, folders, role, cursor, learn_since=since)
        return [(batch.arrivals, batch.cursor) async for batch in batches]

    async def _scan(self, desk: ImapSession, folders: Folders, role: Folder) -> None:
        stored = self.dispatcher.journal.cursor(self.config.name, role)
        cursor = Cursor(*stored) if stored else None
        since = (self.now() - self.config.learn).date()
        async for batch in scan(desk, self.config.name, folders, role, cursor, learn_since=since):
            at = (self.config.name, role, batch.cursor.uidvalidity, batch.cursor.uid)
            if batch.arrivals or stored != at[2:]:
                self.dispatcher.letters(await self._read(batch.arrivals), at)

    async def _read(self, arrivals: tuple[Arrival, ...]) -> list[tuple[Arrival, Letter, Finding] | tuple[Arrival, str]]:
        """Read a batch on the bench; attempts are counted before, so that a deadly letter is met at most thrice."""
        read: list[tuple[Arrival, Letter, Finding] | tuple[Arrival, str]] = []
        counts = self.dispatcher.journal.attempt([a.place for a in arrivals]) if arrivals else ()
        own = self.config.owner.addresses
        for arrival, count in zip(arrivals, counts, strict=True):
            if count > 3:
                read.append((arrival, "reading it has failed three times"))
                continue
            answer = await self.bench.read(arrival.raw, own, self.config.authserv_id or None)
            if isinstance(answer, SetAside):
                read.append((arrival, answer.reason))
            else:
                read.append((arrival, *answer))
        return read

    async def _gestures(self, desk: ImapSession, folders: Folders, role: Folder, gesture: Gesture) -> None:
        for arrivals, cursor in await self._batches(desk, folders, role):
            events = []
            for arrival in arrivals:
                answer = await self.bench.read(arrival.raw, self.config.owner.addresses, None)
                if isinstance(answer, SetAside):
                    continue
                letter = answer[0]
                ids = {letter.message_id, *letter.thread}
                events.extend(
                    GestureSeen(self.now(), application.id, gesture, letter.message_id, arrival.place)
                    for application in self.dispatcher.search.applications.values()
                    if ids & application.message_ids
                )
            at = (self.config.name, role, cursor.uidvalidity, cursor.uid)
            if arrivals or self.dispatcher.journal.cursor(self.config.name, role) != at[2:]:
                self.dispatcher.handle(*events, cursor=at)

    # ── errands ─────────────────────────────────────────────────────────────

    async def _perform(self, errand: Errand) -> None:
        """Do one errand; a refusal is tried again later and in the end set aside."""
        try:
            if isinstance(errand.effect, Submit):
                await self._submit(errand)
            else:
                await self._in_mailbox(errand)
        except CommandRefused as refusal:
            self._postpone(errand, str(refusal))

    def _postpone(self, errand: Errand, reason: str) -> None:
        now = self.now()
        if errand.attempts + 1 >= TRIES:
            note = getattr(errand.effect, "note", None)
            self.dispatcher.handle(ErrandFailed(now, errand.id, note, reason), done=(errand.id,))
            return
        later = now + timedelta(minutes=2 ** (errand.attempts + 1))
        self.dispatcher.journal.phase(errand.id, ErrandState.ATTEMPTING)
        self.dispatcher.journal.commit([], postponed=[(errand.id, later)])

    async def _in_mailbox(self, errand: Errand) -> None:
        desk, folders = self._need()
        results = await self.outbox.perform(errand, desk, folders.names, self.now())
        for result in results:
            if isinstance(result, Claimed):
                self.dispatcher.claimed(errand, result.copy, result.raw)
                return
        self.dispatcher.handle(*results, done=(errand.id,))

    async def _submit(self, errand: Errand) -> None:
        """Hand over the sealed bytes once; what was attempted by an earlier run is never attempted blindly."""
        effect = errand.effect
        assert isinstance(effect, Submit)  # noqa: S101  the caller matched on it
        if errand.state is not ErrandState.PENDING:
            await self._after_crash(errand, effect)
            return
        journal = self.dispatcher.journal

        def phase(state: ErrandState) -> None:
            journal.phase(errand.id, state)

        try:
            answer = await self.outbox.submit(
                errand, self._server(self.config.smtp), await self._sign_in("smtp"), phase=phase, now=self.now()
            )
        except CredentialProblem as problem:
            later = self.now() + timedelta(minutes=5)
            event = ClaimFailed(self.now(), effect.note, str(problem), retry_at=later)
            self.dispatcher.handle(event, done=(errand.id,))
            raise
        self.dispatcher.submitted(errand, answer)
        if answer.outcome is Submission.UNKNOWN:
            await self._look_in_sent(errand, effect)

    async def _after_crash(self, errand: Errand, effect: Submit) -> None:
        """Only DATA without an answer is unknown; before that nothing can have left (house.md, rule 3)."""
        now = self.now()
        if errand.state is ErrandState.DATA:
            text = "the daemon stopped while the message was being handed over"
            self.dispatcher.submitted(errand, Submitted(now, effect.note, Submission.UNKNOWN, text))
            await self._look_in_sent(errand, effect)
        else:
            self.dispatcher.handle(ClaimFailed(now, effect.note, "interrupted before it left"), done=(errand.id,))

    async def _look_in_sent(self, errand: Errand, effect: Submit) -> None:
        desk, folders = self._need()
        note = self.dispatcher.search.notes[effect.note]
        if await self.outbox.find_in_sent(desk, folders.names, note.token, errand.message_id):
            event = Submitted(self.now(), effect.note, Submission.ACCEPTED, in_sent=True)
            self.dispatcher.submitted(errand, event)


Waiter = Callable[[], Awaitable[None]]
