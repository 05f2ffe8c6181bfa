"""``followupd resume [APPLICATION]``: let go again what was held or stopped by the owner."""

import argparse

from followupd.cli.pause import order


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("application", nargs="?", help="its short name, as status shows it (default: everything)")
    parser.epilog = "example: followupd resume acme"


def run(options: argparse.Namespace) -> int:
    return order(options, {"command": "resume", "application": options.application})
