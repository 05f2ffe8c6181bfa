"""SQLite: the only memory. Events, errands and cursors commit together (house.md, rules of the journal)."""

from followupd.journal.store import Journal, NewErrand

__all__ = ["Journal", "NewErrand"]
