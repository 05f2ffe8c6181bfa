"""Hostile letters: bounded in CPU, never an exception (faults 107 to 121)."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import followupd.reading
from followupd.reading import read
from followupd.reading.authentic import authentic
from followupd.reading.head import parsed_addresses
from followupd.reading.invitation import read as invitation
from followupd.reading.language import language
from followupd.reading.markup import flat
from followupd.reading.own_words import own_words
from followupd.reading.parts import CalendarPart, parts
from followupd.reading.structured import structured
from tests.reading.fuzz import SAMPLES, mutated
from tests.reading.samples import page, part, raw, several, taken

OWNER = frozenset({"alex@home.example"})
GENEROUS = 2.0
"""Seconds of CPU that a letter may cost at all; these are expected to take a tenth of it on a busy machine."""


def costs(call: Callable[[], object]) -> float:
    """CPU seconds of a call: other processes don't count."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


def nested(depth: int) -> bytes:
    """Multiparts in each other."""
    heads = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(depth))
    return b"From: a@a.example\n" + heads + b"Content-Type: text/plain\n\ndeep"


LETTERS: dict[str, Callable[[], bytes]] = {
    "parts": lambda: raw(b"--b\n\nx\n" * 100_000, kind="multipart/mixed; boundary=b"),
    "empty-parts": lambda: raw(b"--b\n" * 300_000, kind="multipart/mixed; boundary=b"),
    "depth": lambda: nested(3_000),
    "letters-in-letters": lambda: b"Content-Type: message/rfc822\n\n" * 5_000,
    "encoded-letters": lambda: b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" * 5_000,
    "headers": lambda: b"".join(b"X-%d: y\n" % n for n in range(200_000)) + b"\nbody",
    "same-headers": lambda: b"Authentication-Results: a; dkim=pass header.d=b.example\n" * 50_000 + b"\nbody",
    "long-header": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nbody",
    "folded-header": lambda: b"Subject: x\n" + b" y\n" * 300_000 + b"\nbody",
    "long-type": lambda: b"Content-Type: text/plain; " + b'a="\\";' * 200_000 + b"\n\nbody",
    "continued-type": lambda: b"Content-Type: text/plain" + b"".join(b"; a*%d=b" % n for n in range(50_000)) + b"\n\nbody",
    "addresses": lambda: b"To: " + b"a@a.example, " * 16_000 + b"\n\nbody",
    "named-addresses": lambda: b'From: "A. B" <a@a.example>\nTo: ' + b'"A, B" <a@a.example>, ' * 16_000 + b"\n\nbody",
    "address-fields": lambda: b"".join(
        name + b": " + b'"A, B" <a@a.example>, ' * 3_000 + b"\n" for name in (b"From", b"To", b"Cc", b"Reply-To") * 5
    )
    + b"\nbody",
    "comments": lambda: b"From: " + b"(" * 500 + b"x" + b")" * 500 + b" a@a.example\n\nbody",
    "groups": lambda: b"From: " + b"a:" * 20_000 + b"\n\nbody",
    "quotes": lambda: b"From: " + b'"' * 40_001 + b" <a@a.example>\n\nbody",
    "encoded-names": lambda: b"From: " + b"=?utf-8?b?YQ==?=" * 4_000 + b" <a@a.example>\n\nbody",
    "references": lambda: b"References: " + b"<" * 500_000 + b"\n\nbody",
    "no-colon": lambda: b"x" * 2_000_000,
    "blank-lines": lambda: b"From: a@a.example\n\n" + b"\n" * 1_000_000,
    "received": lambda: b"Received: by by by " * 30_000 + b"\nFrom: a@a.example\n\nbody",
    "quoted-text": lambda: raw(b"> x\n" * 200_000),
    "from-lines": lambda: raw(b"From: x\n" * 100_000),
    "wrote-lines": lambda: raw(b"On 1 x wrote\n" * 50_000),
    "one-line": lambda: raw(b"wrote: " * 100_000),
    "dashes": lambda: raw(b"-" * 1_000_000),
    "closings": lambda: raw(b"Best,\nRita\n\n" * 50_000),
    "footers": lambda: raw(b"unsubscribe\n\n" * 50_000),
    "flowed": lambda: raw(b"x \n" * 200_000, kind="text/plain; format=flowed"),
    "qp": lambda: raw(b"=" * 1_000_000, head="Content-Transfer-Encoding: quoted-printable\n"),
    "base64": lambda: raw(b"=" * 1_000_000 + b"A" * 1_000_000, head="Content-Transfer-Encoding: base64\n"),
    "nul": lambda: b"\0" * 1_000_000,
    "report": lambda: raw(b"--b\nContent-Type: message/delivery-status\n\n" + b"Action: x\n" * 100_000,
                          kind="multipart/report; boundary=b; report-type=delivery-status"),
    "zwj": lambda: raw("\u200d".encode() * 300_000),
    "punycode": lambda: raw(b"a-" * 50_000, kind="text/plain; charset=punycode"),
}  # fmt: skip


