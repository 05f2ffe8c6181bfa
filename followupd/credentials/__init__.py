"""Where a secret comes from: one source an account, authoritative, named in every error; nothing falls through."""

import asyncio
import contextlib
import os
import re
import shlex
import signal
import stat
from pathlib import Path
from typing import Protocol

from followupd.credentials.secret_service import from_keyring
from followupd.errors import CredentialProblem


class Asking(Protocol):
    """The part of an account's configuration that says where its secret lies."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def secret(self) -> str: ...
    @property
    def password_command(self) -> str: ...
    @property
    def secret_file(self) -> str: ...


async def secret(account: Asking, kind: str) -> str:
    """The secret for ``kind`` ("imap" or "smtp"); CredentialProblem tells source, reason, and whether to retry."""
    source = account.secret or ("credential" if os.environ.get("CREDENTIALS_DIRECTORY") else "keyring")
    match source:
        case "credential":
            return from_credential(account.name, kind)
        case "keyring":
            return await from_keyring(account.email)
        case "command":
            return await from_command(account.password_command)
        case "file":
            return from_file(account.secret_file)
        case _:
            raise CredentialProblem(source, "not-set", "there is no such source")


def from_credential(account: str, kind: str) -> str:
    """A systemd credential ``followupd.ACCOUNT.imap`` (or ``.smtp``, which may be left out for the same secret)."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise CredentialProblem("credential", "not-set", "not started with LoadCredential=")
    for name in (f"followupd.{account}.{kind}", f"followupd.{account}.imap"):
        if re.fullmatch(r"[A-Za-z0-9._@:-]{1,200}", name) and (Path(folder) / name).exists():
            return _file("credential", Path(folder) / name, 0o007)
    raise CredentialProblem("credential", "not-found", f"there is no followupd.{account}.{kind} in {folder}")


def from_file(path: str) -> str:
    """The first line of a file that nobody else may read."""
    return _file("file", Path(path).expanduser(), 0o077).partition("\n")[0]


def _file(source: str, path: Path, forbidden: int) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            if not stat.S_ISREG(mode) or stat.S_IMODE(mode) & forbidden:
                raise CredentialProblem(source, "broken", f"{path.name} may be read by others: run chmod 600 on it")
            return stream.read(65536).removesuffix("\n")
    except FileNotFoundError:
        raise CredentialProblem(source, "not-found", f"{path} does not exist") from None
    except (OSError, UnicodeError) as error:
        raise CredentialProblem(source, "broken", f"{path.name}: {type(error).__name__}") from None


async def from_command(command: str, limit: float = 30.0) -> str:
    """The first line that the command prints; no shell, and its whole process group ends with the limit."""
    if not command:
        raise CredentialProblem("command", "not-set", "password_command is empty")
    argv = shlex.split(command)
    pipe, none = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *argv, stdin=none, stdout=pipe, stderr=none, start_new_session=True
        )
    except OSError as error:
        raise CredentialProblem("command", "command-failed", f"{argv[0]}: {error.strerror}") from None
    try:
        async with asyncio.timeout(limit):
            said, _ = await process.communicate()
    except (TimeoutError, asyncio.CancelledError) as error:
        _end(process.pid)
        await process.wait()
        if isinstance(error, asyncio.CancelledError):
            raise
        raise CredentialProblem("command", "timeout", f"{argv[0]} did not end within {limit:g} s", retry=True) from None
    line = said.decode("utf-8", "replace").split("\n", 1)[0]
    if process.returncode or not line:
        text = f"{argv[0]} ended with {process.returncode} and {'a' if line else 'no'} first line"
        raise CredentialProblem("command", "command-failed", text, retry=True)
    return line


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
