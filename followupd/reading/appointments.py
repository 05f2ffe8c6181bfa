"""The interviews that a letter fixes: its calendar's slots, else the events of its page, else its moments, each with
its own people and place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from followupd.findings import Kind, Medium, Person, Slot
from followupd.mail import Letter
from followupd.reading import people, places
from followupd.reading.cues import Cues, cues
from followupd.reading.dates import Moment, Reference, find, spans
from followupd.reading.dates.shapes import zone_info
from followupd.reading.dates.zones import home
from followupd.reading.invitation import Invitation
from followupd.reading.occasions import Occasions, Told
from followupd.reading.own_words import OwnWords
from followupd.reading.structured import StructuredEvent

MAX_SLOTS = 12
NEAR_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Read:
    """What of a letter its appointments are read from."""

    letter: Letter
    own: OwnWords
    moments: Sequence[Moment]
    invited: Invitation | None
    owner: frozenset[str]
    reference: Reference
    events: Sequence[StructuredEvent] = ()

    @property
    def head(self) -> int:
        """How many characters of the moments' text are the subject."""
        return len(self.letter.subject) + 2

    @property
    def text(self) -> str:
        """The text in which the moments stand."""
        return f"{self.letter.subject}\n\n{self.own.text}"


def appointments(read: Read, kind: Kind) -> tuple[tuple[Slot, ...], datetime | None]:
    """The slots of a letter, and the start from which one was moved. Calendar slots win, then the page's events;
    people that only the text names are added to slots without any."""
    words = cues(read.reference.language)
    every = Occasions(read.text, _placed(read), words, moved=kind is Kind.RESCHEDULE)
    after = read.letter.date - timedelta(hours=12) if read.letter.date else None
    chosen = every.interview(after)
    told = _from_calendar(read) or _from_page(read)
    named = people.interviewers(read.own.text, read.letter, read.owner, read.reference.language, read.own.signature)
    found = tuple(_completed(s, read, chosen, named, words) for s in told[:MAX_SLOTS])
    if not found:
        named = people.presumed(read.own.text, read.letter, read.owner, named, read.own.signature)
    found = found or _rows(read, every, chosen, words) or _one(read, every, chosen, named, words)
    return found, _previous(read, every, chosen, found) if kind is Kind.RESCHEDULE else None


def _both(invited: tuple[Person, ...], named: tuple[Person, ...]) -> tuple[Person, ...]:
    """The invited, and with them those whom the text names beside one of the invited."""
    if not invited:
        return named
    keys = {p.name.casefold() for p in invited}
    beside = any(p.name.casefold() in keys for p in named)
    return (*invited, *(p for p in named if p.name.casefold() not in keys)) if beside else invited


def _placed(read: Read) -> list[Moment]:
    """The moments, those of the subject at the place in the text that tells them again."""
    again: dict[datetime | None, tuple[int, int]] = {
        m.start: m.span for m in find(read.own.text, read.reference) if m.start
    }
    return sorted((_told_again(m, again, read.head) for m in read.moments), key=lambda m: m.span)


def _told_again(moment: Moment, again: dict[datetime | None, tuple[int, int]], head: int) -> Moment:
    there = again.get(moment.start) if moment.start and moment.span[1] <= head else None
    return replace(moment, span=(there[0] + head, there[1] + head)) if there else moment


def _previous(read: Read, every: Occasions, chosen: Told | None, found: tuple[Slot, ...]) -> datetime | None:
    """The start from which an interview was moved, as the page or the text tells it."""
    stated = next((_instant(e.previous_start, read.reference) for e in read.events if e.previous_start), None)
    starts = {slot.start for slot in found}
    before = stated or every.before(chosen)
    return before if before not in starts else None


def _from_calendar(read: Read) -> tuple[Slot, ...]:
    """The calendar's slots: a time without a known zone is taken for the sender's, flagged; one in UTC is shown on the
    clock that the text names."""
    invited = read.invited
    if not invited:
        return ()
    walls = invited.walls or (None,) * len(invited.slots)
    return tuple(_clocked(slot, wall, read) for slot, wall in zip(invited.slots, walls, strict=True))


def _clocked(slot: Slot, wall: datetime | None, read: Read) -> Slot:
    if slot.start is None:
        return _guessed(slot, wall, read)
    if slot.timezone or slot.offset is not None:
        return slot
    return _on_the_clock(slot, read.moments)


def _on_the_clock(slot: Slot, moments: Sequence[Moment]) -> Slot:
    """With the zone of the text: that of the same instant, else the only one that it names."""
    same = [m for m in moments if m.start == slot.start and (m.zone or m.offset is not None)]
    named = {m.zone for m in moments if m.zone and m.start}
    if same:
        best = max(same, key=lambda m: m.zone is not None)
        return replace(slot, timezone=best.zone, offset=None if best.zone else best.offset)
    return replace(slot, timezone=named.pop()) if len(named) == 1 else slot


def _guessed(slot: Slot, wall: datetime | None, read: Read) -> Slot:
    """A wall time in the sender's zone; of a whole day the time that the text tells for it."""
    if "all_day" in slot.flags:
        same = next((m for m in read.moments if wall and m.start and m.day == wall.date() and m.role == "time"), None)
        return replace(slot, start=same.start, end=same.end, timezone=same.zone, offset=same.offset) if same else slot
    return _with_wall(slot, wall, read.reference) if wall else slot


