"""What a letter says, with the evidence for it (the shape of ``followupd read --json``, interface.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a letter is, for a job search."""

    CONFIRMATION = "interview_confirmation"
    INVITE = "interview_invite"
    RESCHEDULE = "interview_reschedule"
    CANCEL = "interview_cancel"
    OFFER = "offer"
    REJECTION = "rejection"
    ACK = "application_ack"
    OTHER = "other_from_employer"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    UNRELATED = "unrelated"
    OWN = "own"


class Medium(StrEnum):
    VIDEO = "video"
    PHONE = "phone"
    ONSITE = "onsite"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in a letter; ``honorific`` only from evidence ("Ms.", "Dr.")."""

    name: str
    email: str | None = None
    title: str | None = None
    honorific: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One interview as a letter states it. Times are UTC; ``timezone`` is an IANA name, ``offset`` minutes east of
    UTC at the start where the zone has no name. ``uid`` and ``sequence``: iTIP (RFC 5546 s2.1)."""

    start: datetime | None = None
    end: datetime | None = None
    timezone: str | None = None
    offset: int | None = None
    medium: Medium = Medium.UNKNOWN
    location: str | None = None
    uid: str | None = None
    sequence: int | None = None
    interviewers: tuple[Person, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against: ``blocked_by`` names what vetoed the cue, if anything did."""

    cue: str
    quote: str
    weight: float
    blocked_by: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a letter says. ``sure``: the words leave no doubt. ``authentic``: who vouches for the sender, None where
    the account's server never stamps Authentication-Results. ``error``: why it could not be read."""

    kind: Kind
    sure: bool = False
    confidence: float = 0.0
    company: str | None = None
    role: str | None = None
    interviews: tuple[Slot, ...] = ()
    contact: Person | None = None
    promise: date | None = None
    returns_on: date | None = None
    authentic: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    language: str | None = None
    previous_start: datetime | None = None
    agency: str | None = None
    error: str | None = None


INTERVIEW_KINDS = frozenset({Kind.CONFIRMATION, Kind.INVITE, Kind.RESCHEDULE, Kind.CANCEL})
OUTCOME_KINDS = frozenset({Kind.OFFER, Kind.REJECTION})
FROM_EMPLOYER = INTERVIEW_KINDS | OUTCOME_KINDS | {Kind.ACK, Kind.OTHER}
"""Kinds that a person or system at the employer writes about a candidacy."""
