"""Letters and sentences as they lie in text files, and the messages that are made of them.

A letters file holds one letter after the other: ``### kind``, lines ``Key: value``, an empty line, the body up to the
next ``### ``; ``%%% html`` and ``%%% calendar`` begin further parts. A sentences file holds one sentence a line under
``## kind.function``, with slots such as ``{company}``.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

TEXT = Path(__file__).parent / "text"
OWNER = "Alex Rivera <alex@example.org>"
_REPORT = re.compile(r'multipart/report.*report-type="?([\w-]+)')
OWN_ADDRESS = frozenset({"alex@example.org"})


@dataclass(frozen=True)
class Sample:
    """One labelled letter; ``facts`` are the keys of its head that are no mail headers, such as Start or Company."""

    label: str
    facts: dict[str, str]
    headers: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    source: str = ""

    @property
    def id(self) -> str:
        return self.facts["Id"]

    def message(self) -> bytes:
        """The letter as it would lie in a mailbox."""
        mail = EmailMessage(policy=SMTP)
        mail["To"] = self.facts.get("To", OWNER)
        mail["Date"] = format_datetime(datetime.fromisoformat(self.facts["Date"]))
        mail["Message-ID"] = f"<{self.id}@samples.example>"
        for name, value in (("From", self.facts["From"]), ("Subject", self.facts["Subject"]), *self.headers):
            if name not in mail and not name.casefold().startswith(("content-", "mime-")):
                _set(mail, name, value)
        (subtype, text), *more = self.parts
        mail.set_content(text, subtype=subtype)
        for subtype, text in more:
            parameters = {}
            method = re.search(r"^METHOD:(\w+)", text, re.M)
            if subtype == "calendar":
                parameters = {"method": method.group(1) if method else "REQUEST"}
                text = text.replace("\r\n", "\n").replace("\n", "\r\n")
            mail.add_alternative(text, subtype=subtype, params=parameters)
        report = next((r.group(1) for _, v in self.headers if (r := _REPORT.search(v))), "")
        if report:
            mail.make_mixed()
            mail.set_type("multipart/report")
            mail.set_param("report-type", report)
        return bytes(mail)


def _set(mail: EmailMessage, name: str, value: str) -> None:
    try:
        mail[name] = value
    except (MessageError, ValueError, IndexError, AttributeError):
        mail[name] = value.encode("ascii", "replace").decode()


def letters(path: Path) -> Iterator[Sample]:
    """Every letter of one file, in its order."""
    for block in re.split(r"^### ", path.read_text("utf-8"), flags=re.M)[1:]:
        head, _, body = block.partition("\n\n")
        label, *lines = head.splitlines()
        facts, headers = {}, []
        for line in lines:
            key, _, value = (word.strip() for word in line.partition(":"))
            if key == "Header":
                name, _, content = (word.strip() for word in value.partition(":"))
                headers.append((name, content))
            else:
                facts[key] = value
        yield Sample(label.strip(), facts, tuple(headers), tuple(_parts(body)), path.parent.name)


def _parts(body: str) -> Iterator[tuple[str, str]]:
    first, *rest = re.split(r"^%%% (\w+)[ \t]*\n", body.strip("\n") + "\n", flags=re.M)
    if first.strip() or not rest:
        yield "plain", first
    yield from zip(rest[::2], rest[1::2], strict=True)


def source_digest() -> str:
    """What the model says that it was built from: all text in this folder."""
    whole = hashlib.sha256()
    for path in sorted(TEXT.rglob("*.txt")):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


@dataclass
class Bank:
    """The sentences of one language: kind and function to lines."""

    lines: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, *paths: Path) -> "Bank":
        """One bank of several files."""
        bank = cls()
        for path in paths:
            key = ("", "")
            for line in path.read_text("utf-8").splitlines():
                if line.startswith("## "):
                    kind, _, function = line[3:].strip().partition(".")
                    key = (kind, function)
                elif line.strip() and key[0] and not line.startswith("#"):
                    bank.lines[key].append(line.strip())
        return bank
