"""Notes: what we may write, which of them exist, and where their copies lie."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from followupd.mail import Address, Folder, Place


class NoteKind(StrEnum):
    THANK_YOU = "thank_you"
    NUDGE = "nudge"
    OFFER_REPLY = "offer_reply"
    REJECTION_REPLY = "rejection_reply"
    WITHDRAWAL = "withdrawal"
    CALL_SHEET = "call_sheet"
    LETTER = "letter"
    DEBRIEF = "debrief"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, order=True)
class NoteKey:
    """What makes two notes the same note: asking for it twice never writes it twice."""

    application: str
    round: int
    person: str
    kind: NoteKind
    ordinal: int = 0

    def __str__(self) -> str:
        return f"{self.application}/{self.round}/{self.person}/{self.kind.value}/{self.ordinal}"

    @classmethod
    def parse(cls, text: str) -> "NoteKey":
        """Read back what ``str`` wrote; the person may contain slashes."""
        application, rounds, rest = text.split("/", 2)
        person, kind, ordinal = rest.rsplit("/", 2)
        return cls(application, int(rounds), person, NoteKind(kind), int(ordinal))


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a note's text depends on; all of it is data, none of it a template.

    ``subject`` is the thread's own subject, or ``""`` for a first contact. ``variant`` counts the persons of one
    round from 0, so that no two notes of a panel read alike; ``siblings`` is how many there are. ``via``: the person
    to whom thanks are to be passed on, where ``to`` is only the coordinator.
    """

    kind: NoteKind
    sender: Address
    to: tuple[Address, ...]
    person: str
    title: str | None = None
    honorific: str | None = None
    via: str | None = None
    company: str | None = None
    role: str | None = None
    subject: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    language: str = "en"
    formality: str = "neutral"
    medium: str = "unknown"
    ordinal: int = 0
    last: bool = False
    late: bool = False
    promised: bool = False
    variant: int = 0
    siblings: int = 1
    why: str = ""
    strengths: tuple[str, ...] = ()
    contributions: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    closing: str = "Sincerely"
    signature: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A note that should exist now. It may leave from ``earliest`` on, and not after ``latest`` (None: whenever).

    ``timezone`` (IANA) or ``offset`` (minutes): the recipient's clock, by which sending hours are kept.
    """

    key: NoteKey
    account: str
    facts: Facts
    because: tuple[str, ...]
    earliest: datetime
    latest: datetime | None = None
    timezone: str | None = None
    offset: int | None = None


class NoteState(StrEnum):
    """A draft's life (house.md)."""

    PLACING = "placing"
    QUEUED = "queued"
    APPROVED = "approved"
    LIMBO = "limbo"
    CLAIMED = "claimed"
    SUBMITTING = "submitting"
    SENT = "sent"
    FILED = "filed"
    DISCARDED = "discarded"
    SENT_BY_OWNER = "sent_by_owner"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    UNCERTAIN = "uncertain"
    SET_ASIDE = "set_aside"


CLOSED = frozenset(
    {
        NoteState.SENT,
        NoteState.FILED,
        NoteState.DISCARDED,
        NoteState.SENT_BY_OWNER,
        NoteState.WITHDRAWN,
        NoteState.UNCERTAIN,
        NoteState.SET_ASIDE,
    }
)
"""States from which nothing leaves any more by our own hand."""

GONE_OUT = frozenset({NoteState.SENT, NoteState.FILED, NoteState.SENT_BY_OWNER, NoteState.UNCERTAIN})


@dataclass(frozen=True, slots=True, order=True)
class Copy:
    """One live copy of a note in the mailbox, as last seen. ``digest``: SHA-256 of its bytes, in hexadecimal."""

    place: Place
    digest: str
    flagged: bool
    message_id: str
    recipients: tuple[str, ...] = ()

    @property
    def folder(self) -> Folder:
        return self.place.folder


TOKEN_HEADERS = ("References", "In-Reply-To", "X-Followupd-Id")
"""Where a note's token may stand (clients.md s1)."""
ALIASES = 20
"""A client that saves by itself gives a draft a new Message-ID each time; a search names no more than these."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a draft of ours is recognised (clients.md s5): the token first, then every Message-ID it ever had.

    ``discarded``: the owner deleted it; only its coming back is of interest.
    """

    note: str
    account: str
    token: str
    message_ids: frozenset[str]
    places: tuple[Place, ...] = ()
    discarded: bool = False

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Any one of these (header, value) pairs, taken as a substring, makes a message a copy of this note."""
        ids = sorted(self.message_ids)[:ALIASES]
        return (*((name, self.token) for name in TOKEN_HEADERS), *(("Message-ID", i) for i in ids))


@dataclass(frozen=True, slots=True)
class Note:
    """A note that exists, as the fold of its events.

    ``digest`` is that of the bytes that lie in Drafts by our own hand; a live copy with another one has been touched
    by the owner. ``born_flagged``: a rule starred it when it was placed, so that star says nothing.
    """

    key: NoteKey
    account: str
    state: NoteState
    wanted: Wanted
    token: str
    message_ids: frozenset[str]
    created_at: datetime
    queued_at: datetime | None = None
    placed: Place | None = None
    digest: str = ""
    born_flagged: bool = False
    copies: tuple[Copy, ...] = ()
    approved_at: datetime | None = None
    approved: Copy | None = None
    limbo_since: datetime | None = None
    sent_at: datetime | None = None
    sent_id: str | None = None
    retry_at: datetime | None = None
    reason: str = ""
    revision: int = 0
    tidying: bool = False

    @property
    def twins(self) -> tuple[Copy, ...]:
        """Live copies with exactly the bytes that we placed; one is as it should be."""
        live = {Folder.DRAFTS, Folder.APPROVED}
        return tuple(c for c in self.copies if c.digest == self.digest and c.folder in live)

    @property
    def touched(self) -> bool:
        """Whether the owner has changed the text since we placed it."""
        return any(copy.digest != self.digest for copy in self.copies)
