"""Times of day in a text: digits, words, half hours, parts of the day; ranges of two."""

import re
from dataclasses import dataclass, replace

from followupd.reading.dates.lengths import led_by_at
from followupd.reading.dates.lexicon import SYMBOL, pattern
from followupd.reading.dates.scan import Scan

MAX = 200
_PARTS = {"morning", "midday", "afternoon", "evening", "night"}
_AFTERNOON = {"afternoon", "evening", "pm"}
_CORE = pattern(
    r"(?:(?P<pre><before_hour>)(?P<a>[<small><number_words>])"
    r"|(?P<b>[<small><number_words>])[<hour><oclock>]?(?P<rel><past>)(?P<c>[<small><number_words>])(?![<unit><minute><hour>])"
    r"|(?P<d>[<small><number_words>])<hour>?(?P<post><after_hour>)"
    r"|(?P<noon><noon>)(?P<npost><after_hour>)?"
    r"|(?P<exact>[<clock><hour_mark>])(?P<xpost><after_hour>)?"
    r"|(?P<dot><dot>)|(?P<mil>[<four><three><year>])"
    r"|(?P<full>[<small><number_words>])[<oclock><hour>]<and>(?P<rest>[<small><number_words>])<minute>"
    r"|(?P<n>[<small><number_words>])(?P<unit>[<oclock><hour>])(?P<min><small>)(?![<month>.<minute><hour><unit><oclock><meridiem>])"
    r"|(?P<m>[<small><number_words>]))"
    r"(?P<oclock>[<oclock><hour>])?(?P<part>[<part>])?(?P<ish><ish>)?"
    r"(?P<ap>(?:(?<!<meridiem>)<meridiem>))?(?P<behind><part>)?"
)
_JOINT = pattern(r"[<zone>().,]{0,3}[<dash><to><at_or_to><by>]{1,2}[<about><at><at_or_to><link><article><cell>]{0,2}$")
_BOTH = pattern(r"[<zone>()]{0,3}<and>[<at><at_or_to><link><article>]{0,2}$")
_DAY_BEHIND = pattern(r"[<link><article><from>]{1,2}<day>")
_LISTED = pattern(r"[<zone>().]{0,3}(?:[,/<and>;]{1,2})[<at><at_or_to><about><link>]{0,2}$")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day at the tokens ``left`` up to ``right``, in minutes; ``end`` where it is a range. ``half``: am, pm
    or part of day as written; ``sure``: it can be nothing but a time; ``flags``: approximate, ampm_guessed."""

    left: int
    right: int
    start: int
    end: int | None = None
    half: str = ""
    sure: bool = True
    flags: tuple[str, ...] = ()


def clocks(found: Scan) -> list[Clock]:
    """Every time of day, ranges joined; what may be any other number is kept only where its company speaks for it."""
    raw: list[Clock] = []
    for match in _CORE.finditer(found.symbols):
        if clock := _read(found, match):
            raw.append(clock)
        if len(raw) >= MAX:
            break
    joined = _join(found, raw)
    listed = _listed(found, joined)
    kept = [c for at, c in enumerate(listed) if c.sure or _kept(found, listed, at)]
    done = [_guessed(found, c) for c in kept]
    for clock in done:
        found.claim(clock.left, clock.right, "time")
    return done


def _read(found: Scan, match: re.Match[str]) -> Clock | None:
    """One time as it is written, before am and pm are settled."""
    value = _minute(found, match)
    if value is None:
        return None
    minute, sure = value
    half = str(found.values[match.start("ap")]) if match["ap"] else ""
    part = next((str(found.values[match.start(n)]) for n in ("part", "behind") if match[n]), "")
    left = match.start()
    before = found.symbols[left - 1 : left]
    about = before == SYMBOL["about"] or found.symbols[max(0, left - 2) : left] == SYMBOL["about"] + SYMBOL["at"]
    flags = ("approximate",) if about or match["ish"] else ()
    part = part or _part_before(found, left)
    sure = sure or bool(half or match["oclock"] or match["behind"] or match["part"])
    if match["mil"] and not (half or match["oclock"] or _military(found, match)):
        return None
    return Clock(left, match.end(), minute, None, half or part, sure, flags)


def _part_before(found: Scan, left: int) -> str:
    """The part of the day that stands before a time, as in "Tuesday afternoon at 3"."""
    if found.symbols[left - 1 : left] in {SYMBOL["at"], SYMBOL["about"]}:
        left -= 1
    value = found.values[left - 1] if left and found.symbols[left - 1] in {SYMBOL["part"], SYMBOL["day"]} else ""
    return value if isinstance(value, str) and value in _PARTS else ""


def _minute(found: Scan, match: re.Match[str]) -> tuple[int, bool] | None:
    """Minutes since midnight as the digits or words say, and whether that can be nothing else."""
    value = {name: found.values[match.start(name)] for name, text in match.groupdict().items() if text}
    if match["pre"]:
        hour, shift = value["a"], int(value["pre"])
        return _sane(hour * 60 + shift, hour, half=True)
    if match["rel"]:
        hour, minute = (value["b"], value["c"]) if found.language in {"fr", "es"} else (value["c"], value["b"])
        return (
            _sane(int(hour) * 60 + int(minute) * int(value["rel"]), hour, half=True)
            if minute in {5, 10, 15, 20, 25}
            else None
        )
    if match["d"]:
        return _sane(int(value["d"]) * 60 + int(value["post"]), value["d"], half=True)
    if match["noon"]:
        return int(value["noon"]) + int(value.get("npost", 0)), True
    if match["exact"]:
        hour, minute = value["exact"]
        return hour * 60 + (minute or 0) + int(value.get("xpost", 0)), True
    if match["dot"]:
        hour, minute = value["dot"]
        return hour * 60 + minute, False
    if match["mil"]:
        return (
            _sane(int(value["mil"]) // 100 * 60 + int(value["mil"]) % 100, int(value["mil"]) // 100)
            if int(value["mil"]) % 100 < 60
            else None
        )
    if match["full"]:
        led = led_by_at(found, match.start()) and value["rest"] < 60
        return _sane(value["full"] * 60 + value["rest"], value["full"], half=True) if led else None
    if match["n"]:
        return _sane(int(value["n"]) * 60 + int(value["min"]), value["n"], half=True) if value["min"] < 60 else None
    return _sane(int(value["m"]) * 60, value["m"])


def _sane(minute: float, hour: float, *, half: bool = False) -> tuple[int, bool] | None:
    return (int(minute) % 1440 or (1440 if hour == 24 else 0), half) if hour == int(hour) and 0 <= hour <= 24 else None


def _military(found: Scan, match: re.Match[str]) -> bool:
    behind = found.symbols[match.end() : match.end() + 1]
    if match["mil"] == SYMBOL["four"] and SYMBOL["four"] in {
        found.symbols[match.start() - 2 : match.start() - 1],
        found.symbols[match.end() + 1 : match.end() + 2],
    }:
        return "-" in {found.symbols[match.start() - 1 : match.start()], behind}
    if match["mil"] == SYMBOL["three"]:
        return False
    return behind == SYMBOL["zone"] or (
        match["mil"] == SYMBOL["four"] and led_by_at(found, match.start()) and behind != SYMBOL["word"]
    )


def _join(found: Scan, raw: list[Clock]) -> list[Clock]:
    """Two times with a range word between them are one; "moved from 10 to 2 pm" is not such a range."""
    out: list[Clock] = []
    for clock in raw:
        last = out[-1] if out else None
        if last and last.end is None and clock.left - last.right <= 8 and _ranged(found, last, clock):
            out[-1] = _range(found, last, clock)
        else:
            out.append(clock)
    return out


def _ranged(found: Scan, first: Clock, second: Clock) -> bool:
    gap = found.symbols[first.right : second.left]
    lead = found.symbols[max(0, first.left - 3) : first.left]
    if gap == "\t":
        return first.sure and second.sure and first.start < second.start
    if _BOTH.match(gap):
        return SYMBOL["between"] in lead
    if SYMBOL["ending"] in gap[-3:] and first.sure and second.sure and not set(gap) & set("!\n¶\t"):
        return True
    if not _JOINT.match(gap):
        return False
    if SYMBOL["dash"] not in gap and SYMBOL["from"] in lead and _moving(found, first.left):
        return False
    firm = (
        first.sure
        or second.sure
        or _row_of_several(found, first, second)
        or _dotted(found, first, second)
        or bool(_DAY_BEHIND.match(found.symbols, second.right))
    )
    return firm or bool(set(lead) & {SYMBOL[k] for k in ("from", "between", "day", "at", "label", "zone")})


def _dotted(found: Scan, first: Clock, second: Clock) -> bool:
    return (
        SYMBOL["dot"] in found.symbols[first.left : first.right]
        and SYMBOL["dot"] in found.symbols[second.left : second.right]
    )


def _row_of_several(found: Scan, first: Clock, second: Clock) -> bool:
    """Whether "8 to 9" ends a line, and the next line has a time that can be nothing else."""
    left, right = first.left, second.right
    if found.symbols[left - 1 : left] not in {",", "\n", ":", "\t"} or found.symbols[right : right + 1] != "\n":
        return False
    stop = found.symbols.find("\n", right + 1)
    below = found.symbols[right + 1 : stop if stop >= 0 else right + 40]
    return SYMBOL["clock"] in below and first.start < second.start


def _moving(found: Scan, at: int) -> bool:
    """Whether something is moved, earlier in the sentence."""
    return SYMBOL["moved"] in found.symbols[found.sentence(at, at)[0] : at]


def _range(found: Scan, first: Clock, second: Clock) -> Clock:
    clock = replace(first, right=second.right, end=second.start, sure=True)
    if second.half and not first.half:
        begin, end = _with_half(first.start, second.half), _with_half(second.start, second.half)
        exact = first.start >= 720
        return replace(clock, start=first.start if exact or begin > end else begin, end=end, half=second.half)
    if first.half:
        begin = _with_half(first.start, first.half)
        end = _with_half(second.start, second.half or (first.half if second.start < 720 else ""))
        if end <= begin and not second.half and first.half not in {"pm", "evening"}:
            end = (second.start + 720) % 1440
        return replace(clock, start=begin, end=end)
    return clock


def _with_half(minute: int, half: str) -> int:
    """With am or pm settled: 12 am is midnight, 12 pm noon; parts of the day move only what they can mean."""
    if half in {"am", "pm"}:
        return minute % 720 + (720 if half == "pm" else 0) if minute <= 780 else minute
    if half in _AFTERNOON and minute < 720:
        return minute + 720
    if half == "evening" and 720 <= minute < 780:
        return minute + 720
    return minute + 720 if half == "midday" and minute < 240 else minute


def _listed(found: Scan, every: list[Clock]) -> list[Clock]:
    """ "10, 11 or 12 pm": what is listed with a time is one, and shares its half of the day."""
    out = list(every)
    for at in range(len(out) - 1, 0, -1):
        second, first = out[at], out[at - 1]
        gap = found.symbols[first.right : second.left]
        if not _LISTED.match(gap) or not second.sure or first.half or first.end:
            continue
        led = found.symbols[max(0, first.left - 2) : first.left]
        company = set(led) & {SYMBOL[k] for k in ("at", "at_or_to", "day", "about", "label", "between")} or (
            at > 1 and _LISTED.match(found.symbols[out[at - 2].right : first.left])
        )
        if first.sure or company:
            half = (
                second.half
                if not first.sure and second.half in {"am", "pm"} and first.start <= second.start % 720 + 720
                else ""
            )
            out[at - 1] = replace(first, sure=True, half=half)
    for at in range(1, len(out)):
        first, second = out[at - 1], out[at]
        if (
            not second.sure
            and (first.sure or _kept(found, out, at - 1))
            and _LISTED.match(found.symbols[first.right : second.left])
            and _closes(found, second)
        ):
            out[at] = replace(second, sure=True)
    return out


def _closes(found: Scan, clock: Clock) -> bool:
    """Whether nothing counted follows ("3 people")."""
    return found.symbols[clock.right : clock.right + 1] in {
        "",
        *"!\n¶.,;)\t:(",
        *(SYMBOL[k] for k in ("zone", "day", "link", "and", "tail", "link", "article")),
    }


def _kept(found: Scan, every: list[Clock], at: int) -> bool:
    """Whether a bare number is a time: "at 3", "um 3", "3ish", "Time: 3", "10.30" after "at"."""
    clock = every[at]
    symbols, left = found.symbols, clock.left
    before, behind = symbols[left - 1 : left], symbols[clock.right : clock.right + 1]
    if "approximate" in clock.flags and symbols[clock.right - 1] == SYMBOL["ish"]:
        return True
    if behind in {SYMBOL[k] for k in ("unit", "minute", "blocks", "month", "other", "stroke", "lasts")} | {"/"}:
        return False
    if before == ":" and symbols[left - 2 : left - 1] == SYMBOL["label"]:
        return True
    if behind == SYMBOL["from"] and found.language in {"en", "es"} and symbols[left] == SYMBOL["number_words"]:
        return False
    lead = led_by_at(found, left) or (
        before == SYMBOL["about"] and found.values[left - 1] == 1 and _closes(found, clock)
    )
    if symbols[left] == SYMBOL["dot"]:
        return lead or (before in {SYMBOL["day"], ","} and SYMBOL["day"] in symbols[max(0, left - 3) : left])
    if before in {SYMBOL["by"], SYMBOL["past"], SYMBOL["to"]}:
        return behind == SYMBOL["day"] or (
            behind == SYMBOL["link"] and SYMBOL["day"] in symbols[clock.right : clock.right + 4]
        )
    if not lead:
        return False
    near_day = (
        SYMBOL["day"] in symbols[max(0, left - 4) : left] or SYMBOL["day"] in symbols[clock.right : clock.right + 3]
    )
    return near_day or behind != SYMBOL["word"]


def _guessed(found: Scan, clock: Clock) -> Clock:
    """Settle the half of the day; hours that no office keeps are taken for the afternoon, and flagged."""
    if clock.end is not None and clock.half:
        return clock
    if clock.half:
        return replace(clock, start=_with_half(clock.start, clock.half))
    written = found.text[found.starts[clock.left] : found.ends[clock.left]]
    literal = bool(re.match(r"0\d", written)) or (
        "h" in written.lower() and len(written) < 6 and written[0].isdecimal()
    )
    start, end, flags = clock.start, clock.end, clock.flags
    if start < 60 and end is None and found.symbols[clock.left] == SYMBOL["before_hour"]:
        start += 720
    elif 60 <= start < 420 and not literal:
        start, flags = start + 720, (*flags, "ampm_guessed")
    elif 420 <= start < 480 and not clock.sure:
        flags = (*flags, "ampm_guessed")
    if end is not None and end <= start and end + 720 > start and end < 720 and not literal:
        end += 720
        if "ampm_guessed" not in flags and start < 480:
            flags = (*flags, "ampm_guessed")
    return replace(clock, start=start, end=end, flags=flags)
