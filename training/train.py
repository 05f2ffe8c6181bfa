"""Build ``followupd/reading/kinds/model.bin`` from the text in this folder: ``make model``.

Two linear models over hashed words (one of sentences, one of whole messages), and a small last one that weighs their
scores with frames and the letter's shape. The last one learns from what the first two say of letters that they had not
seen (five folds), so that its probabilities mean what they say; the figures printed at the end are of such letters too.
The same text gives the same file.
"""

import hashlib
import json
import random
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from followupd.findings import Kind
from followupd.reading import seen_by_the_judge
from followupd.reading.kinds import features
from followupd.reading.kinds.concepts import concepts
from followupd.reading.kinds.judge import weigh
from followupd.reading.kinds.model import Model
from followupd.reading.kinds.opinions import Seen, opinions
from followupd.reading.kinds.sentences import sentences
from training.compose import Composer
from training.samples import OWN_ADDRESS, TEXT, Bank, Sample, letters, source_digest

HERE = Path(__file__).parent
MODEL = HERE.parent / "followupd" / "reading" / "kinds" / "model.bin"
FOLDS = 5
KINDS = tuple(k.value for k in Kind if k is not Kind.OWN)
SENTENCE_CLASSES = (*KINDS, "generic")
MADE = 20
"""Composed letters of each kind, language and fold."""
KEPT = 60_000
"""Features in the file."""
STRENGTH, LEAST = 10.0, 3
"""Of the regularisation (inverse), and how often a feature must have been seen; chosen by folds, not by any test."""
HAND_WEIGHT = 3.0
TRAP_WEIGHT = 1.0
"""A mailbox holds few letters made to mislead; they count less than ordinary ones."""


@dataclass
class Example:
    """One letter as the judge sees it, or one sentence (``seen`` None)."""

    label: str
    fold: int
    weight: float
    features: frozenset[int]
    seen: Seen | None = None
    hand: bool = False


def languages() -> list[str]:
    return sorted(p.name for p in TEXT.iterdir() if p.is_dir())


def fold_of(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % FOLDS


def examples() -> tuple[list[Example], list[Example]]:
    """(sentences, messages), each in its fold; composed letters are made of the lines of one fold only."""
    lines: list[Example] = []
    messages: list[Example] = []
    for language in languages():
        bank = Bank.read(*sorted((TEXT / language).glob("sentences*.txt")))
        lines += _lines(bank, language)
        for path in sorted((TEXT / language).glob("letters*.txt")):
            for sample in letters(path):
                weight = TRAP_WEIGHT if sample.facts.get("Trap") else HAND_WEIGHT
                messages.append(_message(sample, fold_of(sample.id), weight, hand=True))
        messages += _composed(bank, language)
    return lines, messages


def _lines(bank: Bank, language: str) -> list[Example]:
    composer = Composer(bank, language, random.Random(1))
    found = []
    for (kind, function), texts in bank.lines.items():
        label = kind if function == "core" else "generic"
        for text in texts:
            for piece in sentences(composer.filled(text)):
                known = features.hashes(piece.tokens, concepts(language))
                found.append(Example(label, fold_of(text), 1.0, known))
    return found


def _composed(bank: Bank, language: str) -> list[Example]:
    found = []
    for fold in range(FOLDS):
        part = Bank()
        for key, texts in bank.lines.items():
            part.lines[key] = [t for t in texts if fold_of(t) == fold]
        composer = Composer(part, language, random.Random(f"{language}{fold}"))
        for kind in KINDS:
            for number in range(MADE):
                sample = composer.letter(kind, number)
                if sample:
                    found.append(_message(sample, fold, 1.0, hand=False))
    return found


def _message(sample: Sample, fold: int, weight: float, *, hand: bool) -> Example:
    seen = seen_by_the_judge(sample.message(), OWN_ADDRESS)
    return Example(sample.label, fold, weight, seen.whole, seen, hand)


@dataclass
class Fitted:
    """Weights by feature hash for one set of classes."""

    classes: tuple[str, ...]
    keys: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


def fit(found: Sequence[Example], classes: tuple[str, ...]) -> Fitted:
    """A multinomial logistic regression on binary vectors of length one; features seen often enough count."""
    counts = Counter(f for e in found for f in e.features)
    keys = np.array(sorted(f for f, n in counts.items() if n >= LEAST), dtype=np.uint32)
    at = {int(k): i for i, k in enumerate(keys)}
    matrix = _matrix([e.features for e in found], at)
    present = [c for c in classes if any(e.label == c for e in found)]
    model = LogisticRegression(C=STRENGTH, max_iter=90, tol=1e-3)
    sizes = Counter(e.label for e in found)
    weight = [e.weight * (len(found) / len(present) / sizes[e.label]) ** 0.5 for e in found]
    model.fit(matrix, [present.index(e.label) for e in found], sample_weight=weight)
    weights = np.zeros((len(classes), len(keys)))
    bias = np.full(len(classes), -8.0)
    for row, name in enumerate(present):
        weights[classes.index(name)] = model.coef_[row]
        bias[classes.index(name)] = model.intercept_[row]
    return Fitted(classes, keys, weights, bias)


def _matrix(rows: Iterable[frozenset[int]], at: dict[int, int]) -> csr_matrix:
    indices: list[int] = []
    starts, values = [0], []
    for row in rows:
        own = sorted(at[f] for f in row if f in at)
        indices += own
        values += [1 / max(len(row), 1) ** 0.5] * len(own)
        starts.append(len(indices))
    return csr_matrix((values, indices, starts), shape=(len(starts) - 1, len(at)))


def pack(line: Fitted, message: Fitted, last: dict[str, Any], source: str) -> bytes:
    """The file's bytes; the features that weigh least are left out."""
    table: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(len(line.classes) + len(message.classes)))
    scales = []
    for fitted, begin in ((line, 0), (message, len(line.classes))):
        scale = float(np.abs(fitted.weights).max())
        scales.append(scale)
        for key, column in zip(fitted.keys, fitted.weights.T, strict=True):
            table[int(key)][begin : begin + len(fitted.classes)] = column / scale
    strongest = sorted(table, key=lambda k: -float(np.abs(table[k]).max()))[:KEPT]
    keys = sorted(strongest)
    rows = b"".join(bytes(int(v) for v in np.clip(np.rint(table[k] * 127) + 128, 1, 255)) for k in keys)
    head = {
        "built_from": source, "features": len(keys),
        "sentence": _head(line, scales[0]), "message": _head(message, scales[1]), "last": last,
    }  # fmt: skip
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + array("I", keys).tobytes() + rows


