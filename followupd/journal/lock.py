"""One daemon a journal: a lock that the kernel holds, not a pid file; and who may read the files."""

import fcntl
import os
import stat
from pathlib import Path

from followupd.errors import AlreadyRunning, JournalBroken


def take(path: Path) -> int:
    """The descriptor of the held lock beside ``path``; AlreadyRunning where another process has it."""
    descriptor = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise AlreadyRunning(f"another followupd works with {path}; stop it first") from None
    return descriptor


def make_private(path: Path) -> None:
    """Create folder (0700) and file (0600); refuse those that others may read or write."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.close(descriptor)
    except OSError as error:
        raise JournalBroken(f"{path}: {error.strerror}") from None
    for item, mode in ((path.parent, 0o700), (path, 0o600)):
        check_private(item, mode)


def check_private(path: Path, wanted: int) -> None:
    """Refuse what belongs to somebody else or may be touched by others."""
    info = path.stat()
    mode = stat.S_IMODE(info.st_mode)
    if info.st_uid != os.getuid():
        raise JournalBroken(f"{path} belongs to another user; give it to yours")
    if mode & 0o077:
        raise JournalBroken(f"{path} may be touched by others (mode {mode:o}): run chmod {wanted:o} {path}")
