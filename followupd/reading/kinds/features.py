"""What the linear model sees of a sentence: words, their neighbours and their beginnings, as 32-bit hashes."""

from collections.abc import Iterable, Iterator
from zlib import crc32

from followupd.reading.kinds.concepts import Concepts
from followupd.reading.kinds.sentences import Sentence

MOST = 40
"""Concepts of a sentence that are looked at."""
STEM = 5
"""Letters that stand for a word's beginning: what inflection leaves alone in all four languages."""


def names(tokens: tuple[str, ...], prefix: str = "") -> Iterator[str]:
    """Feature names: each word, its beginning, pairs of neighbours, pairs over one word, pairs of beginnings."""
    words = ("^", *tokens, "$")
    stems = tuple(w[:STEM] for w in words)
    last = len(words) - 1
    for at in range(1, last):
        word = words[at]
        yield f"{prefix}{word}"
        if len(word) > STEM:
            yield f"{prefix}{stems[at]}~"
    for at in range(last):
        yield f"{prefix}{words[at]} {words[at + 1]}"
        yield f"{prefix}{stems[at]}~{stems[at + 1]}"
        if at + 2 <= last:
            yield f"{prefix}{words[at]} . {words[at + 2]}"


def meant(tokens: tuple[str, ...], known: Concepts) -> Iterator[str]:
    """Concept features: each, each with those up to four concepts on (in order), and three in a row."""
    found = [c for c in map(known.of, tokens) if c][:MOST]
    for at, concept in enumerate(found):
        yield f"={concept}"
        for other in found[at + 1 : at + 5]:
            yield f"={concept}>{other}"
        if at + 2 < len(found):
            yield f"={concept} {found[at + 1]} {found[at + 2]}"


def hashes(tokens: tuple[str, ...], known: Concepts) -> frozenset[int]:
    """The features of one sentence."""
    return frozenset(crc32(name.encode()) for name in (*names(tokens), *meant(tokens, known)))


def single(tokens: tuple[str, ...], prefix: str) -> frozenset[int]:
    """Words alone, without their neighbours: for names and addresses."""
    return frozenset(crc32(f"{prefix}{word}".encode()) for word in tokens)


def of_message(
    subject: tuple[str, ...], body: Iterable[Sentence], known: Concepts
) -> tuple[list[frozenset[int]], frozenset[int]]:
    """The features of the subject and each sentence, and those of the whole; the subject's count twice, as such too."""
    each = [hashes(subject, known), *(hashes(s.tokens, known) for s in body)]
    return each, frozenset().union(*each, (crc32(name.encode()) for name in names(subject, "s:")))
