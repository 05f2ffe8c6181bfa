"""Bounded child processes: letters are read where a hostile one can cost nothing but the child."""

import asyncio
import sys
from dataclasses import dataclass
from types import TracebackType

import msgspec

from followupd.bench.frames import Answer, Request, read_frame, write_frame
from followupd.findings import Finding
from followupd.mail import Letter

LIMIT = 5.0
"""Seconds of wall time for one letter; the child itself is bound to two of CPU."""

REST = 60.0
"""Seconds without a letter after which the child goes."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Why a letter could not be read, fit for the owner."""

    reason: str


class Bench:
    """One child, started when it is needed, again whenever a letter has killed it, gone after ``rest`` idle seconds."""

    def __init__(self, *, rest: float = REST) -> None:
        self._child: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()
        self._rest = rest
        self._timer: asyncio.TimerHandle | None = None
        self._resting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Bench":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer:
            self._timer.cancel()
        if self._resting:
            await self._resting
        await self._end()

    async def read(
        self, raw: bytes, owner: frozenset[str], authserv: str | None = None
    ) -> tuple[Letter, Finding] | SetAside:
        """What the letter says, or why nobody can tell; a letter never costs more than its own child."""
        async with self._lock:
            child = await self._running()
            assert child.stdin is not None and child.stdout is not None  # noqa: S101  both are pipes
            request = msgspec.json.encode(Request(sorted(owner), authserv))
            try:
                async with asyncio.timeout(LIMIT):
                    await write_frame(child.stdin, request)
                    await write_frame(child.stdin, raw)
                    answer = msgspec.json.decode(await read_frame(child.stdout), type=Answer)
            except TimeoutError:
                await self._end()
                return SetAside(f"reading it took longer than {LIMIT:g} seconds")
            except (OSError, asyncio.IncompleteReadError):
                await self._end()
                return SetAside("reading it took more memory or time than a letter may")
            except BaseException:
                await self._end()
                raise
        self._idle_from_now()
        if answer.letter is None or answer.finding is None:
            return SetAside(answer.error)
        return answer.letter, answer.finding

    def _idle_from_now(self) -> None:
        """A mailbox is silent for most of the day; the child's memory need not be kept for that."""
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._rest, self._doze)

    def _doze(self) -> None:
        self._resting = asyncio.create_task(self._end_between_letters())

    async def _end_between_letters(self) -> None:
        async with self._lock:
            await self._end()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._child is None or self._child.returncode is not None:
            pipe = asyncio.subprocess.PIPE
            self._child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "followupd.bench.child", stdin=pipe, stdout=pipe
            )
        return self._child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child and child.returncode is None:
            child.kill()
        if child:
            await child.wait()
