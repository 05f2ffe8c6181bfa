"""Bytes to findings. Pure: ``read`` depends on the message, the owner's addresses and the trust anchor alone."""

from dataclasses import dataclass
from datetime import datetime

from followupd.findings import INTERVIEW_KINDS, Evidence, Finding, Kind
from followupd.mail import Letter
from followupd.reading import appointments, company, dates, invitation, kinds, people
from followupd.reading.authentic import authentic
from followupd.reading.dates import Moment, Reference
from followupd.reading.invitation import Invitation
from followupd.reading.kinds.opinions import Seen, see
from followupd.reading.language import language
from followupd.reading.own_words import OwnWords, own_words
from followupd.reading.parts import Parts, parts
from followupd.reading.structured import structured


@dataclass(frozen=True, slots=True)
class _Taken:
    """A letter taken apart: its own words, their language and times, and what its calendar parts say."""

    parts: Parts
    letter: Letter
    own: OwnWords
    language: str
    reference: Reference
    moments: tuple[Moment, ...]
    invited: Invitation | None

    @property
    def said(self) -> str:
        """What is judged: the own words, and those of a calendar entry that stand nowhere else."""
        invited = self.invited
        if not invited:
            return self.own.text
        more = (t for t in (invited.summary, invited.description) if t and t not in self.own.text)
        return "\n\n".join((self.own.text, *more))


def read(raw: bytes, owner: frozenset[str], *, authserv: str | None = None) -> tuple[Letter, Finding]:
    """The head of a message and what it says. ``owner``: own addresses, casefolded; ``authserv``: who stamps
    Authentication-Results for this account (RFC 8601), None where nobody does."""
    found = parts(raw)
    letter = found.letter
    if letter.sender and letter.sender.key in owner:
        return letter, Finding(Kind.UNRELATED if letter.auto else Kind.OWN, True, 1.0)
    return letter, _finding(_take(found, owner), owner, authentic(found.head, letter, authserv))


def _take(found: Parts, owner: frozenset[str]) -> _Taken:
    own, letter = own_words(found), found.letter
    spoken = language(f"{letter.subject}\n{own.text}")
    reference = Reference(letter.date, letter.offset, spoken, letter.sender.domain if letter.sender else "")
    moments = dates.find(f"{letter.subject}\n\n{own.text}", reference)
    return _Taken(found, letter, own, spoken, reference, moments, invitation.read(found.calendars, owner))


def seen_by_the_judge(raw: bytes, owner: frozenset[str]) -> Seen:
    """A letter as the judge sees it before any model: what the model is trained on."""
    taken = _take(parts(raw), owner)
    return see(taken.letter, taken.said, taken.language, taken.moments, taken.invited, taken.own.quoted)


def _finding(taken: _Taken, owner: frozenset[str], vouched: bool | None) -> Finding:
    letter, own, spoken, invited = taken.letter, taken.own, taken.language, taken.invited
    verdict = kinds.judge(letter, taken.said, spoken, taken.moments, invited, own.quoted)
    kind = verdict.kind
    if kind is Kind.UNRELATED:
        sure, chance = verdict.sure, verdict.confidence
        return Finding(kind, sure, chance, authentic=vouched, evidence=verdict.evidence, language=spoken)
    slots: tuple[appointments.Slot, ...] = ()
    before: datetime | None = None
    if kind in INTERVIEW_KINDS:
        read_from = appointments.Read(
            letter, own, taken.moments, invited, owner, taken.reference, structured(taken.parts)
        )
        slots, before = appointments.appointments(read_from, kind)
    return Finding(
        kind=kind,
        sure=verdict.sure,
        confidence=verdict.confidence,
        company=company.company(letter, own.text, own.signature, spoken, own.quoted),
        role=company.role(letter, own.text, spoken, own.signature, own.quoted),
        interviews=slots,
        contact=people.contact(letter, invited, owner, own.signature),
        promise=dates.promise(own.text, taken.reference),
        returns_on=dates.returns_on(own.text, taken.reference) if kind is Kind.AUTO_REPLY else None,
        authentic=vouched,
        evidence=verdict.evidence,
        language=spoken,
        previous_start=before,
        agency=company.agency(letter, own.text, own.signature),
    )


__all__ = ["Evidence", "read", "seen_by_the_judge"]
