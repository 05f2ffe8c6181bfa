"""Interviewers and the person who owns the process, told apart; non-people and the owner refused."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from followupd.findings import Person
from followupd.mail import Address, Letter
from followupd.reading.invitation import Invitation, is_person
from followupd.reading.people.human import Known, human, known, person_name
from followupd.reading.people.layout import Region, Row, columned, regions, rows
from followupd.reading.people.mailboxes import ROBOT, personal
from followupd.reading.people.mentions import Chain, chains, mentions
from followupd.reading.people.names import display, folded
from followupd.reading.people.presumed import also, arranges, meets, meets_too
from followupd.reading.people.taking_part import Sentence, longs, takes_part, trigger_before
from followupd.reading.people.titles import Mention
from followupd.reading.people.words import BIT, words

MAX_PEOPLE = 40
Span = tuple[int, int]
_I_AM = ("i'm", "i am", "name is", "ich bin", "name ist", "je suis", "m' appelle", "yo soy", "me llamo", "nombre es")
_TOO_WEAK = frozenset({"to", "is", "are", "de", "d'", "be"})


def interviewers(
    text: str, letter: Letter, owner: frozenset[str], language: str = "en", signature: str = ""
) -> tuple[Person, ...]:
    """Those who take part, in the order of the text: labelled, listed, in rows, in prose; then those of the subject."""
    return _once(person for _, person in _found(columned(text), letter, owner, signature))


def presumed(
    text: str, letter: Letter, owner: frozenset[str], found: tuple[Person, ...], signature: str = ""
) -> tuple[Person, ...]:
    """Those whom a letter that fixes an interview leaves to be understood: the writer who speaks of meeting, and who
    else comes "as well". Whoever is only named is not thanked: a wrong interviewer is worse than none."""
    text = columned(text)
    body = _body(text, letter, owner, signature)
    writer, sender = writer_of(letter, signature), letter.sender
    arranged = writer is None or sender is None or arranges(signature, sender.name, sender.email)
    speaks = meets(text) and not arranged
    together = body.together()
    people = [*found, *(person for _, person in body.completed(together))]
    if people:
        joins = writer if writer and not arranged and (meets_too(text) or body.beside()) else None
        return _once([*people, *([joins] if joins else [])])
    return (writer,) if writer and speaks and not body.about.is_owner(writer.name) else ()


def people_at(
    text: str, span: Span, letter: Letter | None = None, owner: frozenset[str] = frozenset(), signature: str = ""
) -> tuple[Person, ...]:
    """Those of ``interviewers`` who are named within ``span`` (start, end), so that each row keeps its own."""
    found = _found(columned(text), letter or Letter(""), owner, signature)
    return _once(person for at, person in found if span[0] <= at < span[1])


@lru_cache(maxsize=4)
def _found(text: str, letter: Letter, owner: frozenset[str], signature: str) -> tuple[tuple[int, Person], ...]:
    """Everyone who takes part, with where the name stands (-1: in the subject)."""
    body = _body(text, letter, owner, signature)
    about, found = body.about, body.found()
    subject = _Body(letter.subject, letter, about, signature).found() if letter.subject else []
    found += [(-1, person) for _, person in subject]
    return tuple(body.completed(found or body.weak))


@lru_cache(maxsize=2)
def _body(text: str, letter: Letter, owner: frozenset[str], signature: str) -> "_Body":
    return _Body(text, letter, known(letter, owner, text), signature)


class _Body:
    """One text with its mentions and regions; ``weak``: the writer, where he only looks forward to it."""

    def __init__(self, text: str, letter: Letter, about: Known, signature: str) -> None:
        self.words = words(text)
        self.letter, self.about, self.signature = letter, about, signature
        self.mentions = mentions(self.words)
        self.regions = regions(text, introduces=self._introduces)
        self.starts = [region.start for region in self.regions]
        self.weak: list[tuple[int, Person]] = []

    def found(self) -> list[tuple[int, Person]]:
        people: list[tuple[int, Person]] = []
        prose: list[Mention] = []
        turned = {r: names for r in self.regions if r.takes_part and r.listed and (names := self._turned(r))}
        for listing, names in turned.items():
            people += [(listing.start, Person(name)) for name in names if not self.about.is_owner(name)]
        for one in self.mentions:
            region = self._region(one)
            if region in turned:
                continue
            if region is None or one.itself or one.again:
                prose.append(one)
            elif region.takes_part and human(self.words, one, self.about, strict=not region.listed):
                people.append((self.words.start[one.begin], self._person(one, region.title)))
        people += self._prose(chains(self.words, tuple(prose)))
        return sorted(people, key=lambda p: p[0])

    def _turned(self, region: Region) -> tuple[str, ...]:
        return _turned(self.words.text[region.start : region.end])

    def _prose(self, groups: tuple[Chain, ...]) -> list[tuple[int, Person]]:
        people: list[tuple[int, Person]] = []
        for number, chain in enumerate(groups):
            floor = groups[number - 1].end if number else 0
            ceiling = groups[number + 1].begin if number + 1 < len(groups) else len(self.words)
            how = takes_part(self.words, chain, floor, ceiling)
            before = number - 1 if chain.members[0].again else number
            if how and before >= 0:
                people += self._members(groups[before], how)
        return people

    def _members(self, chain: Chain, how: str) -> list[tuple[int, Person]]:
        people: list[tuple[int, Person]] = []
        sure = False  # beside a person, an unknown name is a person's
        for one in chain.members:
            at = self.words.start[one.begin]
            if one.again:
                continue
            if one.itself:
                writer = self._writer()
                weak = len(chain.members) == 1 and longs(Sentence(self.words, chain), chain)
                if writer:
                    (self.weak if weak else people).append((at, writer))
                sure = True
            elif human(self.words, one, self.about, strict=how == "with" and not sure):
                people.append((at, self._person(one)))
                sure = True
        return people

    def together(self) -> list[tuple[int, Person]]:
        """Those whom the writer names in one breath with himself ("Jane Doe and I"), and whom to ask for."""
        people: list[tuple[int, Person]] = []
        for chain in chains(self.words, self.mentions):
            sentence = Sentence(self.words, chain)
            low = self.words.low[max(0, chain.begin - 2) : chain.begin]
            beside = any(one.itself for one in chain.members) and len(chain.members) > 1
            if (beside or low == ("ask", "for")) and not sentence.has("past", sentence.first, chain.begin):
                named = [m for m in chain.members if not m.itself and not m.again]
                fits = [m for m in named if human(self.words, m, self.about, strict=not beside)]
                people += [(self.words.start[m.begin], self._person(m)) for m in fits]
        return people

    def beside(self) -> bool:
        """Whether the sentence that names someone says that he comes as well, so beside the writer."""
        for chain in chains(self.words, self.mentions):
            sentence = Sentence(self.words, chain)
            comes = not chain.members[0].itself and takes_part(self.words, chain, 0, len(self.words))
            if comes and also(self.words.low[sentence.first : sentence.last]):
                return True
        return False

    def _region(self, one: Mention) -> Region | None:
        at = self.words.start[one.name.first]
        region = self.regions[bisect_right(self.starts, at) - 1] if self.starts else None
        return region if region and region.start <= at < region.end else None

    def _introduces(self, start: int, end: int) -> bool:
        """Whether a line that ends with a colon announces people ("You will be meeting with:")."""
        last, first = bisect_right(self.words.start, end - 1) - 1, bisect_left(self.words.start, start)
        found = trigger_before(self.words, last, first)
        low = self.words.low[found] if found is not None else "to"
        return low not in _TOO_WEAK or any(self.words.tag[i] & BIT["panel"] for i in range(first, last))

    def _person(self, one: Mention, title: str | None = None) -> Person:
        return Person(
            one.name.text.removesuffix("'s").removesuffix("’s"), one.email, one.title or title, one.honorific or None
        )

    def _writer(self) -> Person | None:
        """Who says "I": the one who introduces himself in the text, else the sender or the signer."""
        for one in self.mentions:
            if not one.itself and " ".join(self.words.low[max(0, one.begin - 2) : one.begin]).endswith(_I_AM):
                return self._person(one)
        return writer_of(self.letter, self.signature)

    def completed(self, found: list[tuple[int, Person]]) -> list[tuple[int, Person]]:
        """First names and surnames made whole where the letter knows exactly one such person; addresses added."""
        whole = [Person(m.name.text, m.email, m.title, m.honorific) for m in self.mentions if m.name.parts > 1]
        whole += [p for a in self.about.people if (p := _from_address(a))]
        signer = signer_of(self.signature)
        whole += [Person(signer)] if signer and len(folded(signer)) > 1 else []
        by_name: dict[tuple[str, ...], list[Person]] = {}
        for person in whole:
            if not self.about.is_owner(person.name):
                by_name.setdefault(folded(person.name), []).append(person)
        return [(at, _completed(person, by_name)) for at, person in found]


def _turned(text: str) -> tuple[str, ...]:
    """The names of a list that writes family names first ("Doe, Jane; Roe, John"), in their usual order."""
    pieces = [p.strip() for p in text.split(";")[:MAX_PEOPLE] if p.strip()]
    if len(pieces) < 2 or not all(p.count(",") == 1 and len(p) < 60 for p in pieces):
        return ()
    names = tuple(display(p) for p in pieces)
    return names if all("," not in n and person_name(n) for n in names) else ()


def _completed(person: Person, by_name: dict[tuple[str, ...], list[Person]]) -> Person:
    """A person with the whole name, title, honorific and address that the letter has for exactly that one."""
    said = folded(person.name)
    if len(said) == 1:
        # a courtesy goes with the surname: "Frau Weber" is no Weber Klein
        fits = [n for n in by_name if said[0] == n[-1] or (said[0] == n[0] and not person.honorific)]
        if len(fits) == 1:
            said = fits[0]
            person = replace(person, name=by_name[said][0].name)
    same = by_name.get(said, [])
    return replace(
        person,
        title=person.title or next((p.title for p in same if p.title), None),
        honorific=person.honorific or next((p.honorific for p in same if p.honorific), None),
        email=person.email or _email(same),
    )


def _email(same: list[Person]) -> str | None:
    return next((p.email for p in same if p.email and personal(p.email)), None)


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each person once, the first forty: the first mention, completed by what later ones add."""
    merged: dict[tuple[str, ...], Person] = {}
    for person in people:
        key = folded(person.name) or (person.name,)
        if key not in merged and len(key) == 1:
            key = next((k for k in merged if key[0] in (k[0], k[-1])), key)
        old = merged.get(key)
        if old is None:
            if len(merged) < MAX_PEOPLE:
                merged[key] = person
            continue
        merged[key] = replace(
            old,
            email=old.email or person.email,
            title=old.title or person.title,
            honorific=old.honorific or person.honorific,
        )
    return tuple(merged.values())


