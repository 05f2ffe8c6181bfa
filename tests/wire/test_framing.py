"""Responses come out whole, whatever the cuts and whatever the subjects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.errors import ProtocolError
from followupd.wire import utf7
from followupd.wire.framing import Framer, Response

BODY = b"Subject: sad :( * 9 EXISTS\r\nA1 OK {5}\r\n"
TALK = (
    b"* OK ready\r\n* 1 FETCH (UID 7 BODY[] {%d}\r\n" % len(BODY)
    + BODY
    + b" FLAGS (\\Seen))\r\n* 2 FETCH (BODY[] {0}\r\n)\r\n* 9 EXISTS\r\nA1 OK done\r\n"
)
WHOLE = [
    Response((b"* OK ready",)),
    Response((b"* 1 FETCH (UID 7 BODY[] {%d}" % len(BODY), BODY, b" FLAGS (\\Seen))")),
    Response((b"* 2 FETCH (BODY[] {0}", b"", b")")),
    Response((b"* 9 EXISTS",)),
    Response((b"A1 OK done",)),
]


@pytest.mark.parametrize("cut", range(len(TALK)))
def test_cut_anywhere(cut: int) -> None:
    """A conversation cut at any byte gives the same responses (faults 45, 47)."""
    framer = Framer()
    assert framer.feed(TALK[:cut]) + framer.feed(TALK[cut:]) == WHOLE


@given(st.lists(st.integers(1, 40), max_size=60))
def test_any_segments(sizes: list[int]) -> None:
    """Segments of any sizes give the same responses."""
    framer, rest, got = Framer(), TALK, []
    for size in sizes:
        got += framer.feed(rest[:size])
        rest = rest[size:]
    assert got + framer.feed(rest) == WHOLE


def test_fifty_thousand_lines_in_one_burst() -> None:
    """Many lines in one segment are handled without recursion (fault 44)."""
    assert len(Framer().feed(b"* 1 EXISTS\r\n" * 50_000)) == 50_000


def test_absurd_literals_are_refused() -> None:
    """A literal above the limit is refused before a byte of it is kept (fault 46)."""
    with pytest.raises(ProtocolError):
        Framer().feed(b"* 1 FETCH (BODY[] {99999999999}\r\n")


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=30))
def test_mailbox_names_survive(name: str) -> None:
    """Any name goes to the wire and back unchanged (fault 48)."""
    assert utf7.decode(utf7.encode(name)) == name


@pytest.mark.parametrize("evil", ["a\r\nX DELETE INBOX", "a\nb", "a\0b"])
def test_no_value_becomes_a_command(evil: str) -> None:
    """A line break in a value is refused (fault 48)."""
    with pytest.raises(ProtocolError):
        utf7.quote(evil)
    with pytest.raises(ProtocolError):
        utf7.encode(evil)
