"""The words of the grammar: what a text is read against, and what is found in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Role = Literal["time", "day", "hours", "deadline", "old", "past"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text is read against: when it was sent (UTC), the Date header's own offset (minutes east), the
    language it is in, the sender's domain, and the owner's IANA zone."""

    sent: datetime | None
    offset: int | None
    language: str = "en"
    domain: str = ""
    zone: str | None = None

    @property
    def today(self) -> date | None:
        """The day on which it was written, where it was written; None where the header's year cannot be."""
        sane = self.sent is not None and 1990 <= self.sent.year <= 2200
        return (self.sent + timedelta(minutes=self.offset or 0)).date() if self.sent and sane else None

    @property
    def country(self) -> str:
        """The sender's country as the domain tells it, or ``""``."""
        last = self.domain.rpartition(".")[2].casefold()
        return last if len(last) == 2 and last not in {"io", "ai", "co", "me", "tv", "eu", "cc", "ly"} else ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One date or time in a text. ``span``: from, to; times are UTC; ``offset``: minutes east of a nameless zone."""

    span: tuple[int, int]
    day: date | None
    start: datetime | None = None
    end: datetime | None = None
    zone: str | None = None
    offset: int | None = None
    flags: tuple[str, ...] = ()
    role: Role = "day"


def zone_info(name: str | None) -> ZoneInfo | None:
    """The zone of that name, None where there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
