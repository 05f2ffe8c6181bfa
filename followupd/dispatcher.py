"""The one loop's body: record an event, fold it, plan, reconcile, write the final bytes, store; one transaction."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from followupd import writing
from followupd.deciding import (
    Ambiguous,
    Claim,
    Decision,
    GiveUp,
    Plan,
    Retract,
    Say,
    Search,
    Tidy,
    Write,
    assign,
    fold,
    held_back,
    plan,
    reconcile,
    send_at,
)
from followupd.effects import (
    ClaimDraft,
    Errand,
    FileSent,
    PlaceDraft,
    ReleaseDraft,
    RemoveTwins,
    ReplaceDraft,
    Submit,
    Tell,
    WithdrawDraft,
)
from followupd.events import (
    ClaimFailed,
    ClaimWanted,
    CopiesSeen,
    DraftWanted,
    Event,
    LetterRead,
    LetterSetAside,
    LimboEnded,
    ResendWanted,
    Submission,
    Submitted,
    SubmitWanted,
    TellWanted,
    TwinsSeen,
    WithdrawalWanted,
)
from followupd.findings import Finding
from followupd.journal import Journal, NewErrand
from followupd.mail import Arrival, Folder, Letter, Place
from followupd.notes import Copy, Note, NoteState, Wanted

ROUNDS = 8
"""How often one event may lead to further decisions in its own transaction; more would be a loop."""


@dataclass(slots=True)
class Draft:
    """One transaction in the making: nothing of it is true until the journal has committed it."""

    search: Search
    events: list[tuple[Event, str | None]] = field(default_factory=list)
    errands: list[NewErrand] = field(default_factory=list)

    def add(self, event: Event, dedup: str | None = None, errand: NewErrand | None = None) -> None:
        self.search = fold(self.search, event)
        self.events.append((event, dedup))
        if errand:
            self.errands.append(errand)


class Dispatcher:
    """Owns the search and the journal; one writer, one task. ``mint`` gives a new message-id for a domain."""

    def __init__(self, journal: Journal, now: Callable[[], datetime], mint: Callable[[str], str]) -> None:
        self.journal, self.now, self.mint = journal, now, mint
        search = Search()
        for _, event in journal.events():
            search = fold(search, event)
        self.search = search
        self.plan: Plan = plan(search, now())
        self.wake: Callable[[], None] = lambda: None

    def handle(
        self,
        *events: Event,
        dedup: str | None = None,
        done: Sequence[int] = (),
        cursor: tuple[str, Folder, int, int] | None = None,
    ) -> None:
        """Record events that have just happened, and everything that follows from them."""
        draft = Draft(self.search)
        if not (dedup and self.journal.known(dedup)):
            for event in events:
                draft.add(event, dedup)
        self._settle(draft, done=done, cursor=cursor)

    def look_again(self) -> None:
        """Plan for this instant, without any event."""
        self._settle(Draft(self.search))

    def letters(
        self,
        read: Sequence[tuple[Arrival, Letter, Finding] | tuple[Arrival, str]],
        cursor: tuple[str, Folder, int, int] | None,
        then: Sequence[Event] = (),
    ) -> None:
        """Record the letters of one batch that mean something, what follows them, and where the mailbox now stands."""
        draft = Draft(self.search)
        for item in read:
            if len(item) == 2:
                arrival, reason = item
                key = f"unread/{arrival.place}"
                draft.add(LetterSetAside(self.now(), arrival.place, reason), key)
            else:
                self._letter(draft, *item)
        for event in then:
            draft.add(event)
        self._settle(draft, cursor=cursor, read=[item[0].place for item in read])

    def _letter(self, draft: Draft, arrival: Arrival, letter: Letter, finding: Finding) -> None:
        place = arrival.place
        side = "sent" if place.folder is Folder.SENT else "in"
        key = f"letter/{place.account}/{side}/{letter.message_id}"
        if self.journal.known(key) or any(key == known for _, known in draft.events):
            return
        found = assign(draft.search, place, letter, finding)
        if isinstance(found, Ambiguous):
            reason = "it fits several applications: " + ", ".join(found.candidates)
            draft.add(LetterSetAside(self.now(), place, reason, letter.message_id), key)
        elif found is not None:
            draft.add(LetterRead(self.now(), place, letter, finding, found, arrival.learning), key)

    def copies(self, seen: Mapping[str, tuple[Copy, ...]]) -> None:
        """Record where drafts lie now, for those that have changed."""
        draft = Draft(self.search)
        for key, copies in seen.items():
            note = self.search.notes.get(key)
            if note is None or tuple(sorted(copies)) == note.copies:
                continue
            if note.state is NoteState.LIMBO and not copies:
                continue
            draft.add(CopiesSeen(self.now(), key, tuple(sorted(copies))))
        if draft.events:
            self._settle(draft)

    def claimed(self, errand: Errand, copy: Copy, raw: bytes) -> Errand | None:
        """The last check saw the approved bytes: plan once more, prove the text, and order the submission.

        The submission, which the caller does at once; None where the note stays after all.
        """
        effect, now = errand.effect, self.now()
        assert isinstance(effect, ClaimDraft)  # noqa: S101  the caller matched on it
        note = self.search.notes[effect.note]
        refusal = self._not_now(note, copy, now)
        if refusal:
            self.handle(ClaimFailed(now, effect.note, refusal, retry_at=now + timedelta(minutes=1)), done=(errand.id,))
            return None
        owner = self.search.owner(note.account)
        sealed = writing.seal(
            raw,
            own=owner.addresses,
            token=note.token,
            facts=note.wanted.facts,
            message_id=self.mint(_domain(owner.email)),
            date=now,
        )
        draft = Draft(self.search)
        if isinstance(sealed, writing.Refused):
            release = NewErrand(ReleaseDraft(note.account, effect.note, copy), b"", "", now)
            draft.add(ClaimFailed(now, effect.note, sealed.reason, release=True), errand=release)
        else:
            submit = Submit(note.account, effect.note, sealed.sender, sealed.recipients)
            event = SubmitWanted(now, effect.note, copy.digest, sealed.recipients, sealed.message_id)
            draft.add(event, errand=NewErrand(submit, sealed.raw, sealed.message_id, now))
        self._settle(draft, done=(errand.id,))
        open_ones = self.journal.errands(note.account, now=now)
        return next((e for e in open_ones if isinstance(e.effect, Submit) and e.effect.note == effect.note), None)

    def _not_now(self, note: Note, copy: Copy, now: datetime) -> str:
        """Why this note may not leave at this instant after all, or ``""``."""
        want = next((w for w in self.plan.notes if w.key == note.key), None)
        if note.state is not NoteState.CLAIMED or want is None:
            return "it is no longer wanted"
        if held_back(self.search, note.key.application):
            return "it is paused"
        if note.approved is None or note.approved.digest != copy.digest:
            return "the text is not the one that was approved"
        moment = send_at(note, want, self.search.policy, self.search.owner(note.account).timezone)
        return "" if moment and moment <= now else "its hour has passed"

    def submitted(self, errand: Errand, event: Submitted) -> None:
        """Record how a submission ended; an accepted one is filed in Sent and its draft retired."""
        draft, note = Draft(self.search), self.search.notes[event.note]
        filing = None
        if event.outcome is Submission.ACCEPTED:
            effect = FileSent(note.account, event.note, note.token, note.approved)
            filing = NewErrand(effect, errand.raw, errand.message_id, event.at)
        draft.add(event, errand=filing)
        if event.outcome is Submission.UNKNOWN:
            self._settle(draft, aside=(errand.id,))  # its bytes stay: the owner may ask for them to leave again
        else:
            self._settle(draft, done=(errand.id,))

    def resend(self, key: str) -> str:
        """Order an uncertain note to leave again, byte for byte; why not, or ``""``."""
        note = self.search.notes.get(key)
        if note is None or note.state is not NoteState.UNCERTAIN:
            return "only a note whose sending is uncertain can be sent again; followupd status lists them"
        for errand in self.journal.uncertain(note.account):
            effect = errand.effect
            if isinstance(effect, Submit) and effect.note == key:
                draft, now = Draft(self.search), self.now()
                again = NewErrand(replace(effect, resend=True), errand.raw, errand.message_id, now)
                draft.add(ResendWanted(now, key), errand=again)
                self._settle(draft, done=(errand.id,))
                return ""
        return "its text is no longer kept"

    def _settle(
        self,
        draft: Draft,
        *,
        done: Sequence[int] = (),
        aside: Sequence[int] = (),
        cursor: tuple[str, Folder, int, int] | None = None,
        read: Sequence[Place] = (),
    ) -> None:
        now = self.now()
        after = plan(draft.search, now)
        for _ in range(ROUNDS):
            decisions = reconcile(draft.search, after, now)
            if not decisions:
                break
            for decision in decisions:
                self._decide(draft, decision, now)
            after = plan(draft.search, now)
        if draft.events or draft.errands or done or aside or cursor or read:
            self.journal.commit(draft.events, errands=draft.errands, cursor=cursor, done=done, aside=aside, read=read)
        self.search, self.plan = draft.search, after
        self.wake()

    def _decide(self, draft: Draft, decision: Decision, now: datetime) -> None:
        match decision:
            case Write(wanted=wanted, note=note):
                self._write(draft, wanted, note, now)
            case Retract(note=note, reason=reason, because=because):
                key = str(note.key)
                withdraw = WithdrawDraft(note.account, key, note.token, note.digest, note.copies)
                event = WithdrawalWanted(now, key, reason, because)
                draft.add(event, errand=NewErrand(withdraw, b"", "", now))
            case Claim(note=note):
                self._claim(draft, note, now)
            case Tidy(note=note):
                effect = RemoveTwins(note.account, str(note.key), note.token, note.digest)
                draft.add(TwinsSeen(now, str(note.key)), errand=NewErrand(effect, b"", "", now))
            case GiveUp(note=note):
                draft.add(LimboEnded(now, str(note.key)))
            case Say():
                self._say(draft, decision, now)

    def _write(self, draft: Draft, wanted: Wanted, note: Note | None, now: datetime) -> None:
        domain = _domain(wanted.facts.sender.email)
        token = note.token if note else self.mint(domain)
        message_id = self.mint(domain)
        raw = writing.compose(wanted.facts, message_id=message_id, token=token, date=now)
        digest = hashlib.sha256(raw).hexdigest()
        key, revision = str(wanted.key), note.revision + 1 if note else 0
        event = DraftWanted(now, key, wanted, token, message_id, digest, revision)
        effect: PlaceDraft | ReplaceDraft = PlaceDraft(wanted.account, key, token)
        if note and note.copies:
            effect = ReplaceDraft(wanted.account, key, token, note.copies, note.digest)
        draft.add(event, errand=NewErrand(effect, raw, message_id, now))

    def _claim(self, draft: Draft, note: Note, now: datetime) -> None:
        assert note.approved is not None  # noqa: S101  only approved notes are claimed
        by_star = note.approved.folder is Folder.DRAFTS
        effect = ClaimDraft(note.account, str(note.key), note.token, note.approved, by_star)
        draft.add(ClaimWanted(now, str(note.key)), errand=NewErrand(effect, b"", "", now))

    def _say(self, draft: Draft, decision: Say, now: datetime) -> None:
        text, domain = decision.text, _domain(decision.text.owner.email)
        message_id = self.mint(domain)
        raw = writing.tell(text, message_id=message_id, date=now)
        event = TellWanted(now, text.key, text.account, text.subject, text.application, message_id)
        draft.add(event, errand=NewErrand(Tell(text.account, text.key), raw, message_id, now))


def _domain(email: str) -> str:
    return email.rpartition("@")[2] or "localhost.invalid"
