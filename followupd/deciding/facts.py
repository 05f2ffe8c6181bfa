"""The facts behind a note: everything its text may depend on, gathered from the application and the policy."""

from datetime import datetime

from followupd.application import Application, Interview, Interviewer
from followupd.deciding.correlate import same_name
from followupd.deciding.search import Search
from followupd.mail import Address
from followupd.notes import Facts, NoteKey, NoteKind, Wanted
from followupd.policy import Employer


def employer_of(search: Search, application: Application) -> Employer | None:
    """What the owner said about this employer, by name or domain."""
    for employer in search.policy.employers:
        if same_name(employer.name, application.company) or application.domains & set(employer.domains):
            return employer
    return None


def honorific_of(employer: Employer | None, person: Interviewer) -> str | None:
    """The owner's own setting first, then what the thread showed."""
    for address, honorific, _ in employer.people if employer else ():
        if address.key == (person.email or "").casefold() or address.name.casefold() == person.name.casefold():
            return honorific or person.honorific
    return person.honorific


def base(search: Search, application: Application, kind: NoteKind, to: Address, person: str) -> Facts:
    """Facts that every kind of note shares; answers stay in the thread of their last letter."""
    voice, employer = search.policy.voice, employer_of(search, application)
    thread, owner = application.thread, search.owner(application.account)
    return Facts(
        kind=kind,
        sender=Address(application.own.email, owner.name),
        to=(to,),
        person=person,
        company=application.company or (employer.name if employer else None),
        role=application.role or (employer.role if employer and employer.role else None),
        subject=thread.subject if thread else "",
        in_reply_to=thread.message_id if thread else None,
        references=thread.references if thread else (),
        formality=(employer.formality if employer and employer.formality else voice.formality),
        why=(employer.why if employer and employer.why else voice.why),
        strengths=(employer.strengths if employer and employer.strengths else voice.strengths),
        contributions=(employer.contributions if employer and employer.contributions else voice.contributions),
        mention=employer.mention if employer else (),
        closing=voice.closing,
        signature=voice.signature,
        phone=owner.phone,
    )


def thanks(
    search: Search,
    application: Application,
    kind: NoteKind,
    to: Address,
    *,
    earliest: datetime,
    because: tuple[str, ...],
) -> Wanted:
    """An answer to the person who owns the process."""
    last = application.interviews[-1] if application.interviews else None
    return Wanted(
        key=NoteKey(application.id, 0, to.key, kind),
        account=application.account,
        facts=base(search, application, kind, to, to.name),
        because=tuple(b for b in because if b),
        earliest=earliest,
        timezone=zone_of(application, last)[0],
        offset=zone_of(application, last)[1],
    )


def zone_of(application: Application, interview: Interview | None) -> tuple[str | None, int | None]:
    """The recipient's clock: the interview's zone, else the offset of their letters (the owner's zone otherwise)."""
    if interview and interview.timezone:
        return interview.timezone, interview.offset
    if interview and interview.offset is not None:
        return None, interview.offset
    return None, application.offset
