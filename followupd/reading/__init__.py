"""Bytes to findings. Pure: ``read`` depends on the message, the owner's addresses and the trust anchor alone."""

from dataclasses import replace

from followupd.findings import INTERVIEW_KINDS, Finding, Kind, Person, Slot
from followupd.mail import Letter
from followupd.reading import company, invitation, kinds, people
from followupd.reading.authentic import authentic
from followupd.reading.dates import slots as dated
from followupd.reading.own_words import own_words
from followupd.reading.parts import Parts, parts


def read(raw: bytes, owner: frozenset[str], *, authserv: str | None = None) -> tuple[Letter, Finding]:
    """The head of a message and what it says. ``owner``: own addresses, casefolded; ``authserv``: who stamps
    Authentication-Results for this account (RFC 8601), None where nobody does."""
    found = parts(raw)
    letter = found.letter
    if letter.sender and letter.sender.key in owner:
        return letter, Finding(Kind.UNRELATED if letter.auto else Kind.OWN, True, 1.0)
    return letter, _finding(found, letter, owner, authentic(found.head, letter, authserv))


def _finding(found: Parts, letter: Letter, owner: frozenset[str], vouched: bool | None) -> Finding:
    own = own_words(found)
    words = own.text
    invited = invitation.read(found.calendars, owner)
    verdict = kinds.judge(letter, words, invited, dated.find(words, letter))
    kind = verdict.kind
    matters = kind is not Kind.UNRELATED
    slots = invited.slots if invited else ()
    if not slots and kind in INTERVIEW_KINDS:
        slots = dated.slots(words, letter)
    if slots and kind in INTERVIEW_KINDS:
        slots = _with_people(slots, people.interviewers(words, letter, owner))
    return Finding(
        kind=kind,
        sure=verdict.sure,
        confidence=verdict.confidence,
        company=company.company(letter, words) if matters else None,
        role=company.role(letter, words) if matters else None,
        interviews=slots,
        contact=people.contact(letter, invited, owner),
        promise=dated.promise(words, letter) if kind is not Kind.UNRELATED else None,
        returns_on=dated.returns_on(words, letter) if kind is Kind.AUTO_REPLY else None,
        authentic=vouched,
        evidence=verdict.evidence,
        language="en",
        agency=company.agency(letter, words) if matters else None,
    )


def _with_people(slots: tuple[Slot, ...], named: tuple[Person, ...]) -> tuple[Slot, ...]:
    """Slots with the interviewers that the text names, where the calendar named none."""
    return tuple(slot if slot.interviewers else replace(slot, interviewers=named) for slot in slots)


__all__ = ["read"]
