"""The doors of the house: which room may import which, and which outside libraries (followupd/__init__.py)."""

import ast
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "followupd"
WORDS = ["errors", "mail", "findings", "application", "policy", "notes", "events", "effects"]
EVERYTHING = {"*"}
DOORS: dict[str, tuple[set[str], set[str]]] = {
    **{word: (set(WORDS[:n]), set()) for n, word in enumerate(WORDS)},
    "__init__": (set(), set()),
    "__main__": ({"cli", "errors", ""}, set()),
    "reading": ({*WORDS, "reading"}, {"icalendar"}),
    "deciding": ({*WORDS, "deciding"}, {"holidays"}),
    "writing": ({*WORDS, "writing"}, {"jinja2"}),
    "wire": ({"errors", "wire"}, {"aioimaplib", "aiosmtplib"}),
    "mailbox": ({*WORDS, "wire", "mailbox"}, set()),
    "bench": ({*WORDS, "reading", "writing", "bench"}, {"msgspec"}),
    "config": ({*WORDS}, set()),
    "credentials": ({*WORDS, "credentials"}, {"jeepney", "keyring"}),
    "journal": ({*WORDS, "journal"}, {"msgspec"}),
    "outbox": ({*WORDS, "wire", "journal", "outbox"}, set()),
    "clock": ({*WORDS}, {"apscheduler"}),
    "dispatcher": ({*WORDS, "reading", "deciding", "writing", "journal"}, set()),
    "rehearsal": ({*WORDS, "dispatcher", "journal"}, set()),
    "actions": ({*WORDS, "deciding", "writing"}, set()),
    "status": ({*WORDS, "deciding", "daemon"}, set()),
    "control": (set(), set()),
    "notify": (set(), set()),
    "errands": ({*WORDS, "config", "dispatcher", "outbox", "wire"}, set()),
    "account": (EVERYTHING, set()),
    "daemon": (EVERYTHING, set()),
    "cli": (EVERYTHING, set()),
    "demo": (EVERYTHING, {"pymap", "proxyprotocol", "aiosmtpd"}),
}
"""Room: (rooms that it may enter, outside libraries that it may use)."""


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, late imports included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "followupd":
            found.update(f"followupd.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


FILES = sorted(HOUSE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_doors(path: Path) -> None:
    """A file enters only rooms, and uses only libraries, that its room has a door to."""
    assert room_of(path) in DOORS, f"{path.name} belongs to a room without a rule"
    rooms, libraries = DOORS[room_of(path)]
    for module in imports(path):
        top, _, rest = module.partition(".")
        if top == "followupd":
            target = rest.partition(".")[0]
            inside = target in rooms or rooms == EVERYTHING or target == "__version__"
            assert inside, f"{path.name} must not enter {target}"
        else:
            assert top in sys.stdlib_module_names or top in libraries, f"{path.name} must not use {top}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_only_the_clock_knows_the_time(path: Path) -> None:
    """No room but clock asks what time it is (notify stamps a reload for systemd with the monotonic clock)."""
    if room_of(path) in {"clock", "notify"}:
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
            assert ast.unparse(node.value) not in {"datetime", "date", "datetime.datetime"}, (
                f"{path.name}:{node.lineno}"
            )
        assert not (isinstance(node, ast.Import) and any(a.name == "time" for a in node.names)), path.name


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_functions_stay_small(path: Path) -> None:
    """No function is longer than sixty lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{path.name}: {node.name}"
