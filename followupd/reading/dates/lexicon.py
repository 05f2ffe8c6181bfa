"""The words of a language, from the data files, by the first word of each phrase."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "de", "fr", "es")
CLASSES = (
    "month", "weekday", "relative", "relative_part", "length", "noon", "before_hour", "after_hour", "part", "meridiem",
    "oclock", "hour", "minute", "unit", "number_words", "one_word", "ordinal_words", "which", "within", "edge",
    "old", "off", "moved", "at_or_to", "between", "about", "at", "to", "by", "from", "and", "in", "ago", "hence",
    "article", "link", "past", "ish", "ending", "hours", "was", "now", "zone_label", "blocks", "lasts", "tail",
    "label", "zone", "iso", "numeric", "slash", "short", "dot", "comma", "clock", "hour_mark", "four", "year", "small",
    "ordinal", "three", "other", "word", "day", "time",
)  # fmt: skip
"""What a token may be; where a word is in several classes of the data, the first of these counts."""
MARKS = {
    "stop": "!", "line": "\n", "paragraph": "¶", "cell": "\t", "comma_mark": ",", "semicolon": ";", "dot_mark": ".",
    "open": "(", "close": ")", "stroke": "/", "colon": ":", "dash": "-", "equals": "=",
}  # fmt: skip
SYMBOL = {name: chr(0x100 + n) for n, name in enumerate(CLASSES)} | MARKS
"""One character a class, so that a text becomes a string over which the grammar's patterns run."""
WORD = re.compile(r"[^\W\d_]+")
_FOLD = {ord(c): unicodedata.normalize("NFD", c)[0] for c in map(chr, range(0xC0, 0x180)) if c not in "ßæøđðþŁłŒœ"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand for one token. ``needs``: what must be near for it to count."""

    words: tuple[str, ...]
    symbol: str
    value: Any
    needs: str = ""


def fold(text: str) -> str:
    """The text without case and accents."""
    return text.translate(_FOLD).lower()


def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern over symbols: ``<name>`` stands for a class, blanks are left out."""
    return re.compile(re.sub(r"(?<!P)<(\w+)>", lambda m: re.escape(SYMBOL[m[1]]), re.sub(r"\s+", "", source)))


@cache
def _file(name: str) -> dict[str, Any]:
    source = resources.files("followupd.reading").joinpath(f"lexicon/{name}.toml")
    return tomllib.loads(source.read_text("utf-8"))


@cache
def zones() -> dict[str, Any]:
    """The zones of the data file, as they are written there."""
    return _file("dates_zones")


@cache
def phrases(language: str) -> dict[str, tuple[Phrase, ...]]:
    """Every phrase of a language by its first word, the longest first; other languages lend their long names."""
    own = language if language in LANGUAGES else "en"
    every = [*_own(own), *_zone_phrases()]
    known = {phrase.words for phrase in every}
    for name in LANGUAGES:
        every += [phrase for phrase in _lent(name) if name != own and phrase.words not in known]
    found: dict[str, list[Phrase]] = {}
    for phrase in every:
        found.setdefault(phrase.words[0], []).append(phrase)
    return {first: tuple(sorted(each, key=lambda p: (-len(p.words), not p.needs))) for first, each in found.items()}


@cache
def singles(language: str) -> dict[str, tuple[str, str, Any]]:
    """Words that are one token: the letters with which a longer phrase would go on, the symbol, the value."""
    book = phrases(language)
    looked = {"am", "pm", "a", "p", "gmt", "utc", *zones()["area"], *compounds(language)}
    found: dict[str, tuple[str, str, Any]] = {word: ("*", "", None) for word in looked}
    for word, each in book.items():
        alone = next((p for p in each if len(p.words) == 1), Phrase((word,), SYMBOL["word"], None))
        further = "".join({p.words[1][0] for p in each if len(p.words) > 1})
        if word not in looked:
            found[word] = ("*", "", None) if any(p.needs for p in each) else (further, alone.symbol, alone.value)
    return found


@cache
def compounds(language: str) -> dict[str, tuple[int, str]]:
    """Weekdays and parts of the day in one word ("Dienstagnachmittag"), where the language writes such."""
    data = _file(f"dates_{language if language in LANGUAGES else 'en'}")
    return {
        name + part: (n, value)
        for n, names in enumerate(data["weekdays"])
        for name in names.split()
        for part, value in data["compound"].items()
        if len(name) > 3
    }


@cache
def anchors(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The longest words of what bears on a date without a digit: words that do so alone, and words of two kinds that
    do so together ("next" and "week", "at" and "three")."""
    common = {
        "a",
        "an",
        "un",
        "et",
        "est",
        "day",
        "time",
        "zeit",
        "heure",
        "hora",
        "start",
        "than",
        "from",
        "again",
        "your",
        "our",
        "my",
        "votre",
    }
    alone = (
        "weekday", "relative", "relative_part", "noon", "edge", "month", "length", "hour", "minute", "before_hour",
        "oclock", "zone", "zone_label",
    )  # fmt: skip
    kinds = [alone, ("number_words", "which"), ("unit", "at", "at_or_to", "between")]
    found = []
    for names in kinds:
        symbols = {SYMBOL[name] for name in names}
        telling = (
            max(reversed(p.words), key=len) for each in phrases(language).values() for p in each if p.symbol in symbols
        )
        found.append(frozenset(telling) - common)
    return found[0] | compounds(language).keys(), found[1], found[2]


def sentence_cues(language: str, *names: str) -> re.Pattern[str]:
    """A pattern over folded text for the phrases of these classes; hyphens and apostrophes count as blanks."""
    data = _file(f"dates_{language if language in LANGUAGES else 'en'}")
    words = sorted((fold(word) for name in names for word in data[name]), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(w).replace(r"\ ", "[ '’-]") for w in words) + r")\b")


def _own(language: str) -> list[Phrase]:
    data = _file(f"dates_{language}")
    needs = {w: "capital" for w in data["capital"]} | {w: "number" for w in data["number"]}
    found = [_phrase("label", word, 2 if word.split()[0] in data["ending"] else 1, "label") for word in data["label"]]
    for name in CLASSES:
        for word, value in _group(data, name).items():
            found.append(_phrase(name, word, value, needs.get(word, "") if name in {"month", "weekday"} else ""))
    return found


def _lent(language: str) -> list[Phrase]:
    data = _file(f"dates_{language}")
    return [
        _phrase(name, word, value)
        for name, shortest in (("month", 4), ("weekday", 4), ("relative", 5), ("oclock", 3))
        for word, value in _group(data, name).items()
        if len(word) >= shortest
    ]


def _group(data: dict[str, Any], name: str) -> dict[str, Any]:
    if name in {"month", "weekday"}:
        first = 1 if name == "month" else 0
        return {word: n for n, names in enumerate(data[name + "s"], first) for word in names.split()}
    if name == "at_or_to":
        return {word: value for word, value in data["at"].items() if word in data["to"]}
    group = data.get(name, {})
    return group if isinstance(group, dict) else {}


def _phrase(name: str, text: str, value: Any, needs: str = "") -> Phrase:
    return Phrase(tuple(WORD.findall(fold(text))) or (text,), SYMBOL[name], value, needs)


def _zone_phrases() -> list[Phrase]:
    data = zones()
    found = [_phrase("zone", name, ("abbreviation", name), "upper") for name in data["abbreviation"]]
    for kind in ("region", "city", "owner", "sender"):
        found += [
            _phrase("zone", name, (kind, value), "capital" if kind in {"region", "city"} and len(name) < 9 else "")
            for name, value in data[kind].items()
        ]
    return found
