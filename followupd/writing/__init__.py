"""Notes to messages. Pure: facts in, final bytes out; names and companies are data, never templates."""

from followupd.writing.body import draft_text
from followupd.writing.clean import clean
from followupd.writing.message import compose, tell
from followupd.writing.seal import Refused, Sealed, seal

__all__ = ["Refused", "Sealed", "clean", "compose", "draft_text", "seal", "tell"]
