"""Days in a text: months and numbers, weekdays, relative days, stretches; resolved against the day of writing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from followupd.reading.dates.calendar import Calendar
from followupd.reading.dates.lexicon import SYMBOL, pattern
from followupd.reading.dates.scan import Scan

MAX = 200
FULL, ORDINAL, RELATIVE, WEEKDAY, PERIOD = 4, 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day at the tokens ``left`` up to ``right``. ``last``: the last of several days in a row; ``rank``: how firmly
    it is named; ``regular``: a span of weekdays that comes back every week."""

    left: int
    right: int
    on: date | None
    rank: int
    last: date | None = None
    flags: tuple[str, ...] = ()
    regular: bool = False


Found = Iterator[Day]
_GAP = "[<link><from><article><in>,.]{0,3}"
_NUM = "[<small><ordinal><ordinal_words>]"
_LOOSE = "(?![<meridiem><oclock><hour><minute><hour_mark><past><after_hour>/])"
_DATE_FIRST = pattern(
    rf"(?:(?P<weekday><weekday>){_GAP}\(?)?(?P<day>{_NUM})[.<from><link>]{{0,2}}[-/]?(?P<month><month>)\.?"
    r"(?:[,<from>\-/]{0,2}(?P<year><year>|(?<=-)<small>))?"
)
_MONTH_FIRST = pattern(
    rf"(?:(?P<weekday><weekday>){_GAP}\(?)?(?P<month><month>)[.<link>\-]{{0,2}}(?P<day>{_NUM})(?!-?<month>){_LOOSE}"
    r"(?:[,<from>.\-]{0,2}(?P<year><year>))?"
)
_NUMERIC = pattern(rf"(?:(?P<weekday><weekday>){_GAP}\(?)?(?P<number>[<iso><numeric><short><slash>])(?P<year><year>)?")
_WEEKDAY_NUMBER = pattern(
    rf"(?P<weekday><weekday>)[<link><article>,.<from>]{{0,3}}<unit>?(?P<day>{_NUM})\.?{_LOOSE}(?![<part><ish>]|[\-<to>][<small><clock><dot>])"
)
_DOTTED = pattern(
    r"(?P<weekday><weekday>)[<link><article>,.]{0,3}(?P<dot><dot>)(?=[,<at><at_or_to><link>]{1,2}[<clock><dot>])"
)
_ORDINAL = pattern(rf"(?P<lead>[<link><from><article><by><to><in>,]{{1,3}})(?P<day>[<ordinal>]){_LOOSE}")
_ARTICLE = pattern(
    rf"(?P<lead>[<article><by><to><at_or_to><from>])(?P<day><small>)(?P<dot>\.?){_LOOSE}(?![<month><unit>])"
)
_REGULAR = pattern(
    r"(?P<first><weekday>)\.?[<link>]?(?P<joint>[\-<to><at_or_to>/])[<link><article>]?(?P<last><weekday>)\.?"
)
_COUNTED = pattern(
    r"(?P<base>(?:<weekday>|<relative>),?)?[<in><within>](?P<more>[<number_words><one_word><small>])(?P<unit><unit>)?"
    r"(?:[<link><from>](?P<after>[<weekday><relative>]))?"
)
_HENCE = pattern(
    r"(?P<more>[<number_words><one_word><small>])?(?P<unit><unit>)(?P<joint>[<link><from><hence>]{0,2})(?P<after>[<weekday><relative>])?"
)
_WEEK_OF = pattern(
    r"(?:(?P<a><weekday>)[<from><link>,<in>]{0,3}(?P<b><which>)(?P<c><unit>)"
    r"|(?P<d><which>)(?P<e><unit>)[,<link><from><article>]{0,2}(?P<f><weekday>)"
    r"|(?P<g><weekday>)[<from><link>,<in>]{0,3}(?P<h><unit>)(?P<i><which>)"
    r"|(?P<j><weekday>)(?P<k><unit>)(?!<which>))"
)
_WHICH = pattern(r"(?:(?P<a><which>)(?P<b><weekday>)|(?P<c><weekday>)(?P<d><which>)(?!<unit>)|(?P<e><weekday>))\.?")
_RELATIVE = pattern(r"(?P<day>[<relative><relative_part>])")
_PERIOD = pattern(
    r"(?P<edge><edge>)?[<from><link><article>\-]{0,3}(?:(?P<which><which>)?[<link>]?(?:(?P<unit><unit>)|(?P<month><month>))"
    r"[<from><link>]?(?P<late><which>)?|(?<=<edge>))"
)
_BACK = pattern(
    rf"(?:<weekday>[<link><article>,.]{{0,2}})?(?P<day>{_NUM})\.?(?P<joint>[\-<to><at_or_to><and>/])(?:<weekday>,?)?[<link><article>]{{0,2}}$"
)
_ON = pattern(rf"(?P<joint>[\-<to><and>/])[<link><article>]{{0,2}}(?P<day>{_NUM}){_LOOSE}(?![\-<to>]<small><meridiem>)")


