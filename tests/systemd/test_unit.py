"""The user unit: what systemd itself thinks of it, and what the daemon needs of it."""

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parent.parent.parent / "systemd" / "followupd.service"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_finds_nothing_to_say(tmp_path: Path) -> None:
    """verify prints nothing: it exits 0 on unknown keys too, so any output counts."""
    home = tmp_path / "home"
    program = home / ".local/bin/followupd"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copy = tmp_path / "followupd.service"
    copy.write_text(UNIT.read_text().replace("%h", str(home)))
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(home)}
    words = ["systemd-analyze", "--user", "verify", str(copy)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_it_says_when_it_is_ready_and_restarts() -> None:
    """Type=notify with a watchdog; no restart over a broken configuration; the bus and the socket stay reachable."""
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT)
    service = unit["Service"]
    assert service["Type"] == "notify"
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == "78"
    assert int(service["WatchdogSec"]) > 0
    assert service["ProtectHome"] == "read-only"
    assert "%t" in service["ReadWritePaths"].split()
