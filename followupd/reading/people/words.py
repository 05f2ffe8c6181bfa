"""Text to words with what each word may be: the ground that the grammars of people and employers walk on."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

MAX_TEXT = 20_000
LANGUAGES = ("en", "de", "fr", "es")
_LETTER = r"[\w\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e]"  # combining vowels are letters to their readers, not to \w
_TOKEN = re.compile(
    rf"(?:[DLNSJCMT]|[qQ]u)['’](?=[a-zà-ÿ]{{3}})|[dlnsjcmt]['’](?=[^\W\d_]{{3}})|{_LETTER}+(?:['’&.-](?=[^\W\d_]){_LETTER}+)*|[\n\t]|\S"
)
_NEW_ITEM = re.compile(r"[ ]*(?:[-•*·–—>]|\d{1,2}[.)]\s|[^\n:]{2,40}:(?:[ \t]|$)|\d{1,2}[:.h]\d\d)", re.MULTILINE)
WRAPPED = 50
"""A line at least this long that ends without a stop was broken by the writer's program, not by the writer."""

CONCEPTS = (
    "function", "weekday", "month", "title", "modifier", "department", "thing", "place", "organisation", "legal",
    "colleague", "determiner", "and", "self", "i", "meet", "direct", "with", "by", "passive", "panel", "copula",
    "takes_part", "leads", "skip", "verb_last", "relative", "not", "condition", "ask", "past", "past_after", "live",
    "purpose", "instead", "stop", "from", "report", "client", "self_verb", "liaise", "room", "door", "receive", "ring",
    "longs", "elsewhere", "given", "family", "particle", "honorific", "pronoun", "suffix", "dr_suffix",
)  # fmt: skip
BIT = {name: 1 << number for number, name in enumerate(CONCEPTS)}


@lru_cache(maxsize=256)
def bits(*names: str) -> int:
    """The mask of several concepts."""
    return sum(BIT[name] for name in names)


KNOWN = bits("given", "family")
NEVER_NAME = sum(BIT.values()) - KNOWN - bits("particle", "honorific", "pronoun", "suffix", "dr_suffix")
"""Words of the language: none of them is a name by itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words: ``word`` as written, ``low`` folded, ``tag`` a mask of concepts, ``start`` and ``end`` offsets.
    A line break is the word "\\n", unless it only wraps a long line; so is the border of a table's cells."""

    text: str
    word: tuple[str, ...]
    low: tuple[str, ...]
    tag: tuple[int, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.word)

    def slice(self, first: int, last: int) -> str:
        """The writing from word ``first`` up to before ``last``, on one line."""
        return " ".join(self.text[self.start[first] : self.end[last - 1]].split()) if last > first else ""

    def spaced(self, at: int) -> bool:
        """Whether the word stands free: not inside an address or a link."""
        before, after = self.start[at] - 1, self.end[at]
        return (before < 0 or self.text[before] not in "@/=_&?#.%") and self.text[after : after + 1] not in {"@", "_"}


@cache
def lexicon() -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    """Every word's mask, and the word ends with theirs, of all four languages: letters mix them."""
    exact: dict[str, int] = {}
    ends: dict[str, int] = {}
    for data in (*(table(name) for name in LANGUAGES), table("names")):
        for name, value in data.items():
            concept = name.removesuffix("_end")
            if concept not in BIT:
                continue
            for word in value if isinstance(value, dict) else str(value).split():
                into, key = (ends, word[1:]) if word.startswith("*") else (exact, word)
                into[key] = into.get(key, 0) | BIT[concept]
    return exact, tuple(ends.items())


@cache
def table(name: str) -> dict[str, object]:
    """One file of the lexicon."""
    path = resources.files("followupd.reading").joinpath(f"lexicon/people/{name}.toml")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """One list of the small words, of all languages together."""
    return frozenset(str(table("links")[name]).split())


@cache
def listed_phrases(name: str) -> frozenset[str]:
    """One list of phrases, parted by bars, of all languages together."""
    return frozenset(" ".join(p.split()) for p in str(table("links")[name]).split("|"))


@lru_cache(maxsize=8192)
def tag(low: str) -> int:
    """The concepts of one folded word; ends count only where the word itself is unknown."""
    exact, ends = lexicon()
    mask = exact.get(low)
    if mask is not None and len(low) > 9:
        mask |= next((concept for end, concept in ends if concept & BIT["meet"] and low.endswith(end)), 0)
    if mask is None and "'" in low:
        before, _, after = low.partition("'")
        if after in {"s", "ll", "re", "ve", "d", "m"}:
            mask = exact.get(before)
    if mask is None and len(low) > 5 and ("ae" in low or "oe" in low or "ue" in low):  # umlauts written out
        mask = exact.get(low.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü"))
    if mask is None and len(low) > 5:
        mask = 0
        for end, concept in ends:
            if low.endswith(end) and len(low) > len(end) + 1:
                mask |= concept
        return mask
    return mask or 0


@lru_cache(maxsize=256)
def words(text: str) -> Words:
    """The words of a text, capped at 20 KB; long words are cut by nobody, so they cost one step each."""
    text = text[:MAX_TEXT]
    found = [m for m in _TOKEN.finditer(text) if m.group() != "\n" or not _wraps(text, m.start())]
    bars = _bars(text)
    word = tuple("\n" if m.group() == "\t" or m.start() in bars else m.group() for m in found)
    low = tuple(w.lower().replace("’", "'") for w in word)
    return Words(text, word, low, tuple(map(tag, low)), tuple(m.start() for m in found), tuple(m.end() for m in found))


def _bars(text: str) -> frozenset[int]:
    """Where bars part the cells of a row: several stand in its line."""
    found: set[int] = set()
    start = 0
    for line in text.split("\n") if text.count("|") > 1 else ():
        if line.count("|") > 1:
            found.update(start + i for i, c in enumerate(line) if c == "|")
        start += len(line) + 1
    return frozenset(found)


def _wraps(text: str, at: int) -> bool:
    """Whether the break at ``at`` only wraps a long line of prose."""
    begin = text.rfind("\n", 0, at) + 1
    following = text[at + 1 : at + 2]
    if at - begin < WRAPPED or text[at - 1] in ".:;!?" or not (following.isalnum() or following in "(\"'"):
        return False
    line = text[begin:at]
    return "\t" not in line and not line.lstrip().startswith(("-", "•", "*", "·")) and not _NEW_ITEM.match(text, at + 1)
