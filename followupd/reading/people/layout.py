"""Blocks, lists and tables: which parts of a text list those who take part, and which name somebody else."""

import re
from dataclasses import dataclass
from functools import cache

from followupd.reading.people.words import BIT, LANGUAGES, MAX_TEXT, listed, table, tag

MAX_LINES = 600
_LABEL = re.compile(r"[\s>*•·▪‣–—_#-]{0,8}([^\n:\uff1a\t|]{1,48}?)[\s*_]{0,6}[:\uff1a][\s*_]{0,4}")
_BULLET = re.compile(r"\s{0,12}(?:[-–—•*·▪‣◦o>]|\(?\d{1,2}[.)])\s+")
_CLOCK = re.compile(
    r"(?<![\d.,/])(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d(?![\d.])|\s?[ap]\.?m\b|\s?uhr\b|\s?h\b)|\bnoon\b", re.IGNORECASE
)
_OPENS = re.compile(
    r"\s{0,12}(?:[-–—•*·▪‣◦>]\s{0,4})?(?:\(?\d{1,2}[.)]\s)?(?:[^\W\d_]{2,10}\.?,?\s(?:\d{1,2}\.?\s)?(?:[^\W\d_]{3,10}\.?,?\s)?)?"
    r"(?:at |um |à |a las |from |de |von )?\(?(?=(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d|\s?[ap]\.?m\b|\s?uhr\b|\s?h\b))",
    re.IGNORECASE,
)
_PROGRAMME = listed("programme")
_LOOSE = listed("loose")
"""Labels that are also ordinary words: without a colon they are none."""


JOB_COLUMNS = listed("job_columns")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table or of a schedule: ``span`` is (start, end) in the text, ``cells`` are stripped."""

    span: tuple[int, int]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text in which names are interviewers (``takes_part``) or others; ``listed``: it stands under a
    label for people; else it is a line of a schedule, whose other cells may name anything. ``title``: the job that
    the row has in a column of its own."""

    start: int
    end: int
    takes_part: bool
    listed: bool = True
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@cache
def labels() -> tuple[frozenset[str], frozenset[str]]:
    """Labels for those who take part, and labels for other people and things."""
    own: set[str] = set()
    other: set[str] = set()
    for language in LANGUAGES:
        data = table(language)
        own.update(" ".join(p.split()) for p in str(data["label"]).split("|"))
        other.update(" ".join(p.split()) for p in str(data["other_label"]).split("|"))
    return frozenset(own), frozenset(other)


_SURE = listed("sure_label")


def label(text: str) -> bool | None:
    """True for a label of those who take part, False for one of others, None for neither."""
    flat = re.sub(r"[^\w'()/: +-]+|[\d#]+", " ", text.casefold().replace("’", "'"))
    bare = " ".join(flat.split()).strip(" -/+:'")
    own, other = labels()
    for form in (
        bare,
        bare.removesuffix("(s)"),
        bare.removesuffix("s"),
        bare.split(" (")[0],
        bare.removeprefix("your "),
        *([bare.split()[0]] if bare.count(" ") == 1 and bare.split()[0] in _SURE else []),
    ):
        if form in own:
            return True
        if form in other:
            return False
    return None


def _meeting(text: str) -> bool:
    """Whether a label is one meeting of several: "Interview 1", "Technical round", "Gespräch 2"."""
    said = text.casefold().split()
    return (
        0 < len(said) < 5 and all(tag(w) or w[0].isdecimal() for w in said) and any(tag(w) & BIT["meet"] for w in said)
    )


def lines(text: str) -> tuple[Line, ...]:
    found, start = [], 0
    for piece in text[:MAX_TEXT].split("\n")[:MAX_LINES]:
        found.append(Line(start, piece))
        start += len(piece) + 1
    return tuple(found)


_GAP = re.compile(r"(?<=[^\s.!?:;,>-])[ ](?=[ ]{1,60}[^\s-])")


def columned(text: str) -> str:
    """A text whose columns are set with spaces, with a tab in each gap; every letter keeps its place."""
    return _GAP.sub("\t", text[:MAX_TEXT])


def cells(line: Line) -> tuple[tuple[int, int], ...]:
    """The spans of a line's cells, one where it is no row."""
    barred = line.text.count("|") > 1
    mark = "|" if barred else "\t" if "\t" in line.text else "|" if " | " in line.text else ""
    if not mark:
        return ((line.start, line.end),)
    spans, start = [], line.start
    for piece in line.text.split(mark)[:24]:
        spans.append((start, start + len(piece)))
        start += len(piece) + 1
    return tuple(s for s in spans if s[1] > s[0]) or ((line.start, line.end),)


def rows(text: str) -> tuple[Row, ...]:
    """The rows of tables (cells joined by tabs or bars), and the lines of a schedule (a time, then what happens)."""
    found = []
    text = columned(text)
    for line in lines(text):
        spans = cells(line)
        opening = None if len(spans) > 1 else _OPENS.match(line.text)
        if len(spans) > 1:
            found.append(Row((line.start, line.end), tuple(text[a:b].strip() for a, b in spans)))
        elif opening:
            found.append(Row((line.start, line.end), (line.text.strip(),)))
    return tuple(found)