def _with_wall(slot: Slot, wall: datetime, reference: Reference) -> Slot:
    start = _instant(wall, reference)
    shift = start - wall.replace(tzinfo=UTC)
    return replace(slot, start=start, offset=-int(shift.total_seconds() // 60), flags=(*slot.flags, "zone_from_sender"))


def _instant(wall: datetime | None, reference: Reference) -> datetime:
    """A time as written, in UTC; the sender's zone where it names none."""
    at = wall or datetime.min  # noqa: DTZ901  # callers have one
    zone = zone_info(home(reference)) or timezone(timedelta(minutes=reference.offset or 0))
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _from_page(read: Read) -> tuple[Slot, ...]:
    """The events that the page states as data and that are still to come."""
    live = [e for e in read.events if e.start and not e.whole_day and e.status != "cancelled"]
    found = [_event(e, e.start, read) for e in live if e.start and e.kind.endswith(("Event", "Interview"))]
    return tuple(
        s for s in found if read.letter.date is None or (s.start and s.start > read.letter.date - timedelta(1))
    )


def _event(event: StructuredEvent, at: datetime, read: Read) -> Slot:
    start = _instant(at, read.reference)
    end = _instant(event.end, read.reference) if event.end else None
    shift = start - at.replace(tzinfo=UTC)
    slot = Slot(
        start=start,
        end=end if end and end > start else None,
        location=event.location,
        flags=() if at.tzinfo else ("zone_from_sender",),
    )
    utc = at.tzinfo is not None and not shift
    return _on_the_clock(slot, read.moments) if utc else replace(slot, offset=-int(shift.total_seconds() // 60))


def _completed(slot: Slot, read: Read, chosen: Told | None, named: tuple[Person, ...], words: Cues) -> Slot:
    """With what only the text tells: the people, how it is held, where."""
    sentence = read.text[slice(*chosen.sentence)] if chosen else ""
    stated = f"location: {slot.location}" if slot.location else ""
    described = "\n\n".join((read.own.text, stated, read.invited.description if read.invited else ""))
    kind = slot.medium if slot.medium is not Medium.UNKNOWN else places.medium(described, sentence, words)
    place = slot.location or places.location(described, kind, words)
    return replace(slot, interviewers=_both(slot.interviewers, named), medium=kind, location=place)


def _one(read: Read, every: Occasions, chosen: Told | None, named: tuple[Person, ...], words: Cues) -> tuple[Slot, ...]:
    """The interview; of a timetable its sessions as one, from the first to the last."""
    if not chosen:
        return ()
    sessions = every.sessions(chosen)
    slot = _slot(chosen, read, named, words)
    last = sessions[-1].moment if len(sessions) > 1 else None
    if last and (last.end or last.start) and chosen.moment.start:
        return (replace(slot, end=last.end if last.end and last.end > chosen.moment.start else None),)
    return (replace(slot, end=slot.end or every.end(chosen) or _length(read, chosen, words)),)


def _length(read: Read, chosen: Told, words: Cues) -> datetime | None:
    """The end by the only length that is told near, unless its sentence speaks of breaks, walks or being early."""
    start = chosen.moment.start
    begin = max(0, chosen.sentence[0] - NEAR_LENGTH)
    near = read.text[begin : chosen.sentence[1] + NEAR_LENGTH]
    told = {
        minutes
        for left, right, minutes in spans(near, read.reference.language)
        if 10 <= minutes <= 480 and _lasting(words, words.fold(_clause(near, left, right)))
    }
    return start + timedelta(minutes=told.pop()) if start and len(told) == 1 else None


def _lasting(words: Cues, clause: str) -> bool:
    """Whether a clause with a length speaks of how long, not of how far, how early or how much later."""
    return words.first("not_lasting", clause) < 0 and words.first("moved", clause) < 0


def _clause(text: str, left: int, right: int) -> str:
    """The words about a place, up to the next stop on either side."""
    begin = max(text.rfind(mark, 0, left) for mark in ".,;(\n!?") + 1
    ends = [at for mark in ".,;)\n!?" if (at := text.find(mark, right)) >= 0]
    return text[begin : min(ends, default=len(text))]


def _rows(read: Read, every: Occasions, chosen: Told | None, words: Cues) -> tuple[Slot, ...]:
    """Rows of a timetable, each with people of its own."""
    found: list[Slot] = []
    told = [t for t in every.told if not t.old and not (t.other and not t.moment.end)]
    if not chosen:
        return ()
    for row in people.rows(read.own.text):
        inside = [t for t in told if row.span[0] <= t.moment.span[0] - read.head < row.span[1]]
        present = people.people_at(read.own.text, row.span, read.letter, read.owner, read.own.signature)
        if inside and present:
            found.append(_slot(inside[0], read, present, words))
    first = min((s.start for s in found if s.start), default=None)
    whole = len(found) > 1 and first is not None and chosen.moment.start == first
    return tuple(found[:MAX_SLOTS]) if whole else ()


def _slot(told: Told, read: Read, named: tuple[Person, ...], words: Cues) -> Slot:
    moment = told.moment
    kind = places.medium(read.own.text, read.text[slice(*told.sentence)], words)
    return Slot(
        start=moment.start,
        end=moment.end,
        timezone=moment.zone,
        offset=moment.offset,
        medium=kind,
        location=places.location(read.own.text, kind, words),
        interviewers=named,
        flags=moment.flags,
    )


__all__ = ["Medium", "Read", "Slot", "appointments"]
