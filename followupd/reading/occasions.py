"""Which of a letter's moments is the interview: what the words around each say that it is for."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from followupd.reading.cues import Cues
from followupd.reading.dates import Moment
from followupd.reading.dates.shapes import zone_info

_ENDS = re.compile(r"[.!?;][)\"”»’]{0,2}\s+(?=[^\W\d_a-zß-ÿ]|[¿¡\d(\"„«•*-])")
_SHORT = re.compile(
    r"\b(?:dr|mr|mrs|ms|st|prof|nr|no|str|bzw|ca|av|avda|sr|sra|srta|mme|mlle|tel|vs|approx|jr|[a-gi-z])$", re.I
)
_HALF = re.compile(r"[ap]\.? ?m$", re.I)
_JOINT = re.compile(r"(?<!\w)(?:to|till|auf|bis|zum|au|al|a|à)(?!\w)|->|→|=>|\s[-–—]\s")
_CLAUSE = re.compile(r"[,;]| so | but | aber | mais | pero ")
_ARROW = re.compile(r"\s*(?:>|=>|→|⇒|»)\s*")
LONG_LINE, LONG_LABEL, ROW_GAP = 55, 40, 3
OTHER, OLD = -4, -8


@dataclass(frozen=True, slots=True)
class Told:
    """A moment with the words of its clause. ``lead``: those before it, folded; ``behind``: those up to the next
    moment; ``follows``: such one is in the same sentence; ``row``: it stands at the head of a line; ``line``: that
    line's number; ``score``: how much speaks for the interview; ``old``: what was moved away; ``other``: it is of
    something else."""

    moment: Moment
    lead: str
    behind: str
    sentence: tuple[int, int]
    row: bool
    line: int
    follows: bool = False
    score: int = 0
    old: bool = False
    other: bool = False


class Occasions:
    """The timed moments of one text, weighed. ``moved``: the letter moves an interview, so one time is the old one."""

    def __init__(self, text: str, moments: Sequence[Moment], cues: Cues, *, moved: bool) -> None:
        self.text, self.cues, self.moved = text, cues, moved
        timed = [part for m in moments if m.start for part in (_parted(m, text) if moved else (m,))]
        if moved:
            timed = sorted(self._same_time(moments, timed), key=lambda m: m.span)
        self.breaks = [0, *_breaks(text, [m.span for m in timed])]
        edges = sorted({m.span for m in (*timed, *(m for m in moments if not m.start))})
        self.told = [self._weighed(self._told(m, edges)) for m in timed if m.role != "hours"]
        if moved and self.told and all(t.old for t in self.told):
            self.told += [self._weighed(self._told(m, edges)) for m in self._later_days(moments)]

    def interview(self, after: datetime | None) -> Told | None:
        """The moment for which most speaks, none of which the words say that it is gone; of equals the first, in a
        letter that moves something the last: what was is told before what will be."""
        coming = [t for t in self.told if not t.old and _later(t.moment, after)]
        firm = [t for t in coming if t.moment.role == "time" or (t.moment.role == "deadline" and t.score > 0)]
        if not firm and self.moved:
            last = [t for t in self.told if t.moment.role == "time" and _later(t.moment, after) and not t.other]
            return replace(last[-1], old=False) if last else None
        if not firm:
            return None
        best = max(reversed(firm) if self.moved else firm, key=lambda t: t.score)
        return self._first_session(best, firm)

    def sessions(self, chosen: Told) -> list[Told]:
        """The rows of its timetable from the chosen one on, without breaks and meals."""
        rows = self._block(chosen, [t for t in self.told if not t.old])
        return [t for t in rows if not t.other and t.moment.span >= chosen.moment.span]

    def before(self, chosen: Told | None) -> datetime | None:
        """The start from which it was moved."""
        at = chosen.moment.start if chosen else None
        gone = [t for t in self.told if t.old and t.moment.start != at and t.moment.role != "deadline"]
        gone.sort(key=lambda t: t.other)
        if gone or not chosen:
            return gone[0].moment.start if gone else None
        return self._told_first(chosen)

    def _told_first(self, chosen: Told) -> datetime | None:
        """What a letter that moves something tells before the new time, where no word calls it old."""
        first = (t for t in self.told if t.moment.span < chosen.moment.span and t.moment.start != chosen.moment.start)
        return next((t.moment.start for t in first if not t.other and t.moment.role in {"time", "past"}), None)

    def end(self, chosen: Told) -> datetime | None:
        """The end that a later moment of the same day tells: "until", "finishing by"."""
        start = chosen.moment.start
        for told in self.told:
            at = told.moment.start
            near = told.sentence[0] - chosen.sentence[1] < 120 and told.moment.span[0] > chosen.moment.span[0]
            later = start and at and near and timedelta() < at - start < timedelta(hours=10)
            if later and not told.moment.end and self.cues.tail("until", told.lead):
                return at
        return None

    def _first_session(self, best: Told, firm: list[Told]) -> Told:
        block = self._block(best, firm)
        rows = [t for t in block if (t.score > OTHER and not t.other) or (len(block) > 3 and self._joint(t))]
        return min([*rows, best], key=lambda t: t.moment.start or datetime.max)  # noqa: DTZ901  # never reached

    def _joint(self, told: Told) -> bool:
        """Whether a row is a welcome or a tour: part of a day of several rows."""
        return self.cues.first("joint", f"{told.lead} {told.behind}") >= 0

    def _block(self, told: Told, among: Iterable[Told]) -> list[Told]:
        """The rows about this one, each a few lines from the next, all on one day."""
        if not told.row:
            return [told]
        rows = sorted((t for t in among if t.row and t.moment.day == told.moment.day), key=lambda t: t.line)
        block: list[Told] = []
        for row in rows:
            if block and row.line - block[-1].line > ROW_GAP:
                if told in block:
                    break
                block = []
            block.append(row)
        return block if told in block else [told]

    def _told(self, moment: Moment, edges: list[tuple[int, int]]) -> Told:
        left, right = moment.span
        at = bisect_right(self.breaks, left)
        begin, end = self.breaks[at - 1], self._sentence_end(at, right)
        before = max((e for _, e in edges if begin < e <= left), default=begin)
        after = min((s for s, _ in edges if right <= s < end), default=end)
        line = self.text.rfind("\n", 0, left) + 1
        lead = self.cues.fold(self.text[before:left])
        row = before <= line and left - line <= LONG_LABEL and not re.search(r"\d", self.text[line:left])
        behind, number = self.cues.fold(self.text[right:after]), self.text.count("\n", 0, line)
        return Told(moment, lead, behind, (begin, end), row, number, follows=after < end)

    def _sentence_end(self, at: int, right: int) -> int:
        return next((b for b in self.breaks[at:] if b >= right), len(self.text))

    def _weighed(self, told: Told) -> Told:
        cues, moment = self.cues, told.moment
        whole = cues.fold(self.text[slice(*told.sentence)])
        speaks, strays = cues.last("interview", told.lead), cues.last("other", told.lead)
        follows = cues.first("other", told.behind)
        if told.follows and 2 * follows > len(told.behind):
            follows = -1  # it is of the next one
        stray_behind = (
            0 <= follows < (60 if told.row else 25) and not 0 <= cues.first("interview", told.behind) < follows
        )
        clause = _last_clause(told.lead)
        score = (speaks >= 0) + (cues.last("interview", clause) >= 0) + (cues.last("begins", clause) >= 0)
        score += (cues.first("interview", told.behind) >= 0) + (cues.last("interview", whole) >= 0)
        score += 2 * (len(told.lead) <= LONG_LABEL and cues.last("label", told.lead) >= 0)
        other = strays > speaks or (stray_behind and speaks < 0)
        score += OTHER * other + OTHER * (moment.role == "deadline") - (strays >= 0) - stray_behind
        old = moment.role == "old" or (self.moved and self._gone(told))
        fresh = self.moved and not old and self._fresh(told)
        return replace(told, score=score + OLD * old + 3 * fresh, old=old, other=other)

    def _gone(self, told: Told) -> bool:
        """Whether the clause says that this time holds no more."""
        cues, lead, behind = self.cues, told.lead, told.behind
        gone, new = cues.last("old", _last_clause(lead)), cues.last("new", _last_clause(lead))
        onto, going = cues.tail("onto", lead), self._moving(told)
        if onto:
            new = max(new, cues.last("moved", _last_clause(lead)))
        if gone >= 0 or new >= 0:
            return gone > new
        onwards = told.follows and cues.tail("onto", behind)
        if cues.tail("out_of", lead) and going:
            return onwards or cues.last("moved", lead) >= max(0, len(lead) - 25)
        if (onto and going) or self._renewed(told):
            return False
        if _ARROW.fullmatch(behind) or (onwards and (going or cues.first("moved", behind) >= 0)):
            return True
        theirs = told.follows and cues.tail("old", behind)
        if told.follows and not theirs and cues.first("new", behind) >= 0:
            return True
        return not theirs and cues.first("old", _first_clause(behind)) >= 0

    def _moving(self, told: Told) -> bool:
        """Whether the sentence has spoken of moving before this moment."""
        return self.cues.first("moved", self.cues.fold(self.text[told.sentence[0] : told.moment.span[0]])) >= 0

    def _fresh(self, told: Told) -> bool:
        cues, lead = self.cues, told.lead
        return cues.last("new", lead) >= 0 or cues.tail("onto", lead) or self._renewed(told)

    def _renewed(self, told: Told) -> bool:
        """Whether "instead" stands right behind, or "rather than" before another time."""
        if 0 <= self.cues.first("versus", told.behind) < 4:
            return True
        at = self.cues.first("renewed", told.behind)
        return 0 <= at < 20 and not (told.follows and self.cues.tail("old", told.behind))

    def _same_time(self, moments: Sequence[Moment], timed: list[Moment]) -> list[Moment]:
        """With the letter's one time on the day that is told with "same time"; the earlier one is the old one."""
        starts = {m.start for m in timed if m.role != "deadline"}
        model = next((m for m in timed if m.role != "deadline"), None)
        if len(starts) != 1 or model is None:
            return timed
        alone = [m for m in moments if not m.start and m.day and m.day != model.day and m.role in {"day", "old"}]
        near = [m for m in alone if self.cues.first("same_time", self._around(m.span)) >= 0]
        if not near:
            return timed
        there = _on_day(model, near[0])
        if there.role == "old" or (there.day and model.day and there.day < model.day):
            return [*timed, replace(there, role="old")]
        return [replace(m, role="old") if m.start == model.start else m for m in timed] + [there]

    def _later_days(self, moments: Sequence[Moment]) -> list[Moment]:
        """The first later day that is told without a time, where all times told are the old one: with that time."""
        model = self.told[-1].moment
        later = (m for m in moments if not m.start and m.role == "day" and m.day and model.day and m.day > model.day)
        return [_on_day(model, m) for m in later][:1]

    def _around(self, span: tuple[int, int]) -> str:
        return self.cues.fold(self.text[max(0, span[0] - 120) : span[1] + 80])


