"""Which of the four languages a text is in, by its small words and its letters."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

Language = Literal["en", "de", "fr", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "de", "fr", "es")
MAX_WORDS = 1_500
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LETTER = 0.4
"""What a letter of one language's own counts beside a word: enough for a text of three words, too little for a name."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, tuple[tuple[Language, float], ...]]
    letters: dict[str, Language]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    """Words to languages; a word of several counts for each of them in part."""
    data = tomllib.loads(
        resources.files("followupd.reading").joinpath("lexicon/function_words.toml").read_text("utf-8")
    )
    owners: dict[str, list[Language]] = {}
    for language in LANGUAGES:
        for word in dict.fromkeys(data[language]):
            owners.setdefault(word, []).append(language)
    owners = {word.casefold(): langs for word, langs in owners.items()}
    words = {word: tuple((own, 1 / len(langs)) for own in langs) for word, langs in owners.items()}
    return _Lexicon(words, {c: own for own in LANGUAGES for c in data["letters"].get(own, "")})


def language(text: str) -> Language:
    """The language of a text; English where nothing tells another."""
    known = _lexicon()
    low = text[:12_000].casefold().replace("’", "'")
    scores: dict[Language, float] = dict.fromkeys(LANGUAGES, 0.0)
    for word in _WORD.findall(low)[:MAX_WORDS]:
        for own, weight in known.words.get(word, ()):
            scores[own] += weight
    for letter in set(text[:12_000].casefold()) | set(text[:12_000]):
        own_letter = known.letters.get(letter)
        if own_letter:
            scores[own_letter] += _LETTER
    return max(LANGUAGES, key=lambda own: scores[own])
