"""A real Secret Service on a session bus of its own: gnome-keyring, unlocked, locked, and without an entry."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import lacking

SET = "import keyring; keyring.set_password('followupd', 'alex@home.example', 'geheim € ')"
ASK = """
import asyncio, sys
from followupd.credentials.secret_service import from_keyring
from followupd.errors import CredentialProblem
try:
    print('secret', ascii(asyncio.run(from_keyring('alex@home.example'))))
except CredentialProblem as problem:
    print('problem', problem.source, problem.kind, problem.retry)
"""
LOCK = """
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
service = DBusAddress('/org/freedesktop/secrets', 'org.freedesktop.secrets', 'org.freedesktop.Secret.Service')
collections = ['/org/freedesktop/secrets/collection/login']
with open_dbus_connection('SESSION') as bus:
    bus.send_and_get_reply(new_method_call(service, 'Lock', 'ao', (collections,)))
"""


def session(folder: Path, *steps: str) -> list[str]:
    """Python programs run one after the other beside an unlocked keyring; what they print."""
    if not shutil.which("gnome-keyring-daemon") or not shutil.which("dbus-run-session"):
        lacking()
    programs = []
    for number, step in enumerate(steps):
        path = folder / f"step{number}.py"
        path.write_text(step)
        programs.append(f"{sys.executable} {path}")
    unlock = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_RUNTIME_DIR": str(folder)}
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "PYTHON_KEYRING"))} | home
    script = " && ".join([unlock, *programs])
    words = ["dbus-run-session", "--", "sh", "-c", script]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env=environment, timeout=60,
        cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_what_keyring_stored_is_read(tmp_path: Path) -> None:
    """``keyring set followupd ADDRESS`` is what the daemon reads, character by character (fault 124)."""
    assert session(tmp_path, SET, ASK) == [f"secret {'geheim € '!a}"]


def test_no_entry_is_told(tmp_path: Path) -> None:
    """Nothing stored is "not-found", which does not heal by itself."""
    assert session(tmp_path, ASK) == ["problem keyring not-found False"]


def test_a_locked_keyring_is_told_and_never_prompts(tmp_path: Path) -> None:
    """Locked is said at once and may heal; no prompt is raised, so nothing hangs (fault 124)."""
    assert session(tmp_path, SET, LOCK, ASK) == ["problem keyring locked True"]


def test_the_bus_is_no_service(tmp_path: Path) -> None:
    """A session bus on which no Secret Service lives is told as that."""
    if not shutil.which("dbus-run-session"):
        lacking()
    path = tmp_path / "ask.py"
    path.write_text(ASK)
    config = tmp_path / "bus.conf"
    config.write_text(
        '<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">'
        '<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>'
    )
    words = ["dbus-run-session", f"--config-file={config}", "--", sys.executable, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == ["problem keyring no-service True"]
