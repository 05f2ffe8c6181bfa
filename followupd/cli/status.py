"""``followupd status [--json]``: accounts, applications, notes waiting and until when."""

import argparse
import json
from datetime import datetime
from typing import Any

from followupd.config import load
from followupd.control import ask, socket_path
from followupd.deciding import Search, fold
from followupd.journal import Journal
from followupd.status import report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.epilog = "example: followupd status --json"


def run(options: argparse.Namespace) -> int:
    """Ask the daemon; without one, read the journal."""
    config = load(options.config)
    answer = ask(socket_path(config.journal_path.parent), {"command": "status"})
    if answer is None:
        answer = {"accounts": [], "running": False, **report(_fold(Journal.open(config.journal_path, read_only=True)))}
    if options.json:
        print(json.dumps(answer))
    else:
        print("\n".join(_lines(answer)))
    return 0


def _fold(journal: Journal) -> Search:
    search = Search()
    for _, event in journal.events():
        search = fold(search, event)
    return search


def _when(iso: str) -> str:
    """A time as the owner's own machine counts."""
    return f"{datetime.fromisoformat(iso).astimezone():%a %d %b %H:%M}"


def _lines(answer: dict[str, Any]) -> list[str]:
    lines = []
    if answer.get("running") is False:
        lines.append("no daemon is running; this is what the journal says")
    if answer["paused"]:
        lines.append("paused: nothing leaves until `followupd resume`")
    lines.extend(f"account {a['account']}: {a['state']} {a['trouble']}".rstrip() for a in answer["accounts"])
    if not answer["accounts"]:
        since = (f"account {t['account']}: {t['where']} trouble since {_when(t['since'])}: {t['reason']}"
                 for t in answer["troubles"])  # fmt: skip
        lines.extend(since)
    for a in answer["applications"]:
        state = a["outcome"] or ("waits for your answer" if a["held"] else "open")
        lines.append(f"{a['application']}: {a['company'] or '?'}, {a['role'] or 'role unknown'} ({state})")
        for i in a["interviews"]:
            what = "cancelled" if i["cancelled"] else "interview"
            lines.append(f"    {what} on {_when(i['start'])}")
        for n in answer["notes"]:
            if n["application"] == a["application"]:
                until = f" until {_when(n['until'])}" if n["until"] and not n["closed"] else ""
                lines.append(f"    {n['kind']} to {', '.join(n['to'])}: {n['state']}{until} {n['reason']}".rstrip())
    return lines or ["nothing yet: no application has been seen"]