def _from_address(address: Address) -> Person | None:
    name = person_name(address.name)
    return Person(name, address.email if personal(address.email) else None) if name else None


def writer_of(letter: Letter, signature: str) -> Person | None:
    """Who wrote it: the sender where that is a person, else the first line of the signature."""
    sender = letter.sender
    named = _from_address(sender) if sender and sender.name else None
    if sender and not named and sender.name.startswith("Me "):  # maître, to French lawyers
        named = _from_address(replace(sender, name=sender.name[3:]))
    signed = signer_of(signature)
    if named and signed and len(folded(named.name)) == 1 and folded(signed)[0] == folded(named.name)[0]:
        return replace(named, name=signed)
    if named:
        return named
    if signed is None:
        return None
    return Person(signed, sender.email if sender and personal(sender.email) else None)


def signer_of(signature: str) -> str | None:
    """The name in a signature block, among its first lines."""
    for line in signature.strip().splitlines()[:4]:
        bare = line.strip(" -–—*_~")
        name = person_name(bare) if len(bare) < 60 else None
        if name:
            return name
    return None


def contact(letter: Letter, invited: Invitation | None, owner: frozenset[str], signature: str = "") -> Person | None:
    """Who owns the process: the organizer, else whoever answers go to, else the writer, else who signs."""
    organizer = invited.organizer if invited else None
    if organizer and is_person(organizer, owner) and organizer.email and not ROBOT.search(organizer.email):
        name = person_name(organizer.name) if organizer.name else None
        if name or not organizer.name:
            return replace(organizer, name=name or organizer.name)
    for address in letter.reply_to:
        if address.key not in owner and not ROBOT.search(address.email):
            return _addressed(address, letter, signature)
    sender = letter.sender
    if sender and sender.key not in owner and not ROBOT.search(sender.email):
        return _addressed(sender, letter, signature)
    named = _from_address(sender) if sender and sender.name else None
    signed = signer_of(signature)
    name = signed or (named.name if named else None)
    return Person(name) if name else None


def _addressed(address: Address, letter: Letter, signature: str) -> Person:
    """The person behind an address; for a mailbox of many the one who signs."""
    name = person_name(address.name) if address.name else None
    if name is None and letter.sender and letter.sender.key != address.key and letter.sender.name:
        name = person_name(letter.sender.name)
    signed = signer_of(signature)
    if signed and (name is None or (len(folded(name)) == 1 and folded(name)[0] == folded(signed)[0])):
        name = signed
    return Person(name or "", address.email)


__all__ = ["Row", "Span", "contact", "interviewers", "people_at", "presumed", "rows", "signer_of", "writer_of"]
