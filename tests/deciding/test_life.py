"""A draft's life: what approves it, and what is never an approval, whatever the outbox would find."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from followupd.deciding import life
from followupd.events import ClaimFailed, ClaimWanted, CopiesSeen, DraftPlaced, DraftWanted
from followupd.mail import Address, Folder, Place
from followupd.notes import Copy, Facts, Note, NoteKey, NoteKind, NoteState, Wanted

NOW = datetime(2026, 3, 3, 15, 20, tzinfo=UTC)
KEY = NoteKey("acme", 1, "jane@acme.example", NoteKind.THANK_YOU)
OURS = "aa" * 32


def placed(*, flagged: bool = False) -> Note:
    facts = Facts(NoteKind.THANK_YOU, Address("alex@home.example"), (Address("jane@acme.example"),), "Jane Doe")
    wanted = Wanted(KEY, "main", facts, (), NOW)
    born = life.step(None, DraftWanted(NOW, str(KEY), wanted, "<t@h.example>", "<m@h.example>", OURS))
    place = Place("main", Folder.DRAFTS, 1, 1)
    note = life.step(born, DraftPlaced(NOW, str(KEY), place, OURS, flagged))
    assert note is not None
    return note


def copy(uid: int, digest: str = OURS, *, flagged: bool = False, folder: Folder = Folder.DRAFTS) -> Copy:
    return Copy(Place("main", folder, 1, uid), digest, flagged, f"<{uid}@h.example>")


def seen(note: Note, *copies: Copy, minutes: int = 1) -> Note:
    after = life.step(note, CopiesSeen(NOW + timedelta(minutes=minutes), str(KEY), copies))
    assert after is not None
    return after


@pytest.mark.parametrize(
    ("copies", "state"),
    [
        ([copy(1)], NoteState.QUEUED),
        ([copy(1, flagged=True)], NoteState.APPROVED),
        ([copy(2, folder=Folder.APPROVED)], NoteState.APPROVED),
        ([copy(1, flagged=True), copy(2, "bb" * 32)], NoteState.QUEUED),
        ([copy(2, folder=Folder.APPROVED), copy(3, "bb" * 32)], NoteState.QUEUED),
        ([], NoteState.LIMBO),
        ([copy(9, folder=Folder.TRASH)], NoteState.DISCARDED),
        ([copy(9, folder=Folder.SENT)], NoteState.SENT_BY_OWNER),
        ([copy(1, flagged=True), copy(9, folder=Folder.SENT)], NoteState.SENT_BY_OWNER),
    ],
    ids=["lies", "starred", "moved", "old-star-beside-new-text", "approved-beside-new-text", "gone", "trash", "sent",
         "sent-wins"],
)  # fmt: skip
def test_where_it_lies_decides(copies: list[Copy], state: NoteState) -> None:
    """Only the one live copy can be approved; Sent wins over everything (clients.md s5; faults 90, 92)."""
    assert seen(placed(), *copies).state is state


def test_a_star_from_birth_says_nothing() -> None:
    """A rule of the server starred it as it was placed; taken off and put on again it counts (fault 95)."""
    note = seen(placed(flagged=True), copy(1, flagged=True))
    assert note.state is NoteState.QUEUED
    note = seen(seen(note, copy(1)), copy(1, flagged=True))
    assert note.state is NoteState.APPROVED


def test_the_undo_time_starts_anew_with_a_new_text() -> None:
    """An approval is of these bytes: other bytes, other moment (fault 88)."""
    first = seen(placed(), copy(1, flagged=True), minutes=1)
    same = seen(first, copy(1, flagged=True), minutes=2)
    other = seen(first, copy(2, "bb" * 32, flagged=True), minutes=3)
    assert same.approved_at == first.approved_at
    assert other.approved_at == NOW + timedelta(minutes=3)


@pytest.mark.parametrize("state", [NoteState.SENT, NoteState.FILED, NoteState.SENT_BY_OWNER, NoteState.WITHDRAWN])
def test_what_is_closed_stays_closed(state: NoteState) -> None:
    """A starred copy that turns up later opens nothing (clients.md s5, 6)."""
    assert seen(replace(placed(), state=state), copy(5, flagged=True)).state is state


def test_an_uncertain_one_is_never_approved_again() -> None:
    """Nobody knows whether it left: only the owner's own order sends it again (fault 74)."""
    assert seen(replace(placed(), state=NoteState.UNCERTAIN), copy(1, flagged=True)).state is NoteState.UNCERTAIN


def test_what_the_owner_takes_back_is_not_reported_to_him() -> None:
    """A check failed while he was taking the star off: afterwards no reason is left to tell."""
    approved = seen(placed(), copy(1, flagged=True))
    claimed = life.step(
        life.step(approved, ClaimWanted(NOW, str(KEY))), ClaimFailed(NOW, str(KEY), "no longer starred")
    )
    assert claimed is not None
    assert (claimed.state, claimed.reason) == (NoteState.APPROVED, "no longer starred")
    assert seen(claimed, copy(1)).reason == ""
