"""``followupd read [--json] PATH...``: what it understands from messages; works without any configuration."""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from followupd.bench import Bench, SetAside
from followupd.errors import MessageRefused
from followupd.findings import Finding, Kind, Slot
from followupd.mail import Letter

LARGEST = 50_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=".eml, mbox, maildir, folder of .eml, or -")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, one line a message")
    parser.add_argument("--owner", action="append", default=[], help="an own address (may be repeated)")
    parser.epilog = "example: followupd read --json inbox.mbox"


def run(options: argparse.Namespace) -> int:
    """Read one message after the other; memory does not grow with their number."""
    asyncio.run(_print(options.paths, frozenset(a.casefold() for a in options.owner), in_json=options.json))
    return 0


async def _print(paths: Iterable[Path], owner: frozenset[str], *, in_json: bool) -> None:
    async for _, letter, finding in understood(paths, owner):
        print(json.dumps(as_json(letter, finding), ensure_ascii=False) if in_json else in_words(letter, finding))


async def understood(paths: Iterable[Path], owner: frozenset[str]) -> AsyncIterator[tuple[bytes, Letter, Finding]]:
    """Every message with what it says, read on the bench; one that can't be read has an ``error``."""
    async with Bench() as bench:
        for raw in messages(paths):
            answer = await bench.read(raw, owner)
            if isinstance(answer, SetAside):
                yield raw, Letter(_message_id(raw)), Finding(Kind.UNRELATED, error=answer.reason)
            else:
                yield raw, *answer


def _message_id(raw: bytes) -> str:
    """The Message-ID of a message that nobody can parse, as far as it can be found."""
    found = re.search(rb"(?im)^Message-ID:\s*(<[^<>\s]{1,250}>)", raw[:65536])
    return found.group(1).decode("ascii", "replace") if found else "<unreadable@missing.invalid>"


def messages(paths: Iterable[Path]) -> Iterator[bytes]:
    """The raw messages of every path, one at a time."""
    for path in paths:
        if str(path) == "-":
            yield from _mbox(sys.stdin.buffer)
        elif path.is_dir():
            yield from _folder(path)
        elif path.is_file():
            with path.open("rb") as stream:
                yield from _mbox(stream)
        else:
            raise MessageRefused(f"{path}: there is no such file or folder")


def _folder(path: Path) -> Iterator[bytes]:
    """A maildir's messages (new and cur), or every .eml below."""
    if (path / "cur").is_dir():
        files = sorted(f for part in ("new", "cur") for f in (path / part).glob("*") if f.is_file())
    else:
        files = sorted(path.rglob("*.eml"))
    for file in files:
        yield file.read_bytes()


def _mbox(stream: Any) -> Iterator[bytes]:
    """Split on "From " lines after an empty line (RFC 4155); a stream that starts otherwise is one message."""
    first = stream.readline()
    if not first.startswith(b"From "):
        yield first + stream.read(LARGEST)
        return
    lines: list[bytes] = []
    empty = False
    for line in stream:
        if empty and line.startswith(b"From "):
            yield b"".join(lines)
            lines, empty = [], False
            continue
        lines.append(line[1:] if line.startswith(b">From ") else line)
        empty = line in (b"\n", b"\r\n")
    yield b"".join(lines)


def as_json(letter: Letter, finding: Finding) -> dict[str, Any]:
    """The contract of interface.md."""
    answer: dict[str, Any] = {
        "message_id": letter.message_id,
        "kind": finding.kind.value,
        "sure": finding.sure,
        "confidence": round(finding.confidence, 3),
        "company": finding.company,
        "role": finding.role,
        "interviews": [_slot(s) for s in finding.interviews],
        "contact": {"name": finding.contact.name or None, "email": finding.contact.email} if finding.contact else None,
        "promise": finding.promise.isoformat() if finding.promise else None,
        "returns_on": finding.returns_on.isoformat() if finding.returns_on else None,
        "authentic": finding.authentic,
        "evidence": [asdict(e) for e in finding.evidence],
        "language": finding.language,
    }
    if finding.error:
        answer["error"] = finding.error
    return answer


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "start": _local(slot.start, slot),
        "end": _local(slot.end, slot),
        "timezone": slot.timezone,
        "medium": slot.medium.value,
        "location": slot.location,
        "uid": slot.uid,
        "sequence": slot.sequence,
        "interviewers": [{"name": p.name, "email": p.email, "title": p.title} for p in slot.interviewers],
        "flags": list(slot.flags),
    }


def _local(when: datetime | None, slot: Slot) -> str | None:
    """ISO 8601 with the offset of the interview's own clock."""
    if when is None:
        return None
    clock = ZoneInfo(slot.timezone) if slot.timezone else timezone(timedelta(minutes=slot.offset or 0))
    return when.astimezone(clock).isoformat()


def in_words(letter: Letter, finding: Finding) -> str:
    """A few lines for people, with the cues quoted."""
    sure = "sure" if finding.sure else "not sure"
    lines = [f"{letter.subject or '(no subject)'}: {finding.kind.value.replace('_', ' ')} ({sure})"]
    if finding.company:
        lines.append(f"    company: {finding.company}{f', role: {finding.role}' if finding.role else ''}")
    for slot in finding.interviews:
        names = ", ".join(p.name or p.email or "?" for p in slot.interviewers) or "nobody named"
        lines.append(f"    {_local(slot.start, slot)}: {names}")
    lines.extend(
        f'    "{e.quote}" [{e.cue}{f", blocked by {e.blocked_by}" if e.blocked_by else ""}]' for e in finding.evidence
    )
    return "\n".join(lines)
