"""Fetch 10,000 messages from a real Dovecot: our session against a raw socket that only drains the same bytes.

Prints ratios, never judges by a time: ``make bench``. The two take turns, and the best of each is compared, so that
the machine's mood touches both alike. Reading (understanding) the same messages is measured in the same run.
"""

import asyncio
import contextlib
import random
import socket
import sys
import time
from collections.abc import Callable

from followupd.reading import read
from followupd.wire import ImapSession, Security, Server, SignIn
from tests.servers.debian import PASSWORD, USABLE, WHY, Dovecot

COUNT = 10_000
ROUNDS = 5
STEP = 50
MARK = 1.5
USER = "bench@home.example"
WORDS = ("interview", "confirmed", "team", "process", "schedule", "thank", "position", "forward", "call", "time")


def letters() -> list[bytes]:
    dice = random.Random(7)
    made = []
    for number in range(COUNT):
        lines = [" ".join(dice.choices(WORDS, k=9)) for _ in range(dice.randint(5, 60))]
        head = f"From: A B <a{number}@b.example>\r\nTo: <{USER}>\r\nSubject: Message {number}\r\n"
        made.append(f"{head}Message-ID: <{number}@b.example>\r\n\r\n{chr(13)}\n".encode() + "\r\n".join(lines).encode())
    return made


async def fill(dovecot: Dovecot) -> None:
    session = await ImapSession.open(Server("127.0.0.1", dovecot.starttls, Security.PLAIN), SignIn(USER, PASSWORD))
    for raw in letters():
        await session.append("INBOX", raw)
    await session.logout()


async def ours(dovecot: Dovecot) -> int:
    """Bytes of all messages, fetched as the mailbox does."""
    session = await ImapSession.open(Server("127.0.0.1", dovecot.starttls, Security.PLAIN), SignIn(USER, PASSWORD))
    await session.select("INBOX")
    total = 0
    uids = await session.search()
    for start in range(0, len(uids), STEP):
        total += sum(len(m.raw) for m in await session.fetch(uids[start : start + STEP], body=True))
    await session.logout()
    return total


def drained(dovecot: Dovecot) -> int:
    """The same commands on a blocking socket; what comes is counted and thrown away."""
    with socket.create_connection(("127.0.0.1", dovecot.starttls)) as raw:

        def ask(line: str, tag: str) -> int:
            raw.sendall(f"{tag} {line}\r\n".encode())
            total, tail, end = 0, b"\r\n", f"\r\n{tag} OK".encode()
            while end not in tail:
                piece = raw.recv(262_144)
                total, tail = total + len(piece), (tail[-200:] + piece)
            return total

        raw.recv(4096)
        ask(f"LOGIN {USER} {PASSWORD}", "a0")
        ask("EXAMINE INBOX", "a1")
        items = "UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[]"
        return sum(
            ask(f"UID FETCH {','.join(map(str, range(start, start + STEP)))} ({items})", f"f{start}")
            for start in range(1, COUNT + 1, STEP)
        )


def timed(work: Callable[[], int]) -> float:
    start = time.perf_counter()
    assert work() > COUNT * 100
    return time.perf_counter() - start


def understood(raws: list[bytes]) -> int:
    return sum(len(raw) for raw in raws if read(raw, frozenset({USER})))


def main() -> int:
    if not USABLE:
        print(WHY, file=sys.stderr)
        return 1
    with contextlib.ExitStack() as stack:
        dovecot = Dovecot()
        stack.callback(dovecot.stop)
        asyncio.run(fill(dovecot))
        pairs = [(timed(lambda: asyncio.run(ours(dovecot))), timed(lambda: drained(dovecot))) for _ in range(ROUNDS)]
    wire, raw = (min(p[i] for p in pairs) for i in (0, 1))
    raws = letters()
    reading = timed(lambda: understood(raws))
    print(f"{COUNT} messages: wire / raw drain = {wire / raw:.2f} (mark: {MARK})")
    print(f"reading them / raw drain = {reading / raw:.1f} (for information)")
    return 0 if wire / raw <= MARK else 1


if __name__ == "__main__":
    sys.exit(main())
