"""Text to tokens: one symbol a token, with its value and its place. One linear pass, no backtracking."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from followupd.reading.dates.lexicon import SYMBOL, WORD, Phrase, anchors, compounds, fold, phrases, singles
from followupd.reading.dates.numbers import (
    CLOCK_BEHIND,
    IANA,
    ISO_CLOCK,
    LABEL_END,
    LABELLED,
    LINK,
    MARK,
    MONEY_AFTER,
    MONEY_BEFORE,
    NUMBER_NEAR,
    OFFSET,
    SILENT,
    TOKEN,
    number,
)

MAX_TEXT, MAX_NUMBERS = 20_000, 200
_BLANK, _DIGIT = re.compile(r"\n[^\S\n]*\n\s*"), re.compile(r"\d")
_GAP = " -'’.\u00a0\u202f\n"


@dataclass(slots=True)
class Scan:
    """A text as tokens: ``symbols[i]`` is the class of token i, ``values[i]`` what it says, ``starts``/``ends`` where;
    ``breaks`` and ``blanks``: the tokens that end a sentence or line, and a paragraph."""

    text: str
    language: str
    symbols: str = ""
    values: list[Any] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)

    def together(self, left: int, right: int, *, paragraph: bool = False) -> bool:
        """Whether no sentence or line ends between two tokens, or no paragraph."""
        ends = self.blanks if paragraph else self.breaks
        return bisect_left(ends, left) == bisect_left(ends, right)

    def sentence(self, left: int, right: int) -> tuple[int, int]:
        """The tokens of the sentence or line that holds these."""
        first, last = bisect_left(self.breaks, left), bisect_left(self.breaks, right)
        begin = self.breaks[first - 1] + 1 if first else 0
        return begin, self.breaks[last] if last < len(self.breaks) else len(self.symbols)

    def claim(self, left: int, right: int, kind: str) -> None:
        """Let the tokens from ``left`` up to ``right`` be of one class: what is understood is not read again."""
        self.symbols = self.symbols[:left] + SYMBOL[kind] * (right - left) + self.symbols[right:]

    def places(self, kind: str) -> list[int]:
        """The tokens of a class."""
        symbol, places, at = SYMBOL[kind], [], -1
        while (at := self.symbols.find(symbol, at + 1)) >= 0:
            places.append(at)
        return places

    def words(self, left: int, right: int) -> str:
        """The text of these tokens, folded."""
        return fold(self.text[self.starts[left] : self.ends[right - 1]]) if right > left else ""

    def token_at(self, position: int) -> int:
        """The first token that begins at or behind a place in the text."""
        return bisect_left(self.starts, position)


def scan(text: str, language: str, *, every: bool = False) -> Scan | None:
    """The tokens of at most 20 KB; None where neither a digit nor a word of time stands in it."""
    text = text[:MAX_TEXT]
    if "@" in text or "://" in text or "www." in text:
        text = LINK.sub(lambda m: "¤" * len(m[0]), text)
    scanner = _Scanner(text, language, every=every)
    begin = 0
    for blank in _BLANK.finditer(text):
        scanner.paragraph(begin, blank.start())
        scanner.blank(blank.start(), blank.end())
        begin = blank.end()
    scanner.paragraph(begin, len(text))
    return scanner.done()


class _Scanner:
    """Collects tokens; phrases of the lexicon become one, and words without meaning here run together."""

    def __init__(self, text: str, language: str, *, every: bool) -> None:
        self.text, self.folded, self.language = text, fold(text), language
        self.found = Scan(text, language)
        self.book, self.compounds, self.singles = phrases(language), compounds(language), singles(language)
        self.anchors, self.every = anchors(language), every
        self.symbols: list[str] = []
        self.numbers = self.line_start = self.skip = 0

    def done(self) -> Scan | None:
        """What was found, None where there is nothing but blank lines."""
        self.found.symbols = "".join(self.symbols)
        self.found.breaks = [m.start() for m in re.finditer("[!\n¶]", self.found.symbols)]
        self.found.blanks = [at for at in self.found.breaks if self.found.symbols[at] == "¶"]
        return self.found if self.found.symbols.strip("¶") else None

    def blank(self, start: int, end: int) -> None:
        """The end of a paragraph."""
        self._add("paragraph", None, start, end)

    def paragraph(self, begin: int, stop: int) -> None:
        """Every token of a paragraph in turn; one that bears on no date is passed over."""
        folded, singles, unknown = self.folded, self.singles, SYMBOL["word"]
        if self.numbers > MAX_NUMBERS:
            return
        if not (self.every or _DIGIT.search(self.text, begin, stop) or self._bears(WORD.findall(folded, begin, stop))):
            return
        symbols, values, starts, ends = self.symbols, self.found.values, self.found.starts, self.found.ends
        nothing = "", unknown, None
        self.line_start = begin
        for match in TOKEN.finditer(self.text, begin, stop):
            start, end = match.span()
            if start < self.skip:
                continue
            kind = match.lastgroup
            if kind == "word":
                word = folded[start:end]
                further, symbol, value = singles.get(word, nothing)
                if further and not (
                    folded[end : end + 1] == " " and folded[end + 1 : end + 2] not in further and further != "*"
                ):
                    self._word(start, end, word)
                elif symbol == unknown and symbols and symbols[-1] == unknown:
                    ends[-1] = end
                else:
                    symbols.append(symbol)
                    values.append(value)
                    starts.append(start)
                    ends.append(end)
            elif kind:
                self._other(kind, match)
                if self.numbers > MAX_NUMBERS:
                    return

    def _other(self, kind: str, match: re.Match[str]) -> None:
        if kind == "mark":
            self._mark(match)
        elif kind == "line":
            self._line(match)
        elif kind == "cell":
            self._add("cell", None, match.start(), match.end())
        else:
            self._number(kind, match)
            self.numbers += 1

    def _bears(self, words: list[str]) -> bool:
        alone, counts, units = self.anchors
        return not alone.isdisjoint(words) or not (counts.isdisjoint(words) or units.isdisjoint(words))

    def _add(self, kind: str, value: Any, start: int, end: int) -> None:
        self._push(SYMBOL[kind], value, start, end)

    def _push(self, symbol: str, value: Any, start: int, end: int) -> None:
        self.symbols.append(symbol)
        self.found.values.append(value)
        self.found.starts.append(start)
        self.found.ends.append(end)

    def _last(self, *kinds: str) -> bool:
        return bool(self.symbols) and self.symbols[-1] in {SYMBOL[k] for k in kinds}

    def _glued(self, start: int) -> bool:
        return bool(self.found.ends) and self.found.ends[-1] == start

    def _word(self, start: int, end: int, word: str) -> None:
        if (
            word in {"am", "pm", "a", "p"}
            and self._glued(start)
            and self._last("small", "dot", "clock", "four", "three")
        ):
            self._add("meridiem", "pm" if word[0] == "p" else "am", start, end)
            return
        if word in {"gmt", "utc"} and (shift := OFFSET.match(self.text, end)):
            self._offset(shift, start)
            return
        near = self.folded[end : end + 4].lstrip(_GAP)[:1]
        for phrase in self.book.get(word, ()):
            if len(phrase.words) > 1 and phrase.words[1][0] != near:
                continue
            if (behind := self._fits(phrase, start, end)) and self._stands(phrase, start, behind):
                self._push(phrase.symbol, phrase.value, start, behind)
                self.skip = behind
                return
        if word in {"am", "pm"} and self.text[start:end].isupper() and self._last("small", "dot", "clock", "four"):
            self._add("meridiem", word, start, end)
            return
        if "/" in self.text[end : end + 1] and (name := IANA.match(self.text, start)):
            self._add("zone", ("iana", name[0]), start, name.end())
            self.skip = name.end()
            return
        if word in self.compounds:
            weekday, part = self.compounds[word]
            self._add("weekday", weekday, start, end - 1)
            self._add("part", part, end - 1, end)
            return
        self._add("word", None, start, end)

    def _offset(self, shift: re.Match[str], start: int) -> None:
        minutes = int(shift["hour"]) * 60 + int(shift["minute"] or 0)
        sane = minutes <= 14 * 60
        self._add(
            "zone" if sane else "other",
            ("offset", -minutes if shift["sign"] in "-\u2212–" else minutes),
            start,
            shift.end(),
        )
        self.skip = shift.end()

    def _fits(self, phrase: Phrase, start: int, end: int) -> int:
        """Where the phrase ends if it stands here, else 0. Between its words: one blank, hyphen, apostrophe or, after
        a single letter, a dot."""
        dotted = False
        for word in phrase.words[1:]:
            if self.folded[end : end + 1] == "." and end - start == 1:
                end, dotted = end + 1, True
            gap = 0
            while gap < 2 and end < len(self.folded) and self.folded[end] in " -'’\u00a0\u202f\n":
                end, gap = end + 1, gap + 1
            if not self.folded.startswith(word, end):
                return 0
            end += len(word)
            if self.folded[end : end + 1].isalpha():
                return 0
        if (
            dotted
            and self.folded[end : end + 1] == "."
            and not re.match(r"\.\s+[A-Z]|\.\s*\n", self.text[end : end + 6])
        ):
            end += 1
        return end

    def _stands(self, phrase: Phrase, start: int, end: int) -> bool:
        """Whether what a phrase needs is there."""
        written = self.text[start:end]
        if phrase.needs == "capital":
            return written[0].isupper()
        if phrase.needs == "upper":
            return written.isupper() or (
                len(written) > 2 and self._last("meridiem", "clock") and self.language in {"en", "de"}
            )
        if phrase.needs == "number":
            return bool(NUMBER_NEAR.match(self.text, end)) or (self._last("dash", "stroke") and self._weekday_before())
        if phrase.needs == "label":
            return bool(LABEL_END.match(self.text, end))
        return True

    def _weekday_before(self) -> bool:
        return len(self.symbols) > 1 and SYMBOL["weekday"] in self.symbols[-3:-1]

    def _mark(self, match: re.Match[str]) -> None:
        mark, start = match[0], match.start()
        if mark in SILENT:
            return
        if mark == "." and not self._ends_sentence(start):
            self._add("dot_mark", None, start, match.end())
        else:
            self._add("stop" if mark == "." else MARK.get(mark, "word"), mark, start, match.end())

    def _ends_sentence(self, at: int) -> bool:
        """A dot ends a sentence before a blank and a capital, unless it belongs to an abbreviation or an ordinal."""
        behind = re.match(r"[)\"”’]?\s+", self.text[at + 1 : at + 12])
        if at + 1 >= len(self.text):
            return True
        if not behind:
            return False
        following = self.text[at + 1 + behind.end() : at + 2 + behind.end()]
        if self._last("small", "month", "weekday") and self._glued(at):
            short = self.found.ends[-1] - self.found.starts[-1] <= 4
            known = re.match(r"[^\W\d_]+", self.folded[at + 1 + behind.end() : at + 30])
            names = any(p.symbol == SYMBOL["month"] for p in self.book.get(known[0], ())) if known else False
            return not (names or (self.language == "de" and self._last("small")) or (short and not following.isupper()))
        return following.isupper() or "\n" in behind[0] or following in {"¿", "¡", "-", "•"}

    def _line(self, match: re.Match[str]) -> None:
        """A line break after a long line is only where the text was wrapped."""
        start, end = match.span()
        long = start - self.line_start >= 55 and "\t" not in self.text[self.line_start : start]
        self.line_start = end
        if not long or not self.text[end : end + 1].isalnum() or LABELLED.match(self.text, end):
            self._add("line", None, start, end)

    def _number(self, kind: str, match: re.Match[str]) -> None:
        start, end = match.span(kind)
        written = match[kind]
        self.skip = end
        before = self.text[start - 1 : start]
        if (
            kind in {"phone", "version", "other"}
            or (before and before in MONEY_BEFORE)
            or MONEY_AFTER.match(self.text, end)
            or (self._glued(start) and before.isalpha() and not self._last("month", "zone") and before != "T")
            or (
                self._blocked()
                and kind in {"small", "three", "four", "dot", "comma"}
                and not CLOCK_BEHIND.match(self.text, end)
            )
        ):
            self._add("other", None, start, end)
            return
        if kind == "iso" and self.text[end : end + 1] in {"T", "t"} and self.text[end + 1 : end + 2].isdecimal():
            self._iso(written, start, end)
            return
        kind, value = number(kind, written)
        self._add(kind, value, start, end)

    def _blocked(self) -> bool:
        """Whether a word such as "room" or "passcode" stands just before."""
        near = [s for s in self.symbols[-3:] if s not in ":.-"]
        return bool(near) and near[-1] == SYMBOL["blocks"] and self.symbols[-1] in {SYMBOL["blocks"], ":", ".", "-"}

    def _iso(self, written: str, start: int, end: int) -> None:
        self._add("iso", number("iso", written)[1], start, end)
        clock = ISO_CLOCK.match(self.text, end + 1)
        if clock:
            self._add("clock", (int(clock[1]), int(clock[2])), end + 1, clock.end(2))
            self.skip = clock.end()
            if clock[3]:
                digits = clock[3][1:].replace(":", "")
                minutes = 0 if clock[3] == "Z" else int(digits[:2]) * 60 + int(digits[2:] or 0)
                self._add("zone", ("offset", -minutes if clock[3][0] == "-" else minutes), clock.start(3), clock.end())
