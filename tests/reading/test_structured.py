"""Events that a page states as data: JSON-LD and microdata, cancelled ones, broken ones."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from followupd.findings import Person
from followupd.reading.structured import StructuredEvent, structured
from tests.reading.samples import page

EVENT: dict[str, Any] = {
    "@type": "Event", "name": "Interview", "startDate": "2026-03-05T14:00:00+01:00", "endDate": "2026-03-05T15:00:00+01:00",
    "location": {"@type": "Place", "name": "Acme", "address": {"streetAddress": "12 High St", "addressLocality": "Leeds"}},
    "organizer": {"@type": "Person", "name": "Rita Cole", "email": "mailto:rita@acme.example"},
}  # fmt: skip


def told(*nodes: Any, body: str = "") -> tuple[StructuredEvent, ...]:
    scripts = (f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
    return structured(page(f"<html><body>https://schema.org {''.join(scripts)}{body}</body></html>"))


def test_an_event() -> None:
    """Name, times with their offset, place and organizer."""
    (found,) = told({"@context": "https://schema.org", **EVENT})
    assert found.start == datetime(2026, 3, 5, 14, tzinfo=timezone(timedelta(hours=1)))
    assert found.end is not None and found.end.astimezone(UTC).hour == 14
    assert (found.kind, found.name, found.location) == ("Event", "Interview", "Acme, 12 High St, Leeds")
    assert found.organizer == Person("Rita Cole", "rita@acme.example")


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "EventReservation", "reservationStatus": "https://schema.org/ReservationConfirmed", "reservationFor": EVENT},
        {"@graph": [{"@type": "Organization"}, EVENT]},
        [EVENT, EVENT],
        {"@type": ["https://schema.org/BusinessEvent", "Thing"], **{k: v for k, v in EVENT.items() if k != "@type"}},
        {"@type": "InformAction", "about": {"@type": "Person", "name": "Rita"}, "object": EVENT},
        {"@type": "JobInterview", "startDate": "2026-03-05T14:00:00+01:00"},
    ],
    ids=["reservation", "graph", "list", "subtype", "action", "own-type"],
)  # fmt: skip
def test_where_events_hide(node: Any) -> None:
    """In reservations, graphs, lists, and under further types; each once."""
    (found,) = told(node)
    assert found.start is not None


@pytest.mark.parametrize(
    ("node", "status"),
    [
        ({"@type": "EventReservation", "reservationStatus": "http://schema.org/ReservationCancelled", "reservationFor": EVENT}, "cancelled"),
        ({**EVENT, "eventStatus": "EventCancelled"}, "cancelled"),
        ({**EVENT, "eventStatus": "https://schema.org/EventRescheduled", "previousStartDate": "2026-03-04T14:00"}, "rescheduled"),
        (EVENT, ""),
    ],
)  # fmt: skip
def test_states(node: Any, status: str) -> None:
    """A cancelled or moved event says so."""
    assert told(node)[0].status == status


@pytest.mark.parametrize(
    ("written", "start", "whole"),
    [
        ("2026-03-05T14:00", datetime(2026, 3, 5, 14), False), ("2026-03-05", datetime(2026, 3, 5), True),
        ("2026-03-05T14:00:00Z", datetime(2026, 3, 5, 14, tzinfo=UTC), False), ("20260305T140000", datetime(2026, 3, 5, 14), False),
        ("tomorrow", None, False), ("9999-01-01", None, False), (17, None, False), (None, None, False),
    ],
)  # fmt: skip
def test_times(written: Any, start: datetime | None, whole: bool) -> None:
    """A time without offset stays naive; what is none makes no event."""
    found = told({**EVENT, "startDate": written})
    assert [(event.start, event.whole_day) for event in found] == ([(start, whole)] if start else [])


def test_microdata() -> None:
    """The same as attributes of the page."""
    (found,) = structured(
        page(
            '<div itemscope itemtype="http://schema.org/EventReservation"><meta itemprop="reservationStatus" '
            'content="http://schema.org/Confirmed"/><div itemprop="reservationFor" itemscope '
            'itemtype="http://schema.org/Event"><h1 itemprop="name">Inter<b>view</b></h1><time itemprop="startDate" '
            'datetime="2026-03-05T14:00:00Z">5 March</time><div itemprop="location" itemscope '
            'itemtype="http://schema.org/Place"><span itemprop="name">Acme</span></div></div></div>'
        )
    )
    assert (found.name, found.start, found.location, found.status) == (
        "Interview", datetime(2026, 3, 5, 14, tzinfo=UTC), "Acme", "confirmed",
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        '<script type="application/ld+json">{"@type": "Event", </script>',
        f'<script type="application/ld+json">{"[" * 30000}</script>',
        f'<script type="application/ld+json">{{"@type":"Event","startDate":{"9" * 6000}}}</script>',
        '<script type="application/ld+json">',
        '<div itemtype="https://schema.org/Event" itemscope>' * 5000,
        '<i itemprop="x">' * 5000,
    ],
    ids=["broken", "nested", "number", "unclosed", "items", "properties"],
)
def test_broken_data_is_none(body: str) -> None:
    """What can't be read is passed over, and what stands beside it is read (fault 113)."""
    assert structured(page(f"https://schema.org {body}")) == ()
