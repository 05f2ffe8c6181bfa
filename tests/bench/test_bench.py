"""A hostile letter costs its child and nothing else."""

import asyncio
import os
import signal

from followupd.bench import Bench, SetAside
from followupd.findings import Kind

PLAIN = b"From: a@b.example\r\nSubject: hello\r\nMessage-ID: <1@b.example>\r\n\r\nlunch on Friday?\r\n"


async def test_letters_come_back_read() -> None:
    """A letter read in the child gives the same as one read here."""
    async with Bench() as bench:
        answer = await bench.read(PLAIN, frozenset())
        assert not isinstance(answer, SetAside)
        assert (answer[0].message_id, answer[1].kind) == ("<1@b.example>", Kind.UNRELATED)


async def test_a_killed_child_sets_one_letter_aside() -> None:
    """A child that dies in the middle costs one letter; the next one is read by a new child (fault 12)."""
    async with Bench() as bench:
        await bench.read(PLAIN, frozenset())
        assert bench._child is not None
        os.kill(bench._child.pid, signal.SIGSTOP)
        os.kill(bench._child.pid, signal.SIGKILL)
        assert isinstance(await bench.read(PLAIN, frozenset()), SetAside)
        assert not isinstance(await bench.read(PLAIN, frozenset()), SetAside)


async def test_a_letter_of_a_hundred_thousand_parts_ends() -> None:
    """A letter made to stall the parser is answered or set aside, and the bench works on (fault 112)."""
    bomb = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 100_000
    async with Bench() as bench:
        await bench.read(bomb, frozenset())
        assert not isinstance(await bench.read(PLAIN, frozenset()), SetAside)


async def test_an_idle_child_goes_and_comes_back() -> None:
    """Without letters the child ends; the next letter is read by a new one."""
    async with Bench(rest=0.05) as bench:
        assert not isinstance(await bench.read(b"Subject: one\r\n\r\nx\r\n", frozenset()), SetAside)
        first = bench._child
        assert first is not None
        await first.wait()
        await asyncio.sleep(0)
        assert not isinstance(await bench.read(b"Subject: two\r\n\r\nx\r\n", frozenset()), SetAside)
        assert bench._child is not first
