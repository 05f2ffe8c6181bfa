"""``followupd demo``: the whole story on an embedded mail server, with simulated time."""

import argparse
import asyncio
import contextlib
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stay", action="store_true", help="keep the server up, to try it with your own mail client")
    parser.epilog = "example: followupd demo --stay"


def run(options: argparse.Namespace) -> int:
    """Needs the packages of the extra ``demo``."""
    try:
        from followupd.demo import story
    except ModuleNotFoundError as missing:
        print(f'followupd: {missing.name} is missing: run pip install "followupd[demo]"', file=sys.stderr)
        return 69
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(story.run(lambda line: print(line, flush=True), stay=options.stay))
    return 0
