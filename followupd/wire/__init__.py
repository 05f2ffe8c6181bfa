"""Servers' dialects: the only room that speaks IMAP and SMTP."""

from followupd.wire.imap import Fetched, FolderName, ImapSession, Selected, Status
from followupd.wire.server import Security, Server, SignIn
from followupd.wire.smtp import Outcome, Reply, probe, submit

__all__ = [
    "Fetched",
    "FolderName",
    "ImapSession",
    "Outcome",
    "Reply",
    "Security",
    "Selected",
    "Server",
    "SignIn",
    "Status",
    "probe",
    "submit",
]
