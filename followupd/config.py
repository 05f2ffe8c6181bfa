"""The configuration: TOML to frozen settings, every problem in one report with its key and line."""

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from followupd.errors import ConfigError, Problem
from followupd.mail import Address
from followupd.policy import Employer, Owner, Policy, Span, Voice

PROVIDERS: dict[str, tuple[tuple[str, int, str], tuple[str, int, str]]] = {
    "gmail": (("imap.gmail.com", 993, "tls"), ("smtp.gmail.com", 465, "tls")),
    "microsoft": (("outlook.office365.com", 993, "tls"), ("smtp.office365.com", 587, "starttls")),
    "icloud": (("imap.mail.me.com", 993, "tls"), ("smtp.mail.me.com", 587, "starttls")),
    "fastmail": (("imap.fastmail.com", 993, "tls"), ("smtp.fastmail.com", 465, "tls")),
    "yahoo": (("imap.mail.yahoo.com", 993, "tls"), ("smtp.mail.yahoo.com", 465, "tls")),
    "proton-bridge": (("127.0.0.1", 1143, "starttls"), ("127.0.0.1", 1025, "starttls")),
}
LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1|\[::1\]")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server: ``security`` is tls, starttls or plain; ``certificate`` the SHA-256 pin of a local bridge."""

    host: str
    port: int
    security: str = "tls"
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class AccountConfig:
    """One account; ``learn``: how far back the first run reads."""

    name: str
    email: str
    imap: Endpoint
    smtp: Endpoint
    owner: Owner
    username: str = ""
    auth: str = "password"
    secret: str = ""
    password_command: str = ""
    secret_file: str = ""
    sent_copy: str = "auto"
    authserv_id: str = ""
    folders: Mapping[str, str] = field(default_factory=dict)
    learn: timedelta = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Config:
    policy: Policy
    accounts: tuple[AccountConfig, ...]
    notices_folder: str
    digest: time
    journal_path: Path
    log_level: str
    path: Path


def default_journal() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(os.environ.get("STATE_DIRECTORY") or f"{base}/followupd") / "journal.sqlite"


def load(path: Path) -> Config:
    """Read the file; ConfigError carries every mistake at once."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        hint = "copy config.example.toml there" if isinstance(error, FileNotFoundError) else "make it readable"
        raise ConfigError((Problem("config", 0, f"{error.strerror}; {hint}"),), str(path)) from None
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise ConfigError((Problem("syntax", 0, str(error)),), str(path)) from None
    reader = Reader(text)
    config = _config(reader, data, path)
    if reader.problems:
        raise ConfigError(tuple(reader.problems), str(path))
    return config


class Reader:
    """Takes values out of tables and gathers what is wrong with them."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.problems: list[Problem] = []

    def say(self, key: str, text: str) -> None:
        self.problems.append(Problem(key, self.line_of(key), text))

    def line_of(self, key: str) -> int:
        """The line of a dotted key: the last part, below the header of the rest where there is one."""
        table, _, name = key.rpartition(".")
        start = next((n for n, line in enumerate(self.lines) if line.strip().strip("[]") == table), -1)
        pattern = re.compile(rf"^\s*[\"']?{re.escape(name)}[\"']?\s*=|^\s*\[+{re.escape(key)}\]+")
        later = (n for n, line in enumerate(self.lines) if n >= start and pattern.match(line))
        return next(later, start) + 1

    def table(
        self, data: Mapping[str, Any], key: str, known: Mapping[str, Callable[[str, Any], Any]]
    ) -> dict[str, Any]:
        """The known keys of a table, converted; unknown ones are reported with the nearest valid name."""
        values: dict[str, Any] = {}
        for name, value in data.items():
            full = f"{key}.{name}" if key else name
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]}?" if near else "valid are " + ", ".join(sorted(known))
                self.say(full, f"unknown key; {hint}")
                continue
            try:
                values[name] = known[name](full, value)
            except ValueError as error:
                self.say(full, str(error))
        return values


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")
    return value


def _email(key: str, value: Any) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", _text(key, value)):
        raise ValueError(f"{value!r} is no address; write name@domain")
    return str(value)


