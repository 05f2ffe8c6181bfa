"""A draft's life (house.md) as a table: which event moves a note from which states, and to where."""

from dataclasses import replace

from followupd.events import (
    ClaimFailed,
    ClaimWanted,
    CopiesSeen,
    DraftPlaced,
    DraftWanted,
    DraftWithdrawn,
    ErrandFailed,
    Event,
    LetterRead,
    LimboEnded,
    ResendWanted,
    SentFiled,
    Submission,
    Submitted,
    SubmitWanted,
    TwinsRemoved,
    TwinsSeen,
    WithdrawalWanted,
)
from followupd.mail import Folder
from followupd.notes import CLOSED, Copy, Note, NoteKey, NoteState

S = NoteState
WAITING = frozenset({S.QUEUED, S.APPROVED, S.LIMBO})
"""A draft that lies there, or is being edited."""

ALLOWED: dict[type, frozenset[NoteState]] = {
    DraftWanted: frozenset({S.QUEUED, S.APPROVED, S.WITHDRAWN, S.PLACING}),
    DraftPlaced: frozenset({S.PLACING}),
    CopiesSeen: WAITING | {S.CLAIMED, S.UNCERTAIN, S.DISCARDED, S.WITHDRAWING},
    TwinsSeen: WAITING,
    TwinsRemoved: frozenset(S),
    WithdrawalWanted: WAITING | {S.PLACING, S.CLAIMED},
    DraftWithdrawn: frozenset({S.WITHDRAWING}),
    ClaimWanted: frozenset({S.APPROVED}),
    ClaimFailed: frozenset({S.CLAIMED, S.SUBMITTING}),
    SubmitWanted: frozenset({S.CLAIMED}),
    ResendWanted: frozenset({S.UNCERTAIN}),
    Submitted: frozenset({S.SUBMITTING, S.UNCERTAIN}),
    SentFiled: frozenset({S.SENT, S.SENT_BY_OWNER}),
    LimboEnded: frozenset({S.LIMBO}),
    ErrandFailed: frozenset({S.PLACING, S.WITHDRAWING, S.CLAIMED}),
}
"""From which states an event moves a note; elsewhere it changes nothing."""


def step(note: Note | None, event: Event) -> Note | None:
    """The note after ``event``; None where there is nothing to keep."""
    if note is None:
        return _born(event) if isinstance(event, DraftWanted) else None
    if note.state not in ALLOWED.get(type(event), frozenset()):
        return note
    match event:
        case DraftWanted():
            return _rewritten(note, event)
        case DraftPlaced():
            return _placed(note, event)
        case CopiesSeen():
            return _copies(note, event)
        case Submitted():
            return _submitted(note, event)
        case ClaimFailed(reason=reason, release=release, retry_at=retry_at):
            return replace(_unclaimed(note, reason, release), retry_at=retry_at)
        case _:
            return _plain(note, event)


def _plain(note: Note, event: Event) -> Note:
    """Events that only move the note on."""
    match event:
        case WithdrawalWanted(reason=reason):
            return replace(note, state=S.WITHDRAWING, reason=reason, approved=None, approved_at=None)
        case TwinsSeen():
            return replace(note, tidying=True)
        case TwinsRemoved(removed=removed):
            return replace(note, tidying=False, copies=tuple(c for c in note.copies if c.place not in removed))
        case DraftWithdrawn():
            return replace(note, state=S.WITHDRAWN, copies=())
        case ClaimWanted():
            return replace(note, state=S.CLAIMED)
        case SubmitWanted(message_id=message_id):
            ids = note.message_ids | {message_id}
            return replace(note, state=S.SUBMITTING, sent_id=message_id, message_ids=ids)
        case ResendWanted():
            return replace(note, state=S.SUBMITTING)
        case SentFiled():
            return replace(note, state=S.FILED if note.state is S.SENT else note.state)
        case LimboEnded():
            return replace(note, state=S.DISCARDED, reason="gone for a day")
        case ErrandFailed(reason=reason):
            return replace(note, state=S.SET_ASIDE, reason=reason)
        case _:
            return note


def _placed(note: Note, event: DraftPlaced) -> Note:
    return replace(
        note,
        state=S.QUEUED,
        placed=event.place,
        digest=event.digest,
        born_flagged=event.flagged,
        queued_at=note.queued_at or event.at,
        copies=(),
    )


