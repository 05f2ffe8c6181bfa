"""How long something lasts: "45 min", "one and a half hours", "1h30", "media hora"."""

from dataclasses import dataclass

from followupd.reading.dates.lexicon import SYMBOL, pattern
from followupd.reading.dates.scan import Scan

MAX = 200
_LENGTH = pattern(
    r"(?P<n>[<small><number_words><one_word><three><comma><dot>])(?:[<dash><to><and><by>](?P<more>[<small><three><comma>]))?<dash>?"
    r"(?P<unit>[<hour><minute>])(?:[<and>,]?(?P<rest><small>)(?P<minutes><minute>))?"
)


@dataclass(frozen=True, slots=True)
class Length:
    """How long, in minutes; of "30-45 minutes" the longer."""

    left: int
    right: int
    minutes: int


def lengths(found: Scan) -> list[Length]:
    """Every length; what could be an hour of the day ("à 2 heures") is left to the clocks."""
    every = [Length(at, at + 1, int(found.values[at])) for at in found.places("length") if not led_by_at(found, at)]
    for match in _LENGTH.finditer(found.symbols):
        hour = match["unit"] == SYMBOL["hour"]
        n = float(found.values[match.start("more" if match["more"] else "n")] if match["n"] != SYMBOL["dot"] else 99)
        if (hour and _hour_of_day(found, match.start(), n)) or n > 600 or _minutes_past(found, match.start()):
            continue
        if match["n"] == SYMBOL["dot"] and found.values[match.start()][0] >= 7:
            continue
        minutes = n * (60 if hour else 1) + (float(found.values[match.start("rest")]) if match["minutes"] else 0)
        every.append(Length(match.start(), match.end(), int(minutes)))
        if len(every) >= MAX:
            break
    for at in found.places("hour_mark"):
        if found.values[at][0] <= 4 and not _beside_time(found, at):
            hours, minutes = found.values[at]
            every.append(Length(at, at + 1, hours * 60 + (minutes or 0)))
    for each in every[:MAX]:
        found.claim(each.left, each.right, "length")
    return sorted(every[:MAX], key=lambda e: e.left)


def led_by_at(found: Scan, left: int) -> bool:
    """Whether a word for "at" stands before."""
    before = found.symbols[left - 1 : left]
    return bool(before) and (
        before in {SYMBOL["at"], SYMBOL["at_or_to"]} or (before == SYMBOL["about"] and found.values[left - 1] == 2)
    )


def _hour_of_day(found: Scan, left: int, n: float) -> bool:
    if led_by_at(found, left):
        return True
    if found.language not in {"fr", "es"} or n != int(n):
        return False
    before = found.symbols[left - 1 : left]
    joined = before in {SYMBOL[k] for k in ("to", "from", "between", "by")} and "hora" not in found.words(
        left, left + 2
    )
    return n < 25 and (joined or (n >= 7 and before not in {SYMBOL[k] for k in ("within", "in", "lasts")}))


def _minutes_past(found: Scan, left: int) -> bool:
    """Whether these are the minutes of "a las nueve horas y cuarenta minutos"."""
    behind_hour = found.symbols[left - 2 : left] in {SYMBOL["hour"] + SYMBOL["and"], SYMBOL["oclock"] + SYMBOL["and"]}
    return left > 3 and behind_hour and led_by_at(found, left - 3)


def _beside_time(found: Scan, at: int) -> bool:
    near = found.symbols[max(0, at - 1) : at] + found.symbols[at + 1 : at + 2]
    times = {SYMBOL[k] for k in ("to", "from", "between", "dash", "by", "meridiem", "part", "at_or_to")}
    return led_by_at(found, at) or bool(set(near) & times)
