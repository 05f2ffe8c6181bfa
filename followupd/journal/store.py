"""The journal's file: opened safely, written in one transaction at a time, read back as words."""

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from followupd.effects import Effect, Errand, ErrandState
from followupd.errors import JournalBroken
from followupd.events import Event
from followupd.journal import codec, lock
from followupd.mail import Folder, Place

VERSION = 1
MIGRATIONS: tuple[str, ...] = ()
"""SQL from version n to n + 1, the first from 1 to 2; append-only."""


@dataclass(frozen=True, slots=True)
class NewErrand:
    """An effect to be done, with the bytes that never change from here on."""

    effect: Effect
    raw: bytes
    message_id: str
    not_before: datetime


class Journal:
    """Open with ``Journal.open``. All calls are short and made directly on the loop; one writer."""

    def __init__(self, base: sqlite3.Connection, descriptor: int | None = None) -> None:
        self._base, self._lock = base, descriptor

    @classmethod
    def open(cls, path: Path | None, *, read_only: bool = False) -> "Journal":
        """The journal at ``path`` (None: in memory). JournalBroken or AlreadyRunning where it can't be used."""
        if path is None:
            return cls._prepared(sqlite3.connect(":memory:", isolation_level=None), None)
        if read_only:
            if not path.exists():
                raise JournalBroken(f"{path}: there is no journal yet; has the daemon run?")
            return cls(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None))
        lock.make_private(path)
        descriptor = lock.take(path)
        try:
            return cls._prepared(sqlite3.connect(path, isolation_level=None), descriptor)
        except BaseException:
            os.close(descriptor)
            raise

    @classmethod
    def _prepared(cls, base: sqlite3.Connection, descriptor: int | None) -> "Journal":
        journal = cls(base, descriptor)
        with _said():
            if descriptor is not None:
                journal._durable()
            journal._migrate()
        return journal

    def _durable(self) -> None:
        """Write-ahead log, every commit on the disk, no broken page: asserted, not hoped for."""
        mode = self._base.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        self._base.execute("PRAGMA synchronous = FULL")
        level = self._base.execute("PRAGMA synchronous").fetchone()[0]
        if mode != "wal" or level != 2:
            raise JournalBroken(f"this file system gives no durable journal (mode {mode}, synchronous {level})")
        check = self._base.execute("PRAGMA quick_check").fetchone()[0]
        if check != "ok":
            raise JournalBroken(f"the journal is damaged ({check}); restore a backup or move it away and start anew")

    def _migrate(self) -> None:
        version = self._base.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise JournalBroken(
                f"the journal has version {version}, this followupd knows {VERSION}: install a newer one"
            )
        if version == 0:
            schema = resources.files("followupd.journal").joinpath("schema.sql").read_text("utf-8")
            self._script(schema)
            with self._transaction():
                self._base.execute("INSERT INTO meta VALUES ('instance', ?)", (secrets.token_hex(8),))
        for step in MIGRATIONS[max(version, 1) - 1 :]:
            self._script(step)

    def _script(self, sql: str) -> None:
        """One migration in one transaction, its version with it."""
        done = self._base.execute("PRAGMA user_version").fetchone()[0] + 1
        self._base.executescript(f"BEGIN IMMEDIATE; {sql} PRAGMA user_version = {done}; COMMIT;")

    def close(self) -> None:
        self._base.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    # ── what happened ───────────────────────────────────────────────────────

    @property
    def instance(self) -> str:
        """A random name of this journal, made once."""
        return self.meta("instance") or ""

    def meta(self, key: str) -> str | None:
        row = self._base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    @property
    def last_event(self) -> int:
        """The number of the newest event, 0 where there is none."""
        return int(self._base.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])

    def events(self) -> Iterator[tuple[int, Event]]:
        """Every event with its number, oldest first."""
        with _said():
            for number, name, body in self._base.execute("SELECT id, type, body FROM event ORDER BY id"):
                yield number, codec.event(name, body)

    def known(self, dedup: str) -> bool:
        """Whether an event with this key was ever recorded."""
        with _said():
            return bool(self._base.execute("SELECT 1 FROM event WHERE dedup = ?", (dedup,)).fetchone())

    def commit(
        self,
        events: Sequence[tuple[Event, str | None]],
        *,
        errands: Sequence[NewErrand] = (),
        cursor: tuple[str, Folder, int, int] | None = None,
        done: Sequence[int] = (),
        aside: Sequence[int] = (),
        postponed: Sequence[tuple[int, datetime]] = (),
        read: Sequence[Place] = (),
    ) -> None:
        """Events, effects and cursor in one transaction: all of it is true afterwards, or nothing.

        ``done`` errands lose their bytes, those set ``aside`` keep them; letters that were ``read`` lose their counts.
        """
        with _said(), self._transaction():
            for event, dedup in events:
                self._record(event, dedup)
            for errand in errands:
                self._order(errand)
            if cursor:
                self._base.execute(
                    "INSERT OR REPLACE INTO cursor VALUES (?, ?, ?, ?)", (cursor[0], cursor[1].value, *cursor[2:])
                )
            for number in done:
                self._base.execute("UPDATE errand SET state = 'done', raw = x'' WHERE id = ?", (number,))
            for number in aside:
                self._base.execute("UPDATE errand SET state = 'set_aside' WHERE id = ?", (number,))
            for place in read:
                self._base.execute(
                    "DELETE FROM attempt WHERE account = ? AND folder = ? AND uidvalidity = ? AND uid = ?",
                    (place.account, place.folder.value, place.uidvalidity, place.uid),
                )
            for number, when in postponed:
                self._base.execute(
                    "UPDATE errand SET state = 'pending', not_before = ? WHERE id = ?", (_text(when), number)
                )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._base.in_transaction:  # a full disk has rolled back already
                self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def _record(self, event: Event, dedup: str | None) -> None:
        letter = getattr(event, "letter", None)
        message_id = letter.message_id if letter else getattr(event, "message_id", None)
        row = (
            _text(event.at),
            type(event).__name__,
            getattr(event, "application", None),
            getattr(event, "note", None),
            message_id,
            dedup,
            codec.encode(event),
        )
        self._base.execute(
            "INSERT INTO event (at, type, application, note, message_id, dedup, body) VALUES (?, ?, ?, ?, ?, ?, ?)", row
        )

    def _order(self, errand: NewErrand) -> None:
        effect = errand.effect
        row = (effect.account, type(effect).__name__, codec.encode(effect), errand.raw, errand.message_id)
        self._base.execute(
            "INSERT INTO errand (account, type, body, raw, message_id, state, not_before)"
            " VALUES (?, ?, ?, ?, ?, 'pending', ?)",
            (*row, _text(errand.not_before)),
        )

    # ── what is to be done ──────────────────────────────────────────────────

    def errands(self, account: str, *, now: datetime) -> tuple[Errand, ...]:
        """Open errands of an account that may be tried now, oldest first."""
        return self._errands(
            "account = ? AND state IN ('pending', 'attempting', 'data') AND not_before <= ?", (account, _text(now))
        )

    def uncertain(self, account: str) -> tuple[Errand, ...]:
        """Submissions that were set aside because nobody knows whether they left; their bytes are kept."""
        return self._errands("account = ? AND type = 'Submit' AND state = 'set_aside'", (account,))

    def _errands(self, where: str, values: tuple[str, ...]) -> tuple[Errand, ...]:
        sql = "SELECT id, type, body, raw, message_id, state, attempts, not_before FROM errand"
        with _said():
            rows = self._base.execute(f"{sql} WHERE {where} ORDER BY id", values)
            return tuple(
                Errand(n, codec.effect(t, b), raw, mid, ErrandState(state), tries, datetime.fromisoformat(at))
                for n, t, b, raw, mid, state, tries, at in rows
            )

    def phase(self, errand: int, state: ErrandState) -> None:
        """Write the phase down before the socket is touched; its own commit."""
        more = 1 if state is ErrandState.ATTEMPTING else 0
        with _said(), self._transaction():
            self._base.execute(
                "UPDATE errand SET state = ?, attempts = attempts + ? WHERE id = ?", (state.value, more, errand)
            )

    # ── where the mailbox stands ────────────────────────────────────────────

    def cursor(self, account: str, folder: Folder) -> tuple[int, int] | None:
        """(uidvalidity, highest UID handled), or None before the first visit."""
        sql = "SELECT uidvalidity, uid FROM cursor WHERE account = ? AND folder = ?"
        with _said():
            row = self._base.execute(sql, (account, folder.value)).fetchone()
        return (row[0], row[1]) if row else None

    def attempt(self, places: Sequence[Place]) -> tuple[int, ...]:
        """Count an attempt at reading each letter, committed before it is read; the counts so far."""
        sql = "INSERT INTO attempt VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count"
        with _said(), self._transaction():
            return tuple(
                self._base.execute(sql, (p.account, p.folder.value, p.uidvalidity, p.uid)).fetchone()[0] for p in places
            )


def _text(when: datetime) -> str:
    """UTC, with fixed width, so that text compares as time does."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """SQLite's errors as ours: nothing leaves the house without a record."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalBroken(f"the journal can't be used ({error}); nothing is sent until it can") from error
