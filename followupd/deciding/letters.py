"""What one letter changes in its application: people, thread, interviews, outcome."""

from dataclasses import replace
from datetime import datetime

from followupd.application import Application, Outcome, Thread
from followupd.deciding import life
from followupd.deciding.correlate import in_thread, own_domain
from followupd.deciding.interviews import merge
from followupd.deciding.search import Search
from followupd.events import LetterRead
from followupd.findings import FROM_EMPLOYER, INTERVIEW_KINDS, OUTCOME_KINDS, Finding, Kind
from followupd.mail import Address, Letter

ROBOTS = (
    "no-reply",
    "noreply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "mailer-daemon",
    "postmaster",
    "notification",
)


def writable(address: Address | None, own: frozenset[str]) -> bool:
    """Whether a person may read what is sent there: no robot, no list, not the owner."""
    if not address or "@" not in address.email or address.key in own:
        return False
    local = address.key.partition("@")[0]
    return not any(robot in local for robot in ROBOTS)


def letter_read(search: Search, event: LetterRead) -> Search:
    """Fold a letter that belongs to an application (opening it where it is new)."""
    search = _own_send(search, event)
    if not event.application:
        return search
    application = search.applications.get(event.application) or _open(search, event)
    when = _written(event)
    known = in_thread(application, search, event.letter)
    application = replace(application, message_ids=application.message_ids | {event.letter.message_id})
    if event.finding.kind is Kind.OWN:
        return search.with_application(_from_owner(application, event.letter, when))
    application = _from_them(application, search, event, when)
    if event.finding.kind in INTERVIEW_KINDS:
        application = merge(application, event.finding, event.letter, search.policy)
    if event.finding.kind in OUTCOME_KINDS:
        application = _outcome(application, event, when, known)
    return search.with_application(application)


def _own_send(search: Search, event: LetterRead) -> Search:
    """A message of the owner's that carries a note's token is that note, sent by himself (or by us)."""
    note = search.note_by_token((*event.letter.thread, event.letter.message_id))
    if not note:
        return search
    after = life.seen_sent(note, event, own=event.finding.kind is Kind.OWN)
    return search.with_note(after) if after else search


def _written(event: LetterRead) -> datetime:
    """When it was written: its own Date, never later than it was seen."""
    return min(event.letter.date or event.at, event.at)


def _open(search: Search, event: LetterRead) -> Application:
    owner = search.owner(event.place.account)
    mine = owner.addresses
    to_me = next((a for a in (*event.letter.to, *event.letter.cc) if a.key in mine), None)
    return Application(
        id=event.application or "",
        account=event.place.account,
        own=Address(to_me.email if to_me else owner.email, owner.name),
        opened_at=event.at,
        learnt=event.learning,
    )


def _from_owner(application: Application, letter: Letter, when: datetime) -> Application:
    written = dict(application.written_to)
    for address in (*letter.to, *letter.cc):
        written[address.key] = max(when, written.get(address.key, when))
    last = max(filter(None, (application.last_ours, when)))
    return replace(application, last_ours=last, written_to=tuple(sorted(written.items())))


def _from_them(application: Application, search: Search, event: LetterRead, when: datetime) -> Application:
    letter, finding = event.letter, event.finding
    mine = search.owner(event.place.account).addresses
    seen = {p.key: p for p in application.people}
    for address in (letter.sender, *letter.reply_to, *letter.to, *letter.cc):
        if address and writable(address, mine) and not letter.bulk:
            seen.setdefault(address.key, address)
    application = replace(
        application,
        company=application.company or finding.company,
        role=application.role or finding.role,
        domains=application.domains | _domains(letter, finding),
        people=tuple(seen.values()),
        promise=finding.promise or application.promise,
        offset=letter.offset if letter.offset is not None else application.offset,
        learnt=application.learnt and event.learning,
    )
    if letter.auto or finding.kind in {Kind.AUTO_REPLY, Kind.BOUNCE}:
        return application
    return _human(application, letter, finding, when, mine)


def _human(
    application: Application, letter: Letter, finding: Finding, when: datetime, mine: frozenset[str]
) -> Application:
    """Their last human mail: the thread to answer in, and the clock of the nudge."""
    newer = application.last_theirs is None or when >= application.last_theirs
    if not newer:
        return application
    contact = _contact(letter, finding, mine) or application.contact
    references = tuple(dict.fromkeys((*letter.references, *letter.in_reply_to)))
    return replace(
        application,
        last_theirs=when,
        last_theirs_id=letter.message_id,
        contact=contact,
        thread=Thread(letter.message_id, references, letter.subject),
    )


def _contact(letter: Letter, finding: Finding, mine: frozenset[str]) -> Address | None:
    """Who owns the process: the contact that the text names, else who answers go to, else the sender."""
    named = finding.contact
    if named and named.email and writable(Address(named.email, named.name or ""), mine):
        return Address(named.email, named.name or "")
    for address in (*letter.reply_to, letter.sender):
        if address and writable(address, mine):
            return address
    return None


def _domains(letter: Letter, finding: Finding) -> frozenset[str]:
    if finding.kind not in FROM_EMPLOYER or not letter.sender:
        return frozenset()
    domain = own_domain(letter.sender.email)
    return frozenset({domain}) if domain else frozenset()


def _outcome(application: Application, event: LetterRead, when: datetime, known: bool) -> Application:
    """Act alone only on sure words from a known thread, a vouched-for sender, or a server that never vouches."""
    finding = event.finding
    if application.outcome:
        return application
    if finding.sure and (known or finding.authentic is not False):
        return replace(
            application,
            outcome=Outcome(finding.kind.value),
            outcome_at=event.at,
            outcome_because=event.letter.message_id,
            held=None,
            held_kind=None,
        )
    return replace(application, held=event.letter.message_id, held_kind=finding.kind.value)
