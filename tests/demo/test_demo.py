"""The demo does the main job on its embedded server, and leaves nothing behind."""

import subprocess
import sys
import tempfile
from pathlib import Path

from followupd.__main__ import main


def test_the_story_ends_as_it_must(capsys, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Exit 0, three sends, both ends told, and no file left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert main(["demo"]) == 0
    told = capsys.readouterr().out
    assert told.count("followupd sends a thank-you") == 3
    assert "stops for Brightwater: rejection" in told
    assert "stops for Hexa Labs: offer" in told
    assert "PROBLEM" not in told
    assert list(tmp_path.iterdir()) == []


def test_without_its_packages_it_says_what_to_do() -> None:
    """Without pymap the command names the extra, in one line and without a traceback."""
    code = "import sys; sys.modules['pymap.imap'] = None; from followupd.__main__ import main; sys.exit(main(['demo']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 69
    assert "followupd[demo]" in done.stderr
    assert len(done.stderr.splitlines()) == 1
