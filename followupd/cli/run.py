"""``followupd run``: the daemon, in the foreground, as systemd starts it."""

import argparse
import asyncio
import faulthandler
import logging

from followupd.clock import SystemClock
from followupd.config import load
from followupd.control import ControlSocket, socket_path
from followupd.journal import Journal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "example: followupd run --config ~/.config/followupd/config.toml"


def run(options: argparse.Namespace) -> int:
    """Load, lock, work until told to stop."""
    from followupd.daemon import Daemon
    from followupd.status import answer

    config = load(options.config)
    faulthandler.enable()
    logging.basicConfig(level=config.log_level.upper(), format="%(levelname)s %(name)s %(message)s")
    for chatty in ("aioimaplib", "aiosmtplib", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    journal = Journal.open(config.journal_path)

    async def work() -> None:
        daemon = Daemon(config, SystemClock(), journal)
        control = ControlSocket(socket_path(config.journal_path.parent), lambda request: answer(daemon, request))
        await daemon.run(control)

    try:
        asyncio.run(work())
    finally:
        journal.close()
    return 0
