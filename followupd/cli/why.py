"""``followupd why WHAT``: the events and evidence behind a draft, an application, or a message."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime

from followupd.actions import Action, actions
from followupd.clock import SystemClock
from followupd.config import load
from followupd.deciding import Search, absences, fold
from followupd.events import CopiesSeen, DraftPlaced, Event, LetterRead, LetterSetAside, Submitted, SubmitWanted
from followupd.journal import Journal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", help="an application or note as status shows it, or a Message-ID")
    parser.epilog = "example: followupd why acme"


def run(options: argparse.Namespace) -> int:
    """Print the story, oldest first."""
    config = load(options.config)
    journal = Journal.open(config.journal_path, read_only=True)
    lines = list(explain([event for _, event in journal.events()], options.what, SystemClock().now()))
    if not lines:
        print(f"followupd: nothing is known of {options.what!r}; followupd status lists what is", file=sys.stderr)
        return 65
    print("\n".join(lines))
    return 0


def explain(events: list[Event], what: str, now: datetime) -> Iterator[str]:
    """The lines of ``why``: what came, what it was taken for and by which words, what was done, and what was not."""
    told: list[tuple[datetime, int, str]] = []  # at one instant: what was read, what was decided, what came of it
    search = Search()
    for event in events:
        search = fold(search, event)
        if _concerns(event, what):
            rank = 0 if isinstance(event, LetterRead | LetterSetAside) else 2
            told.extend((event.at, rank, line) for line in _lines(event, search))
    told.extend((a.at, 1, _done(a)) for a in actions(events) if _about(a, what))
    for _, _, line in sorted(told, key=lambda entry: entry[:2]):
        yield line
    for absence in absences(search, now):
        if what in {absence.application, *absence.because}:
            yield str(absence)


def _about(action: Action, what: str) -> bool:
    return what in {action.application, *action.because} or what.startswith(f"{action.application}/")


def _done(action: Action) -> str:
    target = f" to {', '.join(action.to)}" if action.to else ""
    because = f", because of {', '.join(action.because)}" if action.because else ""
    kind = f": {(action.note or action.subject or '').replace('_', ' ')}{target}".removesuffix(": ")
    reason = f" ({action.reason})" if action.reason else ""
    return f"{action.at:%Y-%m-%d %H:%M} {action.action.replace('_', ' ')}{kind}{reason}{because}"


def _concerns(event: Event, what: str) -> bool:
    note = getattr(event, "note", None)
    if isinstance(event, LetterRead):
        return what in {event.application, event.letter.message_id} or what.startswith(f"{event.application}/")
    if isinstance(event, LetterSetAside):
        return what == event.message_id
    return bool(note) and (what == note or str(note).startswith(f"{what}/"))


def _lines(event: Event, search: Search) -> Iterator[str]:
    when = f"{event.at:%Y-%m-%d %H:%M}"
    note = search.notes.get(getattr(event, "note", None) or "")
    whose = f"the {note.key.kind.value.replace('_', ' ')} to {note.wanted.facts.to[0].email}" if note else "a note"
    match event:
        case LetterRead(letter=letter, finding=finding):
            sure = "sure" if finding.sure else "not sure"
            yield f"{when} read {letter.message_id} {letter.subject!r} as {finding.kind.value} ({sure})"
            for cue in finding.evidence:
                blocked = f", blocked by {cue.blocked_by}" if cue.blocked_by else ""
                yield f'    "{cue.quote}" [{cue.cue}, {cue.weight:+.1f}{blocked}]'
        case LetterSetAside(reason=reason):
            yield f"{when} set aside: {reason}"
        case DraftPlaced(place=place):
            where = f"UID {place.uid}" if place else "somewhere"
            yield f"{when} {whose} lies in Drafts ({where})"
        case CopiesSeen(copies=copies):
            seen = ", ".join(f"{c.folder.value}{' starred' if c.flagged else ''}" for c in copies) or "nowhere"
            yield f"{when} seen of {whose}: {seen}"
        case SubmitWanted(recipients=recipients):
            yield f"{when} the approved text was checked; it is handed over to {', '.join(recipients)}"
        case Submitted(outcome=outcome, reply=reply):
            yield f"{when} the server's answer for {whose}: {outcome.value}: {reply}"
