"""The interviews that a letter fixes: its calendar's slots, else its moments, each with its own people and place."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from followupd.findings import Medium, Person, Slot
from followupd.mail import Letter
from followupd.reading import people
from followupd.reading.dates import Moment
from followupd.reading.invitation import Invitation, medium
from followupd.reading.own_words import OwnWords

MAX_SLOTS = 12
_PLACE = re.compile(
    r"^[\s*•-]*(?:where|location|venue|place|address|ort|adresse|treffpunkt|lieu|lugar|direccion|ubicacion)"
    r"[\s*]*:[\s*]*(\S.{1,199})$", re.I | re.M)  # fmt: skip


def slots(
    letter: Letter,
    own: OwnWords,
    moments: Sequence[Moment],
    invited: Invitation | None,
    owner: frozenset[str],
    language: str,
) -> tuple[Slot, ...]:
    """Calendar slots win; people that only the text names are added to slots without any."""
    text = own.text
    named = people.interviewers(text, letter, owner, language, own.signature)
    if invited and invited.slots:
        return tuple(s if s.interviewers else replace(s, interviewers=named) for s in invited.slots[:MAX_SLOTS])
    head = len(letter.subject) + 2
    coming = [m for m in moments if m.role == "time" and m.start and _after(letter, m.start)]
    return _rows(letter, own, coming, head, owner) or _one(coming, text, named)


def previous(moments: Sequence[Moment]) -> datetime | None:
    """The start from which an interview was moved."""
    return next((m.start for m in moments if m.role == "old" and m.start), None)


def _after(letter: Letter, start: datetime) -> bool:
    return letter.date is None or start > letter.date - timedelta(hours=12)


def _one(coming: list[Moment], text: str, named: tuple[Person, ...]) -> tuple[Slot, ...]:
    """The first moment is the appointment; one that says more of the same start is better."""
    if not coming:
        return ()
    first = min((m for m in coming), key=lambda m: m.span[0])
    same = [m for m in coming if m.start == first.start]
    best = max(same, key=lambda m: (m.end is not None, m.zone is not None))
    return (_slot(best, text, named),)


def _rows(letter: Letter, own: OwnWords, coming: list[Moment], head: int, owner: frozenset[str]) -> tuple[Slot, ...]:
    """Rows of a timetable, each with people of its own."""
    rows = people.rows(own.text)
    found: list[Slot] = []
    for row in rows:
        inside = [m for m in coming if row.span[0] <= m.span[0] - head < row.span[1]]
        present = people.people_at(own.text, row.span, letter, owner, own.signature)
        if inside and present:
            found.append(_slot(inside[0], own.text, present))
    return tuple(found[:MAX_SLOTS]) if len(found) > 1 else ()


def _slot(moment: Moment, text: str, named: tuple[Person, ...]) -> Slot:
    place = _PLACE.search(text)
    return Slot(
        start=moment.start,
        end=moment.end,
        timezone=moment.zone,
        offset=moment.offset,
        medium=medium(text),
        location=place.group(1).strip(" *") if place else None,
        interviewers=named,
        flags=moment.flags,
    )


__all__ = ["Medium", "Slot", "previous", "slots"]
