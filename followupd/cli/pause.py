"""``followupd pause [APPLICATION]``: hold everything that leaves the house, or one application."""

import argparse
import sys

from followupd.config import load
from followupd.control import ask, socket_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("application", nargs="?", help="its short name, as status shows it (default: everything)")
    parser.epilog = "example: followupd pause acme"


def run(options: argparse.Namespace) -> int:
    return order(options, {"command": "pause", "application": options.application})


def order(options: argparse.Namespace, request: dict[str, str | None]) -> int:
    """Ask the running daemon; it is the only writer of the journal."""
    config = load(options.config)
    answer = ask(socket_path(config.journal_path.parent), request)
    if answer is None:
        print("followupd: no daemon is running; start it and try again", file=sys.stderr)
        return 69
    if "error" in answer:
        print(f"followupd: {answer['error']}", file=sys.stderr)
        return 65
    print(answer["done"])
    return 0
