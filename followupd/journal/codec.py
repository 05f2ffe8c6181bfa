"""Events and effects as JSON, for years: fields are only added, with defaults; unknown ones are passed over."""

from typing import Any, get_args

import msgspec

from followupd.effects import Effect
from followupd.errors import JournalBroken
from followupd.events import Event

EVENTS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}
EFFECTS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Effect)}


def encode(value: Event | Effect) -> bytes:
    """The JSON of one event or effect; its type's name is kept beside it."""
    return msgspec.json.encode(value)


def event(name: str, body: bytes) -> Event:
    """Read an event back; an unknown type means a journal from a newer followupd."""
    decoded: Event = _decode(EVENTS, name, body)
    return decoded


def effect(name: str, body: bytes) -> Effect:
    """Read an effect back."""
    decoded: Effect = _decode(EFFECTS, name, body)
    return decoded


def _decode(known: dict[str, type[Any]], name: str, body: bytes) -> Any:
    if name not in known:
        raise JournalBroken(f"the journal holds a {name!r}, which this version does not know: install a newer one")
    try:
        return msgspec.json.decode(body, type=known[name])
    except msgspec.MsgspecError as error:
        raise JournalBroken(f"a {name} in the journal can't be read: {error}") from None
