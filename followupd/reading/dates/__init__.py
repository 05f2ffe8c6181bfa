"""Dates and times in letters: an own grammar of atoms and an assembler, with the words of each language in data files.

``scan`` turns a text into a string of symbols, ``days``, ``clocks`` and ``zones`` find their atoms in it, ``assemble``
joins them, ``roles`` says what each is for, ``promises`` reads what they say they will do and when they are back.
"""

from followupd.reading.dates import clocks, lengths, zones
from followupd.reading.dates.assemble import Assembly, merged
from followupd.reading.dates.attach import Attaching
from followupd.reading.dates.calendar import calendar
from followupd.reading.dates.days import PERIOD, Days
from followupd.reading.dates.promises import promise, returns_on
from followupd.reading.dates.scan import scan
from followupd.reading.dates.shapes import Moment, Reference


def find(text: str, reference: Reference) -> tuple[Moment, ...]:
    """Every date and time in a text of at most 20 KB, in text order; paragraphs are parted by blank lines, the cells of
    a table's row by tabs."""
    found = scan(text, reference.language)
    if found is None:
        return ()
    named = zones.find(found, reference)
    numerics = [found.values[at] for at in (*found.places("numeric"), *found.places("slash"))]
    spans = lengths.lengths(found)
    days = merged(found, Days(found, calendar(reference, numerics)).find())
    times = clocks.clocks(found)
    slots = Attaching(found, reference, [d for d in days if d.rank != PERIOD], times, spans, named).attach()
    return tuple(Assembly(found, reference, days, slots).moments())


def spans(text: str, language: str) -> list[tuple[int, int, int]]:
    """Every length of time in a text: from where to where it is told, and its minutes."""
    found = scan(text, language, every=True)
    every = lengths.lengths(found) if found else []
    return [(found.starts[e.left], found.ends[e.right - 1], e.minutes) for e in every] if found else []


__all__ = ["Moment", "Reference", "find", "promise", "returns_on", "spans"]
