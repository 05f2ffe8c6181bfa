"""``followupd check [ACCOUNT]``: the doctor. Each line is ok, a warning, or failed with what to do."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from followupd.clock import SystemClock
from followupd.config import AccountConfig, Config, Endpoint, load
from followupd.credentials import secret
from followupd.errors import ConfigError, CredentialProblem, FollowupError, Problem
from followupd.journal import Journal
from followupd.mail import Folder
from followupd.mailbox import find_folders
from followupd.wire import ImapSession, Security, Server, SignIn, probe

HELPFUL = ("IDLE", "UIDPLUS", "MOVE")
"""Capabilities without which it works, but later or less neatly."""
LACKING = {
    "IDLE": "new mail is noticed within a minute instead of at once",
    "UIDPLUS": "a draft that is taken back may stay marked as deleted for a while",
    "MOVE": "messages are copied and the original is deleted",
}
WORDS = {0: "ok     ", 1: "warning", 2: "failed "}


@dataclass(frozen=True, slots=True)
class Line:
    """``grade``: 0 ok, 1 a warning, 2 failed; ``code`` is the exit code of a failure (sysexits.h)."""

    grade: int
    text: str
    code: int = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("account", nargs="?", help="only this account (default: all)")
    parser.epilog = "example: followupd check"


def run(options: argparse.Namespace) -> int:
    """Print every line; 0 only if the daemon would run."""
    config = load(options.config)
    return asyncio.run(_run(config, options.account))


async def _run(config: Config, only: str | None) -> int:
    chosen = [a for a in config.accounts if only in {None, a.name}]
    if not chosen:
        names = ", ".join(a.name for a in config.accounts)
        raise ConfigError((Problem(f"account.{only}", 0, f"there is no such account; there are: {names}"),))
    code = 0
    async for line in _lines(config, chosen):
        print(f"{WORDS[line.grade]} {line.text}", flush=True)
        code = code or line.code
    return code


async def _lines(config: Config, accounts: list[AccountConfig]) -> AsyncIterator[Line]:
    yield Line(0, f"configuration: {config.path}")
    yield _journal(config)
    for account in accounts:
        async for line in _account(config, account):
            yield line


def _journal(config: Config) -> Line:
    try:
        if config.journal_path.exists():
            Journal.open(config.journal_path, read_only=True).close()
            return Line(0, f"journal: {config.journal_path}")
    except FollowupError as problem:
        return Line(2, f"journal: {problem}", 65)
    return Line(0, f"journal: {config.journal_path} will be made at the first run")


async def _account(config: Config, account: AccountConfig) -> AsyncIterator[Line]:
    name, zone = account.name, account.owner.timezone
    yield Line(
        0, f"{name}: your time zone is {zone}, where it is {SystemClock().now().astimezone(ZoneInfo(zone)):%H:%M}"
    )
    for kind, end in (("imap", account.imap), ("smtp", account.smtp)):
        try:
            sign_in = await _sign_in(account, kind)
        except CredentialProblem as problem:
            yield Line(2, f"{name}: secret for {kind}: {problem}", 77)
            continue
        try:
            if kind == "imap":
                async for line in _imap(config, account, _server(end), sign_in):
                    yield line
            else:
                await probe(_server(end), sign_in)
                yield Line(0, f"{name}: {end.host}:{end.port} takes mail from you ({end.security})")
        except FollowupError as problem:
            yield Line(2, f"{name}: {kind}: {problem}", 77 if isinstance(problem, CredentialProblem) else 69)


async def _sign_in(account: AccountConfig, kind: str) -> SignIn:
    mechanism = "xoauth2" if account.auth == "oauth2" else "password"
    return SignIn(account.username, await secret(account, kind), mechanism)


def _server(end: Endpoint) -> Server:
    return Server(end.host, end.port, Security(end.security), end.certificate)


async def _imap(config: Config, account: AccountConfig, server: Server, sign_in: SignIn) -> AsyncIterator[Line]:
    name = account.name
    session = await ImapSession.open(server, sign_in)
    try:
        yield Line(0, f"{name}: signed in at {server.host}:{server.port} ({server.security.value})")
        for lacking in (c for c in HELPFUL if c not in session.capabilities):
            yield Line(1, f"{name}: the server has no {lacking}: {LACKING[lacking]}")
        overrides = {**account.folders, Folder.NOTICES.value: config.notices_folder}
        folders = await find_folders(session, overrides, make=False)
        there = {f.name for f in await session.folders()} | {"INBOX"}
        for role in (Folder.DRAFTS, Folder.SENT, Folder.TRASH):
            yield _folder(name, role, folders.names.get(role), there)
    finally:
        await session.logout()


def _folder(account: str, role: Folder, name: str | None, there: set[str]) -> Line:
    if name and name in there:
        return Line(0, f"{account}: {role.value} are kept in {name!r}" if role is Folder.DRAFTS else
                    f"{account}: {role.value} is {name!r}")  # fmt: skip
    if role is Folder.TRASH:
        return Line(1, f"{account}: no trash found: a deleted draft counts as discarded after a day")
    text = f"{account}: no {role.value} folder found; it will be made. If you have one under another name, write"
    return Line(1, f'{text} folders = {{ {role.value} = "its name" }}')
