"""One application as an mbox, rehearsed: what would have been done, and when."""

import json
from pathlib import Path

import pytest

from followupd.__main__ import main

INVITATION = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Acme//Calendar//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:panel-1@acme.example
SEQUENCE:0
DTSTART;TZID=Europe/London:20260303T140000
DTEND;TZID=Europe/London:20260303T150000
SUMMARY:Interview: Backend Engineer
ORGANIZER;CN=Rita Cole:mailto:rita@acme.example
ATTENDEE;CN=Jane Doe:mailto:jane@acme.example
ATTENDEE;CN=John Roe:mailto:john@acme.example
ATTENDEE;CN=Mei Lin:mailto:mei@acme.example
ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@resource.calendar.example
ATTENDEE;CN=Alex Rivera:mailto:alex@home.example
END:VEVENT
END:VCALENDAR
"""


def message(number: int, date: str, subject: str, body: str, *, parent: int = 0, calendar: str = "") -> str:
    """One mbox entry from the coordinator to the owner."""
    head = [
        "From MAILER Thu Jan  1 00:00:00 1970",
        "From: Rita Cole <rita@acme.example>",
        "To: Alex Rivera <alex@home.example>",
        f"Subject: {subject}",
        f"Date: {date}",
        f"Message-ID: <{number}@acme.example>",
        "MIME-Version: 1.0",
    ]
    if parent:
        head += [f"In-Reply-To: <{parent}@acme.example>", f"References: <{parent}@acme.example>"]
    if not calendar:
        return "\n".join([*head, "Content-Type: text/plain; charset=utf-8", "", body, "", ""])
    parts = [
        'Content-Type: multipart/alternative; boundary="b"', "", "--b", "Content-Type: text/plain; charset=utf-8", "",
        body, "--b", "Content-Type: text/calendar; charset=utf-8; method=REQUEST", "", calendar, "--b--", "", "",
    ]  # fmt: skip
    return "\n".join([*head, *parts])


CONFIRMED = message(
    1, "Mon, 02 Mar 2026 10:00:00 +0000", "Interview at Acme",
    "Hi Alex, your interview for the Backend Engineer position at Acme is confirmed.", calendar=INVITATION,
)  # fmt: skip
REJECTED = message(
    2, "Thu, 12 Mar 2026 10:00:00 +0000", "Re: Interview at Acme",
    "Hi Alex,\n\nThank you for your time. We have decided to move forward with other candidates.\n\nRita", parent=1,
)  # fmt: skip
OFFERED = message(
    2, "Thu, 12 Mar 2026 10:00:00 +0000", "Re: Interview at Acme",
    "Hi Alex,\n\nWe are delighted to offer you the position. The offer letter is attached.\n\nRita", parent=1,
)  # fmt: skip


@pytest.fixture
def rehearse(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Rehearse messages, and return the actions."""

    def go(*messages: str, approve: str = "always") -> list[dict[str, object]]:
        box = tmp_path / "story.mbox"
        box.write_text("".join(messages))
        none = str(tmp_path / "none.toml")
        words = ["rehearse", "--config", none, "--json", "--approve", approve, "--owner", "alex@home.example", str(box)]
        assert main(words) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return go


def done(actions: list[dict[str, object]], action: str, note: str | None = None) -> list[dict[str, object]]:
    return [a for a in actions if a["action"] == action and (note is None or a["note"] == note)]


def test_panel_is_thanked_one_by_one(rehearse) -> None:  # type: ignore[no-untyped-def]
    """Three interviewers get three notes, queued twenty minutes after the end and sent an hour after it."""
    actions = rehearse(CONFIRMED, REJECTED)
    queued = done(actions, "queue_draft", "thank_you")
    assert sorted(a["to"][0] for a in queued) == ["jane@acme.example", "john@acme.example", "mei@acme.example"]  # type: ignore[index]
    assert {a["at"] for a in queued} == {"2026-03-03T15:20:00+00:00"}
    assert {a["at"] for a in done(actions, "send", "thank_you")} == {"2026-03-03T16:00:00+00:00"}
    assert len({a["body"] for a in queued}) == 3


def test_silence_then_a_nudge_then_an_end(rehearse) -> None:  # type: ignore[no-untyped-def]
    """Five business days after the notes a nudge is queued; after the rejection there is none."""
    actions = rehearse(CONFIRMED, REJECTED, approve="always")
    assert [a["at"] for a in done(actions, "queue_draft", "nudge")] == ["2026-03-10T09:00:00+00:00"]
    assert [a["reason"] for a in done(actions, "stop")] == ["rejection"]
    assert done(actions, "stop")[0]["because"] == ["<2@acme.example>"]
    assert len(done(actions, "queue_draft", "rejection_reply")) == 1


@pytest.mark.parametrize(("last", "outcome"), [(REJECTED, "rejection"), (OFFERED, "offer")])
def test_an_outcome_withdraws_the_open_nudge(rehearse, last: str, outcome: str) -> None:  # type: ignore[no-untyped-def]
    """A nudge that still waits is withdrawn at the outcome, and none is queued afterwards (I7)."""
    actions = rehearse(CONFIRMED, last, approve="never")
    assert [a["at"] for a in done(actions, "withdraw_draft", "nudge")] == ["2026-03-12T10:00:00+00:00"]
    assert [a["at"] for a in done(actions, "queue_draft", "nudge")] == ["2026-03-10T09:00:00+00:00"]
    assert done(actions, "send") == []
    assert [a["reason"] for a in done(actions, "stop")] == [outcome]


def test_only_two_nudges_ever(rehearse) -> None:  # type: ignore[no-untyped-def]
    """Without any answer there are two nudges in all, five business days apart."""
    actions = rehearse(CONFIRMED)
    assert [str(a["at"])[:10] for a in done(actions, "send", "nudge")] == ["2026-03-10", "2026-03-17"]
