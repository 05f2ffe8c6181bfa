"""The Unix socket by which pause, resume, resend and status reach the running daemon: one JSON object a line."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

Handler = Callable[[dict[str, Any]], dict[str, Any]]


def socket_path(state: Path) -> Path:
    """In the runtime directory where there is one, else beside the journal."""
    runtime = os.environ.get("RUNTIME_DIRECTORY") or os.environ.get("XDG_RUNTIME_DIR")
    return Path(runtime) / "followupd.sock" if runtime else state / "followupd.sock"


class ControlSocket:
    """Answers each request line by one line; only the owner may connect (mode 0600)."""

    def __init__(self, path: Path, handler: Handler) -> None:
        self.path, self.handler = path, handler
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "ControlSocket":
        self.path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            self._server = await asyncio.start_unix_server(self._serve, str(self.path))
        finally:
            os.umask(before)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            self._server.close()
        self.path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(10):
                line = await reader.readline()
                answer = self.handler(json.loads(line))
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        except (TimeoutError, ValueError, OSError):
            pass  # a client that says nothing sensible gets no answer
        finally:
            writer.close()


def ask(path: Path, request: dict[str, Any], limit: float = 10.0) -> dict[str, Any] | None:
    """The daemon's answer, or None where none is running."""
    import socket

    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(limit)
        try:
            client.connect(str(path))
        except OSError:
            return None
        client.sendall(json.dumps(request).encode() + b"\n")
        with client.makefile() as answer:
            reply: dict[str, Any] = json.loads(answer.readline() or "null") or {}
            return reply
