"""Text to tokens: one symbol a token, with its value and its place. One linear pass, no backtracking."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from followupd.reading.dates.lexicon import SYMBOL, WORD, Phrase, anchors, compounds, fold, phrases, singles

MAX_TEXT, MAX_NUMBERS = 20_000, 200
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}|[\w.+-]{1,64}@[\w-][\w.-]{0,250}")
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+)"
    r"|(?=[\d+(])(?:(?P<phone>(?<!\w)\+\d[\d ().\-/]{6,24}\d|\(0?\d{2,5}\) ?\d[\d \-]{4,20}\d|0\d(?:[ .]\d\d){4}(?!\d)"
    r"|0\d{2,4}[ /\-]\d{4,10}|(?!20\d\d[-/.])(?:1[ .\-])?\d{3,5}[ .\-]\d{3,4}(?:[ .\-]\d{2,5}){1,5})"
    r"|(?P<iso>(?:19|20)\d\d([-/.])\d{1,2}\4\d{1,2})(?!\d)"
    r"|(?P<numeric>\d{1,2} ?([-/.]) ?\d{1,2} ?\6 ?(?:20\d\d|\d\d))(?![\d/]|[.-]\d|:\d)"
    r"|(?P<version>\d+\.\d+\.\d+[\d.]*\d)"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?![\d:])"
    r"|(?P<hour_mark>\d{1,2}(?: ?[hH] ?[0-5]\d(?![\d:])| ?[hH](?![^\W\d_])))"
    r"|(?P<short>\d{1,2}\.(?:0?[1-9]|1[0-2])\.)(?!\d)"
    r"|(?P<slash>\d{1,2}/\d{1,2})(?![\d/])"
    r"|(?P<dot>\d{1,2}\.\d\d)(?!\d|[.,]\d)"
    r"|(?P<comma>\d{1,3}[.,]\d{1,2})(?!\d|[.,]\d)"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th|er|º|ª))(?![^\W\d_])"
    r"|(?P<four>\d{4})(?![\d]|[.,]\d)|(?P<three>\d{3})(?!\d|[.,]\d)|(?P<small>\d{1,2})(?!\d)|(?P<other>\d[\d.,]*))"
    r"|(?P<line>\n\s*)|(?P<cell>\t[ \t]*)|(?P<mark>[^\w\s])",
)
_BLANK, _DIGIT = re.compile(r"\n[^\S\n]*\n\s*"), re.compile(r"\d")
_OFFSET = re.compile(r"\s?(?P<sign>[+\-−–±])\s?(?P<hour>\d{1,2})(?::?(?P<minute>\d\d))?(?![\d])")
_MONEY_BEFORE, _MONEY_AFTER = "$€£#", re.compile(r"\s?(?:[%€$£°]|(?:k|USD|EUR|GBP|CHF|GB|MB|km|kg)\b)")
_MARK = {
    "-": "dash", "–": "dash", "—": "dash", "−": "dash", "‑": "dash", "→": "dash", "‐": "dash", "➔": "dash", ",": "comma_mark",
    ";": "semicolon", "(": "open", ")": "close", "[": "open", "]": "close", "/": "stroke", "|": "stroke", ":": "colon",
    "?": "stop", "!": "stop", "@": "at", "&": "and", "+": "and", "=": "equals", "•": "semicolon", "·": "semicolon",
    "~": "about", "¿": "stop", "¡": "stop",
}  # fmt: skip
_GAP = " -'’.\u00a0\u202f\n"
_SILENT = frozenset("'’\"“”„«»*_`´")


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


def scan(text: str, language: str) -> Scan | None:
    """The tokens of at most 20 KB; None where neither a digit nor a word of time stands in it."""
    text = text[:MAX_TEXT]
    if "@" in text or "://" in text or "www." in text:
        text = _LINK.sub(lambda m: "¤" * len(m[0]), text)
    scanner = _Scanner(text, language)
    begin = 0
    for blank in _BLANK.finditer(text):
        scanner.paragraph(begin, blank.start())
        scanner.blank(blank.start(), blank.end())
        begin = blank.end()
    scanner.paragraph(begin, len(text))
    return scanner.done()


class _Scanner:
    """Collects tokens; phrases of the lexicon become one, and words without meaning here run together."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.folded, self.language = text, fold(text), language
        self.found = Scan(text, language)
        self.book, self.compounds, self.singles = phrases(language), compounds(language), singles(language)
        self.anchors = anchors(language)
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
        if not _DIGIT.search(self.text, begin, stop) and self.anchors.isdisjoint(WORD.findall(folded, begin, stop)):
            return
        symbols, values, starts, ends = self.symbols, self.found.values, self.found.starts, self.found.ends
        nothing = "", unknown, None
        self.line_start = begin
        for match in _TOKEN.finditer(self.text, begin, stop):
            start, end = match.span()
            if start < self.skip:
                continue
            kind = match.lastgroup
            if kind == "word":
                word = folded[start:end]
                further, symbol, value = singles.get(word, nothing)
                if further and not (folded[end : end + 1] == " " and folded[end + 1 : end + 2] not in further and further != "*"):
                    self._word(start, end, word)
                elif symbol == unknown and symbols and symbols[-1] == unknown:
                    ends[-1] = end
                else:
                    symbols.append(symbol)
                    values.append(value)
                    starts.append(start)
                    ends.append(end)
            elif kind == "mark":
                self._mark(match)
            elif kind == "line":
                self._line(match)
            elif kind == "cell":
                self._add("cell", None, start, end)
            elif kind:
                self._number(kind, match)
                self.numbers += 1
                if self.numbers > MAX_NUMBERS:
                    return

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
        if word in {"gmt", "utc"} and (shift := _OFFSET.match(self.text, end)):
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
        if "/" in self.text[end : end + 1] and (name := _IANA.match(self.text, start)):
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
            "zone" if sane else "other", ("offset", -minutes if shift["sign"] in "-−–" else minutes), start, shift.end()
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
            return bool(_NUMBER_NEAR.match(self.text, end)) or (self._last("dash", "stroke") and self._weekday_before())
        if phrase.needs == "label":
            return bool(_LABEL_END.match(self.text, end))
        return True

    def _weekday_before(self) -> bool:
        return len(self.symbols) > 1 and SYMBOL["weekday"] in self.symbols[-3:-1]

    def _mark(self, match: re.Match[str]) -> None:
        mark, start = match[0], match.start()
        if mark in _SILENT:
            return
        if mark == "." and not self._ends_sentence(start):
            self._add("dot_mark", None, start, match.end())
        else:
            self._add("stop" if mark == "." else _MARK.get(mark, "word"), mark, start, match.end())

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
            return not (names or self.language == "de" and self._last("small") or short and not following.isupper())
        return following.isupper() or "\n" in behind[0] or following in {"¿", "¡", "-", "•"}

    def _line(self, match: re.Match[str]) -> None:
        """A line break after a long line is only where the text was wrapped."""
        start, end = match.span()
        long = start - self.line_start >= 55 and "\t" not in self.text[self.line_start : start]
        self.line_start = end
        if not long or not self.text[end : end + 1].isalnum() or _LABELLED.match(self.text, end):
            self._add("line", None, start, end)

    def _number(self, kind: str, match: re.Match[str]) -> None:
        start, end = match.span(kind)
        written = match[kind]
        self.skip = end
        before = self.text[start - 1 : start]
        if (
            kind in {"phone", "version", "other"}
            or (before and before in _MONEY_BEFORE)
            or _MONEY_AFTER.match(self.text, end)
            or (self._glued(start) and before.isalpha() and not self._last("month", "zone") and before != "T")
            or (
                self._blocked()
                and kind in {"small", "three", "four", "dot", "comma"}
                and not _CLOCK_BEHIND.match(self.text, end)
            )
        ):
            self._add("other", None, start, end)
            return
        if kind == "iso" and self.text[end : end + 1] in {"T", "t"} and self.text[end + 1 : end + 2].isdigit():
            self._iso(written, start, end)
            return
        kind, value = _value(kind, written)
        self._add(kind, value, start, end)

    def _blocked(self) -> bool:
        """Whether a word such as "room" or "passcode" stands just before."""
        near = [s for s in self.symbols[-3:] if s not in ":.-"]
        return bool(near) and near[-1] == SYMBOL["blocks"] and self.symbols[-1] in {SYMBOL["blocks"], ":", ".", "-"}

    def _iso(self, written: str, start: int, end: int) -> None:
        self._add("iso", _value("iso", written)[1], start, end)
        clock = _ISO_CLOCK.match(self.text, end + 1)
        if clock:
            self._add("clock", (int(clock[1]), int(clock[2])), end + 1, clock.end(2))
            self.skip = clock.end()
            if clock[3]:
                digits = clock[3][1:].replace(":", "")
                minutes = 0 if clock[3] == "Z" else int(digits[:2]) * 60 + int(digits[2:] or 0)
                self._add("zone", ("offset", -minutes if clock[3][0] == "-" else minutes), clock.start(3), clock.end())


