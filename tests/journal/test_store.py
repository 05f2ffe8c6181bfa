"""The journal keeps what it was told, all or nothing, and only for its owner."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.effects import ErrandState, Tell
from followupd.errors import AlreadyRunning, JournalBroken
from followupd.events import Paused, PolicyChanged, Resumed
from followupd.journal import Journal, NewErrand
from followupd.mail import Folder, Place
from followupd.policy import Employer, Owner, Policy

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal.sqlite"


def test_events_come_back_as_they_were(path: Path) -> None:
    """Durations, times of day, sets and mappings survive the file."""
    policy = Policy(
        owners={"a": Owner("A", "a@b.example")},
        queue_after=timedelta(minutes=7),
        agencies=frozenset({"x.example"}),
        employers=(Employer("Acme", people=()),),
    )
    journal = Journal.open(path)
    journal.commit([(PolicyChanged(NOW, policy), None), (Paused(NOW, "acme"), None)])
    journal.close()
    again = Journal.open(path)
    assert [e for _, e in again.events()] == [PolicyChanged(NOW, policy), Paused(NOW, "acme")]
    again.close()


def test_second_daemon_is_refused(path: Path) -> None:
    """A second daemon on one journal stops with a clear word (fault 14)."""
    journal = Journal.open(path)
    with pytest.raises(AlreadyRunning):
        Journal.open(path)
    journal.close()
    Journal.open(path).close()


def test_modes_are_checked(path: Path) -> None:
    """Files that others may read are refused with what to do (fault 21)."""
    Journal.open(path).close()
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert os.stat(path.parent).st_mode & 0o777 == 0o700
    path.chmod(0o644)
    with pytest.raises(JournalBroken, match="chmod 600"):
        Journal.open(path)


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    """A key used twice undoes the whole transaction, cursor and errands with it."""
    journal = Journal.open(path)
    journal.commit([(Paused(NOW), "once")])
    errand = NewErrand(Tell("main", "k"), b"raw", "<m@x>", NOW)
    with pytest.raises(JournalBroken):
        journal.commit(
            [(Resumed(NOW), None), (Paused(NOW), "once")], errands=[errand], cursor=("main", Folder.INBOX, 1, 9)
        )
    assert journal.last_event == 1
    assert journal.errands("main", now=NOW) == ()
    assert journal.cursor("main", Folder.INBOX) is None
    journal.close()


def test_errands_keep_their_bytes_until_done(path: Path) -> None:
    """An errand is found again with the same bytes after a restart, until it is done."""
    journal = Journal.open(path)
    journal.commit([], errands=[NewErrand(Tell("main", "k"), b"raw\0bytes", "<m@x>", NOW)])
    journal.phase(1, ErrandState.ATTEMPTING)
    journal.close()
    journal = Journal.open(path)
    (errand,) = journal.errands("main", now=NOW)
    assert (errand.raw, errand.state, errand.attempts) == (b"raw\0bytes", ErrandState.ATTEMPTING, 1)
    journal.commit([], done=[1])
    assert journal.errands("main", now=NOW) == ()
    journal.close()


def test_postponed_errands_wait(path: Path) -> None:
    """An errand is not offered before its time."""
    journal = Journal.open(path)
    journal.commit([], errands=[NewErrand(Tell("main", "k"), b"", "", NOW + timedelta(minutes=5))])
    assert journal.errands("main", now=NOW) == ()
    assert len(journal.errands("main", now=NOW + timedelta(minutes=5))) == 1
    journal.close()


def test_attempts_are_counted_before_reading(path: Path) -> None:
    """Each attempt at a letter is counted and kept; handling it forgets the count (fault 12)."""
    journal, place = Journal.open(path), Place("main", Folder.INBOX, 1, 5)
    assert journal.attempt([place]) == (1,)
    journal.close()
    journal = Journal.open(path)
    assert journal.attempt([place]) == (2,)
    journal.commit([], cursor=("main", Folder.INBOX, 1, 5), read=[place])
    assert journal.attempt([place]) == (1,)
    journal.close()


def test_a_newer_journal_is_refused(path: Path) -> None:
    """A journal from a newer version is left alone (fault 16)."""
    journal = Journal.open(path)
    journal._base.execute("PRAGMA user_version = 99")
    journal.close()
    with pytest.raises(JournalBroken, match="newer"):
        Journal.open(path)
