"""One application from confirmation to its end, by the pure core alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from followupd.application import Outcome
from followupd.deciding import Retract, Search, Write, fold, plan, reconcile, send_at
from followupd.deciding.correlate import Ambiguous, assign
from followupd.events import (
    ClaimWanted,
    CopiesSeen,
    DraftPlaced,
    DraftWanted,
    LetterRead,
    LimboEnded,
    PolicyChanged,
    Submission,
    Submitted,
    SubmitWanted,
)
from followupd.findings import Finding, Kind, Person, Slot
from followupd.mail import Address, Folder, Letter, Place
from followupd.notes import Copy, NoteKind, NoteState
from followupd.policy import Owner, Policy

ME = Address("alex@home.example", "Alex Rivera")
BOSS = Address("jane@acme.example", "Jane Doe")
START = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)  # a Tuesday
END = START + timedelta(hours=1)
POLICY = Policy(owners={"main": Owner("Alex Rivera", ME.email, timezone="UTC")})
PANEL = (Person("Jane Doe", "jane@acme.example", "VP Engineering"), Person("John Roe", "john@acme.example"))


def place(uid: int = 1, folder: Folder = Folder.INBOX) -> Place:
    return Place("main", folder, 7, uid)


def letter(number: int, when: datetime, **more: object) -> Letter:
    base = Letter(f"<{number}@acme.example>", when, 0, BOSS, to=(ME,), subject="Your interview")
    return replace(base, **more)  # type: ignore[arg-type]  # keyword fields of Letter


def read(search: Search, number: int, when: datetime, finding: Finding, **more: object) -> Search:
    """Fold a letter as the dispatcher would."""
    text = letter(number, when, **more)
    where = place(number, Folder.SENT if finding.kind is Kind.OWN else Folder.INBOX)
    found = assign(search, where, text, finding)
    assert not isinstance(found, Ambiguous)
    return fold(search, LetterRead(when, where, text, finding, found))


def confirmed(people: tuple[Person, ...] = PANEL, **more: object) -> Finding:
    slot = Slot(START, END, "UTC", interviewers=people, uid="u1", sequence=0)
    return Finding(Kind.CONFIRMATION, True, 0.9, "Acme", interviews=(replace(slot, **more),))  # type: ignore[arg-type]


@pytest.fixture
def search() -> Search:
    """A confirmed panel of two on Tuesday at two."""
    empty = fold(Search(), PolicyChanged(START - timedelta(days=9), POLICY))
    return read(empty, 1, START - timedelta(days=2), confirmed())


def queue(search: Search, now: datetime) -> Search:
    """Place every draft that the plan wants at ``now``."""
    for number, decision in enumerate(reconcile(search, plan(search, now), now)):
        if isinstance(decision, Write):
            key = str(decision.wanted.key)
            search = fold(
                search, DraftWanted(now, key, decision.wanted, f"<t{number}{key}@h>", f"<m{number}{key}@h>", "d0")
            )
            search = fold(search, DraftPlaced(now, key, place(50 + number, Folder.DRAFTS), "d0"))
            search = seen(search, key, now, flagged=False)
    return search


def seen(
    search: Search, key: str, now: datetime, *, flagged: bool, digest: str = "d0", folder: Folder = Folder.DRAFTS
) -> Search:
    return fold(search, CopiesSeen(now, key, (Copy(place(50, folder), digest, flagged, "<m@h>"),)))


def send(search: Search, key: str, now: datetime) -> Search:
    search = seen(search, key, now, flagged=True)
    search = fold(search, ClaimWanted(now, key))
    search = fold(search, SubmitWanted(now, key, "d0", ("x@y.example",), "<m@h>"))
    return fold(search, Submitted(now, key, Submission.ACCEPTED))


def kinds(search: Search, now: datetime) -> list[NoteKind]:
    return [w.key.kind for w in plan(search, now).notes]


def test_nothing_before_the_end(search: Search) -> None:
    """No thank-you is wanted before the interview has ended and queue_after has passed."""
    assert kinds(search, END) == []
    assert plan(search, END).look_again == END + timedelta(minutes=20)


def test_one_note_for_each_interviewer(search: Search) -> None:
    """Twenty minutes after the end there is one note for each of the panel, each to one address."""
    notes = plan(search, END + timedelta(minutes=20)).notes
    assert sorted(w.facts.to[0].email for w in notes) == ["jane@acme.example", "john@acme.example"]
    assert len({w.facts.variant for w in notes}) == 2


def test_same_plan_twice(search: Search) -> None:
    """The same state and now give the same plan, and reconciling twice writes nothing twice."""
    now = END + timedelta(hours=1)
    placed = queue(search, now)
    assert reconcile(placed, plan(placed, now), now) == ()


def test_star_waits_for_hold_and_not_sooner(search: Search) -> None:
    """A star lets the note go after the hold, not sooner than an hour after the end."""
    now = END + timedelta(minutes=20)
    search = queue(search, now)
    key = next(iter(search.notes))
    search = seen(search, key, now, flagged=True)
    note = search.notes[key]
    assert note.state is NoteState.APPROVED
    assert send_at(note, note.wanted, POLICY, "UTC") == END + timedelta(hours=1)


def test_edit_voids_the_star(search: Search) -> None:
    """An edit after the star leaves the note waiting (fault 88)."""
    now = END + timedelta(minutes=30)
    search = queue(search, now)
    key = next(iter(search.notes))
    search = seen(search, key, now, flagged=True)
    search = seen(search, key, now, flagged=False, digest="edited")
    assert search.notes[key].state is NoteState.QUEUED
    assert search.notes[key].touched


def test_two_live_copies_approve_nothing(search: Search) -> None:
    """An old starred copy beside a new one is no approval (fault 90)."""
    now = END + timedelta(minutes=30)
    search = queue(search, now)
    key = next(iter(search.notes))
    copies = (
        Copy(place(60, Folder.DRAFTS), "d0", True, "<m@h>"),
        Copy(place(61, Folder.DRAFTS), "d1", False, "<m@h>"),
    )
    search = fold(search, CopiesSeen(now, key, copies))
    assert search.notes[key].state is NoteState.QUEUED


def test_born_starred_is_no_approval(search: Search) -> None:
    """A star that was there when we placed the draft says nothing (fault 95)."""
    now = END + timedelta(minutes=30)
    decision = next(d for d in reconcile(search, plan(search, now), now) if isinstance(d, Write))
    key = str(decision.wanted.key)
    search = fold(search, DraftWanted(now, key, decision.wanted, "<t@h>", "<m@h>", "d0"))
    search = fold(search, DraftPlaced(now, key, place(50, Folder.DRAFTS), "d0", flagged=True))
    search = seen(search, key, now, flagged=True)
    assert search.notes[key].state is NoteState.QUEUED


def test_trash_discards_and_vanishing_waits(search: Search) -> None:
    """A draft in Trash is discarded at once; one that vanished only after a day (faults 93, 94)."""
    now = END + timedelta(minutes=30)
    search = queue(search, now)
    one, two = search.notes
    search = seen(search, one, now, flagged=False, folder=Folder.TRASH)
    search = fold(search, CopiesSeen(now, two, ()))
    assert search.notes[one].state is NoteState.DISCARDED
    assert search.notes[two].state is NoteState.LIMBO
    search = fold(search, LimboEnded(now + timedelta(days=1), two))
    later = now + timedelta(days=1, minutes=1)
    assert not [d for d in reconcile(search, plan(search, later), later) if isinstance(d, Write)]


def test_cancelled_interview_is_not_thanked_for(search: Search) -> None:
    """A cancellation with the same calendar UID takes the thank-you away."""
    finding = Finding(Kind.CANCEL, True, 1.0, "Acme", interviews=(Slot(START, END, uid="u1", sequence=1),))
    search = read(search, 2, START - timedelta(hours=3), finding)
    assert kinds(search, END + timedelta(hours=1)) == []


def test_moved_interview_moves_the_clock(search: Search) -> None:
    """A reschedule moves the end, and an older sequence changes nothing back."""
    later = START + timedelta(days=1)
    slot = Slot(later, later + timedelta(hours=1), "UTC", uid="u1", sequence=2)
    search = read(
        search, 2, START - timedelta(hours=3), Finding(Kind.RESCHEDULE, True, 1.0, "Acme", interviews=(slot,))
    )
    search = read(search, 3, START - timedelta(hours=2), confirmed())
    assert kinds(search, END + timedelta(hours=1)) == []
    assert len(kinds(search, END + timedelta(days=1, hours=1))) == 2


def test_nudge_after_five_business_days(search: Search) -> None:
    """Five business days of silence after our last mail: one nudge at nine, to the contact, and none before."""
    now = END + timedelta(hours=1)
    search = queue(search, now)
    for key in list(search.notes):
        search = send(search, key, now)
    due = datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert kinds(search, due - timedelta(minutes=1)) == []
    search = queue(search, due)
    nudges = [n for n in search.notes.values() if n.key.kind is NoteKind.NUDGE]
    assert [n.wanted.facts.to[0].email for n in nudges] == ["jane@acme.example"]


def test_an_answer_takes_the_nudge_away(search: Search) -> None:
    """A human answer withdraws the waiting nudge and starts the clock again (I7)."""
    due = datetime(2026, 3, 10, 9, tzinfo=UTC)
    search = queue(search, due)
    answer = Finding(Kind.OTHER, True, 0.9, "Acme")
    now = due + timedelta(hours=1)
    search = read(search, 9, now, answer, in_reply_to=("<1@acme.example>",))
    assert any(isinstance(d, Retract) for d in reconcile(search, plan(search, now), now))


@pytest.mark.parametrize("kind", [Kind.OFFER, Kind.REJECTION])
def test_an_outcome_ends_the_application(search: Search, kind: Kind) -> None:
    """After a sure outcome in the thread every waiting note is withdrawn and no nudge ever comes (fault 101)."""
    due = datetime(2026, 3, 10, 9, tzinfo=UTC)
    search = queue(search, due)
    now = due + timedelta(hours=1)
    search = read(search, 9, now, Finding(kind, True, 1.0, "Acme"), in_reply_to=("<1@acme.example>",))
    assert search.applications["acme"].outcome is Outcome(kind.value)
    retracted = [d for d in reconcile(search, plan(search, now), now) if isinstance(d, Retract)]
    assert [d.note.key.kind for d in retracted] == [NoteKind.NUDGE]
    year = [now + timedelta(days=n) for n in range(1, 365)]
    assert all(NoteKind.NUDGE not in kinds(search, day) for day in year)


def test_a_forged_outcome_only_holds(search: Search) -> None:
    """A sure rejection that nobody vouches for, in no known thread, holds nudges and asks (fault 102)."""
    now = END + timedelta(days=2)
    search = read(search, 9, now, Finding(Kind.REJECTION, True, 1.0, "Acme", authentic=False))
    assert search.applications["acme"].outcome is None
    assert search.applications["acme"].held == "<9@acme.example>"
    assert kinds(search, now + timedelta(days=30)) == []
    assert [t.key for t in plan(search, now).tells] == ["held/acme/<9@acme.example>"]


def test_unknown_address_is_never_guessed(search: Search) -> None:
    """An interviewer without an address: the contact is asked to pass the thanks on."""
    empty = fold(Search(), PolicyChanged(START, POLICY))
    search = read(empty, 1, START - timedelta(days=1), confirmed((Person("Mary Major"),)))
    notes = plan(search, END + timedelta(hours=1)).notes
    assert [(w.facts.to[0].email, w.facts.via) for w in notes] == [("jane@acme.example", "Mary Major")]


def test_own_thanks_are_enough(search: Search) -> None:
    """No note for an interviewer to whom the owner has written since (fault 92)."""
    own = Finding(Kind.OWN)
    search = read(search, 5, END + timedelta(minutes=5), own, sender=ME, to=(BOSS,))
    assert [w.facts.to[0].email for w in plan(search, END + timedelta(hours=1)).notes] == ["john@acme.example"]


def test_nothing_is_begun_after_the_deadline(search: Search) -> None:
    """An interview that ended more than a day ago gets no new note (first run)."""
    assert NoteKind.THANK_YOU not in kinds(search, END + timedelta(hours=25))


def test_sending_hours_of_the_recipient(search: Search) -> None:
    """A late evening end waits for eight in the morning at the recipient, within the deadline."""
    night = replace(POLICY, hours_from=time(8), hours_until=time(20))
    slot = {"start": datetime(2026, 3, 3, 19, tzinfo=UTC), "end": datetime(2026, 3, 3, 20, tzinfo=UTC), "uid": None}
    empty = fold(Search(), PolicyChanged(START, night))
    search = read(empty, 1, START, confirmed(**slot))
    search = queue(search, datetime(2026, 3, 3, 20, 20, tzinfo=UTC))
    key = next(iter(search.notes))
    search = seen(search, key, datetime(2026, 3, 3, 20, 30, tzinfo=UTC), flagged=True)
    note = search.notes[key]
    assert send_at(note, note.wanted, night, "UTC") == datetime(2026, 3, 4, 8, tzinfo=UTC)


def test_promise_moves_the_nudge(search: Search) -> None:
    """Two business days after the date they promised, where that is later than the silence."""
    now = END + timedelta(hours=2)
    promise = Finding(Kind.OTHER, True, 1.0, "Acme", promise=date(2026, 3, 16))
    search = read(search, 4, now, promise, in_reply_to=("<1@acme.example>",))
    assert NoteKind.NUDGE not in kinds(search, datetime(2026, 3, 17, 12, tzinfo=UTC))
    assert NoteKind.NUDGE in kinds(search, datetime(2026, 3, 18, 9, tzinfo=UTC))
