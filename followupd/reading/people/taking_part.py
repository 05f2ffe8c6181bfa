"""Who takes part, from the words around a chain of names: what stands before it, then what it does."""

from functools import cache

from followupd.reading.people.mentions import Chain
from followupd.reading.people.words import BIT, LANGUAGES, Words, bits, listed, table, tag

_MEET, _PAST, _NOT = BIT["meet"], BIT["past"], BIT["not"]
_CLEAR = bits("determiner", "colleague", "title", "modifier", "department", "and")
_PASSED = listed("passed") | {"("}
_SUBJECTS = frozenset({"you", "we", "i", "sie", "wir", "du", "nous", "please", "bitte", "if", "they"})
_OBJECT_FIRST = frozenset({"vous", "te", "le", "les", "os", "la"})
_EAGER = frozenset({"can't", "cannot", "couldn't"})
_NOUNS = frozenset(
    ["interview", "interviews", "call", "calls", "chat", "talk", "meeting", "entrevista", "gespräch", "part"]
)
_CALLS = frozenset({"call", "anruf", "appel", "llamada"})
_JOINS = frozenset({"join", "joins", "joining", "joined"})
_IT_WILL = frozenset({"it'll", "we'll", "side", "it", "we", "on", "c'est", "das", "committee", "panel"})
_WHOM = frozenset({"us", "me", "you", "uns", "mich", "sie", "dich", "nous", "vous", "te", "nos", "moi"})
_LISTS = frozenset({"(", ":"})
_STOPS = frozenset({".", "!", "?", "\n", "…"})
WINDOW = 30


