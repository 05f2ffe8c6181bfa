"""The words around an interview's time and place, from the data file, as patterns over folded text."""

import re
import tomllib
from functools import cache
from importlib import resources

from followupd.reading.dates.lexicon import LANGUAGES, fold

_BLANKS = re.compile(r"[\s'’\u2018`\u00a0-]+")
_LEADING = r"(?: (?:the|le|la|les|el|los|den|dem|am|um|on|at|ca|about|approx|circa|etwa|gegen|las|vers))?"


class Cues:
    """One language's cues by group; places in the text are those in the folded one."""

    def __init__(self, groups: dict[str, dict[str, list[str]]], language: str) -> None:
        words = {name: entry[language] for name, entry in groups.items()}
        self._anywhere = {name: _compiled(each) for name, each in words.items()}
        self._tails = {name: re.compile(_source(each) + _LEADING + r"\W*$") for name, each in words.items()}

    @staticmethod
    def fold(text: str) -> str:
        """Small letters, no accents; runs of blanks, apostrophes and hyphens are one blank."""
        return _BLANKS.sub(" ", fold(text))

    def first(self, group: str, text: str) -> int:
        """Where the first cue of a group begins in a folded text, -1 where none is."""
        found = self._anywhere[group].search(text)
        return found.start() if found else -1

    def last(self, group: str, text: str) -> int:
        """Where the last cue of a group begins, -1 where none is."""
        return max((m.start() for m in self._anywhere[group].finditer(text)), default=-1)

    def count(self, group: str, text: str) -> int:
        """How many different cues of a group there are."""
        return len({m[0] for m in self._anywhere[group].finditer(text)})

    def tail(self, group: str, text: str) -> bool:
        """Whether a folded text ends with a cue, an article aside."""
        return bool(self._tails[group].search(text[-60:]))


@cache
def cues(language: str) -> Cues:
    """The cues of a language; English where it has none."""
    source = resources.files("followupd.reading").joinpath("lexicon/interviews.toml")
    return Cues(tomllib.loads(source.read_text("utf-8")), language if language in LANGUAGES else "en")


def _source(words: list[str]) -> str:
    """Alternatives, the longest first; a star stands for the rest of a word, at either end."""
    pieces = sorted(words, key=len, reverse=True)
    return (
        r"(?<!\w)(?:" + "|".join(re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", " ") for w in pieces) + r")(?!\w)"
    )


def _compiled(words: list[str]) -> re.Pattern[str]:
    return re.compile(_source(words))
