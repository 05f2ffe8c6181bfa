"""Frames: what a sentence must hold to speak for a kind, as data; conditions, hedges and questions take outcomes away.

The lexicons (``lexicon/frames_*.toml``) tell their own form. Matching is by words with bounded gaps, so its cost is
bounded by the length of the sentence times the number of frames that its words may begin.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from followupd.findings import OUTCOME_KINDS, Kind
from followupd.reading.kinds.sentences import Sentence

LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words and of word beginnings."""

    whole: frozenset[str]
    starts: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Words":
        found = tuple(words)
        return cls(frozenset(w for w in found if "*" not in w), tuple(w[:-1] for w in found if w.endswith("*")))

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.starts)


@dataclass(frozen=True, slots=True)
class Frame:
    """``needs``: one of these must stand somewhere in the sentence; ``no_after``: none of these may;
    ``not_by``: nor these among the three words before the first step."""

    kind: Kind
    weight: float
    gap: int
    steps: tuple[Words, ...]
    needs: frozenset[str] = frozenset()
    no_after: frozenset[str] = frozenset()
    not_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language: its frames, and the words that tell what is only supposed, doubtful, or about a job at all."""

    frames: tuple[Frame, ...]
    condition: frozenset[str]
    hedge: frozenset[str]
    negation: frozenset[str]
    own_act: tuple[str, ...]
    wish: tuple[str, ...]
    job: Words
    hiring: Words
    other_interviews: Words
    opened_by: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A frame that fits a sentence; ``blocked`` names what takes it away, or is empty."""

    kind: Kind
    weight: float
    sentence: Sentence
    blocked: str = ""


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(language: str) -> Lexicon:
    """The frames of a language; English where it has none."""
    name = language if language in LANGUAGES else "en"
    source = resources.files("followupd.reading").joinpath(f"lexicon/frames_{name}.toml")
    data = tomllib.loads(source.read_text("utf-8"))
    concepts: dict[str, str] = data["concept"]

    def step(text: str) -> Words:
        parts = (concepts[p[1:]] if p.startswith("@") else p for p in text.split("|"))
        return Words.of("|".join(parts).split("|"))

    frames = tuple(
        Frame(
            Kind(f["kind"]), f["weight"], f["gap"], tuple(step(s) for s in f["steps"]),
            frozenset(f.get("needs", ())), frozenset(f.get("no_after", ())),
            frozenset(f.get("not_by", ())),
        )
        for f in data["frame"]
    )  # fmt: skip
    words = data["words"]
    condition, hedge, negation = (frozenset(words[k]) for k in ("condition", "hedge", "negation"))
    job, hiring, elsewhere = (Words.of(words[k]) for k in ("job", "hiring", "other_interviews"))
    return Lexicon(
        frames, condition, hedge, negation, tuple(words["own_act"]), tuple(words["wish"]), job, hiring, elsewhere
    )


def hits(sentence: Sentence, words: Lexicon) -> Iterator[Hit]:
    """Every frame that fits the sentence, the strongest one for each kind, blocked ones included."""
    best: dict[tuple[Kind, bool], Hit] = {}
    for number, places in _candidates(sentence.tokens, words).items():
        frame = words.frames[number]
        at = next((a for a in places if _fits(sentence.tokens, a, frame)), None)
        if at is None or not _allowed(sentence, at, frame):
            continue
        hit = Hit(frame.kind, frame.weight, sentence, _blocked(sentence, at, frame, words))
        key = (hit.kind, bool(hit.blocked))
        if key not in best or best[key].weight < hit.weight:
            best[key] = hit
    yield from best.values()


def _candidates(tokens: tuple[str, ...], words: Lexicon) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, token in enumerate(tokens):
        numbers = words.opened_by.get(token)
        if numbers is None:
            numbers = tuple(n for n, frame in enumerate(words.frames) if token in frame.steps[0])
            if len(words.opened_by) < 20_000:
                words.opened_by[token] = numbers
        for number in numbers:
            found.setdefault(number, []).append(place)
    return found


def _fits(tokens: tuple[str, ...], at: int, frame: Frame) -> bool:
    for wanted in frame.steps[1:]:
        window = range(at + 1, min(at + 2 + frame.gap, len(tokens)))
        found = next((i for i in window if tokens[i] in wanted), None)
        if found is None:
            return False
        at = found
    return True


def _allowed(sentence: Sentence, at: int, frame: Frame) -> bool:
    if frame.needs and frame.needs.isdisjoint(sentence.tokens):
        return False
    return frame.no_after.isdisjoint(sentence.tokens) and frame.not_by.isdisjoint(sentence.tokens[max(0, at - 3) : at])


def _blocked(sentence: Sentence, at: int, frame: Frame, words: Lexicon) -> str:
    """An outcome that is only supposed, asked, hedged or denied has not happened."""
    if frame.kind not in OUTCOME_KINDS:
        return ""
    if sentence.question:
        return "a question"
    whole = " ".join(sentence.tokens)
    if any(act in whole for act in words.own_act):
        return "his own act"
    before = sentence.tokens[: at + 1]
    wishes = [wish for wish in words.wish if wish in whole]
    for token in before:
        if token in words.condition and not any(wish.startswith(token) for wish in wishes):
            return f"“{token}”"
    for token in before[:-1]:
        if token in words.hedge:
            return f"“{token}”"
    if frame.kind is Kind.OFFER:
        near = next((t for t in sentence.tokens if t in words.negation), None)
        return f"“{near}”" if near else ""
    return ""
