"""Who vouches for a sender: only the account's own server, only for the sender's own domain, else nobody (fault 110)."""

import pytest

from followupd.reading.authentic import TOP, authentic, organisation
from followupd.reading.parts import parts

OURS = "mx.home.example"
PASS = "dkim=pass header.d=acme.example"
ENTRY = "Received: from out.acme.example by mx.home.example; Mon, 2 Mar 2026 10:00:00 +0000\n"
INNER = "Received: from mx.home.example by store.home.example; Mon, 2 Mar 2026 10:00:01 +0000\n"
FOREIGN = "Received: from x by out.evil.example; Mon, 2 Mar 2026 09:00:00 +0000\n"


def stamp(results: str, name: str = OURS) -> str:
    return f"Authentication-Results: {name}; {results}\n"


def vouched(head: str, *, sender: str = "Rita <rita@acme.example>", anchor: str | None = OURS) -> bool | None:
    found = parts(f"{head}From: {sender}\nSubject: x\n\nx".encode())
    return authentic(found.head, found.letter, anchor)


@pytest.mark.parametrize(
    "results",
    [
        "dkim=pass header.d=acme.example", "dkim=pass header.i=@acme.example", "spf=pass smtp.mailfrom=bounce@mail.acme.example",
        "dmarc=pass (p=REJECT sp=NONE) header.from=acme.example", "dkim=fail header.d=x.example; dmarc=pass header.from=acme.example",
        "DKIM=PASS (2048-bit key) header.d=ACME.EXAMPLE", "dkim=pass\n header.d=acme.example\n header.s=k1",
        "spf=softfail smtp.mailfrom=x.example; dkim=pass (a (nested; dkim=fail) comment) header.d=acme.example",
        'dkim=pass reason="good; signature" header.d=acme.example',
    ],
)  # fmt: skip
def test_aligned_passes(results: str) -> None:
    """Any aligned method that passed, in every spelling that servers use."""
    assert vouched(stamp(results)) is True


@pytest.mark.parametrize(
    "results",
    [
        "none", "", "dkim=pass", "dkim=pass header.d=evil.example", "spf=pass smtp.mailfrom=evil.example", "dkim=fail header.d=acme.example",
        "dkim=passed header.d=acme.example", "dmarc=pass header.from=evil.example", "arc=pass header.d=acme.example",
        "dkim=pass (header.d=acme.example)", 'dkim=pass reason="header.d=acme.example"', "dkim=pass header.d=acme.example.evil.example",
        "dkim=pass header.d=notacme.example", "dkim=pass header.d=example", "dmarc=fail header.from=acme.example; " + PASS,
        "dkim=none (; dkim=pass header.d=acme.example", 'dkim=none "; dkim=pass header.d=acme.example', "spf=pass header.d=acme.example",
        "dkim=pass header.d=evil.example header.i=@acme.example", "x) ; dkim=pass header.d=acme.example", "dkim=pass header.d=",
        "dkim=pass " + "x" * 9000 + " header.d=acme.example",
    ],
)  # fmt: skip
def test_everything_else_fails_closed(results: str) -> None:
    """Unaligned, failed, commented, quoted, unfinished, endless: nobody vouches."""
    assert vouched(stamp(results)) is False


@pytest.mark.parametrize(
    ("head", "trusted"),
    [
        (stamp(PASS) + ENTRY, True),
        (ENTRY + stamp(PASS), True),
        (INNER + ENTRY + stamp(PASS), True),
        (ENTRY + stamp("dkim=none") + stamp(PASS), False),
        (stamp("dkim=none") + ENTRY + stamp(PASS), False),
        (stamp("spf=pass smtp.mailfrom=evil.example") + stamp(PASS) + ENTRY, True),
        (ENTRY + FOREIGN + stamp(PASS), False),
        (stamp(PASS, "mx.evil.example") + ENTRY, False),
        (stamp(PASS, "mx.home.example.evil.example"), False),
        (stamp(PASS, '"mx.home.example"'), False),
        (stamp(PASS, "(comment) MX.home.example 1"), True),
        (stamp(PASS, "mx.home.example(unclosed"), False),
        ("Authentication-Results: " + PASS + "\n", False),
        ("Authentication-Results:\n", False),
        ("X-Authentication-Results: mx.home.example; " + PASS + "\n", False),
        ("", False),
    ],
    ids=["above", "below-own-hop", "two-hops", "forged-below", "forged-far-below", "two-of-ours", "foreign-hop", "foreign-name",
         "longer-name", "quoted-name", "comment-version", "unclosed", "nameless", "empty", "other-field", "none"],
)  # fmt: skip
def test_only_the_accounts_own_server_counts(head: str, trusted: bool) -> None:
    """By its name and its place; a forged one below it changes nothing."""
    assert vouched(head) is trusted


@pytest.mark.parametrize(
    ("head", "trusted"),
    [
        ("Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dkim=pass header.d=acme.example;"
         "dmarc=pass action=none header.from=acme.example;compauth=pass reason=100\n", True),
        (stamp("dkim=none", "other.example") + stamp(PASS), False),
        (stamp(PASS, "any.example"), True),
        ("", False),
    ],
)  # fmt: skip
def test_a_server_without_a_name(head: str, trusted: bool) -> None:
    """Exchange signs with no name: only the topmost field is read."""
    assert vouched(head, anchor=TOP) is trusted


@pytest.mark.parametrize(
    "sender",
    ["Rita <rita@acme.example>, Bob <bob@acme.example>", "rita@acme.example\nFrom: rita@acme.example", "",
     '"hr@bigco.example" <rita@acme.example>', "hr@bigco.example via x <rita@acme.example>", "Rita <rita@\u0430cme.example>"],
)  # fmt: skip
def test_doubtful_senders(sender: str) -> None:
    """Several of them, a name that is another address, letters that look alike (fault 109)."""
    assert vouched(stamp(PASS), sender=sender) is False


def test_nobody_stamps() -> None:
    """Where the server never does, there is no answer, which is not a no."""
    assert vouched(stamp(PASS), anchor=None) is None


def test_organisations() -> None:
    """The common public suffixes; below a shared domain each name is an organisation of its own."""
    cases = {
        "mail.acme.example": "acme.example", "acme.co.uk": "acme.co.uk", "a.b.acme.co.uk": "acme.co.uk", "co.uk": "", "com": "",
        "acme.onmicrosoft.com": "acme.onmicrosoft.com", "onmicrosoft.com": "", "acme.de": "acme.de", "": "", "..": "",
    }  # fmt: skip
    assert {domain: organisation(domain) for domain in cases} == cases
