"""One contract for every IMAP server: the embedded one, Dovecot, and Dovecot with its folders below INBOX."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from followupd.errors import CommandRefused, CredentialRefused, ServerUnavailable
from followupd.wire import ImapSession, Security, Server, SignIn
from tests.servers.debian import PASSWORD, Dovecot, free_port
from tests.servers.hosts import Host

MAIL = b"From: a@b.example\r\nSubject: sad :( {5}\r\nMessage-ID: <m@b.example>\r\n\r\nhello\r\n"


@pytest.fixture
async def user(imap_host: Host) -> str:
    return await imap_host.add_user()


@pytest.fixture
async def session(imap_host: Host, user: str) -> AsyncIterator[ImapSession]:
    opened = await imap_host.session(user)
    yield opened
    await opened.logout()


async def test_append_fetch_search_remove(imap_host: Host, session: ImapSession) -> None:
    """A message goes in, is found by header, comes back byte for byte, and goes without a trace."""
    folder, when = imap_host.folder("Followup Entwürfe"), datetime(2026, 3, 3, tzinfo=UTC)
    await session.create(folder)
    place = await session.append(folder, MAIL, flags=["\\Draft"], received=when)
    assert place is not None
    selected = await session.select(folder, writable=True)
    assert selected.uidvalidity == place[0]
    assert await session.search(headers=[("Message-ID", "<m@b.example>")]) == (place[1],)
    assert await session.search(headers=[("References", "<x>"), ("X-Own", "y"), ("Subject", "sad")]) == (place[1],)
    (message,) = await session.fetch([place[1]], body=True)
    assert (message.raw, message.received, message.size) == (MAIL, when, len(MAIL))
    assert "\\Draft" in message.flags
    assert "\\Seen" not in (await session.fetch([place[1]]))[0].flags
    await session.store([place[1]], ["\\Flagged"], add=True)
    assert "\\Flagged" in (await session.fetch([place[1]]))[0].flags
    await session.move([place[1]], imap_host.folder("Drafts"))
    assert await session.search(after=0) == ()
    await session.select(imap_host.folder("Drafts"), writable=True)
    await session.remove(await session.search())
    assert await session.search() == ()


async def test_bytes_of_every_kind_come_back(imap_host: Host, session: ImapSession) -> None:
    """Literals hold what looks like syntax, 8-bit bytes and long lines; all come back as they went (faults 45, 47)."""
    bodies = [b"* 1 EXISTS\r\nA1 OK done\r\n", b")\r\n{3}\r\nabc", "Grüße €\r\n".encode(), b"x" * 3000 + b"\r\n", b""]
    mails = [b"Subject: %d\r\n\r\n" % n + body for n, body in enumerate(bodies)]
    for mail in mails:
        await session.append("INBOX", mail)
    await session.select("INBOX")
    fetched = await session.fetch(await session.search(), body=True)
    assert [m.raw for m in fetched] == mails
    assert [m.raw for m in await session.fetch([fetched[3].uid], body=True, limit=100)] == [mails[3][:100]]


async def test_search_by_date_and_by_uid(imap_host: Host, session: ImapSession) -> None:
    """SINCE counts the server's own dates; "after" never names what is not after (RFC 9051 s6.4.8)."""
    for day in (1, 5, 9):
        await session.append("INBOX", MAIL, received=datetime(2026, 3, day, 12, tzinfo=UTC))
    await session.select("INBOX")
    one, two, three = await session.search()
    assert await session.search(since=date(2026, 3, 5)) == (two, three)
    assert await session.search(after=one) == (two, three)
    assert await session.search(after=three) == ()


async def test_special_use_and_names(imap_host: Host, session: ImapSession) -> None:
    """Folder names come back as they were given, whatever is in them (fault 48)."""
    name = imap_host.folder('A "quoted" & Müll')
    await session.create(name)
    await session.create(name)
    folders = {f.name: f.attributes for f in await session.folders()}
    assert name in folders
    if imap_host.dovecot:
        assert "\\drafts" in folders[imap_host.folder("Drafts")]
        prefix, delimiter = await session.namespace()
        assert (prefix, delimiter) == (("INBOX.", ".") if imap_host.name == "dotted" else ("", "/"))


async def test_idle_hears_of_new_mail(imap_host: Host, session: ImapSession, user: str) -> None:
    """A push ends the wait, and the session works on afterwards (fault 40)."""
    await session.select("INBOX")
    other = await imap_host.session(user)
    waiting = asyncio.create_task(session.idle(60))
    await asyncio.sleep(0.2)
    await other.append("INBOX", MAIL)
    assert await waiting
    assert len(await session.search(after=0)) == 1
    await other.logout()


async def test_news_told_beside_an_answer_is_not_lost(imap_host: Host, session: ImapSession, user: str) -> None:
    """Mail that is announced in the answer to another command ends the next wait at once (fault 40)."""
    await session.select("INBOX")
    other = await imap_host.session(user)
    await other.append("INBOX", MAIL)
    await session.noop()
    assert await session.idle(60)
    await other.logout()


async def test_interrupt_ends_the_wait(imap_host: Host, session: ImapSession) -> None:
    """Another task can end the wait; nothing was pushed."""
    await session.select(imap_host.folder("Drafts"))
    waiting = asyncio.create_task(session.idle(60))
    await asyncio.sleep(0.1)
    session.interrupt()
    assert not await waiting
    assert not session.closed


async def test_a_refusal_leaves_the_connection_usable(imap_host: Host, session: ImapSession) -> None:
    """A folder that is not there is a NO, told as such; the next command works (fault 49)."""
    with pytest.raises(CommandRefused):
        await session.select(imap_host.folder("No such folder"))
    assert (await session.select("INBOX")).exists == 0


async def test_wrong_password_is_said(imap_host: Host, user: str) -> None:
    """A wrong password is told as such, not as a timeout (fault 61)."""
    with pytest.raises(CredentialRefused):
        await ImapSession.open(imap_host.server(imap_host.imap), SignIn(user, "wrong"))


async def test_starttls_is_verified(dovecot: Dovecot) -> None:
    """STARTTLS signs in with a verified certificate, and not with an unknown one (fault 60)."""
    sign_in, port = SignIn("tls@home.example", PASSWORD), dovecot.starttls
    session = await ImapSession.open(Server("127.0.0.1", port, Security.STARTTLS, ca=dovecot.scratch.ca), sign_in)
    assert "IDLE" in session.capabilities
    await session.logout()
    with pytest.raises(ServerUnavailable, match="certificate"):
        await ImapSession.open(Server("127.0.0.1", port, Security.STARTTLS), sign_in)
    with pytest.raises(ServerUnavailable, match="pinned"):
        await ImapSession.open(Server("127.0.0.1", dovecot.tls, pin="00" * 32), sign_in)


async def test_a_refused_port_is_said() -> None:
    """A port where nobody listens is told as such."""
    with pytest.raises(ServerUnavailable, match="refused"):
        await ImapSession.open(Server("127.0.0.1", free_port()), SignIn("a@home.example", PASSWORD))