def regions(text: str, *, introduces: "object" = None) -> tuple[Region, ...]:
    """The stretches that list people, in order. ``introduces(start, end)``: whether the sentence of a line that ends
    with a colon announces those who take part."""
    return _Layout(text, introduces).regions()


class _Layout:
    """One walk over the lines: what the last label or heading was decides about the lines under it."""

    def __init__(self, text: str, introduces: object) -> None:
        self.text, self.introduces = text, introduces
        self.found: list[Region] = []
        self.under: bool | None = None
        self.items = 0
        self.columns: frozenset[int] | None = None
        self.width = 0
        self.job: int | None = None
        self.timed = False
        self.programme = False
        self.hung: bool | None = None

    def regions(self) -> tuple[Region, ...]:
        for line in lines(self.text):
            if self.hung is not None and line.text.startswith(("    ", "\t")) and line.text.strip():
                self._add(line.start, line.end, self.hung)  # hangs under the value of the label above
                continue
            self.hung = None
            if not line.text.strip():
                if self.items or self.under is False:
                    self.under = None
                self.programme = False
                self.columns = None
                continue
            spans = cells(line)
            if len(spans) > 1:
                self._row(line, spans)
            else:
                self.columns = None
                self._line(line)
        return tuple(self.found)

    def _add(self, start: int, end: int, takes_part: bool, *, listed: bool = True, title: str | None = None) -> None:
        if end > start:
            self.found.append(Region(start, end, takes_part, listed, title))

    def _row(self, line: Line, spans: tuple[tuple[int, int], ...]) -> None:
        kinds = [label(self.text[a:b]) for a, b in spans]
        if self.columns is not None and len(spans) >= self.width - 1 and kinds[0] is None:
            job = next((self.text[a:b].strip() for n, (a, b) in enumerate(spans) if n == self.job), None)
            for number, (a, b) in enumerate(spans):
                self._add(a, b, number in self.columns, title=job)
        elif not any(c.isdecimal() for c in line.text) and (
            any(kinds[1:]) or (kinds[0] and len(spans) > 2) or (kinds[0] is not None and kinds[1] is not None)
        ):
            self.columns, self.width = frozenset(i for i, k in enumerate(kinds) if k), len(spans)
            heads = [self.text[a:b].strip(" *").casefold() for a, b in spans]
            self.job = next((i for i, head in enumerate(heads) if head in JOB_COLUMNS), None)
        elif kinds[0] is not None:
            self._add(spans[1][0], spans[-1][1], kinds[0])
        elif any(_CLOCK.search(self.text[a:b]) for a, b in spans):
            self._add(line.start, line.end, True, listed=False)
        elif self.under is not None and not any(c.isdecimal() for c in line.text):
            self._add(*spans[0], self.under, title=self.text[slice(*spans[1])].strip())
            self.items += 1
            return
        self.under = None

    def _line(self, line: Line) -> None:
        named = _LABEL.match(line.text)
        kind = label(named[1]) if named else None
        opening = _OPENS.match(line.text)
        if kind is not None and named:
            self._labelled(line, line.start + named.end(), kind)
        elif named and kind is None and named.end() < len(line.text) and (self.programme or _meeting(named[1])):
            self._add(line.start + named.end(), line.end, True, listed=False)
        elif opening:
            self._add(line.start, line.end, True, listed=bool(self.under))
            self.items += bool(self.under)
        elif self._heading(line):
            self.under, self.items = True, 0
        elif self.under is not None and self._item(line, named):
            self._add(line.start, line.end, self.under)
            self.items += 1
        elif self.timed:
            self._add(line.start, line.end, True, listed=False)
        else:
            self.under = None
        self.timed = bool(opening and len(_CLOCK.sub("", line.text).strip()) < 12)

    def _labelled(self, line: Line, start: int, kind: bool) -> None:
        value = self.text[start : line.end].strip()
        self._add(start, line.end, kind)
        self.hung = kind if value else None
        goes_on = not value or value.endswith((",", ";", " and", " und", " et", " y"))
        self.under, self.items = (kind, 0) if goes_on else (None, 0)

    def _heading(self, line: Line) -> bool:
        bare = line.text.strip()
        self.programme = self.programme or (bare.endswith(":") and bool({*bare[:-1].casefold().split()} & _PROGRAMME))
        if bare.endswith((":", "\uff1a", ":*", ":**")):
            return bool(callable(self.introduces) and self.introduces(line.start, line.end))
        return len(bare) < 48 and bare.casefold().strip("*#_ ") not in _LOOSE and label(bare.strip("*#_ ")) is True

    def _item(self, line: Line, named: "re.Match[str] | None") -> bool:
        """Whether the line is an item of the list above it: a bullet, or a short line that is no label of its own."""
        if _BULLET.match(line.text):
            return True
        return (
            len(line.text) < 100
            and not (named and label(named[1]) is False)
            and not line.text.rstrip().endswith((".", "!", "?"))
        )
