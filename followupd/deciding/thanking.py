"""Thank-you notes: one for each interviewer and round, inside the 24 hours after the interview's true end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from followupd.application import Application, Interview, Interviewer
from followupd.deciding.facts import base, employer_of, honorific_of, zone_of
from followupd.deciding.letters import writable
from followupd.deciding.search import Search
from followupd.mail import Address
from followupd.notes import Facts, NoteKey, NoteKind, Wanted

LATE_ENDS = timedelta(hours=72)
"""Until when a reworded late note may still be approved, after the interview's end (issue: deciding)."""


def thank_yous(search: Search, application: Application, now: datetime) -> Iterator[Wanted | datetime]:
    """The thank-you notes wanted now, and the instants at which more are wanted or these change."""
    if not search.policy.thank_you:
        return
    for interview in application.interviews:
        if interview.cancelled:
            continue
        opens = interview.end + search.policy.queue_after
        deadline = interview.end + search.policy.deadline
        yield from (opens, deadline, interview.end + LATE_ENDS)
        if opens <= now < interview.end + LATE_ENDS:
            yield from _for_interview(search, application, interview, late=now >= deadline)


def _for_interview(search: Search, application: Application, interview: Interview, *, late: bool) -> Iterator[Wanted]:
    reachable, others = _reachable(search, application, interview)
    wanted = [
        _note(search, application, interview, person, variant, len(reachable))
        for variant, person in enumerate(reachable)
    ]
    if others or not reachable:
        wanted.extend(_passed_on(search, application, interview, others))
    for want in wanted:
        existing = search.notes.get(str(want.key))
        if late and existing is None:
            continue  # a note is never begun after its deadline
        if existing is None and _written_since(application, want.facts.to, interview):
            continue
        if late:
            end = interview.end + LATE_ENDS
            yield replace(want, facts=replace(want.facts, late=True), latest=end)
        else:
            yield want


def _reachable(
    search: Search, application: Application, interview: Interview
) -> tuple[list[Interviewer], list[Interviewer]]:
    """Interviewers with an address that a person reads, and those without; the owner himself is neither."""
    mine = search.owner(application.account).addresses
    reachable: list[Interviewer] = []
    others: list[Interviewer] = []
    for person in interview.interviewers:
        if person.email and person.email.casefold() in mine:
            continue
        address = Address(person.email, person.name) if person.email else None
        (reachable if writable(address, mine) else others).append(person)
    return reachable, others


def _written_since(application: Application, to: tuple[Address, ...], interview: Interview) -> bool:
    written = dict(application.written_to)
    return any(written.get(a.key, interview.start) > interview.end for a in to)


def _note(
    search: Search, application: Application, interview: Interview, person: Interviewer, variant: int, siblings: int
) -> Wanted:
    to = Address(person.email or "", person.name)
    facts = base(search, application, NoteKind.THANK_YOU, to, person.name)
    employer = employer_of(search, application)
    facts = replace(
        facts,
        title=person.title,
        honorific=honorific_of(employer, person),
        medium=interview.medium.value,
        variant=variant + _earlier(application, interview),
        siblings=siblings,
    )
    return _wanted(search, application, interview, person.person, facts)


def _earlier(application: Application, interview: Interview) -> int:
    """How many interviewers were thanked in rounds before, so that later notes take other sentences."""
    return sum(len(i.interviewers) or 1 for i in application.interviews if i.round < interview.round)


def _passed_on(
    search: Search, application: Application, interview: Interview, others: list[Interviewer]
) -> Iterator[Wanted]:
    """No address is ever guessed: the coordinator is asked to pass the thanks on."""
    contact = application.contact
    if contact is None or not writable(contact, search.owner(application.account).addresses):
        return
    if any((p.email or "").casefold() == contact.key for p in interview.interviewers):
        return  # the contact is thanked for himself already
    facts = base(search, application, NoteKind.THANK_YOU, contact, contact.name)
    names = [p.name for p in others]
    facts = replace(
        facts,
        via=_join(names) if names else "everyone I met",
        medium=interview.medium.value,
        variant=len(interview.interviewers) + _earlier(application, interview),
    )
    yield _wanted(search, application, interview, f"via:{contact.key}", facts)


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _wanted(search: Search, application: Application, interview: Interview, person: str, facts: Facts) -> Wanted:
    timezone, offset = zone_of(application, interview)
    return Wanted(
        key=NoteKey(application.id, interview.round, person, NoteKind.THANK_YOU),
        account=application.account,
        facts=facts,
        because=interview.because,
        earliest=interview.end + search.policy.not_sooner,
        latest=interview.end + search.policy.deadline,
        timezone=timezone,
        offset=offset,
    )
