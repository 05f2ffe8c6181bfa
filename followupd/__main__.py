"""``followupd COMMAND``: find the command, run it, turn errors into one line and a sysexits code."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from followupd import __version__
from followupd.errors import ConfigError, CredentialProblem, FollowupError, ServerUnavailable

COMMANDS = {
    "run": "the daemon, in the foreground, as systemd starts it",
    "check": "the doctor: would it run, and if not, what to do",
    "demo": "the whole story on an embedded mail server, with simulated time",
    "read": "what it understands from messages",
    "rehearse": "replay past mail and tell what it would have done",
    "status": "accounts, applications and notes",
    "why": "the events and evidence behind a draft, an application or a message",
    "pause": "hold everything that leaves the house, or one application",
    "resume": "let go again",
    "resend": "send an uncertain note again, with the same Message-ID",
}


def default_config() -> Path:
    """Where the configuration lies unless ``--config`` says otherwise."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "followupd" / "config.toml"


def main(argv: list[str] | None = None) -> int:
    """Run one command; 78 configuration, 77 credentials, 69 server, 65 input, 64 usage (sysexits.h)."""
    words = sys.argv[1:] if argv is None else argv
    name = next((w for w in words if not w.startswith("-")), "")
    parser = argparse.ArgumentParser(prog="followupd", description="Thank-you notes and nudges after job interviews.")
    parser.add_argument("--version", action="version", version=f"followupd {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command, text in COMMANDS.items():
        sub = commands.add_parser(command, help=text, description=text, formatter_class=argparse.RawTextHelpFormatter)
        sub.add_argument("--config", type=Path, default=default_config(), help="the configuration (config.toml)")
        if command == name:
            importlib.import_module(f"followupd.cli.{command}").add_arguments(sub)
    options = parser.parse_args(words)
    command_module = importlib.import_module(f"followupd.cli.{options.command}")
    try:
        return int(command_module.run(options))
    except FollowupError as error:
        for line in str(error).splitlines():
            print(f"followupd: {line}", file=sys.stderr)  # noqa: T201  errors are said on stderr
        return _code(error)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _code(error: FollowupError) -> int:
    match error:
        case ConfigError():
            return 78
        case CredentialProblem():
            return 77
        case ServerUnavailable():
            return 69
        case _:
            return 65


if __name__ == "__main__":
    sys.exit(main())
