"""The search: all applications of the owner and all notes, as the fold of every event so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from followupd.application import Application
from followupd.events import Trouble
from followupd.mail import Place
from followupd.notes import CLOSED, Mark, Note, NoteState
from followupd.policy import Owner, Policy

DISCARDED = NoteState.DISCARDED


@dataclass(frozen=True, slots=True)
class SetAside:
    """A letter that could not be read, or was not understood to belong anywhere, until the owner was told."""

    at: datetime
    place: Place
    reason: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Search:
    """What deciding knows. ``told``: keys of what the owner was told; ``questions``: the token of each question
    to its application; ``troubles``: what keeps an account from working, by account and where; ``learning``: accounts
    whose past is still being read, for which nothing is planned, because half a past tells a wrong story."""

    policy: Policy = field(default_factory=Policy)
    applications: Mapping[str, Application] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    questions: Mapping[str, str] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    troubles: Mapping[tuple[str, str], Trouble] = field(default_factory=dict)
    paused: bool = False
    learning: frozenset[str] = frozenset()

    def owner(self, account: str) -> Owner:
        """The owner as this account knows him."""
        return self.policy.owners.get(account) or Owner(name="", email="")

    def with_application(self, application: Application) -> "Search":
        return replace(self, applications={**self.applications, application.id: application})

    def with_note(self, note: Note) -> "Search":
        return replace(self, notes={**self.notes, str(note.key): note})

    def of(self, application: str) -> tuple[Note, ...]:
        """The notes of one application."""
        return tuple(note for note in self.notes.values() if note.key.application == application)

    def note_by_token(self, ids: tuple[str, ...]) -> Note | None:
        """The note whose token or Message-ID stands among these message-ids."""
        wanted = set(ids)
        for note in self.notes.values():
            if note.token in wanted or wanted & note.message_ids:
                return note
        return None

    def marks(self, account: str) -> tuple[Mark, ...]:
        """How to recognise the copies of every note of this account that may still change hands."""
        return tuple(
            Mark(str(n.key), n.account, n.token, n.message_ids, tuple(c.place for c in n.copies), n.state is DISCARDED)
            for n in self.notes.values()
            if n.account == account and n.queued_at is not None and (n.state not in CLOSED or n.state is DISCARDED)
        )
