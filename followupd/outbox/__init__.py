"""What goes out: drafts laid down, claimed, submitted and filed; each errand may be done again after a crash."""

from followupd.outbox.outbox import Claimed, Outbox

__all__ = ["Claimed", "Outbox"]
