"""Names into mentions, and mentions into chains: "Jane Doe, our CTO, and John" stand under one verb."""

from dataclasses import dataclass

from followupd.reading.people.names import Name, capital, names
from followupd.reading.people.titles import Mention, mention
from followupd.reading.people.words import BIT, KNOWN, Words, bits, listed

_SEPARATES = bits("and", "colleague", "determiner", "weekday")
_WRITER = bits("i", "self", "self_verb")
MAX_SPOKEN = 60
_LINKS = listed("links")
_PRONOUNS = frozenset({"he", "she", "he'll", "she'll", "elle", "él", "ella"})
_OBJECTS = frozenset({"me", "myself", "mir", "mich", "moi", "moi-même", "conmigo", "mí"})


@dataclass(frozen=True, slots=True)
class Chain:
    """Mentions side by side; ``begin`` to before ``end`` are the words that they take up."""

    members: tuple[Mention, ...]

    @property
    def begin(self) -> int:
        return self.members[0].begin

    @property
    def end(self) -> int:
        return self.members[-1].end


def mentions(words: Words) -> tuple[Mention, ...]:
    """Every name with what hangs on it, and the writer where he speaks of himself, in the order of the text."""
    spoken = [_itself(i) for i, mask in enumerate(words.tag) if mask & _WRITER and _speaks(words, i)][:MAX_SPOKEN]
    spoken += [_again(i) for i, low in enumerate(words.low) if low in _PRONOUNS][:MAX_SPOKEN]
    found: list[Mention] = []
    floor = 0
    queue: list[Mention | Name] = sorted([*spoken, *names(words)], key=lambda m: m.begin)
    for item in queue:
        if item.begin < floor:
            continue
        one = item if isinstance(item, Mention) else mention(words, item, floor)
        found.append(one)
        floor = one.end
    return tuple(found)


def _itself(at: int) -> Mention:
    return Mention(Name(at, at, at + 1, "", None, True, 0), at, at + 1, itself=True)


def _again(at: int) -> Mention:
    return Mention(Name(at, at, at + 1, "", None, True, 0), at, at + 1, again=True)


def _speaks(words: Words, at: int) -> bool:
    """Whether "I" or "me" is the writer: "I" is written large in English, and is no initial or list number."""
    low = words.low[at]
    if words.tag[at] & BIT["self_verb"]:
        return True
    if low in _OBJECTS:
        return low != "me" or not words.word[at][0].isupper()
    if low == "i":
        return words.word[at] == "I" and words.word[at + 1 : at + 2] not in {(".",), (")",), (":",)}
    return low in {"ich", "je", "yo"} or low.startswith(("i'", "j'"))


def chains(words: Words, found: tuple[Mention, ...]) -> tuple[Chain, ...]:
    """The mentions, joined where nothing but links, articles and jobs stand between two of them."""
    joined: list[list[Mention]] = []
    for one in found:
        if joined and _linked(words, joined[-1][-1], one):
            joined[-1].append(one)
        else:
            joined.append([one])
    return tuple(Chain(tuple(group)) for group in joined)


def _linked(words: Words, one: Mention, other: Mention) -> bool:
    between = range(one.end, other.begin)
    if not 0 < len(between) <= 8 or (one.itself and other.itself) or one.again or other.again:
        return False
    joins = False
    if one.itself and words.word[other.begin - 1] == ".":
        return False
    for i in between:
        low = words.low[i]
        joins = joins or low in _LINKS or bool(words.tag[i] & BIT["and"])
        if not (low in _LINKS or words.tag[i] & _SEPARATES or low[0].isdecimal() or _plural_job(words, i)):
            return False
    # "..., Jane Doe, I would like to ..." begins a new thought
    return joins and not (other.itself and words.word[other.begin - 1] == ",")


def _plural_job(words: Words, at: int) -> bool:
    return bool(words.tag[at] & bits("title", "department", "modifier") and not words.tag[at] & KNOWN) or (
        not capital(words.word[at]) and words.low[at].endswith("s") and bool(words.tag[at] & BIT["thing"])
    )