_IANA = re.compile(r"[A-Z][A-Za-z]{2,12}/[A-Z][A-Za-z_]{2,20}(?:/[A-Z][A-Za-z_]{2,20})?")
_ISO_CLOCK = re.compile(r"([01]\d|2[0-4]):?([0-5]\d)(?::?\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d(?::?\d\d)?)?")
_NUMBER_NEAR = re.compile(
    r"\.?,?\s{0,2}(?:(?:den|the|le|el)\s)?\d|\.?\s?[-–/]\s?[A-Za-z]{2,3}\b|\.?,?\s+(?:um|à|a las)\s"
)
_LABEL_END = re.compile(r"[*_]{0,2}\s?(?::|=|\t|\s?[-–]\s)")
_LABELLED = re.compile(r"[^\W\d_]{2,20}(?: [^\W\d_]{1,20}){0,3}\s?:|\d{1,2}[.)]\s")
_CLOCK_BEHIND = re.compile(r"\s?(?:[ap]\.?m\b|uhr\b)", re.IGNORECASE)


def _value(kind: str, written: str) -> tuple[str, Any]:
    """The class and value of a number as it is written."""
    digits = [int(d) for d in re.findall(r"\d+", written)]
    if kind == "four" and 2000 <= digits[0] < 2100:
        return "year", digits[0]
    if kind in {"clock", "hour_mark", "dot"}:
        hour, minute = digits[0], digits[1] if len(digits) > 1 else None
        sane = hour <= 24 and (minute or 0) < 60
        return kind if sane else "comma" if kind == "dot" else "other", (hour, minute) if sane else float(
            written
        ) if kind == "dot" else None
    if kind == "comma":
        return kind, float(written.replace(",", "."))
    if kind in {"iso", "numeric", "slash", "short"}:
        return kind if digits[:2] != [24, 7] else "other", tuple(digits)
    return kind, digits[0]
