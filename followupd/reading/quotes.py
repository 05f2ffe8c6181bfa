"""Earlier letters inside a letter: where one begins, what its head says, and which lines are quoted."""

import re
from dataclasses import dataclass

from followupd.mail import Address
from followupd.reading.head import parsed_addresses
from followupd.reading.markup import BELOW
from followupd.reading.phrases import is_forward_line, is_original_line, phrases, plain

MAX_BLOCK = 18
_LABEL = re.compile(r"[>\s*]*([^\W\d_][\w' ()-]{0,24}?)\s*\**\s*:[*\t ]*(.*)")
_CLOCK = re.compile(r"\W*\d{1,2}(?:[:.h]\d\d| ?[ap]\.?m)", re.I)
_MAILTO = re.compile(r"\[mailto:|\]|<mailto:|mailto:", re.I)


@dataclass(frozen=True, slots=True)
class Inner:
    """The head of a letter that is passed on, as its header block says it; ``date`` as written (for the grammar)."""

    sender: Address | None = None
    date: str = ""
    subject: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """From line ``at`` on an earlier letter stands, its words from line ``body`` on. ``passed``: True where the client
    says that it is forwarded, False where it is answered, None where only a header block stands there."""

    at: int
    body: int
    inner: Inner | None
    passed: bool | None


def earlier(lines: list[str]) -> Earlier | None:
    """The first place below which nothing is the writer's own, or None."""
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        if line and not line.startswith(">"):
            found = _marked(lines, number, line) or _headed(lines, number, line)
            if found:
                return found
            length = attribution(lines, number)
            if length and not _quotes_follow(lines, number + length):
                return Earlier(number, number + length, None, False)
            number += max(length - 1, 0)
        number += 1
    return None


def _marked(lines: list[str], number: int, line: str) -> Earlier | None:
    """A client's line, or its mark in the html."""
    passed = True if is_forward_line(line) else None
    if not passed and line != BELOW and not is_original_line(line):
        return None
    below = next((n for n in range(number + 1, min(number + 5, len(lines))) if lines[n].strip(" >\t" + BELOW)), -1)
    block = header_block(lines, below, announced=True) if below > 0 else None
    if block:
        return Earlier(number, block[0], _inner(block[1]), passed)
    if passed and not line.startswith(("-", "_", "=", "*")) and not line.endswith(":"):
        return None  # someone talks about one
    length = attribution(lines, below) if below > 0 else 0
    answered = False if length else None
    return Earlier(number, max(below, number + 1) + length, None, passed or answered)


def _headed(lines: list[str], number: int, line: str) -> Earlier | None:
    block = header_block(lines, number) if ":" in line[:30] else None
    return Earlier(number, block[0], _inner(block[1]), None) if block else None


def header_block(lines: list[str], start: int, *, announced: bool = False) -> tuple[int, dict[str, str]] | None:
    """The line below a header block, and its fields by meaning: a sender, a subject, and a date or a receiver, with an
    address or a fourth label ("From: 3:00 PM, To: 4:00 PM" is a schedule); where it is announced, any two."""
    found: dict[str, str] = {}
    at, labels = start, 0
    while at < min(len(lines), start + MAX_BLOCK):
        label = _labelled(lines[at])
        if label:
            found.setdefault(*label)
            labels += 1
        elif not found or not _goes_on(lines, at):
            break
        at += 1
    values = " ".join(found.values())
    whole = {"sender", "subject"} <= found.keys() and ("date" in found or "to" in found)
    if announced and len(found) > 1:
        return at, found
    if not whole or ("@" not in values and labels < 4) or _CLOCK.match(found["sender"]):
        return None
    return at, found


def _labelled(line: str) -> tuple[str, str] | None:
    match = _LABEL.match(line[:2_000])
    meaning = phrases().labels.get(plain(match.group(1))) if match else None
    return (meaning, match.group(2).strip(" *\t")) if match and meaning else None


def _goes_on(lines: list[str], at: int) -> bool:
    """Whether a label follows soon: then this line is folded, or the block is set with empty lines."""
    return any(_labelled(line) for line in lines[at + 1 : at + (2 if not lines[at].strip(" >") else 4)])


def _inner(found: dict[str, str]) -> Inner:
    written = _MAILTO.sub(" ", found.get("sender", ""))[:300].replace("<", " <").strip(" *")
    known = parsed_addresses(" ".join(written.split()))
    bare = re.search(r"[\w.+-]{1,64}@[\w.-]{3,200}\w", written)
    if not known and bare:
        known = [Address(bare.group(), written[: bare.start()].strip(" <(\"'"))]
    sender = known[0] if known else Address("", written) if written else None
    return Inner(sender, found.get("date", ""), found.get("subject", ""), found.get("to", ""))


def attribution(lines: list[str], number: int) -> int:
    """How many lines "On Monday, 2 March 2026, Ann <ann@…> wrote:" takes here; 0 where none begins."""
    joined = ""
    for length, line in enumerate(lines[number : number + 4], 1):
        bare = " ".join(line.split()).strip("- ")
        if not bare or bare.startswith(">") or len(bare) > 300 or (length == 2 and not _may_go_on(joined)):
            return 0
        joined = f"{joined} {bare}".strip()
        if joined.endswith(":") or plain(joined).endswith(phrases().wrote):
            return length if _attributes(joined, _quotes_follow(lines, number + length)) else 0
    return 0


def _may_go_on(first: str) -> bool:
    """Whether a line may be the first of several: it opens like one, or holds an address, and ends no sentence."""
    return (_opens(first) or "<" in first or "@" in first) and not first.endswith((".", "!", "?"))


def _opens(text: str) -> bool:
    return plain(text).split(" ", 1)[0].strip(",") in phrases().wrote_begins


def _attributes(joined: str, quotes_follow: bool) -> bool:
    """Whether the verb ends the line, or its subject does: "we wrote to you about these times:" is a sentence."""
    verbs = (re.search(rf"(?<!\w){re.escape(verb)}(?!\w)", joined, re.I) for verb in phrases().wrote)
    verb = next((match for match in verbs if match), None)
    if verb is None or len(joined) > 400:
        return False
    rest = joined[verb.end() :].strip(" :\xa0")
    named = len(rest.split()) < 6 and all(word[0].isupper() for word in rest.split())
    if not (named or "@" in joined or "<" in joined):
        return quotes_follow
    dated = any(c.isdecimal() for c in joined)
    return quotes_follow or (dated and ("@" in joined or "<" in joined or (_opens(joined) and joined.endswith(":"))))


def _quotes_follow(lines: list[str], number: int) -> bool:
    return next((line.lstrip().startswith(">") for line in lines[number : number + 3] if line.strip()), False)


def parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """The writer's lines, and those that are quoted with the lines that announce them."""
    own: list[str] = []
    quoted: list[str] = []
    number = 0
    while number < len(lines):
        length = 0
        if lines[number].strip() and not lines[number].lstrip().startswith(">"):
            length = attribution(lines, number)
        if lines[number].lstrip().startswith(">") or (length and _quotes_follow(lines, number + length)):
            quoted += lines[number : number + max(length, 1)]
        else:
            own += lines[number : number + max(length, 1)]
        number += max(length, 1)
    return own, quoted


def unquoted(lines: list[str]) -> list[str]:
    """Lines without their outermost quote mark."""
    return [re.sub(r"^\s*> ?", "", line) for line in lines]