@cache
def needs() -> dict[str, str]:
    """Verbs that mean an interview only beside another word ("nimmt … teil"): verb to that word, or to a concept."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        found.update({k: str(v) for k, v in dict(table(language).get("needs", {})).items()})  # type: ignore[call-overload]
    return found


class Sentence:
    """The bounds of the sentence around a chain, and what stands anywhere in it."""

    __slots__ = ("first", "last", "words")

    def __init__(self, words: Words, chain: Chain) -> None:
        self.words = words
        self.first, self.last = chain.begin, chain.end
        while self.first > 0 and chain.begin - self.first < WINDOW * 2 and not _ends(words, self.first - 1):
            self.first -= 1
        while self.last < len(words) and self.last - chain.end < WINDOW * 2 and not _ends(words, self.last):
            self.last += 1

    def has(self, concept: str, first: int | None = None, last: int | None = None) -> bool:
        """Whether a word of the concept stands in the sentence, or in part of it."""
        mask = BIT[concept]
        begin = self.first if first is None else max(first, self.first)
        end = self.last if last is None else min(last, self.last)
        return any(self.words.tag[i] & mask for i in range(begin, end))


def _ends(words: Words, at: int) -> bool:
    if words.word[at] not in _STOPS:
        return False
    if words.word[at] == "." and at + 1 < len(words):
        following = words.word[at + 1]
        gap = words.start[at + 1] > words.end[at]
        return (gap or following == "\n") and not following[0].islower() and len(words.word[at - 1]) > 1
    return True


def takes_part(words: Words, chain: Chain, floor: int, ceiling: int) -> str | None:
    """How the sentence says that the chain's people take part: "by", "with", "does"; None where it doesn't.

    ``floor`` and ``ceiling``: the words at which the chain before ends and the one behind begins."""
    sentence = Sentence(words, chain)
    first = chain.members[0]
    if (
        first.itself
        and len(chain.members) == 1
        and words.low[chain.begin - 1 : chain.begin]
        and words.low[chain.begin - 1] in _JOINS
    ):
        return None if sentence.has("not", sentence.first, chain.begin) else "by"
    if (sentence.has("ask") and sentence.has("condition")) or sentence.has("elsewhere"):
        return None
    return _led_to(sentence, chain) or does(sentence, chain, ceiling)


def _led_to(sentence: Sentence, chain: Chain) -> str | None:
    """The trigger in front of the chain, past articles and jobs."""
    words, at = sentence.words, chain.begin - 1
    if words.low[chain.begin] == "conmigo":
        return "with" if _meeting(sentence, chain.begin) and not _vetoed(sentence, chain.begin, chain) else None
    trigger = trigger_before(words, at, sentence.first)
    if trigger is None or (chain.members[0].name.honorific is None and words.word[chain.begin - 1] == "\n"):
        return None
    if ":" in words.word[trigger : chain.begin] and _says_more(words, chain, sentence.last):
        return None
    how = _meant(sentence, trigger, chain)
    return how if how and not _vetoed(sentence, trigger, chain) else None


def _says_more(words: Words, chain: Chain, last: int) -> bool:
    """Whether a verb follows: then the colon opened a sentence, and no list."""
    return (
        chain.end < last
        and words.tag[chain.end] == 0
        and words.word[chain.end].isalpha()
        and words.word[chain.end].islower()
    )


def trigger_before(words: Words, at: int, first: int) -> int | None:
    """The first word, going back from ``at``, that is neither article nor job nor link."""
    stop, listing = max(first, at - 16), False
    while at >= stop:
        mask = words.tag[at]
        listing = listing or words.word[at] in {"(", ":"}
        if mask & BIT["panel"] and mask & (_MEET | BIT["room"]) and not _LISTS & {*words.word[at + 1 : at + 3]}:
            mask &= ~BIT["panel"]  # "call Tom", against "on the call: Tom"
        if mask & bits("direct", "with", "by", "panel") and words.low[at] not in {"is", "are", "to", "de", "d'"}:
            return at
        if mask & bits("copula", "verb_last") and words.low[at] not in {"has", "have"}:
            return at
        if words.low[at] == "bei" and at + 1 < len(words) and words.tag[at + 1] & BIT["honorific"]:
            return at
        if words.low[at] in {"to", "de", "d'"} or (mask & BIT["from"] and words.low[at - 1] in _CALLS):
            return at
        if not (
            mask & (_CLEAR | _MEET)
            or (listing and mask & BIT["thing"])
            or words.low[at] in _PASSED
            or _plural_job(words.low[at])
        ):
            return None
        at -= 1
    return None


def _plural_job(low: str) -> bool:
    return low.endswith(("s", "n")) and bool((tag(low[:-1]) | tag(low[:-2])) & BIT["title"])


def _meant(sentence: Sentence, at: int, chain: Chain) -> str | None:
    """What kind of trigger the word is, its conditions met."""
    words, mask, low = sentence.words, sentence.words.tag[at], sentence.words.low[at]
    near = max(sentence.first, at - 5)
    if low == "to":
        return (
            "with"
            if any(words.low[i].startswith(("speak", "talk", "introduc", "chat")) for i in range(max(near, at - 2), at))
            else None
        )
    if mask & BIT["from"] and words.low[at - 1] in _CALLS:
        return None if sentence.has("purpose", chain.end) else "by"
    if low == "bei":
        return "with" if _meeting(sentence, at) else None
    if mask & BIT["with"]:
        return "with" if _meeting(sentence, at) else None
    if mask & BIT["by"] and sentence.has("passive", near, chain.end + 6):
        return "by"
    if mask & BIT["direct"] and _needed(sentence, low):
        return "by" if not mask & BIT["meet"] else "with"
    if mask & BIT["panel"] and at > 0 and not mask & BIT["legal"]:
        return "by"
    if mask & BIT["verb_last"] and _clause_end(sentence, chain.end) is not None:
        return "by"
    if mask & BIT["verb_last"] and at and words.low[at - 1] in {"teilnehmen", "anwesend", "dabei"}:
        return "by"
    if mask & BIT["copula"] and low in {"be", "is", "are", "sera", "serons"} and _it_will(words, at, sentence.first):
        return "by"
    if mask & BIT["copula"] and sentence.has("panel", max(sentence.first, at - 8), at):
        return "by"
    return None


def _it_will(words: Words, at: int, first: int) -> bool:
    """Whether "be" says who comes: "it'll be Jane", "from our side will be Jane", "we will be me and Jane"."""
    back = at - 1
    while back >= first and words.low[back] in {"will", "probably", "just"}:
        back -= 1
    return (
        back >= first and back >= at - 3 and words.low[back] in _IT_WILL and (back == first or words.low[back] != "it")
    )


def _needed(sentence: Sentence, low: str) -> bool:
    need = needs().get(low)
    if need is None:
        return True
    if need in BIT:
        return any(
            sentence.words.tag[i] & BIT[need] and sentence.words.low[i] != low
            for i in range(sentence.first, sentence.last)
        )
    return need in sentence.words.low[sentence.first : sentence.last]


def _meeting(sentence: Sentence, at: int) -> bool:
    """Whether "with" follows from a meeting: its noun or verb before it, or a time right before it."""
    words = sentence.words
    if sentence.has("liaise", at - 3, at) or words.low[at - 1 : at] in {("interested",), ("start",), ("experience",)}:
        return False
    if sentence.has("meet", at - WINDOW, at) or at == sentence.first:
        return True
    if sentence.has("weekday", at - 4, at) or (sentence.has("verb_last") and sentence.has("meet", at, at + WINDOW)):
        return True
    return any(words.word[i][0].isdecimal() for i in range(max(sentence.first, at - 4), at))


def _vetoed(sentence: Sentence, at: int, chain: Chain) -> bool:
    """Past meetings, refusals, substitutes, and asking somebody to get in touch."""
    words = sentence.words
    clause = at
    while clause > sentence.first and words.word[clause - 1] not in {",", ";", ":", "—", "–", "("}:
        clause -= 1
    past = [i for i in range(clause, at + 1) if words.tag[i] & _PAST]
    if past and not sentence.has("live", past[0], at) and not words.tag[at] & BIT["copula"]:
        return True
    if (
        sentence.has("not", clause, at)
        or sentence.has("instead", at - 3, at + 1)
        or sentence.has("report", at - 3, at + 1)
    ):
        return True
    end = min(sentence.last, chain.end + 5)
    if sentence.has("past_after", chain.end, end) and not sentence.has("live", clause, at):
        return True
    if words.tag[at] & BIT["receive"] and sentence.has("door"):
        return True
    start = sentence.first + (words.low[sentence.first] in {"please", "bitte", "kindly"})
    orders = words.low[start : start + 1] in {("speak",), ("talk",), ("call",), ("sprechen",)}
    return orders and at - start < 3 and words.low[start + 1 : start + 2] != ("sie",)


def does(sentence: Sentence, chain: Chain, ceiling: int) -> str | None:
    """What the chain's people do, read forward past auxiliaries, pronouns and relative clauses."""
    words, at = sentence.words, chain.end
    if words.tag[chain.begin] & BIT["self_verb"]:
        return None if _excused(sentence, chain, chain.begin) else "does"
    last = min(sentence.last, ceiling, at + 16)
    if sentence.has("instead", chain.begin - 3, chain.begin):
        return None
    at += at < last and words.word[at] == ")"
    comma = at < last and words.word[at] == ","
    at += comma
    if at < last and words.low[at] in _SUBJECTS and words.low[at] not in _OBJECT_FIRST:
        return None
    if comma and at < last and not words.tag[at] & bits("relative", "skip", "verb_last", "takes_part"):
        close = next((i for i in range(at, min(at + 5, last)) if words.word[i] == ","), None)
        if close is None:
            return None
        at = close + 1  # an apposition: "Jane Doe, infirmière-cheffe, vous recevra"
    verb = _verb(sentence, at, last)
    if verb is None and comma is not None:
        verb = _later(sentence, chain.end, min(sentence.last, ceiling))
    return None if verb is None or _excused(sentence, chain, verb) else "does"


