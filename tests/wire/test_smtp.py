"""Submission by phase: what is accepted, refused, deferred, unknown, as a scripted server decides it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from followupd.errors import CredentialRefused, ServerUnavailable
from followupd.wire import Security, Server, SignIn
from followupd.wire.smtp import Outcome, Reply, submit

RAW = b"From: a@home.example\r\nTo: b@acme.example\r\nSubject: x\r\n\r\n.dot\r\nline\r\n"


class Scripted:
    """A server that answers by verb; an empty answer closes the connection."""

    def __init__(self, **answers: str) -> None:
        self.answers = {
            "EHLO": "250-test\r\n250 AUTH PLAIN", "AUTH": "235 ok", "MAIL": "250 ok", "RCPT": "250 ok",
            "DATA": "354 go", "DOT": "250 queued", **answers,
        }  # fmt: skip
        self.bodies: list[bytes] = []
        self.seen: list[str] = []
        self.port = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while line := await reader.readline():
                verb = line.split()[0].decode().upper().strip()
                self.seen.append(verb)
                answer = self.answers.get(verb, "250 ok")
                if not answer:
                    break
                writer.write(answer.encode() + b"\r\n")
                if answer.startswith("354"):
                    self.bodies.append(await reader.readuntil(b"\r\n.\r\n"))
                    if not self.answers["DOT"]:
                        break
                    writer.write(self.answers["DOT"].encode() + b"\r\n")
        writer.close()


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Scripted]]:
    """Start scripted servers on free loopback ports."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(**answers: str) -> Scripted:
            script = Scripted(**answers)
            server = await asyncio.start_server(script, "127.0.0.1", 0)
            stack.callback(server.close)
            script.port = server.sockets[0].getsockname()[1]
            return script

        yield start  # type: ignore[misc]  # an async factory


async def send(script: Scripted, phases: list[str] | None = None) -> Reply:
    async def before_data() -> None:
        if phases is not None:
            phases.append("data")

    server = Server("127.0.0.1", script.port, Security.PLAIN)
    people = ("b@acme.example", "c@acme.example")
    sign_in = SignIn("a", "secret")
    return await submit(server, sign_in, sender="a@home.example", recipients=people, raw=RAW, before_data=before_data)


async def test_accepted_once(serve) -> None:  # type: ignore[no-untyped-def]
    """An accepted message arrives whole, leading dots stuffed (fault 81)."""
    script, phases = await serve(), []
    answer = await send(script, phases)
    assert (answer.outcome, phases) == (Outcome.ACCEPTED, ["data"])
    assert script.bodies == [RAW.replace(b"\r\n.dot", b"\r\n..dot") + b".\r\n"]
    assert script.seen.count("RCPT") == 2


@pytest.mark.parametrize(
    ("answers", "outcome", "phase"),
    [
        ({"MAIL": "550 no"}, Outcome.REFUSED, "mail"),
        ({"MAIL": ""}, Outcome.DEFERRED, "mail"),
        ({"RCPT": "450 greylisted"}, Outcome.DEFERRED, "rcpt"),
        ({"RCPT": "550 unknown"}, Outcome.REFUSED, "rcpt"),
        ({"EHLO": ""}, Outcome.DEFERRED, "connect"),
    ],
)
async def test_before_data_nothing_is_unknown(serve, answers: dict[str, str], outcome: Outcome, phase: str) -> None:  # type: ignore[no-untyped-def]
    """Before DATA every failure is definite, and the phase is not written down (faults 69, 72, 76, 83)."""
    script, phases = await serve(**answers), []
    answer = await send(script, phases)
    assert (answer.outcome, answer.phase, phases, script.bodies) == (outcome, phase, [], [])


@pytest.mark.parametrize(
    ("dot", "outcome"),
    [("", Outcome.UNKNOWN), ("451 later", Outcome.DEFERRED), ("554 no", Outcome.REFUSED)],
)
async def test_after_the_dot(serve, dot: str, outcome: Outcome) -> None:  # type: ignore[no-untyped-def]
    """After the dot an answer is definite and silence is unknown; no RSET follows (faults 70, 71)."""
    script = await serve(DOT=dot)
    assert (await send(script)).outcome is outcome
    assert "RSET" not in script.seen


async def test_wrong_password_is_tried_once(serve) -> None:  # type: ignore[no-untyped-def]
    """A refused sign-in is one attempt and told as such (fault 78)."""
    script = await serve(AUTH="535 5.7.8 no", EHLO="250-test\r\n250 AUTH CRAM-MD5 PLAIN LOGIN")
    with pytest.raises(CredentialRefused):
        await send(script)
    assert script.seen.count("AUTH") == 1


async def test_stripped_starttls_leaks_nothing(serve) -> None:  # type: ignore[no-untyped-def]
    """Where STARTTLS is demanded and not offered, no AUTH is sent (fault 77)."""
    script = await serve()
    server = Server("127.0.0.1", script.port, Security.STARTTLS)

    async def never() -> None:
        raise AssertionError

    answer = await submit(
        server, SignIn("a", "s"), sender="a@b.example", recipients=("c@d.example",), raw=RAW, before_data=never
    )
    assert answer.outcome is Outcome.DEFERRED
    assert "AUTH" not in script.seen


async def test_plain_text_stays_at_home() -> None:
    """Plain text to a host that is not this machine is refused before any connection."""

    async def never() -> None:
        raise AssertionError

    server, people = Server("mail.example", 25, Security.PLAIN), ("c@d.example",)
    with pytest.raises(ServerUnavailable, match="loopback"):
        await submit(server, SignIn("a", "s"), sender="a@b.example", recipients=people, raw=RAW, before_data=never)
