"""What the owner is told, each thing once."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from followupd.application import Application
from followupd.deciding.nudging import last_held, silent_since, too_old
from followupd.deciding.search import Search
from followupd.effects import TellText
from followupd.mail import Address
from followupd.notes import Note, NoteKind, NoteState


def tells(search: Search, now: datetime) -> tuple[tuple[TellText, ...], tuple[datetime, ...]]:
    """The messages to the owner that are due and not told yet, and when others become due."""
    due: list[TellText] = []
    times: list[datetime] = []
    for application in search.applications.values():
        if application.account not in search.learning:
            due.extend(_about_application(search, application))
    due.extend(_old_silences(search, now))
    for note in search.notes.values():
        for moment, text in _about_note(search, note):
            if moment <= now:
                due.append(text)
            else:
                times.append(moment)
    due.extend(_set_aside(search))
    for moment, text in _troubles(search):
        if moment <= now:
            due.append(text)
        else:
            times.append(moment)
    return tuple(t for t in due if t.key not in search.told), tuple(times)


def _owner(search: Search, account: str) -> Address:
    owner = search.owner(account)
    return Address(owner.email, owner.name)


def _about_application(search: Search, application: Application) -> Iterator[TellText]:
    name = application.company or application.id
    owner = _owner(search, application.account)
    if application.held:
        kind = "an offer" if application.held_kind == "offer" else "a rejection"
        yield TellText(
            key=f"held/{application.id}/{application.held}",
            account=application.account,
            subject=f"Is this {kind}? {name}",
            lines=(
                f"A message about your application at {name} looks like {kind}, but I am not sure.",
                'Nudges wait until you answer. Reply "yes" and I stop for this application; reply "no" and I go on.',
            ),
            owner=owner,
            application=application.id,
            because=(application.held,),
        )
    if application.outcome and not application.learnt:
        what = {
            "offer": "an offer has come",
            "rejection": "they have declined",
            "withdrawn": "you have withdrawn",
            "stopped": "you have stopped it",
        }[application.outcome.value]
        yield TellText(
            key=f"ended/{application.id}/{application.outcome_because}",
            account=application.account,
            subject=f"{name}: {what}; no more nudges",
            lines=(
                f"Your application at {name} has ended for me: {what}.",
                "Waiting drafts for it are withdrawn and nothing more will be queued. Other applications go on.",
                f'Was this a mistake? Run "followupd resume {application.id}", and it goes on.',
            ),
            owner=owner,
            application=application.id,
            because=(application.outcome_because,) if application.outcome_because else (),
        )


def _old_silences(search: Search, now: datetime) -> Iterator[TellText]:
    """Silences that were cold already when the daemon first came: listed once, never nudged."""
    for account in search.policy.owners:
        lines = []
        for application in search.applications.values():
            last = last_held(application, now)
            if application.account == account and application.open and last and too_old(application, last):
                since = silent_since(application, last)
                lines.append(f"- {application.company or application.id}: silent since {since:%Y-%m-%d}")
        if lines and account not in search.learning:
            yield TellText(
                key=f"old-silences/{account}",
                account=account,
                subject=f"Older applications without an answer: {len(lines)}",
                lines=(
                    "When I read your mailbox for the first time I found these applications, which have been silent "
                    "for more than two weeks. I will not nudge them; write to them yourself if you still hope.",
                    *lines,
                ),
                owner=_owner(search, account),
            )


def _about_note(search: Search, note: Note) -> Iterator[tuple[datetime, TellText]]:
    who = note.wanted.facts.person or note.wanted.facts.to[0].email
    company = note.wanted.facts.company or note.key.application

    def text(what: str, subject: str, *lines: str) -> TellText:
        return TellText(
            key=f"{what}/{note.key}/{note.revision}",
            account=note.account,
            subject=subject,
            lines=lines,
            owner=_owner(search, note.account),
            application=note.key.application,
            because=note.wanted.because,
        )

    waiting = note.state in {NoteState.QUEUED, NoteState.LIMBO}
    if waiting and note.key.kind is NoteKind.THANK_YOU and note.wanted.latest and note.queued_at:
        remind = max(note.wanted.latest - search.policy.remind_before, note.queued_at + timedelta(minutes=1))
        yield (
            remind,
            text(
                "remind",
                f"Waiting for you: thank-you to {who} ({company})",
                f"The thank-you to {who} at {company} still lies in your Drafts.",
                "Star it to let it go, edit it first if you like, or delete it if you don't want it.",
            ),
        )
    if note.state is NoteState.UNCERTAIN and note.sent_at:
        yield (
            note.sent_at,
            text(
                "uncertain",
                f"Did this leave? Note to {who} ({company})",
                f"The connection broke while your note to {who} was being handed over; the server's answer is lost.",
                "I will not send it again by myself. Look into Sent, or ask the recipient; "
                f'to send it again, run "followupd resend {note.key}".',
            ),
        )
    if note.reason and note.state in {NoteState.QUEUED, NoteState.SET_ASIDE} and note.approved is None:
        yield (
            note.created_at,
            text(
                f"held-back/{hash_of(note.reason)}",
                f"Not sent: note to {who} ({company})",
                f"Your note to {who} at {company} was held back: {note.reason}.",
                "Mend the draft and star it again.",
            ),
        )
    if note.limbo_since and note.state is NoteState.DISCARDED:
        yield (
            note.limbo_since,
            text(
                "limbo",
                f"Your draft to {who} is gone ({company})",
                f"The draft to {who} left your Drafts a day ago and has not come back, so I take it as discarded.",
                "If that is not what you meant, put a copy back into Drafts.",
            ),
        )


PATIENCE = timedelta(hours=1)
"""A mailbox that can't be reached for less is no news; a refused submission is news at once."""


def _troubles(search: Search) -> Iterator[tuple[datetime, TellText]]:
    """What keeps an account from working; where it is the mailbox itself, he reads it once it is back."""
    for (account, where), trouble in search.troubles.items():
        what = "send your approved notes" if where == "smtp" else "reach your mailbox"
        text = TellText(
            key=f"trouble/{account}/{where}/{trouble.at.isoformat()}",
            account=account,
            subject=f"I could not {what} ({account})",
            lines=(
                f"Since {trouble.at:%Y-%m-%d %H:%M} UTC I could not {what}: {trouble.reason}.",
                "I go on trying, at growing intervals; nothing is lost meanwhile. "
                'What is wrong now, and what to do: run "followupd check".',
            ),
            owner=_owner(search, account),
        )
        yield (trouble.at if where == "smtp" else trouble.at + PATIENCE, text)


def hash_of(reason: str) -> str:
    """A short stable name for a reason, so that each is told once."""
    return hashlib.sha256(reason.encode()).hexdigest()[:8]


def _set_aside(search: Search) -> Iterator[TellText]:
    for entry in search.set_aside:
        yield TellText(
            key=f"set-aside/{entry.place.account}/{entry.place.folder}/{entry.place.uidvalidity}/{entry.place.uid}",
            account=entry.place.account,
            subject="One message could not be read",
            lines=(
                f"A message could not be read and was set aside: {entry.reason}.",
                "Nothing else waits for it. If it is about an interview, please look at it yourself.",
            ),
            owner=_owner(search, entry.place.account),
            because=(entry.message_id,) if entry.message_id else (),
            place=entry.place,
        )