def _head(fitted: Fitted, scale: float) -> dict[str, Any]:
    return {"classes": fitted.classes, "scale": scale, "bias": [round(float(b), 4) for b in fitted.bias]}


EMPTY: dict[str, Any] = {"classes": KINDS, "weights": [{} for _ in KINDS], "bias": [0.0] * len(KINDS)}


def fit_last(rows: Sequence[dict[str, float]], labels: Sequence[str], weights: Sequence[float]) -> dict[str, Any]:
    """The small last model, by name."""
    names = sorted({name for row in rows for name in row})
    matrix = np.array([[row.get(n, 0.0) for n in names] for row in rows])
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit(matrix, [KINDS.index(label) for label in labels], sample_weight=weights)
    table = [{n: round(float(w), 4) for n, w in zip(names, row, strict=True) if abs(w) > 0.02} for row in model.coef_]
    return {"classes": KINDS, "weights": table, "bias": [round(float(b), 4) for b in model.intercept_]}


def main() -> int:
    lines, messages = examples()
    print(f"{len(lines)} sentences, {sum(m.hand for m in messages)} letters, {len(messages)} with composed ones")
    numbers: dict[int, dict[str, float]] = {}
    for fold in range(FOLDS):
        line = fit([e for e in lines if e.fold != fold], SENTENCE_CLASSES)
        message = fit([e for e in messages if e.fold != fold], KINDS)
        part = Model(pack(line, message, EMPTY, "fold"))
        for number, example in enumerate(messages):
            if example.fold == fold and example.seen:
                numbers[number] = opinions(example.seen, part).numbers
    report(messages, numbers)
    order = sorted(numbers)
    weights = [messages[n].weight if messages[n].hand else 0.5 for n in order]
    last = fit_last([numbers[n] for n in order], [messages[n].label for n in order], weights)
    blob = pack(fit(lines, SENTENCE_CLASSES), fit(messages, KINDS), last, source_digest())
    MODEL.write_bytes(blob)
    print(f"{MODEL.name}: {len(blob)} bytes, built from {source_digest()}")
    return 0


def report(messages: Sequence[Example], numbers: dict[int, dict[str, float]]) -> None:
    """Accuracy of the last model on hand-written letters of folds that it has not seen either."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    bins: dict[int, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        inside = [n for n in numbers if messages[n].fold != fold]
        weights = [messages[n].weight if messages[n].hand else 0.5 for n in inside]
        last = fit_last([numbers[n] for n in inside], [messages[n].label for n in inside], weights)
        holder = type("Holder", (), {"head": {"last": last}})()
        for n in numbers:
            if messages[n].fold == fold and messages[n].hand:
                chances = weigh(numbers[n], holder)
                kind = max(chances, key=lambda k: chances[k])
                good = kind.value == messages[n].label
                total[messages[n].label] += 1
                right[messages[n].label] += good
                bins[min(9, int(chances[kind] * 10))].append(good)
                if not good:
                    missed[messages[n].label, kind.value] += 1
    for label in KINDS:
        if total[label]:
            print(f"{label:24} {right[label]:4}/{total[label]:<4} {right[label] / total[label]:7.1%}")
    print(f"{'all':24} {right.total():4}/{total.total():<4} {right.total() / total.total():7.1%}")
    for place in sorted(bins):
        print(f"  said {place / 10:.1f}: right {sum(bins[place]) / len(bins[place]):.2f} of {len(bins[place])}")
    print("  often taken for another:", ", ".join(f"{a} as {b} {n}" for (a, b), n in missed.most_common(12)))


if __name__ == "__main__":
    sys.exit(main())
