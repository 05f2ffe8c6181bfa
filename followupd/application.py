"""An application: one candidacy at one employer for one role, as the fold of its events."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from followupd.findings import Medium
from followupd.mail import Address


class Outcome(StrEnum):
    """How an application ended."""

    OFFER = "offer"
    REJECTION = "rejection"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Interviewer:
    """``person`` is the stable key within the application: the address casefolded, else the name casefolded."""

    person: str
    name: str
    email: str | None = None
    title: str | None = None
    honorific: str | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """One slot of one round. ``end`` is what was stated, else start + the usual length (``end_stated`` tells)."""

    round: int
    start: datetime
    end: datetime
    end_stated: bool = True
    timezone: str | None = None
    offset: int | None = None
    medium: Medium = Medium.UNKNOWN
    uid: str | None = None
    sequence: int | None = None
    interviewers: tuple[Interviewer, ...] = ()
    flags: tuple[str, ...] = ()
    sure: bool = True
    cancelled: bool = False
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """What an answer must carry to stay in the thread: the last letter's id, its references, its subject."""

    message_id: str
    references: tuple[str, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Application:
    """One candidacy. ``account`` and ``own`` are where and at which address the employer writes to the owner.

    ``last_theirs``: their last human mail; ``last_ours``: our or the owner's last mail to them; ``written_to``: when
    the owner last wrote to each address himself. ``held``: the unsure outcome that waits for the owner's answer.
    """

    id: str
    account: str
    own: Address
    company: str | None = None
    role: str | None = None
    domains: frozenset[str] = frozenset()
    contact: Address | None = None
    interviews: tuple[Interview, ...] = ()
    outcome: Outcome | None = None
    outcome_at: datetime | None = None
    outcome_because: str | None = None
    held: str | None = None
    held_kind: str | None = None
    thread: Thread | None = None
    offset: int | None = None
    message_ids: frozenset[str] = frozenset()
    people: tuple[Address, ...] = ()
    written_to: tuple[tuple[str, datetime], ...] = ()
    last_theirs: datetime | None = None
    last_theirs_id: str | None = None
    last_ours: datetime | None = None
    promise: date | None = None
    paused: bool = False
    opened_at: datetime | None = None
    learnt: bool = field(default=False)

    @property
    def open(self) -> bool:
        """Whether notes may still be wanted."""
        return self.outcome is None
