"""``followupd rehearse SOURCE``: replay past mail and tell what would have been done."""

import argparse
import asyncio
import json
from datetime import UTC, datetime, time
from pathlib import Path

from followupd.actions import Action, actions
from followupd.cli.read import understood
from followupd.config import load
from followupd.errors import ConfigError, MessageRefused
from followupd.findings import Kind
from followupd.mail import Arrival, Folder, Place
from followupd.policy import Owner, Policy
from followupd.rehearsal import Read, Rehearsal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="an mbox, a maildir, or a folder of .eml files")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, in time order")
    parser.add_argument("--approve", choices=("always", "never"), default="always", help="what the owner does")
    parser.add_argument("--until", help="the last day to look at, YYYY-MM-DD (default: 45 days past the last message)")
    parser.add_argument("--owner", help="the owner's address, where there is no configuration")
    parser.epilog = "example: followupd rehearse --json old-mail.mbox"


def run(options: argparse.Namespace) -> int:
    """Read everything, sort it by Date, replay it."""
    policy, account = _policy(options)
    owner = policy.owners[account]
    letters = sorted(asyncio.run(_letters(options.source, account, owner)), key=lambda item: item[0].received)
    if not letters:
        raise MessageRefused(f"{options.source}: there is no message in it")
    until = datetime.combine(datetime.fromisoformat(options.until), time.max, UTC) if options.until else None
    rehearsal = Rehearsal(policy, account, approve=options.approve == "always", start=letters[0][0].received)
    for action in actions(rehearsal.run(letters, until)):
        print(as_json(action) if options.json else in_words(action))
    return 0


def _policy(options: argparse.Namespace) -> tuple[Policy, str]:
    try:
        config = load(options.config)
        return config.policy, config.accounts[0].name
    except ConfigError:
        if not options.owner and options.config.exists():
            raise
        email = options.owner or "owner@localhost.invalid"
        return Policy(owners={"rehearsal": Owner(name="", email=email)}), "rehearsal"


async def _letters(source: Path, account: str, owner: Owner) -> list[Read]:
    found: list[Read] = []
    async for raw, letter, finding in understood([source], owner.addresses):
        role = Folder.SENT if finding.kind is Kind.OWN else Folder.INBOX
        when = letter.date or datetime(1970, 1, 1, tzinfo=UTC)
        place = Place(account, role, 1, len(found) + 1)
        found.append((Arrival(place, when, len(raw), b""), letter, finding))  # its text has been read and may go
    return found


def as_json(action: Action) -> str:
    """One line of the contract in interface.md."""
    return json.dumps(
        {
            "at": action.at.isoformat(),
            "action": action.action,
            "note": action.note,
            "application": action.application,
            "company": action.company,
            "to": list(action.to),
            "subject": action.subject,
            "body": action.body,
            "because": list(action.because),
            "reason": action.reason,
        },
        ensure_ascii=False,
    )


def in_words(action: Action) -> str:
    """One line for people."""
    what = (action.note or "").replace("_", " ")
    target = f" to {', '.join(action.to)}" if action.to else ""
    detail = action.reason or action.subject or ""
    done = action.action.replace("_", " ")
    name = action.company or action.application
    return f"{action.at:%a %Y-%m-%d %H:%M} UTC  {done:14} {what}{target}  {name}: {detail}"
