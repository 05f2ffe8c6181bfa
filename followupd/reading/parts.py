"""A letter taken apart: its head, its text with blocks, its calendars, its pages; bounded and never raising."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message

from followupd.mail import Letter
from followupd.reading.head import INVISIBLE, letter, words
from followupd.reading.markup import Link, Markup, flat
from followupd.reading.mime import Leaf, field, split
from followupd.reading.phrases import phrases, plain

MAX_TEXT, MAX_PAGE, MAX_CALENDAR, MAX_CALENDARS, MAX_PAGES = 20_000, 600_000, 400_000, 12, 6
_CALENDAR = frozenset({"text/calendar", "application/ics", "text/x-vcalendar", "application/calendar", "text/ics"})
_META = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,40})", re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_URL = re.compile(r"https?://[^\s<>\"]{1,2000}")
_NUMBER = re.compile(r"\d[\d:./,-]{0,20}")
_RECIPIENT = re.compile(r"^(?:final|original)-recipient:[^;\n]{0,40};[ \t]*(\S{3,254})", re.I | re.M)
_STATUS = re.compile(r"^(action|status|diagnostic-code):[ \t]*(.{1,200})", re.I | re.M)
_RETURNED = re.compile(r"^message-id:\s*(<[^<>\s]{1,900}>)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar part as text. ``method``: the Content-Type's own, in capitals, or ``""`` (RFC 6047 s2.4)."""

    text: str
    method: str


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery status (RFC 3464): whom it is about, ``action`` ("failed", "delayed"…), the status code, and the
    Message-ID of the letter that is returned; each ``""`` where it isn't said."""

    recipients: tuple[str, ...]
    action: str
    status: str
    about: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What a letter is made of. ``text``: at most 20 KB, paragraphs apart by an empty line, quoted lines behind ">";
    attached letters stand below it, each under a header block. ``pages``: the html as sent, for structured data."""

    letter: Letter
    head: "Message[str, str]"
    text: str
    calendars: tuple[CalendarPart, ...] = ()
    pages: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    report: Report | None = None


def parts(raw: bytes) -> Parts:
    """Take a letter apart; never raises for what a sender may write."""
    head, leaves = split(raw)
    own = letter(head, raw)
    shown = _shown(leaf for leaf in leaves if leaf.message == 0)
    texts = [shown.text]
    if not own.report:  # a returned letter is nobody's word
        texts += [
            _forwarded(leaf, leaves) for leaf in leaves if leaf.inner is not None and leaf.within != "multipart/digest"
        ][:3]
    return Parts(
        letter=own,
        head=head,
        text="\n\n".join(t for t in texts if t)[:MAX_TEXT],
        calendars=tuple(_calendars(leaves)),
        pages=tuple(_page(leaf) for leaf in leaves if leaf.kind == "text/html" and not leaf.attached)[:MAX_PAGES],
        links=shown.links,
        report=_reported(leaves) if own.report == "delivery-status" else None,
    )


def _shown(leaves: Iterable[Leaf]) -> Markup:
    """The text of one letter: the plain one, unless the html says more."""
    plains: list[str] = []
    pages: list[Markup] = []
    for leaf in leaves:
        if leaf.attached or leaf.inner is not None or _is_calendar(leaf):
            continue
        if leaf.kind == "text/plain" and sum(map(len, plains)) < MAX_TEXT:
            plains.append(_plain(leaf))
        elif leaf.kind == "text/html" and len(pages) < MAX_PAGES:
            pages.append(flat(_page(leaf)))
    text = "\n\n".join(p for p in plains if p)[:MAX_TEXT]
    page = "\n\n".join(p.text for p in pages if p.text)
    links = tuple(link for p in pages for link in p.links)[:100]
    return Markup(page[:MAX_TEXT] if _is_richer(page, text) else text, links)


def _is_richer(page: str, text: str) -> bool:
    """Whether the html says what the plain text leaves out: all of it, most of it, or its dates and times."""
    if not page or not text:
        return bool(page)
    told, shown = (_URL.sub(" ", t).split() for t in (text, page))
    lost = set(_NUMBER.findall(_URL.sub(" ", page))) - set(_NUMBER.findall(_URL.sub(" ", text)))
    stub = len(told) < 80 and any(phrase in plain(text) for phrase in phrases().stubs)
    return (stub and len(shown) > len(told)) or len(shown) > 2 * len(told) + 20 or len(lost) >= 3


def _page(leaf: Leaf) -> str:
    page = leaf.decoded(MAX_PAGE)
    named = _META.search(page[:2_000]) if not leaf.parameter("charset") else None
    return leaf.decoded(MAX_PAGE, named.group(1)) if named else page


def _plain(leaf: Leaf) -> str:
    text = leaf.decoded(MAX_TEXT * 3).replace("\r\n", "\n").replace("\r", "\n")
    if re.match(r"\s*(?:<!doctype html|<html|<body|<div[ >]|<p[ >]|<table)", text, re.I):
        return flat(text).text
    if leaf.parameter("format").casefold() == "flowed":
        text = _unflowed(text, leaf.parameter("delsp").casefold() == "yes")
    lines = (_visible(line) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:MAX_TEXT]


def _visible(line: str) -> str:
    """A line without controls, invisible characters and odd spaces; tabs stay."""
    if not line.isascii():
        line = re.sub(r"[^\S\t]", " ", line.translate(INVISIBLE))
    return _CONTROLS.sub("", line).rstrip()


def _unflowed(text: str, delete: bool) -> str:
    """Soft line breaks undone (RFC 3676 s4): lines that end in a space go on in the next one of the same depth."""
    out: list[str] = []
    soft, depth_before = False, 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare[1:] if bare.startswith(" ") else bare
        if soft and depth == depth_before and bare != "-- ":
            out[-1] = (out[-1][:-1] if delete else out[-1]) + bare
        else:
            out.append(">" * depth + (" " if depth else "") + bare)
        soft, depth_before = bare.endswith(" ") and bare != "-- ", depth
    return "\n".join(out)


def _forwarded(leaf: Leaf, leaves: tuple[Leaf, ...]) -> str:
    """An attached letter as text, below the header block that a client would have written."""
    inside = _shown(other for other in leaves if other.message == leaf.number).text
    if not inside or leaf.inner is None:
        return ""
    head = (f"{name}: {words(field(leaf.inner, name))}" for name in ("From", "Date", "Subject", "To"))
    return "\n".join(["---------- Forwarded message ----------", *head, "", inside])


def _is_calendar(leaf: Leaf) -> bool:
    return leaf.kind in _CALENDAR or leaf.name.casefold().endswith((".ics", ".ical", ".vcs"))


def _calendars(leaves: tuple[Leaf, ...]) -> list[CalendarPart]:
    found: list[CalendarPart] = []
    for leaf in leaves:
        if _is_calendar(leaf) and len(found) < MAX_CALENDARS:
            found.append(CalendarPart(leaf.decoded(MAX_CALENDAR), leaf.parameter("method").upper()[:40]))
    return found


def _reported(leaves: tuple[Leaf, ...]) -> Report:
    status = next((leaf.decoded(MAX_TEXT) for leaf in leaves if leaf.kind == "message/delivery-status"), "")
    said = {name.casefold(): value.strip() for name, value in reversed(_STATUS.findall(status))}
    about = next((field(leaf.inner, "Message-ID").strip() for leaf in leaves if leaf.inner is not None), "")
    if not about:
        heads = (leaf.decoded(MAX_TEXT) for leaf in leaves if leaf.kind == "text/rfc822-headers")
        about = next((m.group(1) for m in map(_RETURNED.search, heads) if m), "")
    recipients = tuple(dict.fromkeys(_RECIPIENT.findall(status)))[:20]
    return Report(recipients, said.get("action", "").casefold(), said.get("status", ""), about)
