"""Bytes to IMAP responses: literal-aware, linear, bounded; pure, without a socket (RFC 9051 s2.2, s4.3)."""

import re
from dataclasses import dataclass

from followupd.errors import ProtocolError

MAX_LITERAL = 128 * 1024 * 1024
MAX_LINE = 4 * 1024 * 1024
_LITERAL = re.compile(rb"~?\{(\d{1,20})\+?\}\Z")


@dataclass(frozen=True, slots=True)
class Response:
    """One response: ``pieces`` alternates line text (even) and literal bytes (odd)."""

    pieces: tuple[bytes, ...]

    @property
    def text(self) -> bytes:
        """The line's text alone, literals left out: what was quoted can't be taken for syntax."""
        return b"".join(self.pieces[::2])


class Framer:
    """Feed it what the socket gives; it returns whole responses, whatever the cuts between segments."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._pieces: list[bytes] = []
        self._missing = 0
        self._seen = 0

    def feed(self, data: bytes) -> list[Response]:
        """The responses that ``data`` completes; ProtocolError where a bound is broken."""
        self._rest += data
        done: list[Response] = []
        at = 0
        while True:
            if self._missing:
                if len(self._rest) - at < self._missing:
                    break
                with memoryview(self._rest) as view:  # a slice of the bytearray would be copied twice
                    self._pieces.append(bytes(view[at : at + self._missing]))
                at += self._missing
                self._missing = self._seen = 0
            end = self._rest.find(b"\r\n", max(at, self._seen - 1))
            if end < 0:
                self._seen = len(self._rest)
                self._bounded(len(self._rest) - at)
                break
            line, at, self._seen = bytes(self._rest[at:end]), end + 2, 0
            self._bounded(len(line))
            self._line(line, done)
        del self._rest[:at]
        self._seen = max(0, self._seen - at)
        return done

    def _line(self, line: bytes, done: list[Response]) -> None:
        literal = _LITERAL.search(line[-24:])
        if literal is None:
            done.append(Response((*self._pieces, line)))
            self._pieces = []
            return
        size = int(literal.group(1))
        if size > MAX_LITERAL:
            raise ProtocolError(f"the server announces {size} bytes at once")
        self._pieces.append(line)
        if size:
            self._missing = size
        else:
            self._pieces.append(b"")

    @staticmethod
    def _bounded(length: int) -> None:
        if length > MAX_LINE:
            raise ProtocolError("the server sends a line without end")