def seen_sent(note: Note, event: LetterRead, *, own: bool) -> Note | None:
    """The note after a letter that carries its token: the owner's own in Sent, or an answer to it."""
    if note.state in {S.SENT, S.FILED, S.SENT_BY_OWNER}:
        return None
    if own and event.place.folder is not Folder.SENT:
        return None
    if not own and event.letter.sender is None:
        return None
    when = min(event.letter.date or event.at, event.at)
    ours = note.state in {S.SUBMITTING, S.UNCERTAIN}
    sent_id = event.letter.message_id if own else note.sent_id
    state = S.FILED if ours else S.SENT_BY_OWNER
    return replace(note, state=state, sent_at=when, sent_id=sent_id, reason="", approved=None)


def _born(event: DraftWanted) -> Note:
    return Note(
        key=NoteKey.parse(event.note),
        account=event.wanted.account,
        state=S.PLACING,
        wanted=event.wanted,
        token=event.token,
        message_ids=frozenset({event.message_id}),
        created_at=event.at,
        digest=event.digest,
    )


def _rewritten(note: Note, event: DraftWanted) -> Note:
    return replace(
        note,
        state=S.PLACING,
        wanted=event.wanted,
        token=event.token,
        message_ids=note.message_ids | {event.message_id},
        digest=event.digest,
        revision=event.revision,
        approved=None,
        approved_at=None,
        copies=(),
        queued_at=None if note.state is S.WITHDRAWN else note.queued_at,
        reason="",
    )


def _copies(note: Note, event: CopiesSeen) -> Note:
    note = replace(
        note,
        copies=event.copies,
        message_ids=note.message_ids | {c.message_id for c in event.copies if c.message_id},
    )
    live = [c for c in event.copies if c.folder in {Folder.DRAFTS, Folder.APPROVED}]
    folders = {c.folder for c in event.copies}
    if Folder.SENT in folders:
        return _found_in_sent(note, event)
    if note.state in CLOSED or note.state in {S.CLAIMED, S.WITHDRAWING}:
        if note.state is S.DISCARDED and live:
            return replace(note, state=S.QUEUED, limbo_since=None, reason="")
        return note
    if not live:
        if Folder.TRASH in folders:
            return replace(note, state=S.DISCARDED, approved=None, approved_at=None, reason="deleted by you")
        return replace(note, state=S.LIMBO, limbo_since=note.limbo_since or event.at, approved=None, approved_at=None)
    return _approval(replace(note, limbo_since=None), live, event)


def _found_in_sent(note: Note, event: CopiesSeen) -> Note:
    if note.state in {S.UNCERTAIN, S.SUBMITTING}:
        return replace(note, state=S.SENT, sent_at=note.sent_at or event.at, reason="")
    return replace(note, state=S.SENT_BY_OWNER, sent_at=event.at, approved=None, approved_at=None)


def _approval(note: Note, live: list[Copy], event: CopiesSeen) -> Note:
    """Only the one live copy can be approved, and only these bytes; a star from birth says nothing."""
    chosen = live[0] if len(live) == 1 else None
    moved = chosen is not None and chosen.folder is Folder.APPROVED
    born = note.born_flagged and chosen is not None and chosen.digest == note.digest and not moved
    starred = chosen is not None and chosen.flagged and not born
    if chosen is not None and not chosen.flagged:
        note = replace(note, born_flagged=False)
    if chosen is None or not (moved or starred):
        reason = "" if note.state is S.APPROVED else note.reason  # he took it back himself: nothing to tell him
        return replace(note, state=S.QUEUED, approved=None, approved_at=None, reason=reason)
    same = note.approved is not None and note.approved.digest == chosen.digest
    since = note.approved_at if same else event.at
    return replace(note, state=S.APPROVED, approved=chosen, approved_at=since)


def _unclaimed(note: Note, reason: str, release: bool) -> Note:
    if release:
        return replace(note, state=S.QUEUED, approved=None, approved_at=None, reason=reason)
    return replace(note, state=S.APPROVED if note.approved else S.QUEUED, reason=reason)


def _submitted(note: Note, event: Submitted) -> Note:
    match event.outcome:
        case Submission.ACCEPTED:
            return replace(note, state=S.SENT, sent_at=event.at, reason="")
        case Submission.UNKNOWN:
            return replace(note, state=S.UNCERTAIN, sent_at=event.at, reason=event.reply)
        case Submission.DEFERRED:
            return replace(note, state=S.APPROVED, retry_at=event.retry_at, reason=event.reply)
        case Submission.REFUSED:
            return replace(note, state=S.QUEUED, approved=None, approved_at=None, reason=event.reply)
