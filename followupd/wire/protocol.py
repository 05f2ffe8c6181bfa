"""aioimaplib's protocol with our own framing and our own account of commands.

What becomes of its defects: A1, A2, A6 connection_lost fails the running command and nothing is reused; A3, A4, A5,
A25 every command goes through ``command`` below, bounded, one at a time; A7, A8, A42 a late continuation finds the
connection aborted; A9 to A14, A30 our framing, every untagged response kept for the command that runs; A15 the error
challenge is answered by an empty line; A16, A17, A26 nothing that is sent or received is logged; A18 capabilities are
asked after sign-in; A19, A20 names and values are quoted by utf7; A21, A22 connect errors and the greeting are raised
where they happen; A23 SEARCH has no CHARSET; A24 NO and BAD are raised; A27 STARTTLS by ``loop.start_tls``; A28
``abort``; A29 ENABLE is not used.
"""

import asyncio
import logging
from collections.abc import Callable

from aioimaplib.aioimaplib import IMAP4ClientProtocol

from followupd.errors import CommandRefused, ProtocolError, ServerUnavailable
from followupd.wire.framing import Framer, Response

logging.getLogger("aioimaplib").setLevel(logging.INFO)


class Protocol(IMAP4ClientProtocol):  # type: ignore[misc]  # the library ships no types
    """One connection: bytes in, one command at a time out."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._framer = Framer()
        self._tag = b""
        self._untagged: list[Response] = []
        self._answer: asyncio.Future[Response] | None = None
        self._continue: asyncio.Future[Response] | None = None
        self.greeting: asyncio.Future[Response] = loop.create_future()
        self.pushed: Callable[[], None] = lambda: None
        self._each: Callable[[Response], bool] | None = None
        self.lost = False

    def data_received(self, d: bytes) -> None:
        """Frame what came; a response that can't be framed ends the connection."""
        try:
            for response in self._framer.feed(d):
                self._response(response)
        except ProtocolError as error:
            self._fail(error)
            self.transport.abort()

    def _response(self, response: Response) -> None:
        text = response.pieces[0]
        if not self.greeting.done():
            self.greeting.set_result(response)
        elif text.startswith(b"+"):
            if self._continue and not self._continue.done():
                self._continue.set_result(response)
        elif text.startswith(b"* "):
            if self._each is None or not self._each(response):
                self._untagged.append(response)
            if text[2:5].upper() == b"BYE" and not self._leaving:
                self._fail(ServerUnavailable(f"the server said goodbye: {text[6:200].decode('utf-8', 'replace')}"))
            self.pushed()
        elif self._tag and text.startswith(self._tag + b" ") and self._answer and not self._answer.done():
            self._answer.set_result(response)

    _leaving = False

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        self._fail(ServerUnavailable(f"the connection broke: {exc}" if exc else "the server closed the connection"))

    def _fail(self, error: Exception) -> None:
        for waiting in (self._answer, self._continue, self.greeting):
            if waiting and not waiting.done():
                waiting.set_exception(error)
                waiting.exception()  # read once, so that nobody is told of an error that nobody waited for
        self.pushed()

    async def command(
        self,
        words: str,
        *,
        limit: float,
        literal: bytes | None = None,
        challenge: bytes | None = None,
        each: Callable[[Response], bool] | None = None,
    ) -> list[Response]:
        """Send one command and return its untagged responses; NO and BAD raise CommandRefused.

        ``each`` sees a response as soon as it is whole, while the server works on the next; True: it is dealt with.
        """
        async with self._running(words, limit):
            self._each = each
            try:
                data = challenge if literal is None else literal
                if data is not None:
                    await self._after_continuation(data)
                return await self._finished(words)
            finally:
                self._each = None

    async def _after_continuation(self, data: bytes) -> None:
        assert self._continue is not None and self._answer is not None  # noqa: S101
        await asyncio.wait({self._continue, self._answer}, return_when=asyncio.FIRST_COMPLETED)
        if self._continue.done():
            self._continue.result()
            self.transport.write(data + b"\r\n")

    async def _finished(self, words: str) -> list[Response]:
        assert self._answer is not None  # noqa: S101  set by _running
        answer = await self._answer
        said = answer.pieces[0].partition(b" ")[2].decode("utf-8", "replace")
        status, _, text = said.partition(" ")
        if status.upper() != "OK":
            code = text.partition("]")[0][1:].upper() if text.startswith("[") else ""
            raise CommandRefused(words.partition(" ")[0], text[:300], code)
        done, self._untagged = [*self._untagged, answer], []
        return done

    def _running(self, words: str, limit: float) -> "_Running":
        return _Running(self, words, limit)

    def begin(self, words: str) -> None:
        """Write a command's line; what came unasked before it stays in front of its responses."""
        if self.lost or self.transport.is_closing():
            raise ServerUnavailable("the connection is gone")
        loop = asyncio.get_running_loop()
        self._answer, self._continue = loop.create_future(), loop.create_future()
        self._tag = self.new_tag().encode()
        self.transport.write(self._tag + b" " + words.encode() + b"\r\n")

    async def start_idle(self, *, limit: float) -> None:
        """Send IDLE and wait for the continuation; without it the connection is dropped."""
        self.begin("IDLE")
        assert self._continue is not None and self._answer is not None  # noqa: S101  set by begin
        done, _ = await asyncio.wait({self._continue, self._answer}, timeout=limit, return_when="FIRST_COMPLETED")
        if self._continue not in done:
            self.transport.abort()
            raise ServerUnavailable("the server does not let us wait (IDLE)")
        self._continue.result()

    async def end_idle(self, *, limit: float) -> list[Response]:
        """Send DONE; a server that does not answer it is dead."""
        assert self._answer is not None  # noqa: S101  an IDLE is running
        if not self.transport.is_closing():
            self.transport.write(b"DONE\r\n")
        try:
            async with asyncio.timeout(limit):
                return await self._finished("IDLE")
        except (TimeoutError, asyncio.CancelledError) as error:
            self.transport.abort()
            if isinstance(error, asyncio.CancelledError):
                raise
            raise ServerUnavailable("the server does not answer DONE") from None

    def leave(self) -> None:
        """From here on a BYE is an answer, not a failure."""
        self._leaving = True

    def take(self) -> list[Response]:
        """The untagged responses so far."""
        taken, self._untagged = self._untagged, []
        return taken


class _Running:
    """The bounds of one command: any timeout or cancellation ends the connection for good."""

    def __init__(self, protocol: Protocol, words: str, limit: float) -> None:
        self.protocol, self.words, self.timeout = protocol, words, asyncio.timeout(limit)

    async def __aenter__(self) -> None:
        self.protocol.begin(self.words)
        await self.timeout.__aenter__()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is not None and not issubclass(kind, CommandRefused):
            self.protocol.transport.abort()
        try:
            await self.timeout.__aexit__(kind, error, trace)  # type: ignore[arg-type]  # a traceback
        except TimeoutError:
            name = self.words.partition(" ")[0]
            raise ServerUnavailable(f"no answer to {name} in time") from None
