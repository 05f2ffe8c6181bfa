"""One source an account: it is named in every error, and nothing falls through to another."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from followupd.credentials import secret
from followupd.errors import CredentialProblem


@dataclass
class Account:
    name: str = "main"
    email: str = "alex@home.example"
    secret: str = ""
    password_command: str = ""
    secret_file: str = ""


async def problem(account: Account) -> CredentialProblem:
    with pytest.raises(CredentialProblem) as caught:
        await secret(account, "imap")
    return caught.value


async def test_a_file(tmp_path: Path) -> None:
    """The first line of a private file; a file that others may read is refused."""
    path = tmp_path / "secret"
    path.write_text("pass word\nnot this\n")
    path.chmod(0o600)
    account = Account(secret="file", secret_file=str(path))
    assert await secret(account, "imap") == "pass word"
    path.chmod(0o640)
    assert "chmod 600" in str(await problem(account))
    path.unlink()
    assert (await problem(account)).kind == "not-found"


async def test_a_command() -> None:
    """The first line that it prints; failing or silent ones are told apart from wrong passwords."""
    assert (
        await secret(Account(secret="command", password_command="printf 'top secret\\nmore'"), "imap") == "top secret"
    )
    failed = await problem(Account(secret="command", password_command="false"))
    assert (failed.kind, failed.retry) == ("command-failed", True)
    assert (await problem(Account(secret="command", password_command="/no/such/program"))).kind == "command-failed"
    assert (await problem(Account(secret="command"))).kind == "not-set"


async def test_a_command_that_hangs_is_ended() -> None:
    """It ends with its children at the limit, and the loop goes on meanwhile (fault 124)."""
    from followupd.credentials import from_command

    with pytest.raises(CredentialProblem) as caught:
        await from_command("sh -c 'sleep 61.7 & wait'", limit=0.2)
    assert (caught.value.kind, caught.value.retry) == ("timeout", True)
    assert b"sleep\x0061.7\x00" not in command_lines()


def command_lines() -> list[bytes]:
    """Every process of the machine."""
    return [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]


async def test_a_systemd_credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """followupd.ACCOUNT.imap in $CREDENTIALS_DIRECTORY, which is the default where systemd hands one over."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    path = tmp_path / "followupd.main.imap"
    path.write_text("from systemd\n")
    path.chmod(0o400)
    assert await secret(Account(), "imap") == "from systemd"
    assert await secret(Account(), "smtp") == "from systemd"
    (tmp_path / "followupd.main.smtp").write_text("another")
    (tmp_path / "followupd.main.smtp").chmod(0o400)
    assert await secret(Account(), "smtp") == "another"
    assert (await problem(Account(name="other"))).kind == "not-found"


async def test_nothing_falls_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring that can't be reached is said, though a credential lies there (fault 124)."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "followupd.main.imap").write_text("wrong one")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    missing = await problem(Account(secret="keyring"))
    assert (missing.source, missing.kind) == ("keyring", "no-bus")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert (await problem(Account(secret="keyring"))).kind == "forbidden-backend"


async def test_a_dead_bus_is_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session bus that is not there is told, and may heal."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    missing = await problem(Account(secret="keyring"))
    assert (missing.kind, missing.retry) == ("no-bus", True)
