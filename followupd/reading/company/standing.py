"""Employers that no sentence leads to: on lines of their own, behind labels, before verbs, beside the owner's name."""

import re
from collections.abc import Iterator
from functools import lru_cache

from followupd.mail import Letter
from followupd.reading.company.lexicon import listed
from followupd.reading.company.naming import is_employer, run
from followupd.reading.company.sources import Vote
from followupd.reading.company.spelling import fits
from followupd.reading.people.human import person_name
from followupd.reading.people.layout import cells, lines
from followupd.reading.people.words import BIT, KNOWN, Words, bits, tag, words

MAX_RUNS, MAX_HOSTS = 80, 6
_HOST = re.compile(r"(?:https?://|@)([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s[-–—/|·•]\s|\s?<>\s?|\s?[|•·]\s?|,\s|:\s")
_ENDS = frozenset({"\n", ".", "!", "?", "\t", "|"})


def somebody(name: str, letter: Letter) -> bool:
    """Whether a name that the domain shares is a person's: a known given name first, or the sender's own."""
    if not person_name(name):
        return False
    said = name.casefold().split()
    shown = letter.sender.name.casefold().replace(",", " ").split() if letter.sender else []
    own = bool(shown) and said[0] == shown[0] and letter.sender is not None and said[0] in letter.sender.key
    return own or bool(tag(said[0]) & BIT["given"])


def by_core(letter: Letter, found: Words, core: str, source: str, weight: float) -> Iterator[Vote]:
    """Runs of capitals for which the sender's domain stands, wherever they are."""
    at = seen = 0
    while at < len(found) and seen < MAX_RUNS:
        end = run(found, at, core=core) if found.word[at][0].isupper() else at
        if end <= at:
            at += 1
            continue
        seen += 1
        last = bare_end(found, at, end)
        name = found.slice(at, last)
        if last > at and fits(name, core) and not somebody(name, letter):
            yield Vote(name, weight, source)
        at = end


def bare_end(found: Words, first: int, end: int) -> int:
    """The end of a name without what a team calls itself: "Acme Recruiting", "Acme People & Culture"."""
    team = listed("team")
    while end > first and found.low[end - 1].strip(".,") in team:
        end -= 1
    return end


def labelled(text: str) -> Iterator[Vote]:
    """Behind "Employer:", "Firma:", "Société :", or in the next cell."""
    for line in lines(text):
        spans = cells(line)
        if len(spans) > 1:
            head, value = text[slice(*spans[0])], text[slice(*spans[1])]
        else:
            head, _, value = line.text.partition(":")
        if head.strip(" *•-\t_").casefold() in listed("firm_label"):
            said = words(re.split(r",\s|\s[|(]", value.strip(" *_"))[0][:80])
            if said and said.word[0][0].isupper() and not person_name(said.text):
                yield Vote(said.text.strip(), 6.0, "text")


def kinded(found: Words) -> Iterator[Vote]:
    """Names of several words that end with what kind of house it is, wherever they stand: weak, but in writing."""
    heads = bits("title", "department", "thing", "function", "meet", "given", "weekday", "month", "honorific")
    at = seen = 0
    while at < len(found) and seen < MAX_RUNS:
        end = run(found, at) if found.word[at][0].isupper() and not found.tag[at] & heads else at
        kind = end - at > 1 and found.tag[end - 1] & bits("organisation", "legal")
        if kind and is_employer(found, at, end, "") and not found.tag[end - 1] & bits("department", "thing"):
            yield Vote(found.slice(at, end), 1.6, "text")
        seen += end > at
        at = max(end, at + 1)


def by_verb(found: Words) -> Iterator[Vote]:
    """Who opens a sentence and does what firms do: "Acme has invited you", "Acme möchte Sie kennenlernen"."""
    for at in range(len(found)):
        if found.low[at] not in listed("firm_verb"):
            continue
        for first in range(max(0, at - 5), at):
            opens = first == 0 or found.word[first - 1] in _ENDS or found.low[first - 1] in listed("firm_verb_lead")
            if opens and run(found, first) == at and is_employer(found, first, at, ""):
                unknown = not any(m & BIT["function"] for m in found.tag[first:at])
                if unknown and not found.tag[first] & KNOWN:
                    yield Vote(found.slice(first, at), 2.5, "text")
                break


