"""What comes in: folders found by role, new mail by cursor, and where every draft of ours lies now."""

from followupd.mailbox.drafts import DraftsView
from followupd.mailbox.folders import Folders, find_folders
from followupd.mailbox.scan import Batch, Cursor, scan

__all__ = ["Batch", "Cursor", "DraftsView", "Folders", "find_folders", "scan"]
