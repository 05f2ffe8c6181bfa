"""What a letter fixes, as slots: the present doors into the grammar for letters."""

from datetime import date

from followupd.findings import Slot
from followupd.mail import Letter
from followupd.reading.dates import find as find_in
from followupd.reading.dates import promises
from followupd.reading.dates.shapes import Moment, Reference
from followupd.reading.invitation import medium


def reference(letter: Letter, language: str = "en", zone: str | None = None) -> Reference:
    """What a letter's text is read against."""
    return Reference(letter.date, letter.offset, language, letter.sender.domain if letter.sender else "", zone)


def find(text: str, letter: Letter) -> tuple[Moment, ...]:
    """Every appointment that the text names, those that are past or moved away left out."""
    return tuple(m for m in find_in(text, reference(letter)) if m.role == "time")


def slots(text: str, letter: Letter) -> tuple[Slot, ...]:
    """The moment that the text fixes, as a slot with its length, place and medium."""
    moments = find(text, letter)
    if not moments:
        return ()
    first = moments[0]
    return (
        Slot(
            start=first.start,
            end=first.end,
            timezone=first.zone,
            offset=first.offset,
            medium=medium(text),
            location=_place(text),
            flags=first.flags,
        ),
    )


def promise(text: str, letter: Letter) -> date | None:
    """The date by which they said they would decide."""
    return promises.promise(text, reference(letter))


def returns_on(text: str, letter: Letter) -> date | None:
    """The day on which the writer is back."""
    return promises.returns_on(text, reference(letter))


def _place(text: str) -> str | None:
    for line in text.splitlines():
        label, colon, value = line.strip(" *").partition(":")
        if colon and label.strip(" *").casefold() in {"where", "location"} and 2 <= len(value.strip(" *")) <= 200:
            return value.strip(" *")
    return None
