"""Interviewers and the person who owns the process, told apart; rooms, robots, teams and the owner refused."""

import re
from dataclasses import replace

from followupd.findings import Person, Slot
from followupd.mail import Letter
from followupd.reading.invitation import Invitation, is_person

_NAME = r"[A-ZÀ-Ý][\w'’-]+(?: (?:[A-Z]\.|van|von|de|der|da|di|bin|al))*(?: [A-ZÀ-Ý][\w'’-]+){1,3}"
_TITLE = r"(?:,\s*(?:our |the )?(?P<title>[A-Z][\w&/ -]{2,50}?)(?=,| and |\.|\)|;|$|\n))?"
_LEAD = re.compile(
    r"(?:(?:speak|talk|meet|chat|interview|call|conversation)(?:ing)?\s+(?:with|to)?|"
    r"joined by|you(?:'ll| will) (?:also )?"
    r"(?:meet|speak with|talk to|be speaking with|be meeting)|with)\s+(?:with\s+)?(?:(?P<hon>Mr|Ms|Mrs|Dr)\.?\s+)?"
)
_PERSON = re.compile(rf"(?P<name>{_NAME}){_TITLE}")
_LABELLED = re.compile(r"^\s*\**(?:with|who|interviewers?|panel)\**\s*:\s*(.{3,300})$", re.I | re.M)
NOT_NAMES = frozenset(
    {"Google", "Zoom", "Microsoft", "Teams", "Meet", "Team", "Room", "Hiring", "Monday", "Tuesday", "Wednesday",
     "Thursday", "Friday", "Best", "Kind", "Regards", "Eastern", "Pacific", "Central", "Engineering", "Video"}
)  # fmt: skip


def named(slots: tuple[Slot, ...], text: str, letter: Letter, owner: frozenset[str]) -> tuple[Slot, ...]:
    """Slots with the interviewers that the text names, where the calendar named none."""
    found = tuple(_in_text(text, letter, owner))
    return tuple(slot if slot.interviewers else replace(slot, interviewers=found) for slot in slots)


def _in_text(text: str, letter: Letter, owner: frozenset[str]) -> list[Person]:
    people: dict[str, Person] = {}
    for label in _LABELLED.finditer(text):
        _collect(label.group(1), people, whole=True)
    for lead in _LEAD.finditer(text):
        _collect(text[lead.end() : lead.end() + 200], people, whole=False)
    if not people and _speaks_himself(text) and letter.sender and letter.sender.name:
        people[letter.sender.name] = Person(letter.sender.name, letter.sender.email)
    return [_addressed(p, letter) for p in people.values() if is_person(p, owner)]


def _collect(text: str, people: dict[str, Person], *, whole: bool) -> None:
    """Names in a row: "Jane Doe, VP Engineering, and John Roe"."""
    at = 0
    while match := _PERSON.match(text, at):
        name = match["name"]
        if not set(name.split()) & NOT_NAMES:
            people.setdefault(name, Person(name, title=(match["title"] or "").strip() or None))
        joint = re.compile(r"\s{0,3}\(([^)]{2,60})\)|\s{0,3},?\s{0,3}(?:and|&|,|;)\s{1,3}").match(text, match.end())
        if not joint or len(people) > 12:
            break
        at = joint.end()
        more = re.compile(r"\s{0,3},?\s{0,3}(?:and|&|,|;)\s{1,3}").match(text, at)
        at = more.end() if more else at
    if whole and not people:
        first = re.split(r"[,(;]", text)[0].strip()
        if re.fullmatch(_NAME, first):
            people.setdefault(first, Person(first))


def _speaks_himself(text: str) -> bool:
    pattern = (
        r"\b(I(?:'ll| will) (?:call|ring|phone) you|"
        r"looking forward to (?:speaking|talking|meeting|our)|(?:call|chat|talk) with me)\b"
    )
    return bool(re.search(pattern, text, re.I))


def _addressed(person: Person, letter: Letter) -> Person:
    """The address under which the message itself knows that very name."""
    for address in (letter.sender, *letter.cc, *letter.to, *letter.reply_to):
        if address and address.name and address.name.casefold() == person.name.casefold():
            return replace(person, email=address.email)
    return person


def contact(letter: Letter, invited: Invitation | None, owner: frozenset[str]) -> Person | None:
    """Who owns the process: the organizer of the calendar entry, else whoever answers go to."""
    if invited and invited.organizer and is_person(invited.organizer, owner):
        return invited.organizer
    address = letter.reply_to[0] if letter.reply_to else letter.sender
    return Person(address.name, address.email) if address else None
