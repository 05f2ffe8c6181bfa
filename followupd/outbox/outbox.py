"""One errand at a time. Drafts are placed at least once and never twice; sends happen at most once (house.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.effects import (
    ClaimDraft,
    Errand,
    ErrandState,
    FileSent,
    PlaceDraft,
    ReleaseDraft,
    RemoveTwins,
    ReplaceDraft,
    Submit,
    Tell,
    WithdrawDraft,
)
from followupd.events import (
    ClaimFailed,
    DraftPlaced,
    DraftWithdrawn,
    Event,
    SentFiled,
    Submission,
    Submitted,
    TwinsRemoved,
)
from followupd.mail import Folder, Place
from followupd.notes import Copy
from followupd.outbox.copies import LIVE, Found, Names, append, digest, find, move, remove
from followupd.wire import ImapSession, Server, SignIn, submit

DRAFT_FLAGS = ("\\Draft", "\\Seen")
RECHECK = timedelta(minutes=1)
"""How soon a claim that failed is tried again."""
RETRY_FROM, RETRY_TO = timedelta(minutes=2), timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The last check passed: these bytes lie there, approved."""

    copy: Copy
    raw: bytes


class Outbox:
    """The outgoing side of one account. ``sent_copy``: who files in Sent (auto: we, unless the copy is there)."""

    def __init__(self, account: str, *, sent_copy: str = "auto") -> None:
        self.account, self.sent_copy = account, sent_copy

    async def perform(
        self, errand: Errand, session: ImapSession, names: Names, now: datetime
    ) -> tuple[Event | Claimed, ...]:
        """Do any errand but a submission. CommandRefused where the server won't; done again, it changes nothing."""
        match errand.effect:
            case PlaceDraft() as effect:
                return (await self._place(errand, effect, session, names, now),)
            case ReplaceDraft() as effect:
                return (await self._replace(errand, effect, session, names, now),)
            case RemoveTwins() as effect:
                return (await self._untwin(effect, session, names, now),)
            case WithdrawDraft() as effect:
                return (await _withdraw(effect, session, names, now),)
            case ClaimDraft() as effect:
                return (await _claim(effect, session, names, now),)
            case FileSent() as effect:
                return (await self._file(errand, effect, session, names, now),)
            case ReleaseDraft() as effect:
                await _release(effect, session, names)
            case Tell():
                await _tell(errand, session, names)
            case Submit():
                raise TypeError("a submission is not an errand for the mailbox")
        return ()

    # ── drafts ──────────────────────────────────────────────────────────────

    async def _place(
        self, errand: Errand, effect: PlaceDraft, session: ImapSession, names: Names, now: datetime
    ) -> DraftPlaced:
        """Append, unless a copy lies anywhere already: a crash after the append must not make a second one."""
        ids = [errand.message_id]
        everywhere = await find(session, names, (*LIVE, Folder.SENT, Folder.TRASH), effect.token, ids)
        if everywhere:
            return self._placed(effect.note, errand, everywhere, now, fresh=False)
        await append(session, names[Folder.DRAFTS], errand.raw, DRAFT_FLAGS)
        laid = await find(session, names, (Folder.DRAFTS,), effect.token, ids)
        return self._placed(effect.note, errand, laid, now, fresh=True)

    def _placed(self, note: str, errand: Errand, found: list[Found], now: datetime, *, fresh: bool) -> DraftPlaced:
        """Where it lies. A server may rewrite what it stores: right after the append, what lies there is ours."""
        live = [f for f in found if f.folder in LIVE]
        mine = next((f for f in live if f.digest == digest(errand.raw)), None) or next(iter(live), None)
        if mine is None:
            return DraftPlaced(now, note, None, digest(errand.raw))
        place = Place(self.account, mine.folder, mine.uidvalidity, mine.uid)
        known = mine.digest if fresh and len(live) == 1 else digest(errand.raw)
        return DraftPlaced(now, note, place, known, flagged="\\Flagged" in mine.flags)

    async def _replace(
        self, errand: Errand, effect: ReplaceDraft, session: ImapSession, names: Names, now: datetime
    ) -> DraftPlaced:
        """Append the reworded text, then remove the old one; a text that the owner has touched meanwhile stays."""
        live = await find(session, names, LIVE, effect.token, [errand.message_id])
        new = [f for f in live if errand.message_id.encode() in f.raw.partition(b"\r\n\r\n")[0]]
        old = [f for f in live if f not in new and f.digest == effect.old_digest]
        if not new and (not old or len(old) != len(live)):
            return DraftPlaced(now, effect.note, None, digest(errand.raw))
        fresh = not new
        if fresh:
            await append(session, names[Folder.DRAFTS], errand.raw, DRAFT_FLAGS)
            new = await find(session, names, (Folder.DRAFTS,), "", [errand.message_id])
        await remove(session, names, old)
        return self._placed(effect.note, errand, new, now, fresh=fresh)

    async def _untwin(self, effect: RemoveTwins, session: ImapSession, names: Names, now: datetime) -> TwinsRemoved:
        """Look again, and leave the approved copy, else the oldest; bytes that are not ours are not touched."""
        same = [f for f in await find(session, names, LIVE, effect.token) if f.digest == effect.digest]
        twins = sorted(same, key=_worth)[1:]
        await remove(session, names, twins)
        gone = tuple(Place(self.account, t.folder, t.uidvalidity, t.uid) for t in twins)
        return TwinsRemoved(now, effect.note, gone)

    # ── sending ─────────────────────────────────────────────────────────────

    async def submit(
        self,
        errand: Errand,
        server: Server,
        sign_in: SignIn,
        *,
        phase: Callable[[ErrandState], None],
        now: datetime,
        since: datetime,
    ) -> Submitted:
        """Hand the bytes over once; ``phase`` records before the socket is touched, and again before DATA.

        A deferred one is tried again later, the later the longer it has waited ``since``. Raises CredentialRefused.
        """
        effect = errand.effect
        if not isinstance(effect, Submit):
            raise TypeError("only a submission is submitted")

        async def before_data() -> None:
            phase(ErrandState.DATA)

        phase(ErrandState.ATTEMPTING)
        reply = await submit(
            server,
            sign_in,
            sender=effect.sender,
            recipients=effect.recipients,
            raw=errand.raw,
            before_data=before_data,
        )
        outcome = Submission(reply.outcome.value)
        retry = now + min(max((now - since) / 2, RETRY_FROM), RETRY_TO) if outcome is Submission.DEFERRED else None
        return Submitted(now, effect.note, outcome, f"{reply.code or ''} {reply.text}".strip(), retry)

    async def find_in_sent(self, session: ImapSession, names: Names, message_id: str) -> bool:
        """Whether a server that files by itself has filed this message."""
        return bool(await find(session, names, (Folder.SENT,), "", [message_id]))

    async def _file(
        self, errand: Errand, effect: FileSent, session: ImapSession, names: Names, now: datetime
    ) -> SentFiled:
        """File in Sent unless it is there or the server does that, then remove the draft that was sent."""
        there = self.sent_copy == "server" or await self.find_in_sent(session, names, errand.message_id)
        if not there:
            await append(session, names[Folder.SENT], errand.raw, ("\\Seen",))
        if effect.approved:
            sent = effect.approved.digest
            copies = await find(session, names, LIVE, effect.token, [effect.approved.message_id])
            await remove(session, names, [c for c in copies if c.digest == sent])
        return SentFiled(now, effect.note)


