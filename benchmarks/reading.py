"""Score the reader on the blind sets, and time it: ``make bench-read``.

The letters in ``blind/`` were written by others than who wrote the rules and the training text; they are scored, never
tuned to, so this prints figures and no letter. Times are ratios against parsing the same bytes with the standard
library alone, in the same run.
"""

import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta, timezone
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

from followupd.findings import OUTCOME_KINDS, Finding, Kind, Slot
from followupd.reading import read
from training.samples import OWN_ADDRESS, Sample, letters

BLIND = Path(__file__).parent / "blind"
FIXED = frozenset({Kind.CONFIRMATION, Kind.RESCHEDULE})
LEGAL = frozenset(
    [
        "inc",
        "ltd",
        "llc",
        "llp",
        "gmbh",
        "ag",
        "corp",
        "corporation",
        "company",
        "co",
        "plc",
        "the",
        "mr",
        "ms",
        "mrs",
        "dr",
    ]
)
MARKS = {"kind": 0.93, "start": 0.95, "interviewers": 0.90, "company": 0.92}
"""What the reader shall reach (issue: reading, done when 2)."""


def plain(text: str) -> str:
    """Words without case, accents, punctuation and legal form."""
    flat = unicodedata.normalize("NFKD", text).casefold()
    words = "".join(c if c.isalnum() else " " for c in flat if not unicodedata.combining(c)).split()
    return " ".join(w for w in words if w not in LEGAL)


def same(said: str | None, wanted: str) -> bool:
    """Whether one name stands in the other as whole words."""
    a, b = plain(said or ""), plain(wanted)
    return bool(a and b) and (a == b or (min(len(a), len(b)) > 2 and (f" {a} " in f" {b} " or f" {b} " in f" {a} ")))


def local(slot: Slot) -> str:
    """The start on the interview's own clock, to the minute."""
    clock = ZoneInfo(slot.timezone) if slot.timezone else timezone(timedelta(minutes=slot.offset or 0))
    return slot.start.astimezone(clock).isoformat()[:16] if slot.start else ""


def facts(sample: Sample, finding: Finding) -> Iterator[tuple[str, bool]]:
    """(fact, right) for everything that the letter states and that its kind makes meaningful."""
    right = finding.kind.value == sample.label
    yield "kind", right
    if not right:
        return
    for name, said in (("company", finding.company), ("role", finding.role)):
        if wanted := sample.facts.get(name.capitalize()):
            yield name, same(said, wanted)
    if finding.kind in FIXED:
        if wanted := sample.facts.get("Start"):
            yield "start", any(local(s) == wanted[:16] for s in finding.interviews[:1])
        if wanted := sample.facts.get("Interviewers"):
            names = list(dict.fromkeys(p.name or p.email or "" for s in finding.interviews for p in s.interviewers))
            people = [w.strip() for w in wanted.split(";") if w.strip()]
            yield "interviewers", len(names) == len(people) and all(any(same(n, w) for n in names) for w in people)


class Score:
    """Counts over any number of letters."""

    def __init__(self) -> None:
        self.facts: dict[str, Counter[bool]] = defaultdict(Counter)
        self.kinds: dict[str, Counter[bool]] = defaultdict(Counter)
        self.sure: Counter[bool] = Counter()
        self.invented = 0

    def add(self, sample: Sample) -> None:
        """Read one letter and compare."""
        _, finding = read(sample.message(), OWN_ADDRESS)
        for name, right in facts(sample, finding):
            self.facts[name][right] += 1
        self.kinds[sample.label][finding.kind.value == sample.label] += 1
        if finding.kind in OUTCOME_KINDS and finding.sure:
            self.sure[finding.kind.value == sample.label] += 1
        self.invented += finding.kind in FIXED and not sample.label.startswith("interview")

    def line(self, name: str) -> str:
        shown = [f"{fact} {c[True]}/{c.total()} = {c[True] / c.total():.3f}" for fact, c in self.facts.items()]
        return f"{name:8} {', '.join(shown)}; sure outcomes wrong {self.sure[False]} of {self.sure.total()}, " + (
            f"interviews invented {self.invented}"
        )


def speed(raws: list[bytes]) -> float:
    """The reader's time over that of the standard library's parser alone."""

    def timed(work: Callable[[bytes], object]) -> float:
        start = time.perf_counter()
        for raw in raws:
            work(raw)
        return time.perf_counter() - start

    pairs = [(timed(lambda r: read(r, OWN_ADDRESS)), timed(parsed)) for _ in range(3)]
    return min(a for a, _ in pairs) / min(b for _, b in pairs)


def parsed(raw: bytes) -> int:
    """Everything that the standard library tells of a message."""
    message = message_from_bytes(raw, policy=default)
    return sum(len(str(v)) for v in message.values()) + sum(len(p.get_content()) for p in message.walk() if _text(p))


def _text(part: object) -> bool:
    return getattr(part, "get_content_maintype", str)() == "text"


def main() -> int:
    whole, raws = Score(), []
    for path in sorted(BLIND.glob("*.txt")):
        score = Score()
        for sample in letters(path):
            score.add(sample)
            whole.add(sample)
            raws.append(sample.message())
        print(score.line(path.stem))
    print(whole.line("all"))
    for label, counts in sorted(whole.kinds.items()):
        print(f"  {label:24} {counts[True]:4}/{counts.total():<4} {counts[True] / counts.total():.3f}")
    for fact, mark in MARKS.items():
        reached = whole.facts[fact][True] / max(1, whole.facts[fact].total())
        print(f"  {fact}: {reached:.3f}, to be reached {mark}")
    print(f"reading / parsing with the standard library = {speed(raws):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
