"""What the owner wishes: the part of the configuration that deciding and writing read. Stored as an event."""

from dataclasses import dataclass, field
from datetime import time, timedelta

from followupd.mail import Address


@dataclass(frozen=True, slots=True)
class Span:
    """A duration as a person says it: either ``exact`` or a number of ``business_days``."""

    exact: timedelta = timedelta()
    business_days: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner as one account knows him."""

    name: str
    email: str
    also: tuple[str, ...] = ()
    timezone: str = "UTC"
    country: str = ""
    phone: str = ""
    dialect: str = "en-US"

    @property
    def addresses(self) -> frozenset[str]:
        return frozenset(a.casefold() for a in (self.email, *self.also))


@dataclass(frozen=True, slots=True)
class Voice:
    closing: str = "Sincerely"
    formality: str = "neutral"
    why: str = ""
    strengths: tuple[str, ...] = ()
    contributions: tuple[str, ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Employer:
    """What the owner says about one employer (``[[employer]]``)."""

    name: str
    domains: tuple[str, ...] = ()
    role: str = ""
    formality: str = ""
    channel: str = "email"
    why: str = ""
    strengths: tuple[str, ...] = ()
    contributions: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    people: tuple[tuple[Address, str, str], ...] = ()
    """address, honorific, notes"""


@dataclass(frozen=True, slots=True)
class Policy:
    """All that deciding may depend on beside the events and now. ``owners``: by account name."""

    owners: dict[str, Owner] = field(default_factory=dict)
    thank_you: bool = True
    queue_after: timedelta = timedelta(minutes=20)
    deadline: timedelta = timedelta(hours=24)
    remind_before: timedelta = timedelta(hours=6)
    nudge_after: Span = Span(business_days=5)
    nudge_gap: Span = Span(business_days=5)
    after_promise: Span = Span(business_days=2)
    nudge_limit: int = 2
    nudge_channel: str = "email"
    gestures: tuple[str, ...] = ("star", "move")
    hold: timedelta = timedelta(minutes=2)
    hours_from: time = time(8)
    hours_until: time = time(20)
    weekends: bool = False
    not_sooner: timedelta = timedelta(hours=1)
    voice: Voice = field(default_factory=Voice)
    employers: tuple[Employer, ...] = ()
    agencies: frozenset[str] = frozenset()
    usual_length: timedelta = timedelta(hours=1)
