"""The child: reads letters until its input ends, within limits on memory and on CPU for each letter."""

import os
import resource
import signal
import sys
from typing import BinaryIO

import msgspec

from followupd.bench.frames import Answer, Request
from followupd.reading import read

MEMORY = 768 * 1024 * 1024
CPU = 2.0


def main() -> None:
    """Serve until the other side closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while request := _frame(source):
        raw = _frame(source) or b""
        signal.setitimer(signal.ITIMER_PROF, CPU)  # SIGPROF ends the child: no letter may cost more
        answer = msgspec.json.encode(_answer(msgspec.json.decode(request, type=Request), raw))
        signal.setitimer(signal.ITIMER_PROF, 0)
        try:
            sink.write(len(answer).to_bytes(4, "big") + answer)
            sink.flush()
        except BrokenPipeError:  # whoever asked is gone, and so is the question
            os._exit(0)


def _answer(request: Request, raw: bytes) -> Answer:
    try:
        return Answer(*read(raw, frozenset(request.owner), authserv=request.authserv))
    except Exception as error:  # whatever a letter provokes is an answer about that letter
        return Answer(error=f"it can't be understood ({type(error).__name__})")


def _frame(source: BinaryIO) -> bytes | None:
    head = source.read(4)
    return source.read(int.from_bytes(head, "big")) if len(head) == 4 else None


if __name__ == "__main__":
    main()