def alone(letter: Letter, text: str, core: str, source: str, *, system: bool) -> Iterator[Vote]:
    """Whole lines, and the pieces of short ones, near the end: a name that closes the letter."""
    kept = [line.text.strip(" -–—*_>") for line in lines(text) if line.text.strip()]
    for line in kept[-8:]:
        if len(line) > 90 or line.endswith(("?", "!", ":", ";")) or "@" in line:
            continue
        pieces = [p.strip(" .-–—") for p in re.split(r"\s[-–—/|·•@]\s|\s?[|•·(]\s?|,\s", line)]
        for number, piece in enumerate(pieces):
            yield from _piece(letter, piece, pieces, number, core, source, system=system)


def _piece(
    letter: Letter, piece: str, pieces: list[str], number: int, core: str, source: str, *, system: bool
) -> Iterator[Vote]:
    said = words(piece)
    if not said or len(said) > 8 or not piece[0].isalpha():
        return
    known = bool(core) and fits(piece, core)
    if known and len(said) > 1 and _named(said) and not somebody(piece, letter) and piece[0].isupper():
        last = bare_end(said, 0, len(said))
        if last:
            yield Vote(said.slice(0, last), 3.0, source)
        return
    if known and piece.islower() and number == len(pieces) - 1 and len(pieces) > 1:
        yield Vote(piece.title(), 2.0, source)
        return
    yield from _closing(letter, said, pieces, number, core, source, system=system)


def _named(said: Words) -> bool:
    """Whether a line is nothing but a name: capitals, small links, at most one adjective."""
    small = [i for i, w in enumerate(said.word) if w[0].islower() and said.low[i] not in listed("connects")]
    return len(small) < 2 and not any(said.tag[i] for i in small)


def _closing(
    letter: Letter, said: Words, pieces: list[str], number: int, core: str, source: str, *, system: bool
) -> Iterator[Vote]:
    """A name that the domain says nothing of: it reads as a firm's, or begins or ends with what kind of house it is."""
    last = bare_end(said, 0, len(said))
    if not last or not said.word[0][0].isupper() or any(c.isdecimal() for c in said.text):
        return
    name, heads = said.slice(0, last), bits("title", "department", "thing", "function", "meet")
    end = run(said, 0, core=core)
    whole = end >= last and is_employer(said, 0, last, core)
    opens = bool(said.tag[0] & BIT["organisation"]) and last > 1
    closes = (
        bool(said.tag[last - 1] & BIT["organisation"]) and last > 1 and all(w[0].isupper() for w in said.word[:last])
    )
    if not (whole or opens or closes) or ":" in name or person_name(name) or (said.tag[0] & heads and not opens):
        return
    kind = any(m & bits("organisation", "legal") for m in said.tag[:last])
    follows = number and person_name(pieces[0]) is not None
    repeated = system and (last > 1 or said.low[0] in letter.subject.casefold())
    yield Vote(name, 2.2 if kind else 2.0 if repeated else 1.6 if follows else 0.8, source)


def beside_owner(letter: Letter, text: str) -> Iterator[Vote]:
    """The other side of an entry: "Interview - Alex Doe / Acme", "Interview Alex Doe - Acme"."""
    own = {w for a in letter.to for w in a.name.casefold().split() if len(w) > 2 and "@" not in w}
    if not own:
        return
    heads = [letter.subject, *(line.text for line in lines(text)[:12] if len(line.text) < 100)]
    for head in heads:
        pieces = [p.strip(" []().") for p in _SEPARATORS.split(head)]
        mine = [p for p in pieces if own & set(p.casefold().split())]
        if not mine or len(pieces) < 2:
            continue
        for piece in pieces:
            said = words(piece)
            ok = piece not in mine and said and run(said, 0) == len(said) and is_employer(said, 0, len(said), "")
            if ok and not person_name(piece) and not said.tag[0] & bits("meet", "thing", "panel", "function", "title"):
                yield Vote(piece, 2.4, "subject")


@lru_cache(maxsize=8)
def hosts(text: str, systems: frozenset[str]) -> tuple[str, ...]:
    """The labels of the domains in a text's links and addresses that are no system's."""
    found: dict[str, None] = {}
    for match in _HOST.finditer(text[:20_000]):
        labels = match[1].casefold().split(".")
        for label in labels[:-1]:
            if len(label) > 4 and label not in systems and len(found) < MAX_HOSTS:
                found[label] = None
    return tuple(found)
