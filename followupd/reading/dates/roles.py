"""What a date is for: an appointment, a deadline, the time that something is moved from, opening hours."""

import re

from followupd.reading.dates.lexicon import SYMBOL
from followupd.reading.dates.scan import Scan
from followupd.reading.dates.shapes import Role

MOVED, OLD, OFF, NOW, WAS, BY, TO = (SYMBOL[k] for k in ("moved", "old", "off", "now", "was", "by", "to"))
FROM, HOURS, DAY, TIME = (SYMBOL[k] for k in ("from", "hours", "day", "time"))
_ATOM = {DAY, TIME}


def role(found: Scan, left: int, right: int) -> Role | None:
    """What the words around the tokens say that they are; None for an appointment like any other."""
    begin, end = found.sentence(left, right)
    back = left
    while back > begin and left - back < 9 and found.symbols[back - 1] not in _ATOM:
        back -= 1
    lead, whole = found.symbols[back:left], found.symbols[begin:end]
    behind = _until_atom(found, right, end)
    if _deadline(found, back, left, right):
        return "deadline"
    if _old(found, back, left, lead):
        return "old"
    if lead.endswith(("(" + WAS, WAS + ":")) or (
        WAS in lead and NOW in found.symbols[left:end] and _follows(found, right)
    ):
        return "old"
    if (
        re.search(f"{NOW}[{SYMBOL['link']}{SYMBOL['at']}]?$", behind)
        and _follows(found, right)
        and right + len(behind) < end
    ):
        return "old"
    if OFF in behind and not _renewed(found, left, begin):
        return "old"
    if OFF in lead and NOW not in lead and not _after(lead, OFF, TO):
        return "old"
    return "old" if _moved_from(found, begin, (left, right, end), lead, behind, whole) else None


def led(found: Scan, left: int) -> Role | None:
    """What the words right before a time say that it is, whatever its day is."""
    begin, _ = found.sentence(left, left)
    back = left
    while back > begin and left - back < 5 and found.symbols[back - 1] not in _ATOM:
        back -= 1
    if _deadline(found, back, left, left):
        return "deadline"
    return "old" if _old(found, back, left, found.symbols[back:left]) else None


def _until_atom(found: Scan, right: int, end: int) -> str:
    behind = found.symbols[right:end]
    return re.split(f"[{DAY}{TIME}]", behind, maxsplit=1)[0]


def _follows(found: Scan, right: int) -> bool:
    """Whether another date or time comes soon."""
    return bool(_ATOM & set(found.symbols[right : right + 40]))


def _renewed(found: Scan, left: int, begin: int) -> bool:
    return NOW in found.symbols[begin:left]


def _after(text: str, first: str, second: str) -> bool:
    return second in text[text.rfind(first) :]


def _deadline(found: Scan, back: int, left: int, right: int) -> bool:
    for at in range(max(back, left - 5), left):
        by = found.symbols[at] == BY and found.values[at] == 1 and found.symbols[at - 1 : at] != SYMBOL["length"]
        if by and not _by_other(found.symbols[at + 1 : left]):
            return True
        if (
            found.symbols[at] == TO
            and found.values[at] == 2
            and at >= left - 3
            and found.symbols[at - 1 : at] not in _ATOM
        ):
            return True
    late = found.symbols.find(BY, right, right + 4)
    return late >= 0 and found.values[late] == 2


def _by_other(gap: str) -> bool:
    """Whether "by" governs something else than the time: "by myself on Tuesday", "by a week: Thursday"."""
    word = gap.find(SYMBOL["word"])
    return ":" in gap[1:] or SYMBOL["unit"] in gap or SYMBOL["link"] in gap[word + 1 :] * (word >= 0)


def _old(found: Scan, back: int, left: int, lead: str) -> bool:
    at = lead.rfind(OLD)
    if at < 0 or _after(lead, OLD, NOW) or _after(lead, OLD, MOVED):
        return False
    return found.values[back + at] == 1 or left - back - at <= 3


def _moved_from(found: Scan, begin: int, place: tuple[int, int, int], lead: str, behind: str, whole: str) -> bool:
    """ "moved from A to B", "A has been moved to B", "move our A call to B"; never B itself, nor "A (moved from B)"."""
    left, right, end = place
    before = found.symbols[begin:left]
    if MOVED in lead:
        tail = lead[lead.rfind(MOVED) :]
        if FROM in tail[-4:] and found.language != "es" and TO not in tail:
            return True
        if TO in tail or SYMBOL["at_or_to"] in tail or NOW in tail:
            return False
        if FROM in tail[-3:]:
            return _led_by_to(found, right, end) or "(" in before[-5:]
        return _led_by_to(found, right, end)
    if MOVED in behind:
        tail = behind[behind.rfind(MOVED) :]
        return not _to_like(lead[-3:]) and (_to_like(tail) or FROM not in tail[-3:])
    if MOVED in whole and FROM in lead[-4:]:
        return _led_by_to(found, right, end)
    return False


def _to_like(tail: str) -> bool:
    return TO in tail or SYMBOL["at_or_to"] in tail


def _led_by_to(found: Scan, right: int, end: int) -> bool:
    """Whether the next date or time stands behind a word for "to"."""
    following = re.search(f"[{DAY}{TIME}]", found.symbols[right:end])
    if not following:
        return False
    gap = found.symbols[right : right + following.start()]
    return _to_like(gap[-4:]) or "-" in gap or NOW in gap


def hours(found: Scan, left: int, right: int) -> bool:
    """Whether the sentence or line speaks of opening or business hours."""
    begin, end = found.sentence(left, right)
    return HOURS in found.symbols[begin:end]
