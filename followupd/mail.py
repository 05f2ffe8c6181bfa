"""Words for mail: addresses, folders by role, places, arrivals, letters."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322 s3.4): ``email`` is the addr-spec as written, ``name`` the decoded display name or ``""``."""

    email: str
    name: str = ""

    @property
    def key(self) -> str:
        """What two spellings of one address share."""
        return self.email.casefold()

    @property
    def domain(self) -> str:
        return self.key.rpartition("@")[2]


class Folder(StrEnum):
    """A folder by its role; names are the server's business."""

    INBOX = "inbox"
    DRAFTS = "drafts"
    SENT = "sent"
    TRASH = "trash"
    NOTICES = "notices"
    APPROVED = "approved"
    STOP = "stop"
    WITHDRAW = "withdraw"
    INTERVIEW = "interview"
    WITHDRAWN = "withdrawn"
    CLAIMS = "claims"


FOLLOWUP_FOLDERS = {
    Folder.APPROVED: "Approved",
    Folder.STOP: "Stop",
    Folder.WITHDRAW: "Withdraw",
    Folder.INTERVIEW: "Interview",
    Folder.WITHDRAWN: "Withdrawn",
}
"""The folders that we make, below ``Followup`` (interface.md, gestures)."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a message lies: one UID in one folder under one uidvalidity (RFC 9051 s2.3.1.1)."""

    account: str
    folder: Folder
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as the mailbox hands it over. ``size`` is RFC822.SIZE; ``raw`` may be cut short of it.

    ``received`` is INTERNALDATE in UTC. ``learning``: it was there before the daemon first came.
    """

    place: Place
    received: datetime
    size: int
    raw: bytes
    flags: frozenset[str] = frozenset()
    learning: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The head of a message, parsed and cleaned; message-ids keep their angle brackets, times are UTC.

    ``offset`` is the Date header's own offset in minutes (the sender's zone), None where absent or -0000.
    ``bulk``: list or precedence headers; ``auto``: Auto-Submitted other than ``no``, or an autoresponder's own mark,
    ``auto_reply`` (RFC 3834 s5); ``report``: the report-type of a multipart/report (RFC 6522) or ``""``;
    ``null_sender``: an empty Return-Path.
    """

    message_id: str
    date: datetime | None = None
    offset: int | None = None
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    bulk: bool = False
    auto: bool = False
    calendar_uids: tuple[str, ...] = field(default=())
    auto_reply: bool = False
    report: str = ""
    null_sender: bool = False

    @property
    def thread(self) -> tuple[str, ...]:
        """Every message-id that this one says it answers, nearest last, without repeats."""
        return tuple(dict.fromkeys((*self.references, *self.in_reply_to)))
