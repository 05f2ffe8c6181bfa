"""One IMAP session behind typed calls (RFC 9051); one owner task, every call bounded, no connection used twice."""

import asyncio
import base64
import os
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from followupd.errors import CommandRefused, CredentialRefused, ProtocolError, ServerUnavailable
from followupd.wire.framing import Response
from followupd.wire.protocol import Protocol
from followupd.wire.server import Security, Server, SignIn, check_pin, check_plain, tls_context
from followupd.wire.utf7 import decode, encode, quote

LIMIT = 30.0
BATCH = 200
BODIES = 50
"""Messages in one FETCH: heads or flags, and whole bodies."""
NEWS = re.compile(rb"\* \d+ (EXISTS|RECENT|EXPUNGE)", re.I)
"""A change of the open folder, told beside the answer to any command (RFC 9051 s7)."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class FolderName:
    """``attributes`` are casefolded, such as ``\\\\drafts`` (RFC 6154)."""

    name: str
    delimiter: str | None
    attributes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Selected:
    uidvalidity: int
    uidnext: int | None
    exists: int
    permanent_flags: frozenset[str]
    writable: bool


@dataclass(frozen=True, slots=True)
class Status:
    uidvalidity: int
    uidnext: int
    messages: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """``raw`` is empty where neither header nor body was asked for; ``received`` is INTERNALDATE in UTC."""

    uid: int
    flags: frozenset[str]
    size: int
    received: datetime | None
    raw: bytes


class ImapSession:
    """A signed-in connection. After any ServerUnavailable it is closed for good; CommandRefused leaves it usable."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._lock = asyncio.Lock()
        self._idle_over: asyncio.Event | None = None
        self._news = False
        self.capabilities: frozenset[str] = frozenset()

    @property
    def closed(self) -> bool:
        return self._protocol.lost or self._protocol.transport.is_closing()

    @classmethod
    async def open(cls, server: Server, sign_in: SignIn, *, limit: float = LIMIT) -> "ImapSession":
        """Connect, verify, sign in, ask for capabilities; says the true reason where that fails."""
        check_plain(server)
        try:
            async with asyncio.timeout(limit):
                session = cls(await _connect(server))
                await session._start(server, sign_in)
                return session
        except TimeoutError:
            raise ServerUnavailable(f"{server.host}:{server.port} does not answer") from None
        except ssl.SSLCertVerificationError as error:
            raise ServerUnavailable(f"{server.host}: its certificate is refused: {error.verify_message}") from None
        except ssl.SSLError as error:
            raise ServerUnavailable(f"{server.host}: no secure connection: {error.reason}") from None
        except socket.gaierror as error:
            raise ServerUnavailable(f"{server.host}: no such host ({error.strerror})") from None
        except OSError as error:
            why = os.strerror(error.errno).lower() if error.errno else str(error)
            raise ServerUnavailable(f"{server.host}:{server.port}: {why}") from None

    async def _start(self, server: Server, sign_in: SignIn) -> None:
        try:
            if server.security is Security.STARTTLS:
                await self._starttls(server)
            else:
                self._pinned(server)
            await self._sign_in(sign_in)
            await self._capability()
        except BaseException:
            self.abort()
            raise

    def _pinned(self, server: Server) -> None:
        tls = self._protocol.transport.get_extra_info("ssl_object")
        check_pin(server, tls.getpeercert(binary_form=True) if tls else None)

    async def _starttls(self, server: Server) -> None:
        """No byte that came in clear is believed afterwards (the STARTTLS response injection)."""
        await self._run("STARTTLS")
        loop, protocol = asyncio.get_running_loop(), self._protocol
        transport = await loop.start_tls(protocol.transport, protocol, tls_context(server), server_hostname=server.host)
        protocol.transport = transport
        protocol.take()
        self._pinned(server)

    async def _sign_in(self, sign_in: SignIn) -> None:
        try:
            if sign_in.mechanism == "xoauth2":
                token = f"user={sign_in.username}\1auth=Bearer {sign_in.secret}\1\1"
                await self._run(f"AUTHENTICATE XOAUTH2 {base64.b64encode(token.encode()).decode()}", challenge=b"")
            elif sign_in.username.isascii() and sign_in.secret.isascii():
                await self._run(f"LOGIN {quote(sign_in.username)} {quote(sign_in.secret)}")
            else:
                plain = base64.b64encode(f"\0{sign_in.username}\0{sign_in.secret}".encode())
                await self._run("AUTHENTICATE PLAIN", literal=plain)
        except CommandRefused as refused:
            if refused.code in {"UNAVAILABLE", "CONTACTADMIN", "LIMIT"}:
                raise ServerUnavailable(f"sign-in: {refused.text}") from None
            raise CredentialRefused(f"the server refused the sign-in: {refused.text}") from None

    async def _capability(self) -> None:
        for response in await self._run("CAPABILITY"):
            words = response.text.decode("ascii", "replace").upper().split()
            if words[1:2] == ["CAPABILITY"]:
                self.capabilities = frozenset(words[2:])

    async def _run(
        self,
        words: str,
        *,
        limit: float = LIMIT,
        literal: bytes | None = None,
        challenge: bytes | None = None,
        each: Callable[[Response], bool] | None = None,
    ) -> list[Response]:
        async with self._lock:
            responses = await self._protocol.command(
                words, limit=limit, literal=literal, challenge=challenge, each=each
            )
        if any(NEWS.match(r.text) for r in responses):
            self._news = True
        return responses

    # ── folders ─────────────────────────────────────────────────────────────

    async def namespace(self) -> tuple[str, str | None]:
        """The personal prefix and the delimiter (RFC 2342)."""
        if "NAMESPACE" not in self.capabilities:
            return "", None
        for response in await self._run("NAMESPACE"):
            match = re.match(rb'\* NAMESPACE \(\("((?:[^"\\]|\\.)*)" (?:"((?:[^"\\]|\\.)*)"|NIL)', response.text)
            if match:
                prefix, delimiter = (_plain(g) if g is not None else None for g in match.groups())
                return decode(prefix or ""), delimiter
        return "", None

    async def folders(self) -> tuple[FolderName, ...]:
        """Every folder, with its special use where the server tells."""
        pattern = re.compile(rb'\* LIST \(([^)]*)\) (?:"((?:[^"\\]|\\.)*)"|NIL) (.*)\Z', re.DOTALL)
        found = []
        for response in await self._run('LIST "" "*"'):
            match = pattern.match(response.pieces[0])
            if match:
                name = response.pieces[1] if len(response.pieces) > 1 else _plain(_unquoted(match.group(3))).encode()
                flags = frozenset(match.group(1).decode("ascii", "replace").casefold().split())
                delimiter = _plain(match.group(2)) if match.group(2) is not None else None
                found.append(FolderName(decode(name.decode("utf-8", "replace")), delimiter, flags))
        return tuple(found)

    async def create(self, name: str) -> None:
        """Make and subscribe a folder; one that is there already is fine."""
        try:
            await self._run(f"CREATE {_mailbox(name)}")
        except CommandRefused:
            if name not in {f.name for f in await self.folders()}:
                raise
        await self._run(f"SUBSCRIBE {_mailbox(name)}")

    async def select(self, name: str, *, writable: bool = False) -> Selected:
        """SELECT, or EXAMINE unless ``writable``."""
        responses = await self._run(f"{'SELECT' if writable else 'EXAMINE'} {_mailbox(name)}")
        self._news = False
        text = b"\n".join(r.text for r in responses)
        flags = re.search(rb"\[PERMANENTFLAGS \(([^)]*)\)", text, re.I)
        return Selected(
            uidvalidity=_number(rb"\[UIDVALIDITY (\d+)", text) or 0,
            uidnext=_number(rb"\[UIDNEXT (\d+)", text),
            exists=_number(rb"\* (\d+) EXISTS", text) or 0,
            permanent_flags=frozenset(flags.group(1).decode("ascii", "replace").split()) if flags else frozenset(),
            writable=b"[READ-WRITE]" in text.upper(),
        )

    async def status(self, name: str) -> Status:
        """STATUS of a folder that is not selected."""
        text = b"\n".join(r.text for r in await self._run(f"STATUS {_mailbox(name)} (UIDVALIDITY UIDNEXT MESSAGES)"))
        fields = (_number(rb"\b%s (\d+)" % word, text) or 0 for word in (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES"))
        return Status(*fields)

    # ── messages ────────────────────────────────────────────────────────────

    async def search(
        self,
        *,
        since: date | None = None,
        after: int | None = None,
        headers: Sequence[tuple[str, str]] = (),
        undeleted: bool = False,
    ) -> tuple[int, ...]:
        """UIDs in order; ``after``: only higher ones (a server answers n:* with its last message, RFC 9051 s6.4.8).

        ``headers``: messages in which one of these header fields holds the value as a substring.
        """
        criteria = ["UNDELETED"] if undeleted else []
        if since:
            criteria.append(f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}")
        if after is not None:
            criteria.append(f"UID {after + 1}:*")
        if headers:
            terms = [f"HEADER {quote(name)} {quote(value)}" for name, value in headers]
            criteria.append("OR " * (len(terms) - 1) + " ".join(terms))
        found: set[int] = set()
        for response in await self._run(f"UID SEARCH {' '.join(criteria) or 'ALL'}", limit=120):
            found |= _searched(response.text)
        return tuple(sorted(uid for uid in found if after is None or uid > after))

    async def fetch(
        self, uids: Sequence[int], *, header: bool = False, body: bool = False, limit: int | None = None
    ) -> tuple[Fetched, ...]:
        """Flags, size and date of each message, with its head or body where asked; gone ones are absent."""
        part = "BODY.PEEK[]" if body else "BODY.PEEK[HEADER]" if header else ""
        items = f"UID FLAGS RFC822.SIZE INTERNALDATE {part}{f'<0.{limit}>' if body and limit else ''}".strip()
        step = BODIES if body else BATCH
        found: dict[int, Fetched] = {}

        def keep(response: Response) -> bool:
            message = _fetched(response, wants_raw=bool(part))
            if message:
                found[message.uid] = message
            return message is not None

        for start in range(0, len(uids), step):
            chosen = ",".join(map(str, uids[start : start + step]))
            await self._run(f"UID FETCH {chosen} ({items})", limit=300, each=keep)
        return tuple(found[uid] for uid in uids if uid in found)

    async def append(
        self, folder: str, raw: bytes, *, flags: Iterable[str] = (), received: datetime | None = None
    ) -> tuple[int, int] | None:
        """(uidvalidity, uid) of the new message, or None where the server has no UIDPLUS (RFC 4315)."""
        when = ""
        if received:
            utc = received.astimezone(UTC)
            when = f' "{utc:%d}-{MONTHS[utc.month - 1]}-{utc:%Y %H:%M:%S} +0000"'
        words = f"APPEND {_mailbox(folder)} ({' '.join(flags)}){when} {{{len(raw)}}}"
        for response in await self._run(words, limit=120, literal=raw):
            match = re.search(rb"\[APPENDUID (\d+) (\d+)\]", response.text, re.I)
            if match:
                return int(match.group(1)), int(match.group(2))
        return None

    async def store(self, uids: Sequence[int], flags: Iterable[str], *, add: bool) -> None:
        """Add or take away flags."""
        if uids:
            sign = "+" if add else "-"
            await self._run(f"UID STORE {','.join(map(str, uids))} {sign}FLAGS.SILENT ({' '.join(flags)})")

    async def move(self, uids: Sequence[int], folder: str) -> None:
        """MOVE (RFC 6851), or COPY and remove."""
        chosen = ",".join(map(str, uids))
        if "MOVE" in self.capabilities:
            await self._run(f"UID MOVE {chosen} {_mailbox(folder)}")
        elif uids:
            await self._run(f"UID COPY {chosen} {_mailbox(folder)}")
            await self.remove(uids)

    async def remove(self, uids: Sequence[int]) -> None:
        """Delete exactly these messages; without UIDPLUS they are expunged only where nothing else would go too."""
        if not uids:
            return
        await self.store(uids, ["\\Deleted"], add=True)
        if "UIDPLUS" in self.capabilities:
            await self._run(f"UID EXPUNGE {','.join(map(str, uids))}")
            return
        marked: set[int] = set()
        for response in await self._run("UID SEARCH DELETED"):
            marked |= _searched(response.text)
        if marked <= set(uids):
            await self._run("EXPUNGE")

    # ── waiting ─────────────────────────────────────────────────────────────

    async def idle(self, seconds: float) -> bool:
        """Wait until the server pushes, ``interrupt`` is called, or the time is over; True for a push (RFC 2177).

        What the server told beside the answer to another command since the folder was opened counts as a push.
        """
        if self._news:
            self._news = False
            return True
        self._idle_over = asyncio.Event()
        self._protocol.pushed = self._idle_over.set
        try:
            if "IDLE" not in self.capabilities:
                await self._wait(min(seconds, 60))
                return await self.noop()
            async with self._lock:
                return await self._idle(seconds)
        finally:
            self._protocol.pushed = lambda: None
            self._idle_over = None

    async def _idle(self, seconds: float) -> bool:
        protocol = self._protocol
        await protocol.start_idle(limit=10)
        await self._wait(seconds)
        pushed = any(re.match(rb"\* \d+ (EXISTS|RECENT|FETCH|EXPUNGE)", r.text) for r in protocol.take())
        rest = await protocol.end_idle(limit=10)
        return pushed or any(re.match(rb"\* \d+ (EXISTS|RECENT|FETCH|EXPUNGE)", r.text) for r in rest)

    async def _wait(self, seconds: float) -> None:
        over = self._idle_over
        if over is None:
            return
        try:
            async with asyncio.timeout(seconds):
                await over.wait()
        except TimeoutError:
            return

    def interrupt(self) -> None:
        """End a running ``idle`` early."""
        if self._idle_over:
            self._idle_over.set()

    async def noop(self) -> bool:
        """True if the server told of a change."""
        return any(re.match(rb"\* \d+ ", r.text) for r in await self._run("NOOP"))

    def abort(self) -> None:
        """Drop the connection without a word."""
        self._protocol.transport.abort()

    async def logout(self) -> None:
        """Say goodbye; the connection is gone afterwards, whatever the server answers."""
        try:
            self._protocol.leave()
            await self._run("LOGOUT", limit=5)
        except (ServerUnavailable, CommandRefused):
            pass
        self.abort()


async def _connect(server: Server) -> Protocol:
    loop = asyncio.get_running_loop()
    context = tls_context(server) if server.security is Security.TLS else None
    transport, protocol = await loop.create_connection(lambda: Protocol(loop), server.host, server.port, ssl=context)
    handle = transport.get_extra_info("socket")
    if handle is not None:
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    said = (await protocol.greeting).text.upper()
    if not said.startswith(b"* OK"):
        transport.abort()
        why = "it is signed in already, which is refused" if b"PREAUTH" in said else "it turns us away"
        raise ServerUnavailable(f"{server.host}: {why}: {said[:200].decode('utf-8', 'replace')}")
    return protocol


def _mailbox(name: str) -> str:
    return quote(encode(name))


def _number(pattern: bytes, text: bytes) -> int | None:
    match = re.search(pattern, text, re.I)
    return int(match.group(1)) if match else None


def _unquoted(text: bytes) -> bytes:
    text = text.strip()
    return text[1:-1] if text[:1] == b'"' and text[-1:] == b'"' else text


def _plain(quoted: bytes) -> str:
    return re.sub(rb"\\(.)", rb"\1", quoted).decode("utf-8", "replace")


def _searched(text: bytes) -> set[int]:
    """UIDs of a SEARCH or ESEARCH response (RFC 4731)."""
    if text.upper().startswith(b"* SEARCH"):
        return {int(word) for word in text[8:].split() if word.isdigit()}
    match = re.search(rb"^\* ESEARCH .*\bALL ([\d:,]+)", text, re.I)
    found: set[int] = set()
    for part in match.group(1).split(b",") if match else ():
        low, _, high = part.partition(b":")
        if int(high or low) - int(low) > 10_000_000:
            raise ProtocolError("the server names an absurd range")
        found |= set(range(int(low), int(high or low) + 1))
    return found


_FETCH = re.compile(rb"\* \d+ FETCH \(", re.I)
_ATTRIBUTE = re.compile(rb'\bUID (\d+)|\bRFC822\.SIZE (\d+)|\bFLAGS \(([^)]*)\)|\bINTERNALDATE "([^"]*)"', re.I)
_SHORT = re.compile(rb'BODY\[[^\]]*\](?:<\d+>)? "((?:[^"\\]|\\.)*)"', re.I)
"""A body so short that the server sends it as a quoted string."""


def _fetched(response: Response, *, wants_raw: bool) -> Fetched | None:
    """One FETCH response; values of literals and of quoted bodies are data and are never searched for syntax."""
    text, raw = response.text, b""
    if not _FETCH.match(text):
        return None
    if len(response.pieces) > 1:
        raw = response.pieces[1]
    elif wants_raw and (short := _SHORT.search(text)):
        raw = re.sub(rb"\\(.)", rb"\1", short.group(1))
        text = text[: short.start()] + text[short.end() :]
    uid = size = None
    flags, received = NO_FLAGS, None
    for match in _ATTRIBUTE.finditer(text):
        number, octets, names, date_text = match.groups()
        if number is not None:
            uid = int(number)
        elif octets is not None:
            size = int(octets)
        elif names is not None:
            flags = _flags(names)
        else:
            received = _internal_date(date_text)
    if uid is None or size is None:
        return None
    return Fetched(uid, flags, size, received, raw)


NO_FLAGS: frozenset[str] = frozenset()


@lru_cache(maxsize=256)
def _flags(names: bytes) -> frozenset[str]:
    return frozenset(names.decode("utf-8", "replace").split())


_DATE = re.compile(rb"\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTH = {name.lower().encode(): number for number, name in enumerate(MONTHS, 1)}


def _internal_date(text: bytes) -> datetime | None:
    """INTERNALDATE in UTC; None where it can't be a date."""
    match = _DATE.match(text)
    month = _MONTH.get(match.group(2).lower()) if match else None
    if match is None or month is None:
        return None
    day, _, year, hour, minute, second, sign, ahead, more = match.groups()
    offset = timedelta(hours=int(ahead), minutes=int(more))
    try:
        local = datetime(int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        return local - offset if sign == b"+" else local + offset
    except (ValueError, OverflowError):
        return None