def _verb(sentence: Sentence, at: int, last: int) -> int | None:
    """The word with which they take part; the first full verb decides, at the end of the clause in German."""
    words, relative, longing = sentence.words, False, False
    while at < last:
        mask, low = words.tag[at], words.low[at]
        if low in _EAGER and words.low[at + 1 : at + 2] == ("wait",):
            at += 2
            continue
        if mask & _NOT:
            return None
        if mask & BIT["verb_last"]:
            return _clause_end(sentence, at + 1)
        longing = longing or bool(mask & BIT["longs"])
        if (mask & BIT["takes_part"] or (longing and mask & _MEET)) and (
            longing or (not _noun(words, at) and _needed(sentence, low))
        ):
            return at
        joined = _and_verb(words, at, last) if not relative else None
        if joined:
            return joined
        if mask & BIT["leads"] and (sentence.has("meet", at + 1, at + 6) or sentence.has("instead", at + 1, at + 4)):
            return at
        if mask & BIT["relative"]:
            relative = True
        elif not (mask & BIT["skip"] or low in _OBJECT_FIRST):
            at = _behind_comma(words, at, last) if relative else last
            relative = False
            continue
        at += 1
    return None


def _later(sentence: Sentence, at: int, last: int) -> int | None:
    """A verb further on with whom it is done: "Jane has promised to tear herself away and join us"."""
    words = sentence.words
    if sentence.first < at - 6 or sentence.has("not", at, last):
        return None
    for i in range(at, last - 1):
        if words.low[i] in _JOINS and words.low[i + 1] in _WHOM:
            return i
        if words.low[i] in _SUBJECTS and words.low[i] not in _OBJECT_FIRST:
            return None
    return None