def _texts(key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError('must be a list of texts, such as ["a", "b"]')
    return tuple(value)


def _flag(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _count(key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        raise ValueError("must be a whole number from 0 to 10")
    return value


def _one_of(*valid: str) -> Callable[[str, Any], str]:
    def check(key: str, value: Any) -> str:
        if value not in valid:
            raise ValueError(f"must be one of {', '.join(valid)}")
        return str(value)

    return check


UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def span(key: str, value: Any) -> Span:
    """ "20m", "24h", "60d", "2 weeks", "5 business days"."""
    match = re.fullmatch(r"\s*(\d{1,5})\s*(business days?|[smhdw]|(?:second|minute|hour|day|week)s?)\s*", str(value))
    if not isinstance(value, str) or not match:
        raise ValueError(f'{value!r} is no duration; write "20m", "24h", "60d" or "5 business days"')
    number, unit = int(match.group(1)), match.group(2)
    if unit.startswith("business"):
        return Span(business_days=number)
    return Span(timedelta(**{UNITS[unit[0]]: number}))


def _duration(key: str, value: Any) -> timedelta:
    found = span(key, value)
    if found.business_days:
        raise ValueError('business days do not fit here; write "20m", "24h" or "60d"')
    return found.exact


def _zone(key: str, value: Any) -> str:
    try:
        return ZoneInfo(_text(key, value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'{value!r} is no time zone; write one such as "Europe/Berlin"') from None


def _clock_time(key: str, value: Any) -> time:
    try:
        return time.fromisoformat(_text(key, value))
    except ValueError:
        raise ValueError(f'{value!r} is no time of day; write "07:30"') from None


def _hours(key: str, value: Any) -> tuple[time, time]:
    parts = re.split(r"\s*[–-]\s*", _text(key, value))
    if len(parts) != 2:
        raise ValueError('write "08:00-20:00"')
    opens, closes = _clock_time(key, parts[0]), _clock_time(key, parts[1])
    if opens >= closes:
        raise ValueError("the first time must be before the second")
    return opens, closes


def _raw(key: str, value: Any) -> Any:
    return value


def _gestures(key: str, value: Any) -> tuple[str, ...]:
    """What approves a draft beside pressing Send; an empty list leaves only that."""
    found = _texts(key, value)
    if not set(found) <= {"star", "move"}:
        raise ValueError('can hold "star" and "move" only')
    return found


def _folders(key: str, value: Any) -> dict[str, str]:
    """Roles that a server may name as it likes, each with its name there."""
    valid = ("drafts", "sent", "trash")
    if not isinstance(value, dict):
        raise ValueError('must be a table such as { drafts = "Entwürfe" }')
    for role, name in value.items():
        if role not in valid or not isinstance(name, str) or not name:
            raise ValueError(f"{role!r} can't be named; valid are {', '.join(valid)}, each with a folder's name")
    return dict(value)


ME = {
    "name": _text, "email": _email, "also": _texts, "timezone": _zone, "country": _text, "phone": _text,
    "dialect": _text,
}  # fmt: skip
ENDPOINT = {"host": _text, "port": _raw, "security": _one_of("tls", "starttls", "plain"), "certificate": _text}
ACCOUNT: dict[str, Callable[[str, Any], Any]] = {
    "email": _email, "provider": _one_of(*PROVIDERS), "imap": _raw, "smtp": _raw, "username": _text,
    "auth": _one_of("password", "oauth2"), "oauth2": _raw,
    "secret": _one_of("keyring", "credential", "command", "file"),
    "password_command": _text, "secret_file": _text, "sent_copy": _one_of("auto", "ours", "server"),
    "authserv_id": _text, "folders": _folders, "learn": _duration, "me": _raw,
}  # fmt: skip
TABLES: dict[str, dict[str, Callable[[str, Any], Any]]] = {
    "thank_you": {"enabled": _flag, "queue_after": _duration, "deadline": _duration, "remind_before": _duration},
    "nudge": {
        "after": span, "gap": span, "after_promise": span, "limit": _count, "channel": _one_of("email", "call"),
    },
    "approval": {"gestures": _gestures, "hold": _duration},
    "sending": {"hours": _hours, "weekends": _flag, "not_sooner": _duration},
    "voice": {
        "closing": _text, "formality": _one_of("neutral", "formal", "relaxed"), "why": _text, "strengths": _texts,
        "contributions": _texts, "signature": _text, "templates": _text, "compose_command": _text,
    },
    "agency": {"domains": _texts},
    "notices": {"folder": _text, "digest": _clock_time},
    "journal": {"path": _text},
    "log": {"level": _one_of("debug", "info", "warning", "error")},
}  # fmt: skip
EMPLOYER = {
    "name": _text, "domains": _texts, "role": _text, "formality": _one_of("neutral", "formal", "relaxed"),
    "channel": _one_of("email", "letter", "call"), "why": _text, "strengths": _texts, "contributions": _texts,
    "mention": _texts, "person": _raw,
}  # fmt: skip


def _config(reader: Reader, data: Mapping[str, Any], path: Path) -> Config:
    known: dict[str, Callable[[str, Any], Any]] = dict.fromkeys((*TABLES, "me", "account", "employer"), _raw)
    top = reader.table(data, "", known)
    tables = {name: reader.table(_table(reader, top, name), name, keys) for name, keys in TABLES.items()}
    me = reader.table(_table(reader, top, "me"), "me", ME)
    for needed in ("name", "email"):
        if needed not in me and not any(p.key == f"me.{needed}" for p in reader.problems):
            reader.say(f"me.{needed}", "is missing; the notes are signed with it")
    accounts = _accounts(reader, _table(reader, top, "account"), me)
    policy = _policy(tables, accounts, _employers(reader, top.get("employer", [])))
    return Config(
        policy=policy,
        accounts=accounts,
        notices_folder=tables["notices"].get("folder", "INBOX"),
        digest=tables["notices"].get("digest", time(7, 30)),
        journal_path=Path(tables["journal"]["path"]).expanduser()
        if tables["journal"].get("path")
        else default_journal(),
        log_level=tables["log"].get("level", "info"),
        path=path,
    )


def _table(reader: Reader, top: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = top.get(name, {})
    if not isinstance(value, dict):
        reader.say(name, f"must be a table: [{name}]")
        return {}
    return value


def _accounts(reader: Reader, data: Mapping[str, Any], me: dict[str, Any]) -> tuple[AccountConfig, ...]:
    if not data:
        reader.say("account", "at least one account is needed: [account.NAME] with its email")
    found = [_account(reader, name, table, me) for name, table in data.items() if isinstance(table, dict)]
    return tuple(a for a in found if a)


def _account(reader: Reader, name: str, data: Mapping[str, Any], me: dict[str, Any]) -> AccountConfig | None:
    key = f"account.{name}"
    values = reader.table(data, key, ACCOUNT)
    email = values.get("email") or me.get("email", "")
    defaults = PROVIDERS.get(values.pop("provider", ""), (None, None))
    imap = _endpoint(reader, f"{key}.imap", values.pop("imap", None), defaults[0])
    smtp = _endpoint(reader, f"{key}.smtp", values.pop("smtp", None), defaults[1])
    mine = {**me, **reader.table(values.pop("me", {}), f"{key}.me", ME)}
    mine.setdefault("timezone", local_zone())
    also = tuple(dict.fromkeys((*mine.get("also", ()), email)))
    owner = Owner(**{"name": "", "email": email, **mine, "also": also})
    values.pop("oauth2", None)
    if imap is None or smtp is None:
        return None
    values = {"username": email, **values, "email": email}
    return AccountConfig(name=name, imap=imap, smtp=smtp, owner=replace(owner, email=email), **values)


def _endpoint(reader: Reader, key: str, data: Any, default: tuple[str, int, str] | None) -> Endpoint | None:
    if data is None:
        if default is None:
            reader.say(key, f'is missing; name a provider ({", ".join(PROVIDERS)}) or write {{ host = "..." }}')
            return None
        return Endpoint(*default)
    values = reader.table(data if isinstance(data, dict) else {}, key, ENDPOINT)
    if "host" not in values:
        reader.say(key, "needs a host")
        return None
    smtp = key.endswith("smtp")
    port = values.get("port", 465 if smtp else 993)
    found = Endpoint(**{**values, "port": port})
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65536:
        reader.say(f"{key}.port", "must be a number from 1 to 65535")
    if found.security == "plain" and not LOOPBACK.fullmatch(found.host):
        reader.say(f"{key}.security", "plain text is for loopback addresses only; use tls or starttls")
    return found


def _employers(reader: Reader, data: Any) -> tuple[Employer, ...]:
    found = []
    for table in data if isinstance(data, list) else []:
        values = reader.table(table, "employer", EMPLOYER)
        people = values.pop("person", [])
        if "name" not in values:
            reader.say("employer.name", "is missing")
            continue
        persons = tuple(
            (
                Address(str(p.get("email", "")), str(p.get("name", ""))),
                str(p.get("honorific", "")),
                str(p.get("notes", "")),
            )
            for p in people
        )
        found.append(Employer(people=persons, **values))
    return tuple(found)


def _policy(
    tables: dict[str, dict[str, Any]], accounts: tuple[AccountConfig, ...], employers: tuple[Employer, ...]
) -> Policy:
    thank, nudge = dict(tables["thank_you"]), {f"nudge_{k}": v for k, v in tables["nudge"].items()}
    sending, voice = dict(tables["sending"]), dict(tables["voice"])
    for later in ("templates", "compose_command"):
        voice.pop(later, None)
    values: dict[str, Any] = {**thank, **nudge, **tables["approval"], **sending}
    if "enabled" in values:
        values["thank_you"] = values.pop("enabled")
    if "hours" in values:
        values["hours_from"], values["hours_until"] = values.pop("hours")
    if "nudge_after_promise" in values:
        values["after_promise"] = values.pop("nudge_after_promise")
    return Policy(
        owners={a.name: a.owner for a in accounts},
        voice=Voice(**voice),
        employers=employers,
        agencies=frozenset(tables["agency"].get("domains", ())),
        **values,
    )


def local_zone() -> str:
    """The machine's own time zone by name, else UTC."""
    for candidate in (os.environ.get("TZ", ""), os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]):
        try:
            if candidate:
                return ZoneInfo(candidate.lstrip(":")).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return "UTC"
