"""What they say they will do by when, and when someone is back."""

import re
from datetime import date, timedelta
from functools import cache

from followupd.reading.dates.calendar import Calendar, calendar
from followupd.reading.dates.days import Day, Days
from followupd.reading.dates.lengths import Length, lengths
from followupd.reading.dates.lexicon import SYMBOL, fold, pattern, sentence_cues
from followupd.reading.dates.scan import Scan, scan
from followupd.reading.dates.shapes import Reference

_WITHIN = pattern(
    r"[<within><in><by><to>][<link><article><about><from>]{0,3}(?P<n>[<number_words><one_word><small><three>])"
    r"(?:(?:<dash>|<to>|<and>)(?P<more>[<number_words><small>]))?<which>?(?P<unit><unit>)"
)
_OVER = pattern(r"[<within><in>][<link>]{0,2}(?:<which>)?(?P<unit><unit>)")
_UNTIL_LEAD = frozenset(SYMBOL[k] for k in ("to", "by"))


@cache
def _cues(language: str, *names: str) -> re.Pattern[str]:
    return sentence_cues(language, *names)


def promise(text: str, reference: Reference) -> date | None:
    """The date by which they say they will decide or answer; what they ask of the reader is none."""
    wants, asks = _cues(reference.language, "promise"), _cues(reference.language, "demand")
    if not wants.search(fold(text[:20_000])):
        return None
    for found, days, spans, own in _sentences(text, reference):
        said = fold(found.text)
        if not wants.search(said) or asks.search(said):
            continue
        latest = _latest(found, days, spans, own)
        if latest and reference.today and latest >= reference.today:
            return latest
    return None


def returns_on(text: str, reference: Reference) -> date | None:
    """The day on which someone is back: the one named, or the day behind the last one away."""
    back, away = _cues(reference.language, "back"), _cues(reference.language, "away")
    last: date | None = None
    for found, days, _, own in _sentences(text, reference):
        said = fold(found.text)
        if (cue := back.search(said)) and (day := _back(found, days, cue)):
            return day
        if last is None and own.today:
            last = _last_away(found, days, own, said=bool(away.search(said)))
    return last


def _sentences(text: str, reference: Reference) -> list[tuple[Scan, list[Day], list[Length], Calendar]]:
    """The sentences that have a date in them, each scanned on its own."""
    own = calendar(reference, [])
    whole = scan(text, reference.language, every=True)
    if whole is None or own.today is None:
        return []
    out = []
    begin = 0
    for place in (*whole.breaks[:400], len(whole.symbols)):
        if place > begin:
            piece = _piece(whole, begin, place)
            spans = lengths(piece)
            days = Days(piece, own).find()
            out.append((piece, days, spans, own))
        begin = place + 1
    return out


def _piece(whole: Scan, begin: int, end: int) -> Scan:
    start = whole.starts[begin]
    return Scan(
        whole.text[start : whole.ends[end - 1]],
        whole.language,
        whole.symbols[begin:end],
        whole.values[begin:end],
        [s - start for s in whole.starts[begin:end]],
        [e - start for e in whole.ends[begin:end]],
    )


def _latest(found: Scan, days: list[Day], spans: list[Length], own: Calendar) -> date | None:
    counted = _within(found, spans, own)
    named = [d.last or d.on for d in days if d.on and _led(found, d)]
    every = [d for d in (counted, *named) if d]
    return every[0] if len(every) == 1 else max(every, default=None)


def _led(found: Scan, day: Day) -> bool:
    """Whether the day is one in the future that something is done by or on."""
    before = found.symbols[max(0, day.left - 3) : day.left]
    return SYMBOL["past"] not in before[-2:] and SYMBOL["ago"] not in before


def _within(found: Scan, spans: list[Length], own: Calendar) -> date | None:
    """ "within two weeks", "in 5-7 business days", "sous 48h"."""
    for match in _WITHIN.finditer(found.symbols):
        many = found.values[match.start("more" if match["more"] else "n")]
        if day := own.ahead(own.today, int(many), str(found.values[match.start("unit")])):
            return day
    for span in spans:
        if found.symbols[span.left - 1 : span.left] in {SYMBOL["within"], SYMBOL["in"]} and own.today:
            return own.today + timedelta(days=-(-span.minutes // 1440))
    over = _OVER.search(found.symbols)
    return (
        own.ahead(own.today, 1, str(found.values[over.start("unit")]))
        if over and "days" not in found.words(over.start(), over.end())
        else None
    )


def _back(found: Scan, days: list[Day], cue: re.Match[str]) -> date | None:
    """The day nearest to the word "back"; one that is only the last day away counts as the day before."""
    firm = [d for d in days if d.on and not _until(found, d)]
    near = sorted(firm, key=lambda d: (found.starts[d.left] < cue.start(), abs(found.starts[d.left] - cue.start())))
    return near[0].on if near else None


def _until(found: Scan, day: Day) -> bool:
    """Whether the day is the last one away: it stands behind "until" or "by", or behind the "to" of a stretch."""
    for at in range(max(0, day.left - 3), day.left):
        symbol = found.symbols[at]
        if symbol in _UNTIL_LEAD and (symbol != SYMBOL["to"] or found.values[at] == 2 or day.last):
            return True
    return False


def _last_away(found: Scan, days: list[Day], own: Calendar, *, said: bool) -> date | None:
    ends = [
        d.last or d.on for d in days if (d.last or d.on) and (d.last or _until(found, d) or _second(found, days, d))
    ]
    final = max((d for d in ends if d), default=None)
    return final + timedelta(days=1) if final and said else None


def _second(found: Scan, days: list[Day], day: Day) -> bool:
    """Whether this is the second of two days joined by a dash or a word for "to"."""
    before = [d for d in days if d.right <= day.left]
    gap = found.symbols[before[-1].right : day.left] if before else ""
    return 0 < len(gap) <= 3 and bool(set(gap) & {SYMBOL["to"], SYMBOL["at_or_to"], "-"})
