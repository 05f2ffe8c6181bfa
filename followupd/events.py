"""Everything that can happen. Append-only: a field is added with a default and never taken away."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from followupd.findings import Finding
from followupd.mail import Folder, Letter, Place
from followupd.notes import Copy, Wanted
from followupd.policy import Policy


@dataclass(frozen=True, slots=True)
class PolicyChanged:
    """The owner's wishes, as the daemon started or reloaded with them."""

    at: datetime
    policy: Policy


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter that means something, in INBOX or in Sent; ``application`` is the one it was found to belong to."""

    at: datetime
    place: Place
    letter: Letter
    finding: Finding
    application: str | None = None
    learning: bool = False


@dataclass(frozen=True, slots=True)
class LetterSetAside:
    """A letter that could not be read; the owner hears of it once."""

    at: datetime
    place: Place
    reason: str
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class DraftWanted:
    """The plan wants a note, or wants it reworded: its effect lies in the journal beside this event."""

    at: datetime
    note: str
    wanted: Wanted
    token: str
    message_id: str
    digest: str
    revision: int = 0


@dataclass(frozen=True, slots=True)
class DraftPlaced:
    """The draft lies in Drafts; ``flagged`` as read back right after the append."""

    at: datetime
    note: str
    place: Place | None
    digest: str
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class CopiesSeen:
    """Where all copies of a note lie now: live ones in Drafts and Approved; in Sent or Trash where none is live."""

    at: datetime
    note: str
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class TwinsSeen:
    """The same bytes lie there twice: an append that the server finished late; all but one shall go."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class TwinsRemoved:
    """One copy is left; ``removed``: where the others lay."""

    at: datetime
    note: str
    removed: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class WithdrawalWanted:
    """The plan no longer wants this note."""

    at: datetime
    note: str
    reason: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftWithdrawn:
    """No live copy is left; ``kept``: the owner edited it, and his words went to Followup/Withdrawn."""

    at: datetime
    note: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class ClaimWanted:
    """Approved, held long enough, inside the window: the last check before a send begins."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class ClaimFailed:
    """The last check failed; ``reason`` is for the owner; the draft waits on."""

    at: datetime
    note: str
    reason: str
    release: bool = False
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SubmitWanted:
    """The last check passed; the final bytes lie in the journal beside this event."""

    at: datetime
    note: str
    digest: str
    recipients: tuple[str, ...]
    message_id: str


class Submission(StrEnum):
    """How a submission ended: a value, never an exception."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Submitted:
    """The answer of the submission server; ``reply`` is its text, ``in_sent``: an unknown outcome found in Sent."""

    at: datetime
    note: str
    outcome: Submission
    reply: str = ""
    retry_at: datetime | None = None
    in_sent: bool = False


@dataclass(frozen=True, slots=True)
class SentFiled:
    """The copy lies in Sent and the draft is retired."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class LimboEnded:
    """A draft that vanished has not come back within a day: it counts as discarded."""

    at: datetime
    note: str


class Gesture(StrEnum):
    STOP = "stop"
    WITHDRAW = "withdraw"
    INTERVIEW = "interview"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class GestureSeen:
    """The owner moved a message of an application, or answered a question."""

    at: datetime
    application: str
    gesture: Gesture
    message_id: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """``application`` None: everything that leaves the house."""

    at: datetime
    application: str | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    at: datetime
    application: str | None = None


@dataclass(frozen=True, slots=True)
class TellWanted:
    """A message to the owner is on its way; ``key`` makes it once only."""

    at: datetime
    key: str
    account: str
    subject: str
    application: str | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class ErrandFailed:
    """An effect was set aside after its last try."""

    at: datetime
    errand: int
    note: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class FolderLearnt:
    """A folder was opened for the first time, or again under another uidvalidity."""

    at: datetime
    account: str
    folder: Folder
    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class ClockStepped:
    """The wall clock moved by ``seconds`` against the machine's own time."""

    at: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something keeps an account from working; ``where`` is imap, smtp or secret; recorded once, not at every try."""

    at: datetime
    account: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class TroubleOver:
    at: datetime
    account: str
    where: str


@dataclass(frozen=True, slots=True)
class ResendWanted:
    """The owner says that an uncertain note shall leave again, with the same Message-ID."""

    at: datetime
    note: str


Event = (
    PolicyChanged
    | LetterRead
    | LetterSetAside
    | DraftWanted
    | DraftPlaced
    | CopiesSeen
    | TwinsSeen
    | TwinsRemoved
    | WithdrawalWanted
    | DraftWithdrawn
    | ClaimWanted
    | ClaimFailed
    | SubmitWanted
    | Submitted
    | SentFiled
    | LimboEnded
    | GestureSeen
    | Paused
    | Resumed
    | TellWanted
    | ErrandFailed
    | FolderLearnt
    | ClockStepped
    | Trouble
    | TroubleOver
    | ResendWanted
)
