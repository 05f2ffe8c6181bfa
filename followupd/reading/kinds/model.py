"""The linear model: one row of small weights a feature, summed as packed integers; loads in milliseconds.

``model.bin`` is made by ``make model`` and says in its first line what it was built from. A row holds one byte for
each class of the sentence model, then one for each of the message model; a byte is a weight in 127ths of ``scale``.
Rows are widened to lanes of 24 bits and added as one big integer, so that a feature costs one addition.
"""

import json
import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

LANE = 3
"""Bytes of a lane: 65,536 features of 255 fit."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Classes with their scale (one for all) and biases."""

    classes: tuple[str, ...]
    scale: float
    bias: tuple[float, ...]


class Model:
    """``of_sentence`` and ``of_message`` give a score for each class, in the order of ``sentence.classes`` etc."""

    def __init__(self, blob: bytes) -> None:
        head, _, rest = blob.partition(b"\n")
        self.head = json.loads(head)
        count = self.head["features"]
        self.sentence, self.message = (_linear(self.head[name]) for name in ("sentence", "message"))
        keys = array("I", rest[: 4 * count])
        self._row_of = dict(zip(keys, range(count), strict=True))
        self._rows = rest[4 * count :]
        self._width = len(self.sentence.classes) + len(self.message.classes)
        self._lanes: dict[int, int] = {}

    def of_sentence(self, features: Iterable[int]) -> list[float]:
        """Scores of one sentence."""
        sums, known, total = self._sum(features)
        return _scores(sums[: len(self.sentence.classes)], known, total, self.sentence)

    def of_message(self, features: Iterable[int]) -> list[float]:
        """Scores of a whole message."""
        sums, known, total = self._sum(features)
        return _scores(sums[len(self.sentence.classes) :], known, total, self.message)

    def _sum(self, features: Iterable[int]) -> tuple[list[int], int, int]:
        total = known = seen = 0
        row_of, lanes = self._row_of, self._lanes
        for feature in features:
            seen += 1
            row = row_of.get(feature)
            if row is None:
                continue
            lane = lanes.get(row)
            total += self._widen(row) if lane is None else lane
            known += 1
        data = total.to_bytes(self._width * LANE + 1, "little")
        return [int.from_bytes(data[i : i + LANE], "little") for i in range(0, self._width * LANE, LANE)], known, seen

    def _widen(self, row: int) -> int:
        if len(self._lanes) > 20_000:
            self._lanes.clear()
        small = self._rows[row * self._width : (row + 1) * self._width]
        wide = int.from_bytes(b"".join(bytes((b, 0, 0)) for b in small), "little")
        self._lanes[row] = wide
        return wide


def _linear(head: dict[str, object]) -> Linear:
    classes, bias = head["classes"], head["bias"]
    assert isinstance(classes, list) and isinstance(bias, list)  # noqa: S101  our own file
    return Linear(tuple(classes), float(str(head["scale"])), tuple(map(float, bias)))


def _scores(sums: list[int], known: int, total: int, linear: Linear) -> list[float]:
    """Bytes are biased by 128; a long text counts no more than a short one (each vector has length 1)."""
    norm = linear.scale / 127 / math.sqrt(max(total, 1))
    return [(s - 128 * known) * norm + b for s, b in zip(sums, linear.bias, strict=True)]


def probabilities(scores: list[float]) -> list[float]:
    """Softmax."""
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    whole = sum(powers)
    return [p / whole for p in powers]


@lru_cache(maxsize=1)
def model() -> Model:
    """The model that lies beside this file."""
    return Model(resources.files("followupd.reading.kinds").joinpath("model.bin").read_bytes())
