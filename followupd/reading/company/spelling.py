"""Names against domains: which writing an address abbreviates, and a domain's letters put into words."""

import re
import unicodedata
from functools import lru_cache

from followupd.reading.company.lexicon import listed
from followupd.reading.company.naming import plain
from followupd.reading.people.words import BIT, bits, lexicon

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l"})
_AND = re.compile(r"([a-z]{3,})and(?!er|re|ro|ra|ri|al)([a-z]{3,})")
_KINDS = bits("organisation", "legal", "thing", "department", "function", "place", "title")
MIN_SHARED = 5
_LOOSE_ENDS = frozenset(
    {
        "tech",
        "works",
        "werk",
        "werke",
        "bau",
        "haus",
        "house",
        "soft",
        "media",
        "hotel",
        "sons",
        "gas",
        "oil",
        "digital",
    }
)


@lru_cache(maxsize=512)
def spelled(name: str) -> tuple[str, ...]:
    """A name's words as domains spell them: "Müller & Töchter" is "mueller", "and", "toechter"."""
    flat = name.casefold().translate(_UMLAUTS).replace("'", "").replace("’", "").replace("&", " and ")
    flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    return tuple(re.findall(r"[a-z0-9]+", flat))


@lru_cache(maxsize=2048)
def fits(name: str, core: str) -> bool:
    """Whether a domain's label stands for the name: its letters, its beginning, one of its own words, its initials."""
    said, simple = spelled(name), plain(name)
    bare = re.sub(r"[^a-z0-9]", "", core)
    if not said or len(bare) < 3:
        return False
    for form in {"".join(said), "".join(w for w in said if w not in {"and", "the"}), "".join(simple)}:
        if form == bare or (len(bare) >= MIN_SHARED and form.startswith(bare)):
            return True
        if len(form) >= MIN_SHARED and bare.startswith(form) and not _only_kinds(said):
            return True
    if len(bare) < 7 and bare == "".join(w[0] for w in simple if w not in {"of", "for", "and"}) and len(simple) > 2:
        return True
    return _shares(said, core.split("-"), bare)


def _shares(said: tuple[str, ...], tokens: list[str], bare: str) -> bool:
    """Whether a word of the name's own is the domain's too: a token of it, its beginning or its end."""
    own = [w for w in said if len(w) >= MIN_SHARED and not _exact(w) & _KINDS]
    if any(w in tokens for w in own):
        return True
    short = [t for t in tokens if len(t) < MIN_SHARED]
    if len(tokens) == 2 and short and any(w in tokens and len(w) >= MIN_SHARED and len(said) > 1 for w in said):
        return True  # "ilt-institute": an abbreviation, and what kind of house it is
    first = next((w for w in said if w not in {"the", "der", "die", "la", "le"}), "")
    joined = ""
    for word in said:
        joined += word
        if len(joined) >= MIN_SHARED and bare.startswith(joined) and not _only_kinds((first,)):
            return True
    return any(len(w) > MIN_SHARED and bare.endswith(w) for w in own)


def _only_kinds(said: tuple[str, ...]) -> bool:
    return all(_exact(w) & _KINDS or w in listed("display") for w in said)


def _exact(word: str) -> int:
    """What the word itself may be; words that only end like one ("carrowbank") are names."""
    return lexicon()[0].get(word, 0)


def parted(core: str) -> str:
    """A glued label in words where its end says what kind of firm it is: "tidewaterbooks" is "Tidewater Books"."""
    if "-" in core or len(core) < 8:
        return core
    joined = _AND.fullmatch(core)
    if joined:
        return f"{joined[1]}-&-{joined[2]}"
    for cut in range(4, len(core) - 3):
        tail = core[cut:]
        if (_exact(tail) & BIT["organisation"] and tail not in _LOOSE_ENDS) or tail in listed("firm_end"):
            return f"{core[:cut]}-{tail}"
    return core
