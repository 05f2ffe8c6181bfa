"""What goes through the pipes: frames of four bytes length and so many bytes."""

import asyncio
from dataclasses import dataclass

from followupd.findings import Finding
from followupd.mail import Letter


@dataclass(frozen=True, slots=True)
class Request:
    """Comes before the letter's bytes."""

    owner: list[str]
    authserv: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    letter: Letter | None = None
    finding: Finding | None = None
    error: str = ""


async def write_frame(stream: asyncio.StreamWriter, data: bytes) -> None:
    stream.write(len(data).to_bytes(4, "big") + data)
    await stream.drain()


async def read_frame(stream: asyncio.StreamReader) -> bytes:
    size = int.from_bytes(await stream.readexactly(4), "big")
    return await stream.readexactly(size)
