"""Merge what a letter says of interviews into what is known of them."""

from dataclasses import replace

from followupd.application import Application, Interview, Interviewer
from followupd.findings import Finding, Kind, Person, Slot
from followupd.mail import Letter
from followupd.policy import Policy


def merge(application: Application, finding: Finding, letter: Letter, policy: Policy) -> Application:
    """The application with this letter's interviews: new, confirmed, moved or cancelled."""
    if finding.kind is Kind.INVITE:
        return application
    known = list(application.interviews)
    fresh_round = max((i.round for i in known), default=0) + 1
    for slot in finding.interviews or ((Slot(),) if finding.kind is Kind.CANCEL else ()):
        at = _match(known, slot, finding)
        if at is not None:
            known[at] = _changed(known[at], slot, finding, letter, application, policy)
        elif slot.start is not None and finding.kind is not Kind.CANCEL:
            known.append(_new(slot, finding, letter, application, policy, fresh_round))
    return replace(application, interviews=tuple(known))


def _match(known: list[Interview], slot: Slot, finding: Finding) -> int | None:
    """Which known interview a slot speaks of: calendar UID, then start, then the only one still standing."""
    for index, interview in enumerate(known):
        if slot.uid and interview.uid == slot.uid:
            return index
    start = slot.start if finding.kind is Kind.CONFIRMATION else finding.previous_start or slot.start
    for index, interview in enumerate(known):
        if start and interview.start == start and not (slot.uid and interview.uid):
            return index
    if finding.kind is Kind.CONFIRMATION:
        return None
    standing = [i for i, interview in enumerate(known) if not interview.cancelled]
    return standing[-1] if len(standing) == 1 else None


def _changed(
    interview: Interview, slot: Slot, finding: Finding, letter: Letter, application: Application, policy: Policy
) -> Interview:
    """The interview after the slot; an older iTIP sequence changes nothing (RFC 5546 s2.1.5)."""
    if slot.sequence is not None and interview.sequence is not None and slot.sequence < interview.sequence:
        return interview
    because = (*interview.because, letter.message_id)
    if finding.kind is Kind.CANCEL:
        return replace(interview, cancelled=True, because=because, sequence=slot.sequence or interview.sequence)
    if slot.start is None:
        return replace(interview, because=because)
    new = _new(slot, finding, letter, application, policy, interview.round)
    length = interview.end - interview.start
    return replace(
        new,
        end=new.end if slot.end else slot.start + length,
        end_stated=bool(slot.end) or interview.end_stated,
        uid=slot.uid or interview.uid,
        sequence=slot.sequence if slot.sequence is not None else interview.sequence,
        timezone=slot.timezone or interview.timezone,
        offset=slot.offset if slot.offset is not None else interview.offset,
        interviewers=_union(interview.interviewers, new.interviewers),
        because=because,
    )


def _new(
    slot: Slot, finding: Finding, letter: Letter, application: Application, policy: Policy, number: int
) -> Interview:
    start = slot.start
    if start is None:
        raise ValueError("a slot without a start is no interview")
    return Interview(
        round=number,
        start=start,
        end=slot.end or start + policy.usual_length,
        end_stated=slot.end is not None,
        timezone=slot.timezone,
        offset=slot.offset,
        medium=slot.medium,
        uid=slot.uid,
        sequence=slot.sequence,
        interviewers=tuple(_interviewer(p, application) for p in slot.interviewers),
        flags=slot.flags,
        sure=finding.sure,
        because=(letter.message_id,),
    )


def _interviewer(person: Person, application: Application) -> Interviewer:
    """A named person, with the address under which the thread knows exactly that name, never a guessed one."""
    email = person.email
    if not email:
        same = {p.email for p in application.people if p.name and p.name.casefold() == person.name.casefold()}
        email = same.pop() if len(same) == 1 else None
    key = (email or person.name).casefold()
    return Interviewer(key, person.name, email, person.title, person.honorific)


def _union(old: tuple[Interviewer, ...], new: tuple[Interviewer, ...]) -> tuple[Interviewer, ...]:
    merged = {p.person: p for p in old}
    names = {p.name.casefold(): p.person for p in old if p.name}
    for person in new:
        if person.person not in merged and person.name.casefold() in names:
            if person.email:
                merged[names[person.name.casefold()]] = person
            continue
        merged[person.person] = person
    return tuple(merged.values())
