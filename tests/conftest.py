"""Servers that several rooms' tests share."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.servers import debian, hosts


def lacking() -> None:
    """Say what did not run and why; where everything must run, that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(debian.WHY)
    pytest.skip(debian.WHY)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[debian.Dovecot]:
    """A Dovecot of our own."""
    if not debian.USABLE:
        lacking()
    server = debian.Dovecot()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def dotted() -> Iterator[debian.Dovecot]:
    """A Dovecot that keeps every folder below INBOX, as Courier and many hosters do."""
    if not debian.USABLE:
        lacking()
    server = debian.Dovecot(prefix="INBOX.", separator=".")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postfix(dovecot: debian.Dovecot) -> Iterator[debian.Postfix]:
    """A Postfix of our own, which delivers into that Dovecot."""
    if not debian.WITH_POSTFIX:
        lacking()
    server = debian.Postfix(dovecot)
    yield server
    server.stop()


@pytest.fixture(params=["embedded", "debian", "dotted"])
async def imap_host(request: pytest.FixtureRequest) -> AsyncIterator[hosts.Host]:
    """Every IMAP server that the contract is held against."""
    if request.param == "embedded":
        async with hosts.embedded() as host:
            yield host
    else:
        dovecot = request.getfixturevalue("dovecot" if request.param == "debian" else "dotted")
        yield hosts.debian(request.param, dovecot, None)


@pytest.fixture(params=["embedded", "debian"])
async def host(request: pytest.FixtureRequest) -> AsyncIterator[hosts.Host]:
    """Every pair of IMAP and submission servers that the story is told on."""
    if request.param == "embedded":
        async with hosts.embedded() as host:
            yield host
    else:
        yield hosts.debian("debian", request.getfixturevalue("dovecot"), request.getfixturevalue("postfix"))