class Days:
    """Finds the days of a text; each pattern claims its tokens, the most telling first."""

    def __init__(self, found: Scan, calendar: Calendar) -> None:
        self.scan, self.calendar = found, calendar

    def find(self) -> list[Day]:
        """Every day, in the order of the text."""
        every: list[Day] = []
        for source, keys, read in self._table():
            if any(SYMBOL[key] in self.scan.symbols for key in keys):
                for match in source.finditer(self.scan.symbols):
                    for day in read(match):
                        every.append(day)
                        self.scan.claim(day.left, day.right, "day")
                    if len(every) >= MAX:
                        return sorted(every, key=lambda d: d.left)
        return sorted(every, key=lambda d: d.left)

    def _table(self) -> tuple[tuple[re.Pattern[str], tuple[str, ...], Callable[[re.Match[str]], Found]], ...]:
        return (
            (_DATE_FIRST, ("month",), self._named),
            (_MONTH_FIRST, ("month",), self._named),
            (_NUMERIC, ("iso", "numeric", "short", "slash"), self._numeric),
            (_DOTTED, ("dot",), self._day_dot),
            (_WEEKDAY_NUMBER, ("weekday",), self._weekday_number),
            (_REGULAR, ("weekday",), self._regular),
            (_ORDINAL, ("ordinal",), self._ordinal),
            (_ARTICLE, ("small",), self._article),
            (_COUNTED, ("in", "within"), self._counted),
            (_HENCE, ("unit",), self._hence),
            (_WEEK_OF, ("weekday",), self._week_of),
            (_WHICH, ("weekday",), self._which),
            (_RELATIVE, ("relative", "relative_part"), self._relative),
            (_PERIOD, ("unit", "month", "edge"), self._period),
        )

    def _value(self, match: re.Match[str], name: str) -> int | None:
        value = self.scan.values[match.start(name)] if match[name] else None
        return int(value) if value is not None else None

    def _named(self, match: re.Match[str]) -> Found:
        month, day, year = self._value(match, "month") or 0, self._value(match, "day") or 0, self._value(match, "year")
        weekday = self._value(match, "weekday")
        if match.start() > match.end() or match[0][0] == SYMBOL["day"]:
            return
        found = self.calendar.dated(day, month, year, weekday)
        if not found:
            return
        resolved, flags = found
        right = match.end() - 1 if match[0].endswith(".") and not match["year"] else match.end()
        before, more = self._before(match, month, resolved), self._after(match, month, resolved)
        yield from before[0]
        span = more[1] or before[1]
        if before[1]:
            yield Day(before[2], right, before[1], FULL, resolved, flags)
        else:
            yield Day(match.start(), more[2] if more[1] else right, resolved, FULL, span if more[1] else None, flags)
        yield from more[0]

    def _before(self, match: re.Match[str], month: int, end: date) -> tuple[list[Day], date | None, int]:
        """Days that share the month named behind them: "3-5 March" is one stretch, "3 or 4 March" are two days."""
        listed: list[Day] = []
        left = match.start()
        while (joined := _BACK.search(self.scan.symbols, max(0, left - 8), left)) and len(listed) < 6:
            if self.scan.symbols[joined.start() - 1 : joined.start()] == SYMBOL["at"]:
                break
            found = self.calendar.dated(int(self.scan.values[joined.start("day")]), month, end.year, None)
            if not found or found[0] >= end:
                break
            if joined["joint"] not in {SYMBOL["and"], "/"}:
                return [], found[0], joined.start()
            listed.insert(0, Day(joined.start(), joined.start("joint"), found[0], FULL))
            left = joined.start()
        return listed, None, 0

    def _after(self, match: re.Match[str], month: int, start: date) -> tuple[list[Day], date | None, int]:
        """Days that share the month named before them: "March 3-5", "March 3 or 4"."""
        listed: list[Day] = []
        right = match.end()
        if match.start("day") < match.start("month"):
            return [], None, 0
        while (joined := _ON.match(self.scan.symbols, right)) and len(listed) < 6:
            found = self.calendar.dated(int(self.scan.values[joined.start("day")]), month, start.year, None)
            if not found or found[0] <= start:
                break
            if joined["joint"] not in {SYMBOL["and"], "/"}:
                return [], found[0], joined.end()
            listed.append(Day(joined.start("day"), joined.end(), found[0], FULL))
            right = joined.end()
        return listed, None, 0

    def _numeric(self, match: re.Match[str]) -> Found:
        at = match.start("number")
        value, kind, weekday = self.scan.values[at], self.scan.symbols[at], self._value(match, "weekday")
        if kind == SYMBOL["slash"] and not match["weekday"] and not self._date_like(at):
            return
        year = self._value(match, "year") if kind == SYMBOL["short"] else None
        found = self.calendar.numeric(kind == SYMBOL["iso"], value, year, weekday, dotted=self._dotted(at))
        right = match.end() if year or not match["year"] else match.end() - 1
        if found:
            yield Day(match.start(), right, found[0], FULL, None, found[1])

    def _dotted(self, at: int) -> bool:
        return "." in self.scan.text[self.scan.starts[at] : self.scan.ends[at]]

    def _date_like(self, at: int) -> bool:
        """Whether "3/4" stands where a date would: after "on" or "by", at a line's start, or beside a time."""
        before, after = self.scan.symbols[max(0, at - 2) : at], self.scan.symbols[at + 1 : at + 3]
        if after[:1] == SYMBOL["from"] or self.scan.words(at, at + 1) in {"24/7", "9/5"}:
            return False
        leads = {
            SYMBOL[k]
            for k in ("link", "article", "by", "to", "from", "label", "between", "at_or_to", "day", "relative")
        }
        if before and (before[-1] in leads | set("\n\t(:,¶") or before in leads):
            return True
        times = {SYMBOL[k] for k in ("at", "at_or_to", "clock", "hour_mark", "label")}
        return bool(set(after) & times) or (after[:1] == SYMBOL["small"] and after[1:] == SYMBOL["meridiem"])

    def _day_dot(self, match: re.Match[str]) -> Found:
        """ "Thursday, 15.10, 17:00": day and month where the weekday agrees, not ten past three."""
        day, month = self.scan.values[match.start("dot")]
        found = self.calendar.dated(day, month, None, self._value(match, "weekday"))
        if found and not found[1]:
            yield Day(match.start(), match.end(), found[0], FULL)

    def _weekday_number(self, match: re.Match[str]) -> Found:
        weekday, day = self._value(match, "weekday") or 0, self._value(match, "day") or 0
        bare = self.scan.symbols[match.start("day")] == SYMBOL["small"]
        found = self.calendar.numbered(day, weekday)
        if found and (not bare or "weekday_conflict" not in found[1]):
            yield Day(
                match.start(), match.end() - (match[0][-1] == "."), found[0], FULL if bare else ORDINAL, None, found[1]
            )

    def _regular(self, match: re.Match[str]) -> Found:
        first, last = self._value(match, "first") or 0, self._value(match, "last") or 0
        joint = match["joint"]
        if last > first + (joint == "/"):
            yield Day(match.start(), match.end(), None, WEEKDAY, regular=True)

    def _ordinal(self, match: re.Match[str]) -> Found:
        behind = self.scan.symbols[match.end() : match.end() + 1]
        firm = len(match["lead"]) > 1 or match["lead"] in {SYMBOL["by"], SYMBOL["to"], SYMBOL["article"]}
        if behind in {SYMBOL[k] for k in ("blocks", "lasts", "unit", "edge")} or (
            behind == SYMBOL["word"] and not firm
        ):
            return
        if found := self.calendar.numbered(self._value(match, "day") or 0, None):
            yield Day(match.start("day"), match.end(), found[0], ORDINAL)

    def _article(self, match: re.Match[str]) -> Found:
        lead = self.scan.words(match.start(), match.start() + 1)
        language = self.scan.language
        articled = re.search(r"\b(?:le|el|al|del|au|dia|du)$", lead) if language in {"fr", "es"} else None
        dotted = language == "de" and match["dot"] and lead not in {"von", "um"} and match["lead"] != SYMBOL["at"]
        if not (articled or dotted) or self.scan.symbols[match.end() : match.end() + 1] in {
            SYMBOL["word"] * (not dotted),
            SYMBOL["lasts"],
        }:
            return
        if found := self.calendar.numbered(self._value(match, "day") or 0, None):
            yield Day(match.start("day"), match.end(), found[0], ORDINAL)

    def _counted(self, match: re.Match[str]) -> Found:
        """ "in two weeks", "Dienstag in einer Woche", "lundi en huit"."""
        more, base = self._value(match, "more") or 0, match["base"]
        if not match["unit"]:
            if not (base and more in {8, 15} and self.scan.language == "fr"):
                return
            more, unit = (7, "day") if more == 8 else (14, "day")
        else:
            unit = str(self.scan.values[match.start("unit")])
        origin = (
            self._origin(match.start("base"))
            if base
            else self._origin(match.start("after"))
            if match["after"]
            else self.calendar.today
        )
        found = self.calendar.ahead(origin, more, unit)
        if found:
            yield Day(match.start(), match.end(), found, RELATIVE)

    def _hence(self, match: re.Match[str]) -> Found:
        """ "a week on Monday", "two weeks from today", "three days from now"."""
        joint = self.scan.words(match.start("joint"), match.end("joint"))
        if (
            match["after"]
            and (joint or self.scan.symbols[match.start("after")] == SYMBOL["relative"])
            and (match["more"] or joint in {"on", "from"})
        ):
            origin = self._origin(match.start("after"))
        elif joint == "from now" and match["more"]:
            origin = self.calendar.today
        else:
            return
        unit = str(self.scan.values[match.start("unit")])
        more = self._value(match, "more") if match["more"] else 1
        if found := self.calendar.ahead(origin, more or 1, unit):
            yield Day(match.start(), match.end(), found, RELATIVE)

    def _origin(self, at: int) -> date | None:
        value = int(self.scan.values[at])
        return (
            self.calendar.weekday(value, "")
            if self.scan.symbols[at] == SYMBOL["weekday"]
            else self.calendar.shifted(value)
        )

    def _week_of(self, match: re.Match[str]) -> Found:
        """ "Tuesday next week", "next week Tuesday", "mardi de la semaine prochaine", "Monday week"."""
        names = next(n for n in (("a", "b", "c"), ("f", "d", "e"), ("g", "i", "h"), ("j", "", "k")) if match[n[0]])
        weekday = self._value(match, names[0]) or 0
        if self.scan.values[match.start(names[2])] != "week":
            return
        which = str(self.scan.values[match.start(names[1])]) if names[1] else ""
        found = (
            self.calendar.in_week(weekday, which)
            if which
            else self.calendar.ahead(self.calendar.weekday(weekday, ""), 1, "week")
        )
        if found:
            yield Day(match.start(), match.end(), found, RELATIVE)

    def _which(self, match: re.Match[str]) -> Found:
        day = next(n for n in ("b", "c", "e") if match[n])
        which = next((str(self.scan.values[match.start(n)]) for n in ("a", "d") if match[n]), "")
        found = self.calendar.weekday(self._value(match, day) or 0, which)
        right = match.end() - (match[0][-1] == ".")
        if found:
            yield Day(match.start(), right, found, RELATIVE if which else WEEKDAY)

    def _relative(self, match: re.Match[str]) -> Found:
        value = self.scan.values[match.start()]
        found = self.calendar.shifted(value if isinstance(value, int) else 0)
        if found:
            yield Day(match.start(), match.end(), found, RELATIVE)

    def _period(self, match: re.Match[str]) -> Found:
        edge = str(self.scan.values[match.start("edge")]) if match["edge"] else ""
        which = next((str(self.scan.values[match.start(n)]) for n in ("which", "late") if match[n]), "")
        unit = str(self.scan.values[match.start("unit")]) if match["unit"] else "month" if match["month"] else edge
        month = self._value(match, "month") if match["month"] else None
        if (not edge and not which) or edge == "day" or match.start() == match.end():
            return
        if span := self.calendar.period(unit, which, month, edge):
            yield Day(match.start(), match.end(), span, PERIOD)