@pytest.mark.parametrize("name", LETTERS)
def test_monsters_are_cheap(name: str) -> None:
    """A hundred thousand parts, a megabyte of header and their kin cost well under two seconds (faults 112, 113)."""
    letter = LETTERS[name]()
    assert costs(lambda: read(letter, OWNER, authserv="a.example")) < GENEROUS
    assert costs(lambda: structured(parts(letter))) < GENEROUS


PAGES: dict[str, Callable[[], str]] = {
    "nested": lambda: "<div>" * 50_000,
    "inline": lambda: "<b>" * 50_000 + "x" + "</i>" * 50_000,
    "tables": lambda: "<table><tr><td>" * 20_000,
    "cells": lambda: "<table>" + "<td>x" * 50_000,
    "rows": lambda: "<table>" + "<tr><td>a<td>b" * 20_000,
    "attribute": lambda: f'<a href="{"x" * 1_000_000}">y</a>',
    "attributes": lambda: f"<a {' '.join(f'b{n}=c' for n in range(100_000))}>y</a>",
    "open-quotes": lambda: "<a b='" * 50_000,
    "mixed-quotes": lambda: '<a b=\'c" d="' * 30_000,
    "odd-quotes": lambda: "<a ' " + 'b="" ' * 50_000 + ">",
    "open-tags": lambda: "<a " * 100_000,
    "angles": lambda: "<" * 300_000,
    "comments": lambda: "<!--" * 100_000,
    "declarations": lambda: "<!" * 100_000,
    "styles": lambda: "<style>" * 50_000,
    "rules": lambda: "<style>" + ".a{" * 100_000,
    "entities": lambda: "&#" * 200_000,
    "digits": lambda: "&#" + "9" * 200_000 + ";",
    "ampersands": lambda: "&amp" * 100_000,
    "quotes": lambda: "<blockquote type=cite>x" * 20_000,
    "hidden": lambda: "<p hidden>" * 50_000,
    "spaces": lambda: "<a " + " " * 500_000 + "=" * 1_000,
    "items": lambda: "https://schema.org/" + '<div itemscope itemtype=x itemprop="y">' * 20_000,
    "scripts": lambda: "https://schema.org/" + '<script type="ld+json">{"a":' * 20_000,
    "json": lambda: "https://schema.org/<script type=application/ld+json>" + "[" * 50_000,
    "links": lambda: "<a href='https://x.example'>" * 20_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read_in_one_pass(name: str) -> None:
    """Nested, unclosed, endless: the scanner goes over a page once."""
    written = PAGES[name]()
    assert costs(lambda: flat(written)) < GENEROUS / 4
    assert costs(lambda: structured(page(written))) < GENEROUS


def test_an_ordinary_page_takes_milliseconds() -> None:
    """A hundred kilobytes of layout, at the best of five tries."""
    row = "<table width=600 style='font-size:12px;margin:0'><tr><td style='padding:3px' class=\"a b\"><p>Some words</p></td></tr>"
    written = (f"{row}</table>" * 900)[:100_000]
    assert min(costs(lambda: flat(written)) for _ in range(5)) < 0.1


CALENDARS: dict[str, Callable[[], str]] = {
    "events": lambda: "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nDTSTART:20260305T140000Z\nEND:VEVENT\n" * 10_000,
    "unclosed": lambda: "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nDTSTART:20260305T140000Z\n" * 10_000,
    "attendees": lambda: (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260305T140000Z\n" + "ATTENDEE;CN=A:mailto:a@a.example\n" * 50_000
    ),
    "zones": lambda: (
        "BEGIN:VCALENDAR\n"
        + "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:+0100\nEND:STANDARD\n" * 10_000
        + "BEGIN:VEVENT\nDTSTART;TZID=A:20260305T140000\n"
    ),
    "rule": lambda: (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260305T140000Z\nRRULE:FREQ=SECONDLY;COUNT=999999999\nEND:VEVENT"
    ),
    "folded": lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x" + "\n y" * 200_000,
    "parameters": lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE" + ';A="b"' * 100_000 + ":mailto:x@a.example",
    "quotes": lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;CN=" + '"' * 200_001 + ":x",
    "text": lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260305T140000Z\nDESCRIPTION:" + "\\n" * 200_000,
    "html": lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260305T140000Z\nDESCRIPTION:<p>" + "<table><td>" * 50_000,
    "duration": lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260305T140000Z\nDURATION:P" + "9" * 100_000 + "D\n",
    "sequence": lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260305T140000Z\nSEQUENCE:" + "9" * 100_000 + "\n",
    "begin": lambda: "BEGIN:VCALENDAR\n" * 100_000,
    "colons": lambda: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART" + ":" * 300_000,
}


@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_bombs_are_bounded(name: str) -> None:
    """Ten thousand events, endless rules and zones: at most forty events, none of them expanded (fault 121)."""
    files = (CalendarPart(CALENDARS[name](), "REQUEST"),)
    assert costs(lambda: invitation(files, OWNER)) < GENEROUS / 2
    found = invitation(files, OWNER)
    assert found is None or len(found.slots) <= 40


WORDS = ("", " ", "a", "A ", "1", "1:", "0.", "-", ">", "<", "(", ")", '"', "'", "\\", "=", "=?", ";", ":", "@", "a@", ".a", "/", "|",
         "\t", "\n", "\n ", "\r\n", "é", "\u200b", "*", "_", ",", "Mr ", "on ", "from:", "at ", "to ", "and ", "by ", "P1", "20", "am ",
         "header.d=", "&#", "</", "+", "mailto:", "http://", "charset=", "Aa ", "Dr. ", "March ", "5/", "it ", "[", "{", "}", "--")  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every pattern of the reading room: those that modules keep, and those that stand in the middle of its code."""
    for module in pkgutil.iter_modules(followupd.reading.__path__, "followupd.reading."):
        short = module.name.rpartition(".")[2]
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            held = value if isinstance(value, tuple | list) else value.values() if isinstance(value, dict) else (value,)
            for number, pattern in enumerate(held):
                if isinstance(pattern, re.Pattern):
                    yield f"{short}.{name}.{number}", pattern
        for node in ast.walk(ast.parse(Path(loaded.__file__ or "").read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
                written = node.args[0]
                kept = ast.unparse(node.func) == "re.compile" and node.col_offset < 20
                if isinstance(written, ast.Constant) and isinstance(written.value, str | bytes) and not kept:
                    yield (
                        f"{short}:{node.lineno}",
                        re.compile(written.value, re.I if "re.I" in ast.unparse(node) else 0),
                    )


@pytest.mark.parametrize(("name", "pattern"), list(patterns()), ids=[name for name, _ in patterns()])
def test_no_pattern_runs_away(name: str, pattern: "re.Pattern[str] | re.Pattern[bytes]") -> None:
    """Doubling what is repeated never costs much more than twice as much: no pattern backtracks without end (fault 115)."""
    worst = 0.0
    for first in WORDS:
        for second in ("", "a", "1", " ", ":", '"', "é "):
            text = (first + second) * 400 + "\x00"
            subject = text.encode() if isinstance(pattern.pattern, bytes) else text
            worst = max(worst, costs(lambda s=subject: (pattern.search(s), pattern.match(s), pattern.fullmatch(s))))  # type: ignore[misc]
    assert worst < 0.25, name


@pytest.mark.parametrize(
    "value",
    ["a@", "@", "<", "<>", ">", "a@b@c", "\x00", "a:;", ":", "(", "\\", '"', '"@', "a@[", "a@[1", "<a@b", "=?", "=?x?b?", "a\nb@c.example",
     "undisclosed-recipients:;", ",", ",,,", "a@b.example <", "a <b", "\udcff@x.example", "=?utf-8?q?=0a?= <a@b.example>", "." * 5000],
)  # fmt: skip
def test_addresses_that_upset_the_parser(value: str) -> None:
    """IndexError, UnboundLocalError, LookupError, ValueError: none comes through (fault 113)."""
    assert all("@" in address.email for address in parsed_addresses(value))


@pytest.mark.parametrize("seed", range(60))
def test_mutated_letters_raise_nothing(seed: int) -> None:
    """Samples with bytes cut, doubled, swapped and made up: read to the end whatever they say."""
    for sample in SAMPLES:
        letter = mutated(sample, seed)
        read(letter, OWNER, authserv="mx.home.example")
        found = parts(letter)
        own_words(found)
        structured(found)
        invitation(found.calendars, OWNER)
        language(found.text)
        authentic(found.head, found.letter, "*top*")


def test_our_controls_cannot_be_sent() -> None:
    """The line that marks an earlier letter is never the sender's to write (fault 108)."""
    assert own_words(taken("One\n\x02\nTwo")).text == "One\n\nTwo"
    assert own_words(page("One<br>\x02<br>Two")).text == "One\n\nTwo"
    assert (
        own_words(parts(raw(several(part("x\x1b[31m", "text/plain")), kind="multipart/mixed; boundary=b1"))).text
        == "x[31m"
    )
