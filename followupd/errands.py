"""Errands of one account, done one at a time: the mailbox's by the outbox, and submissions, once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from followupd.config import AccountConfig
from followupd.dispatcher import Dispatcher
from followupd.effects import ClaimDraft, Errand, ErrandState, Submit
from followupd.errors import CommandRefused, CredentialProblem
from followupd.events import ClaimFailed, ErrandFailed, Submission, Submitted
from followupd.mail import Folder
from followupd.outbox import Claimed, Outbox
from followupd.wire import ImapSession, Server, SignIn

TRIES = 5
FILES_ITSELF = ("gmail.com", "googlemail.com", "outlook.com", "office365.com", "yahoo.com")
"""Providers whose submission server files in Sent (libraries.md, provider quirks)."""
Names = Mapping[Folder, str]


class Sender:
    """Walks errands to their end; whatever happens comes back to the dispatcher as an event."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        config: AccountConfig,
        server: Server,
        sign_in: Callable[[str], Awaitable[SignIn]],
        now: Callable[[], datetime],
    ) -> None:
        self.dispatcher, self.server, self.sign_in, self.now = dispatcher, server, sign_in, now
        files_itself = config.smtp.host.casefold().endswith(FILES_ITSELF)
        sent_copy = "server" if config.sent_copy == "auto" and files_itself else config.sent_copy
        self.outbox = Outbox(config.name, sent_copy=sent_copy)
        self._unwritten: dict[int, Submitted] = {}
        """Answers that a full disk kept out of the journal; as long as we live they are known all the same."""
        self.signed_in: bool | None = None
        """Whether the last submission got past the sign-in; None while there was none."""

    def is_claim(self, errand: Errand) -> bool:
        return isinstance(errand.effect, ClaimDraft)

    async def perform(self, errand: Errand, desk: ImapSession, names: Names) -> None:
        """Do one errand; a refusal is tried again later and in the end set aside. Raises CredentialProblem."""
        try:
            if isinstance(errand.effect, Submit):
                await self._left_over(errand, errand.effect, desk, names)
            else:
                await self._in_mailbox(errand, desk, names)
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

    async def _in_mailbox(self, errand: Errand, desk: ImapSession, names: Names) -> None:
        for result in await self.outbox.perform(errand, desk, names, self.now()):
            if not isinstance(result, Claimed):
                self.dispatcher.handle(result, done=(errand.id,))
                return
            ordered = self.dispatcher.claimed(errand, result.copy, result.raw)
            if ordered is not None:
                await self._submit(ordered, desk, names)
            return
        self.dispatcher.handle(done=(errand.id,))

    async def _left_over(self, errand: Errand, effect: Submit, desk: ImapSession, names: Names) -> None:
        """A submission that no claim of this pass stands before: the owner's own order, or what a crash left.

        Only DATA without an answer is unknown; before it nothing can have left, and the note is claimed anew
        (house.md, rule 3), because anything may have come in between.
        """
        if errand.id in self._unwritten:
            await self._ended(errand, self._unwritten[errand.id], desk, names)
        elif errand.state is ErrandState.DATA:
            text = "the daemon stopped while the message was being handed over"
            await self._ended(errand, Submitted(self.now(), effect.note, Submission.UNKNOWN, text), desk, names)
        elif effect.resend:
            await self._submit(errand, desk, names)
        else:
            event = ClaimFailed(self.now(), effect.note, "interrupted before it left")
            self.dispatcher.handle(event, done=(errand.id,))

    async def _submit(self, errand: Errand, desk: ImapSession, names: Names) -> None:
        """Hand over the sealed bytes once."""
        effect, journal = errand.effect, self.dispatcher.journal
        assert isinstance(effect, Submit)  # noqa: S101  the caller matched on it
        note = self.dispatcher.search.notes[effect.note]
        try:
            answer = await self.outbox.submit(
                errand,
                self.server,
                await self.sign_in("smtp"),
                phase=lambda state: journal.phase(errand.id, state),
                now=self.now(),
                since=note.approved_at or self.now(),
            )
        except CredentialProblem as problem:
            self.signed_in = False
            text, later = f"it could not be sent: {problem}", self.now() + timedelta(minutes=10)
            if effect.resend:
                journal.commit([], postponed=[(errand.id, later)])
            else:
                self.dispatcher.handle(ClaimFailed(self.now(), effect.note, text, retry_at=later), done=(errand.id,))
            raise
        self.signed_in = True
        if effect.resend and answer.outcome in {Submission.DEFERRED, Submission.REFUSED}:
            answer = replace(answer, outcome=Submission.UNKNOWN, retry_at=None)  # it may have left the first time
        await self._ended(errand, answer, desk, names)

    async def _ended(self, errand: Errand, answer: Submitted, desk: ImapSession, names: Names) -> None:
        """An unknown outcome is looked up in Sent, where a server that files by itself shows what it took."""
        unknown = answer.outcome is Submission.UNKNOWN
        if unknown and await self.outbox.find_in_sent(desk, names, errand.message_id):
            answer = Submitted(answer.at, answer.note, Submission.ACCEPTED, answer.reply, in_sent=True)
        self._unwritten[errand.id] = answer
        self.dispatcher.submitted(errand, answer)
        del self._unwritten[errand.id]