def _worth(copy: Found) -> tuple[bool, bool, int]:
    """What the owner approved comes first."""
    return copy.folder is not Folder.APPROVED, "\\Flagged" not in copy.flags, copy.uid


async def _withdraw(effect: WithdrawDraft, session: ImapSession, names: Names, now: datetime) -> DraftWithdrawn:
    """Bytes that are ours go; what the owner wrote is kept for him."""
    kept = False
    ids = [c.message_id for c in effect.copies]
    for copy in await find(session, names, LIVE, effect.token, ids):
        if copy.digest == effect.digest:
            await remove(session, names, [copy])
        else:
            await move(session, names, copy, Folder.WITHDRAWN)
            kept = True
    return DraftWithdrawn(now, effect.note, kept)


async def _claim(effect: ClaimDraft, session: ImapSession, names: Names, now: datetime) -> Claimed | ClaimFailed:
    """The same place, the same bytes, still approved, the only live copy, and not sent by anybody yet."""
    approved, place = effect.approved, effect.approved.place
    found = await find(session, names, (*LIVE, Folder.SENT), effect.token, [approved.message_id])
    live = [f for f in found if f.folder in LIVE]
    here = [f for f in live if (f.folder, f.uidvalidity, f.uid) == (place.folder, place.uidvalidity, place.uid)]
    why = ""
    if len(found) != len(live):
        why = "a copy of it lies in Sent already"
    elif not here:
        why = "the approved text is not where it was"
    elif len(live) > 1:
        why = "there are several copies of it"
    elif here[0].digest != approved.digest:
        why = "the text is not the one that was approved"
    elif effect.by_star and "\\Flagged" not in here[0].flags:
        why = "it is no longer starred"
    if why:
        return ClaimFailed(now, effect.note, why, retry_at=now + RECHECK)
    return Claimed(approved, here[0].raw)


async def _release(effect: ReleaseDraft, session: ImapSession, names: Names) -> None:
    """The opposite of the approving gesture, so that the owner sees that it waits again."""
    approved = effect.approved
    selected = await session.select(names[approved.folder], writable=True)
    if selected.uidvalidity != approved.place.uidvalidity:
        return
    if approved.folder is Folder.APPROVED:
        await session.move([approved.place.uid], names[Folder.DRAFTS])
    else:
        await session.store([approved.place.uid], ["\\Flagged"], add=False)


async def _tell(errand: Errand, session: ImapSession, names: Names) -> None:
    """Once only, even after a crash between the append and its record."""
    if not await find(session, names, (Folder.NOTICES,), "", [errand.message_id]):
        await append(session, names[Folder.NOTICES], errand.raw, ())
