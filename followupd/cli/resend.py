"""``followupd resend NOTE``: send an uncertain note again, when the owner says so."""

import argparse

from followupd.cli.pause import order


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("note", help="the note, as status and the message about it name it")
    parser.epilog = "example: followupd resend hexa/1/jo@hexa.example/thank_you/0"


def run(options: argparse.Namespace) -> int:
    """Order it; the daemon does it."""
    return order(options, {"command": "resend", "note": options.note})
