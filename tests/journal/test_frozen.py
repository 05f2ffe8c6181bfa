"""What was written by version 1 is read for ever: its schema, and one event of every kind as it lies in the file."""

import json
import sqlite3
from pathlib import Path
from typing import Any, get_args

import pytest

from followupd.effects import Effect
from followupd.events import Event
from followupd.journal import Journal, codec

HERE = Path(__file__).parent
FROZEN = json.loads((HERE / "frozen_v1.json").read_text("utf-8"))


def test_the_schema_of_version_1(tmp_path: Path) -> None:
    """A fresh journal of version 1 has exactly the tables that version 1 had."""
    Journal.open(tmp_path / "state" / "journal.sqlite").close()
    base = sqlite3.connect(tmp_path / "state" / "journal.sqlite")
    tables = base.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").fetchall()
    assert [" ".join(sql.split()) for (sql,) in tables] == FROZEN["schema"]
    assert base.execute("PRAGMA user_version").fetchone() == (1,)
    base.close()


def known(written: Any, frozen: Any) -> Any:
    """What version 1 knew of what is written now: at every depth, fields that came later are left out."""
    if isinstance(written, dict) and isinstance(frozen, dict):
        return {key: known(written[key], frozen[key]) for key in frozen if key in written}
    if isinstance(written, list) and isinstance(frozen, list) and len(written) == len(frozen):
        return [known(*pair) for pair in zip(written, frozen, strict=True)]
    return written


@pytest.mark.parametrize("kind", [k.__name__ for k in get_args(Event)])
def test_every_event_of_version_1_is_read(kind: str) -> None:
    """An event as version 1 wrote it is still read, and written back without a loss."""
    body = json.dumps(FROZEN["events"][kind]).encode()
    event = codec.event(kind, body)
    written = json.loads(codec.encode(event))
    assert known(written, FROZEN["events"][kind]) == FROZEN["events"][kind]


@pytest.mark.parametrize("kind", [k.__name__ for k in get_args(Effect)])
def test_every_effect_of_version_1_is_read(kind: str) -> None:
    """The same for effects, which may lie in the journal over an upgrade."""
    body = json.dumps(FROZEN["effects"][kind]).encode()
    written = json.loads(codec.encode(codec.effect(kind, body)))
    assert known(written, FROZEN["effects"][kind]) == FROZEN["effects"][kind]


def test_what_a_later_version_added_is_passed_over() -> None:
    """Unknown fields of an event do not stop an older reader of the same journal version."""
    body = {**FROZEN["events"]["Paused"], "later": [1, 2]}
    assert codec.event("Paused", json.dumps(body).encode()) == codec.event(
        "Paused", json.dumps(FROZEN["events"]["Paused"]).encode()
    )
