"""The session against a real Dovecot, where one is installed."""

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from followupd.errors import CredentialRefused, ServerUnavailable
from followupd.wire import ImapSession, Security, Server, SignIn

DOVECOT = shutil.which("dovecot", path="/usr/sbin:/usr/bin")
needs_dovecot = pytest.mark.skipif(
    DOVECOT is None or os.getuid() != 0, reason="Dovecot is not installed, or this is not root"
)
CONF = """\
protocols = imap
listen = 127.0.0.1
base_dir = {run}/run
state_dir = {run}/state
log_path = {run}/log
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
mail_location = maildir:{run}/mail/%n
mail_uid = nobody
mail_gid = nogroup
auth_failure_delay = 0
ssl = yes
ssl_cert = <{run}/server.pem
ssl_key = <{run}/server.pem
passdb {{
  driver = static
  args = password=test
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={run}/mail/%n
}}
namespace inbox {{
  inbox = yes
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""
MAIL = b"From: a@b.example\r\nSubject: sad :( {5}\r\nMessage-ID: <m@b.example>\r\n\r\nhello\r\n"
SIGN_IN = SignIn("alex", "test")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def dovecot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """A Dovecot of our own: its TLS and its STARTTLS server."""
    run = Path(subprocess.check_output(["mktemp", "-d", "/tmp/followupd-dovecot.XXXXXX"], text=True).strip())
    authority, (tls, starttls) = trustme.CA(), (free_port(), free_port())
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    (run / "server.pem").write_bytes(
        certificate.private_key_pem.bytes() + b"".join(p.bytes() for p in certificate.cert_chain_pems)
    )
    authority.cert_pem.write_to_path(str(run / "ca.pem"))
    (run / "conf").write_text(CONF.format(run=run, tls=tls, starttls=starttls))
    subprocess.run(["chown", "-R", "nobody:nogroup", str(run)], check=True)
    words = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", str(DOVECOT), "-F", "-c", f"{run}/conf"]
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", tls), timeout=1):
            break
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    ca = str(run / "ca.pem")
    yield Server("127.0.0.1", tls, ca=ca), Server("127.0.0.1", starttls, Security.STARTTLS, ca=ca)
    process.terminate()
    process.wait(20)
    shutil.rmtree(run)


@pytest.fixture
async def session(dovecot: tuple[Server, Server]) -> AsyncIterator[ImapSession]:
    opened = await ImapSession.open(dovecot[0], SIGN_IN)
    yield opened
    await opened.logout()


@needs_dovecot
async def test_append_fetch_search_remove(session: ImapSession) -> None:
    """A message goes in, is found by header, comes back byte for byte, and goes without a trace."""
    await session.create("Followup Entwürfe")
    when = datetime(2026, 3, 3, tzinfo=UTC)
    place = await session.append("Followup Entwürfe", MAIL, flags=["\\Draft"], received=when)
    assert place is not None
    selected = await session.select("Followup Entwürfe", writable=True)
    assert selected.uidvalidity == place[0]
    assert await session.search(headers=[("Message-ID", "<m@b.example>")]) == (place[1],)
    (message,) = await session.fetch([place[1]], body=True)
    assert message.raw == MAIL
    assert message.received == when
    assert "\\Draft" in message.flags
    await session.store([place[1]], ["\\Flagged"], add=True)
    assert "\\Flagged" in (await session.fetch([place[1]]))[0].flags
    await session.move([place[1]], "Drafts")
    assert await session.search(after=0) == ()
    await session.select("Drafts", writable=True)
    await session.remove(await session.search())
    assert await session.search() == ()


@needs_dovecot
async def test_special_use_and_names(session: ImapSession) -> None:
    """Folders come with their special use and their own names (fault 48)."""
    await session.create('A "quoted" * & Müll')
    folders = {f.name: f.attributes for f in await session.folders()}
    assert "\\drafts" in folders["Drafts"]
    assert 'A "quoted" * & Müll' in folders


@needs_dovecot
async def test_idle_hears_of_new_mail(session: ImapSession, dovecot: tuple[Server, Server]) -> None:
    """A push ends the wait, and the session works on afterwards (fault 40)."""
    await session.select("INBOX")
    other = await ImapSession.open(dovecot[0], SIGN_IN)
    waiting = asyncio.create_task(session.idle(60))
    await asyncio.sleep(0.2)
    await other.append("INBOX", MAIL)
    assert await waiting
    assert len(await session.search(after=0)) == 1
    await other.logout()


@needs_dovecot
async def test_interrupt_ends_the_wait(session: ImapSession) -> None:
    """Another task can end the wait; nothing was pushed."""
    await session.select("Drafts")
    waiting = asyncio.create_task(session.idle(60))
    await asyncio.sleep(0.1)
    session.interrupt()
    assert not await waiting
    assert not session.closed


@needs_dovecot
async def test_starttls_is_verified(dovecot: tuple[Server, Server]) -> None:
    """STARTTLS signs in with a verified certificate, and not with an unknown one (fault 60)."""
    session = await ImapSession.open(dovecot[1], SIGN_IN)
    assert "IDLE" in session.capabilities
    await session.logout()
    with pytest.raises(ServerUnavailable, match="certificate"):
        await ImapSession.open(Server("127.0.0.1", dovecot[1].port, Security.STARTTLS), SIGN_IN)
    with pytest.raises(ServerUnavailable, match="pinned"):
        await ImapSession.open(Server("127.0.0.1", dovecot[0].port, pin="00" * 32), SIGN_IN)


@needs_dovecot
async def test_wrong_password_is_said(dovecot: tuple[Server, Server]) -> None:
    """A wrong password is told as such, not as a timeout (fault 61)."""
    with pytest.raises(CredentialRefused):
        await ImapSession.open(dovecot[0], SignIn("alex", "wrong"))


async def test_a_refused_port_is_said() -> None:
    """A port where nobody listens is told as such."""
    with pytest.raises(ServerUnavailable, match="refused"):
        await ImapSession.open(Server("127.0.0.1", free_port()), SIGN_IN)
