"""Servers' dialects: the only room that speaks IMAP and SMTP."""

from followupd.wire.imap import Fetched, FolderName, ImapSession, Selected, Status
from followupd.wire.server import Security, Server, SignIn

__all__ = ["Fetched", "FolderName", "ImapSession", "Security", "Selected", "Server", "SignIn", "Status"]