def _and_verb(words: Words, at: int, last: int) -> int | None:
    """The second verb of two ("will show you around and interview you"), where the first says nothing."""
    if words.tag[at] & bits("skip", "leads", "and"):
        return None
    for i in range(at + 1, min(last, at + 8)):
        if words.tag[i] & BIT["and"] and i + 1 < last:
            following = i + 1 + bool(words.low[i + 1] in _OBJECT_FIRST)
            verb = (
                following < last and words.tag[following] & BIT["takes_part"] and not words.tag[following] & BIT["ring"]
            )
            return following if verb else None
        if words.word[i] in {",", ";", ":"}:
            return None
    return None


def _noun(words: Words, at: int) -> bool:
    """Whether "interview" or "call" is what is spoken of: an article stands before it, and nobody is on or in it."""
    return (
        words.low[at] in _NOUNS
        and bool(words.tag[at - 1] & BIT["determiner"])
        and words.low[at - 2] not in {"on", "in", "join", "for", "to", "have", "having"}
    )


def _behind_comma(words: Words, at: int, last: int) -> int:
    while at < last and words.word[at] != ",":
        at += 1
    return at + 1


def _clause_end(sentence: Sentence, at: int) -> int | None:
    """The German verb at the end ("wird Sie am Donnerstag um 14 Uhr anrufen")."""
    words = sentence.words
    for i in range(at, min(sentence.last, at + WINDOW)):
        if words.tag[i] & _NOT or (
            words.word[i] in {",", ";"} and i > at + 3 and not words.word[i + 1 : i + 2][0][:1].isdecimal()
        ):
            return None
        if words.tag[i] & BIT["takes_part"]:
            return i
    return None


def _excused(sentence: Sentence, chain: Chain, verb: int) -> bool:
    """They call only to find a date, wait at the door, or can't come after all."""
    words = sentence.words
    if words.tag[verb] & BIT["ring"] and sentence.has("purpose", verb + 1):
        return True
    if words.tag[verb] & BIT["receive"] and sentence.has("door"):
        return True
    return _german(words, chain) and sentence.has("not", verb, verb + 3)


def _german(words: Words, chain: Chain) -> bool:
    return chain.end < len(words) and bool(words.tag[chain.end] & bits("verb_last", "takes_part"))


def longs(sentence: Sentence, chain: Chain) -> bool:
    """Whether the writer only looks forward to it: weak evidence that he takes part himself."""
    return sentence.has("longs", chain.end, chain.end + 8)
