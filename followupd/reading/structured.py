"""Events that a page states as data: schema.org JSON-LD and microdata, bounded."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from followupd.findings import Person
from followupd.reading.head import cleaned
from followupd.reading.microdata import microdata
from followupd.reading.parts import Parts
from followupd.reading.tokens import Kind, tokens

MAX_SCRIPT, MAX_NODES, MAX_DEPTH, MAX_EVENTS, MAX_ITEMS = 60_000, 400, 8, 20, 200
MAX_URL, MAX_DESCRIPTION = 2_000, 4_000
FIRST_YEAR, LAST_YEAR = 1990, 2100

_HOLDERS = ("@graph", "itemListElement", "item", "subEvent", "object", "about", "mainEntity")
"""Properties in which further events stand; Google's own mail puts them into the object of an InformAction."""


@dataclass(frozen=True, slots=True)
class StructuredEvent:
    """One schema.org Event, or the reservation of one. ``kind``: the type without ``https://schema.org/``; ``status``:
    ``cancelled``, ``rescheduled``, ``confirmed`` or ``""``. Times are aware where an offset is written, else naive (the
    place's own); ``whole_day`` where only a date is."""

    kind: str
    name: str = ""
    start: datetime | None = None
    end: datetime | None = None
    whole_day: bool = False
    location: str | None = None
    organizer: Person | None = None
    status: str = ""
    url: str = ""
    description: str = ""
    previous_start: datetime | None = None


def structured(parts: Parts) -> tuple[StructuredEvent, ...]:
    """Every event of the letter's pages that has a start or is cancelled, each once, in order."""
    found: list[StructuredEvent] = []
    for page in parts.pages:
        if "schema.org" in page:
            nodes = [*_scripts(page), *microdata(page)]
            found += [event for node in nodes for event in _events(node)]
    told = [event for event in found if event.start or event.status == "cancelled"]
    return tuple(dict.fromkeys(told))[:MAX_EVENTS]


def _scripts(page: str) -> Iterator[Any]:
    for token in tokens(page):
        if token.kind is Kind.RAW and token.name == "script" and "ld+json" in token.attributes.casefold():
            try:
                yield json.loads(token.data[:MAX_SCRIPT].strip().removeprefix("<!--").removesuffix("-->"))
            except (ValueError, RecursionError):
                continue


def _events(node: Any) -> Iterator[StructuredEvent]:
    """The events of a node and of what it holds, without recursion and up to a bound."""
    waiting: list[tuple[Any, str, int]] = [(node, "", 0)]
    seen = 0
    while waiting and seen < MAX_NODES:
        at, status, depth = waiting.pop(0)
        seen += 1
        if isinstance(at, list) and depth < MAX_DEPTH:
            waiting += [(child, status, depth + 1) for child in at[:MAX_ITEMS]]
        elif isinstance(at, dict) and depth < MAX_DEPTH:
            kind = _kind(at)
            if kind.endswith("Reservation"):
                waiting.append((at.get("reservationFor"), _status(at) or status, depth + 1))
                continue
            if kind.endswith(("Event", "Interview")) or (kind and "startDate" in at):
                yield _event(at, kind, status)
            waiting += [(at[key], status, depth + 1) for key in _HOLDERS if key in at]


def _event(node: dict[str, Any], kind: str, status: str) -> StructuredEvent:
    start, whole = _when(node.get("startDate"))
    return StructuredEvent(
        kind=kind,
        name=_text(node.get("name")),
        start=start,
        end=_when(node.get("endDate"))[0],
        whole_day=whole,
        location=_place(node.get("location")),
        organizer=_organizer(node.get("organizer")),
        status=_status(node) or status,
        url=_text(node.get("url"), MAX_URL),
        description=_text(node.get("description"), MAX_DESCRIPTION),
        previous_start=_when(node.get("previousStartDate"))[0],
    )


def _kind(node: dict[str, Any]) -> str:
    kinds = node.get("@type")
    first = kinds[0] if isinstance(kinds, list) and kinds else kinds
    return first.strip().rstrip("/").rpartition("/")[2][:60] if isinstance(first, str) else ""


def _status(node: dict[str, Any]) -> str:
    said = f"{_text(node.get('reservationStatus'))} {_text(node.get('eventStatus'))}".casefold()
    for word, status in (("cancel", "cancelled"), ("reschedul", "rescheduled"), ("confirm", "confirmed")):
        if word in said:
            return status
    return ""


def _text(value: Any, limit: int = 300) -> str:
    """A value as one line; of several the first, of a node its name."""
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = next((value[k] for k in ("@value", "name", "url", "@id") if k in value), "")
    return cleaned(value)[:limit] if isinstance(value, str) else ""


def _place(value: Any) -> str | None:
    """A place's name with its address, or where a virtual one is."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict):
        return _text(value) or None
    address = value.get("address")
    if isinstance(address, dict):
        keys = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
        address = ", ".join(line for key in keys if (line := _text(address.get(key))))
    pieces = (_text(value.get("name")), _text(address), _text(value.get("url"), MAX_URL))
    return ", ".join(dict.fromkeys(piece for piece in pieces if piece)) or None


def _organizer(value: Any) -> Person | None:
    if isinstance(value, list):
        value = value[0] if value else None
    name = _text(value.get("name")) if isinstance(value, dict) else _text(value)
    email = _text(value.get("email")).removeprefix("mailto:") if isinstance(value, dict) else ""
    return Person(name, email if "@" in email else None) if name or "@" in email else None


def _when(value: Any) -> tuple[datetime | None, bool]:
    """A date-time as written, and whether only a date is; None where it can't be read or the year is absurd."""
    text = _text(value, 60)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None, False
    whole = re.fullmatch(r"[\dW-]{4,10}", text) is not None
    return (found, whole) if FIRST_YEAR <= found.year < LAST_YEAR else (None, False)