def _last_clause(lead: str) -> str:
    """What stands behind the last comma: "as she is away, we see you on" speaks of what is to be."""
    return _CLAUSE.split(lead.rstrip(" ,;"))[-1]


def _first_clause(behind: str) -> str:
    return behind[:3] + _CLAUSE.split(behind[3:], maxsplit=1)[0]


def _on_day(model: Moment, day: Moment) -> Moment:
    """The model's time of day on another day."""
    zone = zone_info(model.zone) or timezone(timedelta(minutes=model.offset or 0))
    if model.start is None or day.day is None:
        return day
    start = datetime.combine(day.day, model.start.astimezone(zone).time(), zone).astimezone(UTC)
    end = start + (model.end - model.start) if model.end else None
    return replace(model, span=day.span, day=day.day, start=start, end=end, role="old" if day.role == "old" else "time")


def _later(moment: Moment, after: datetime | None) -> bool:
    return after is None or (moment.start is not None and moment.start > after)


def _parted(moment: Moment, text: str) -> tuple[Moment, ...]:
    """ "from Tuesday 17:45 to Wednesday 18:30" in a letter that moves something is no stretch of a day."""
    left, right = moment.span
    joint = list(_JOINT.finditer(text, left, right))
    if not (joint and moment.start and moment.end and moment.end - moment.start > timedelta(hours=11)):
        return (moment,)
    day = moment.day + timedelta(days=max(1, (moment.end - moment.start).days)) if moment.day else None
    old = replace(moment, end=None, role="old", span=(left, joint[0].start()))
    return old, replace(moment, start=moment.end, end=None, role="time", day=day, span=(joint[0].end(), right))


def _breaks(text: str, spans: list[tuple[int, int]]) -> list[int]:
    """Where sentences and lines end; a long line goes on in the next."""
    ends = [m.end() for m in _ENDS.finditer(text) if not _inside(text, m.start(), spans)]
    begin = 0
    for line in re.finditer(r"\n", text):
        at = line.start()
        wrapped = at - begin >= LONG_LINE and text[at + 1 : at + 2].islower()
        if not wrapped:
            ends.append(at + 1)
        begin = at + 1
    return sorted(set(ends))


def _inside(text: str, at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a dot belongs to a date, an abbreviation or "a.m."."""
    if any(left <= at < right for left, right in spans):
        return True
    before = text[max(0, at - 12) : at]
    return text[at] == "." and bool(_SHORT.search(before) or _HALF.search(before))
