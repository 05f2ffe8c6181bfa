"""Servers' dialects: the only room that speaks IMAP and SMTP."""

from followupd.wire.server import Security, Server, SignIn

__all__ = ["Security", "Server", "SignIn"]
