"""Words to concepts, the same in all four languages, so that what is learnt of one wording helps with another."""

import tomllib
from functools import lru_cache
from importlib import resources

LEAST = 3
"""Letters before the star of a word's beginning, at least."""


class Concepts:
    """One language's words: ``of`` gives a word's concept, or ``""``."""

    def __init__(self, entries: dict[str, list[str]]) -> None:
        self._whole: dict[str, str] = {}
        self._starts: dict[str, str] = {}
        self._known: dict[str, str] = {}
        for name, forms in entries.items():
            for form in forms:
                (self._starts if form.endswith("*") else self._whole).setdefault(form.rstrip("*"), name)
        self._longest = max(map(len, self._starts), default=0)

    def of(self, word: str) -> str:
        """The whole word first, then its longest known beginning."""
        known = self._known.get(word)
        if known is None:
            known = self._whole.get(word) or self._beginning(word)
            if len(self._known) < 30_000:
                self._known[word] = known
        return known

    def _beginning(self, word: str) -> str:
        for length in range(min(len(word), self._longest), LEAST - 1, -1):
            found = self._starts.get(word[:length])
            if found:
                return found
        return ""


@lru_cache(maxsize=1)
def _all() -> dict[str, Concepts]:
    path = resources.files("followupd.reading").joinpath("lexicon/concepts.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    return {lang: Concepts({n: e.get(lang, []) for n, e in data.items()}) for lang in ("en", "de", "fr", "es")}


def concepts(language: str) -> Concepts:
    """The concepts of a language; English where it has none."""
    every = _all()
    return every.get(language) or every["en"]
