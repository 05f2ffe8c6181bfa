"""Everything we can do to the world. An errand is an effect with its final bytes, as the journal keeps it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from followupd.mail import Address, Place
from followupd.notes import Copy


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """Append the errand's bytes to Drafts, unless a message with its token lies there, in Sent or in Trash."""

    account: str
    note: str
    token: str


@dataclass(frozen=True, slots=True)
class ReplaceDraft:
    """Append the reworded draft, then remove the old copy if it still has exactly the bytes that we placed."""

    account: str
    note: str
    token: str
    old: tuple[Copy, ...]
    old_digest: str


@dataclass(frozen=True, slots=True)
class WithdrawDraft:
    """Remove copies whose bytes are ours; move those that the owner edited to Followup/Withdrawn."""

    account: str
    note: str
    token: str
    digest: str
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveTwins:
    """Of several live copies with exactly the bytes that we placed, leave one: the approved one, else the oldest."""

    account: str
    note: str
    token: str
    digest: str


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """The last look before a send: same place, same bytes, still approved, the only live copy, not in Sent."""

    account: str
    note: str
    token: str
    approved: Copy
    by_star: bool


@dataclass(frozen=True, slots=True)
class Submit:
    """Hand the errand's bytes to the submission server, once. ``resend``: the owner asked for it again."""

    account: str
    note: str
    sender: str
    recipients: tuple[str, ...]
    resend: bool = False


@dataclass(frozen=True, slots=True)
class FileSent:
    """File the errand's bytes in Sent where the server does not, then retire the draft if it is what was sent."""

    account: str
    note: str
    token: str
    approved: Copy | None


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """Take the star off, or move the draft back, because a proof held the send."""

    account: str
    note: str
    approved: Copy


@dataclass(frozen=True, slots=True)
class Tell:
    """Lay a message into the notices folder, from the owner to the owner."""

    account: str
    key: str


Effect = PlaceDraft | ReplaceDraft | RemoveTwins | WithdrawDraft | ClaimDraft | Submit | FileSent | ReleaseDraft | Tell


class ErrandState(StrEnum):
    """``attempting`` is written before the socket is touched, ``data`` before DATA (house.md, rule 3)."""

    PENDING = "pending"
    ATTEMPTING = "attempting"
    DATA = "data"
    DONE = "done"
    DROPPED = "dropped"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Errand:
    """An effect as stored: its bytes never change between tries."""

    id: int
    effect: Effect
    raw: bytes
    message_id: str
    state: ErrandState
    attempts: int
    not_before: datetime


@dataclass(frozen=True, slots=True)
class TellText:
    """What the owner is told: ``key`` once only; ``lines`` are paragraphs of plain text."""

    key: str
    account: str
    subject: str
    lines: tuple[str, ...]
    owner: Address
    application: str | None = None
    token: str = ""
    because: tuple[str, ...] = ()
    place: Place | None = None
