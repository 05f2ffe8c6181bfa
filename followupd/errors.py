"""What can go wrong, sorted by what to do about it.

::

    FollowupError
    +-- ConfigError(problems)        stop; exit 78; every problem listed
    +-- CredentialProblem            one source, what happened, whether it may heal by itself
    |   +-- CredentialRefused        the server said no: stop this account, tell the owner
    +-- ServerUnavailable(retry_at)  back off, try again
    +-- ProtocolError                the server said something impossible: drop the connection, try again
    +-- CommandRefused(code)         a tagged NO or BAD; the connection is fine
    +-- MailboxChanged               uidvalidity changed: re-correlate the folder first
    +-- MessageRefused               set this message aside
    +-- JournalBroken                stop the daemon; nothing may leave without a record
    +-- AlreadyRunning               another daemon holds the journal
"""

from dataclasses import dataclass


class FollowupError(Exception):
    """Anything that followupd itself reports; its text is fit for the owner's eyes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the configuration: ``line`` is 1-based, 0 where unknown."""

    key: str
    line: int
    text: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.key}: {self.text}"


class ConfigError(FollowupError):
    """The configuration can't be used; carries every problem at once."""

    def __init__(self, problems: tuple[Problem, ...], path: str = "") -> None:
        super().__init__("\n".join(f"{path}: {p}" if path else str(p) for p in problems))
        self.problems = problems


class CredentialProblem(FollowupError):
    """A secret could not be had. ``kind``: not-set, no-bus, no-service, locked, timeout, not-found,
    forbidden-backend, command-failed, broken. ``retry``: it may heal by itself."""

    def __init__(self, source: str, kind: str, text: str, *, retry: bool = False) -> None:
        super().__init__(f"{source}: {text}")
        self.source, self.kind, self.retry = source, kind, retry


class CredentialRefused(CredentialProblem):
    """The server refused the user name or the secret (535, AUTHENTICATIONFAILED)."""

    def __init__(self, text: str) -> None:
        super().__init__("server", "refused", text)


class ServerUnavailable(FollowupError):
    """No connection, no answer in time, or a BYE. ``wait``: seconds the server asked for, if it did."""

    def __init__(self, text: str, *, wait: float | None = None) -> None:
        super().__init__(text)
        self.wait = wait


class ProtocolError(ServerUnavailable):
    """The server's words can't be understood; the connection is no longer used."""


class CommandRefused(FollowupError):
    """A tagged NO or BAD. ``code``: the bracketed response code in capitals (RFC 9051 s7.1), or ``""``."""

    def __init__(self, command: str, text: str, code: str = "") -> None:
        super().__init__(f"{command}: {text}")
        self.command, self.text, self.code = command, text, code


class MailboxChanged(FollowupError):
    """A folder's uidvalidity is not the one that was expected."""


class MessageRefused(FollowupError):
    """This message can't be used; the reason is for the owner."""


class JournalBroken(FollowupError):
    """The journal can't be read or written, or its file is not as safe as it must be."""


class AlreadyRunning(FollowupError):
    """Another daemon holds the lock of this journal."""
