"""What ``status`` tells and what the control socket answers, from the search and (where it runs) the daemon."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from followupd.deciding import Search
from followupd.events import Paused, Resumed
from followupd.notes import CLOSED

if TYPE_CHECKING:
    from followupd.daemon import Daemon


def report(search: Search) -> dict[str, Any]:
    """Applications and waiting notes, as plain JSON values; times are ISO 8601 in UTC."""
    return {
        "paused": search.paused,
        "troubles": [
            {"account": t.account, "where": t.where, "since": _iso(t.at), "reason": t.reason}
            for t in search.troubles.values()
        ],
        "applications": [
            {
                "application": a.id,
                "company": a.company,
                "role": a.role,
                "outcome": a.outcome.value if a.outcome else None,
                "held": a.held,
                "paused": a.paused,
                "interviews": [
                    {"start": _iso(i.start), "end": _iso(i.end), "cancelled": i.cancelled} for i in a.interviews
                ],
            }
            for a in search.applications.values()
        ],
        "notes": [
            {
                "note": key,
                "application": n.key.application,
                "kind": n.key.kind.value,
                "state": n.state.value,
                "to": [a.email for a in n.wanted.facts.to],
                "until": _iso(n.wanted.latest),
                "reason": n.reason,
                "closed": n.state in CLOSED,
            }
            for key, n in search.notes.items()
        ],
    }


def answer(daemon: "Daemon", request: dict[str, Any]) -> dict[str, Any]:
    """One request of the control socket: status, pause, resume."""
    application = request.get("application")
    now = daemon.clock.now()
    match request.get("command"):
        case "status":
            return {"accounts": accounts(daemon), **report(daemon.dispatcher.search)}
        case "pause" | "resume" if application and application not in daemon.dispatcher.search.applications:
            return {"error": f"no application is called {application!r}; followupd status lists them"}
        case "resend":
            refusal = daemon.dispatcher.resend(str(request.get("note")))
            daemon.ring()
            return {"error": refusal} if refusal else {"done": "it goes out again, with the same Message-ID"}
        case "pause":
            daemon.dispatcher.handle(Paused(now, application))
            return {"done": f"{application or 'everything'} is held"}
        case "resume":
            daemon.dispatcher.handle(Resumed(now, application))
            daemon.ring()
            return {"done": f"{application or 'everything'} goes on"}
        case _:
            return {"error": "unknown command"}


def accounts(daemon: "Daemon") -> list[dict[str, Any]]:
    """The health of each account's connections."""
    return [
        {
            "account": name,
            "state": work.health.state,
            "since": _iso(work.health.since),
            "last_scan": _iso(work.health.last_scan),
            "trouble": work.health.trouble,
        }
        for name, work in daemon.accounts.items()
    ]


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
