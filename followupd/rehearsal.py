"""Replay past mail on a simulated clock: the real dispatcher, with a mailbox in which everything succeeds at once."""

import hashlib
import itertools
from collections.abc import Iterable
from datetime import datetime, timedelta

from followupd.dispatcher import Dispatcher
from followupd.effects import ClaimDraft, Errand, FileSent, PlaceDraft, ReplaceDraft, Submit, WithdrawDraft
from followupd.events import (
    CopiesSeen,
    DraftPlaced,
    DraftWithdrawn,
    Event,
    PolicyChanged,
    SentFiled,
    Submission,
    Submitted,
)
from followupd.findings import Finding
from followupd.journal import Journal
from followupd.mail import Arrival, Folder, Letter, Place
from followupd.notes import Copy, NoteState
from followupd.policy import Policy

Read = tuple[Arrival, Letter, Finding]


class Rehearsal:
    """One replay. ``approve``: every draft is starred in the moment it is queued."""

    def __init__(self, policy: Policy, account: str, *, approve: bool, start: datetime) -> None:
        self.account, self.approve, self.at = account, approve, start
        self.drafts: dict[str, tuple[Copy, bytes]] = {}
        self.uids = itertools.count(1)
        self.ids = itertools.count(1)
        self.journal = Journal.open(None)
        self.dispatcher = Dispatcher(self.journal, lambda: self.at, self._mint)
        self.dispatcher.handle(PolicyChanged(start, policy))

    def _mint(self, domain: str) -> str:
        return f"<rehearsal-{next(self.ids)}@{domain}>"

    def run(self, letters: Iterable[Read], until: datetime | None) -> tuple[Event, ...]:
        """All events, from the first letter to 45 days past the last (or ``until``)."""
        last = self.at
        for arrival, letter, finding in letters:
            last = max(arrival.received, self.at)
            self._advance(last)
            place = arrival.place
            self.dispatcher.letters([(arrival, letter, finding)], (place.account, place.folder, 1, place.uid))
            self._act()
        self._advance(until or last + timedelta(days=45))
        return tuple(event for _, event in self.journal.events())

    def _advance(self, when: datetime) -> None:
        """Stop at every instant at which the plan may change."""
        while (due := self.dispatcher.plan.look_again) and self.at < due <= when:
            self.at = due
            self.dispatcher.look_again()
            self._act()
        self.at = max(self.at, when)
        self.dispatcher.look_again()
        self._act()

    def _act(self) -> None:
        while errands := self.journal.errands(self.account, now=self.at):
            for errand in errands:
                self._perform(errand)

    def _perform(self, errand: Errand) -> None:
        match errand.effect:
            case PlaceDraft(note=note) | ReplaceDraft(note=note):
                self._place(errand, note)
            case ClaimDraft(note=note, approved=approved):
                self.dispatcher.claimed(errand, approved, self.drafts[note][1])
            case Submit(note=note):
                self.dispatcher.submitted(errand, Submitted(self.at, note, Submission.ACCEPTED, "250 simulated"))
            case FileSent(note=note):
                self.drafts.pop(note, None)
                self.dispatcher.handle(SentFiled(self.at, note), done=(errand.id,))
            case WithdrawDraft(note=note):
                self.drafts.pop(note, None)
                self.dispatcher.handle(DraftWithdrawn(self.at, note), done=(errand.id,))
            case _:
                self.dispatcher.handle(done=(errand.id,))

    def _place(self, errand: Errand, note: str) -> None:
        place = Place(self.account, Folder.DRAFTS, 1, next(self.uids))
        digest = hashlib.sha256(errand.raw).hexdigest()
        self.dispatcher.handle(DraftPlaced(self.at, note, place, digest), done=(errand.id,))
        copy = Copy(place, digest, False, errand.message_id)
        self.drafts[note] = (copy, errand.raw)
        self._see(note, copy)
        if self.approve and self.dispatcher.search.notes[note].state is NoteState.QUEUED:
            self._see(note, Copy(place, digest, True, errand.message_id))

    def _see(self, note: str, copy: Copy) -> None:
        if note in self.drafts:
            self.dispatcher.handle(CopiesSeen(self.at, note, (copy,)))
