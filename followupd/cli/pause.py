"""``followupd pause [APPLICATION]``: hold everything that leaves the house, or one application."""

import argparse
import sys

from followupd.config import load
from followupd.control import ask, socket_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("application", nargs="?", help="its short name, as status shows it (default: everything)")
    parser.epilog = "example: followupd pause acme"


def run(options: argparse.Namespace) -> int:
    return request("pause", options)


def request(command: str, options: argparse.Namespace) -> int:
    """Ask the running daemon; it is the only writer of the journal."""
    config = load(options.config)
    path = socket_path(config.journal_path.parent)
    answer = ask(path, {"command": command, "application": options.application})
    if answer is None:
        print("followupd: no daemon is running; start it and try again", file=sys.stderr)
        return 69
    if "error" in answer:
        print(f"followupd: {answer['error']}", file=sys.stderr)
        return 65
    print(answer["done"])
    return 0
