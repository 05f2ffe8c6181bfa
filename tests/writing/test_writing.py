"""What is written, and what is refused before it leaves."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.mail import Address
from followupd.notes import Facts, NoteKind
from followupd.writing import Refused, Sealed, compose, draft_text, seal

NOW = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
ME = Address("alex@home.example", "Alex Rivera")
FACTS = Facts(
    NoteKind.THANK_YOU,
    ME,
    (Address("jane@acme.example", "Jane Doe"),),
    "Jane Doe",
    company="Acme",
    role="Backend Engineer",
    subject="AW: Re: Your interview",
    in_reply_to="<1@acme.example>",
)
WRITTEN = [
    NoteKind.THANK_YOU, NoteKind.NUDGE, NoteKind.OFFER_REPLY, NoteKind.REJECTION_REPLY, NoteKind.WITHDRAWAL,
]  # fmt: skip


def draft(facts: Facts = FACTS) -> bytes:
    return compose(facts, message_id="<m@home.example>", token="<t@home.example>", date=NOW)


def sealed(raw: bytes, facts: Facts = FACTS) -> Sealed | Refused:
    own = frozenset({ME.email})
    return seal(raw, own=own, token="<t@home.example>", facts=facts, message_id="<new@home.example>", date=NOW)


def sentences(text: str) -> set[str]:
    inner = text.split("\n\n")[1:-1]
    return {s.strip() for p in inner for s in re.split(r"(?<=[.?;])\s", p)}


def test_a_panel_of_eight_shares_no_sentence() -> None:
    """No two notes of one panel share a sentence beyond greeting and closing."""
    seen: set[str] = set()
    for variant in range(8):
        mine = sentences(draft_text(replace(FACTS, variant=variant))[1])
        assert not seen & mine
        seen |= mine


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("company", ["Acme", None])
@pytest.mark.parametrize("role", ["Backend Engineer", None])
def test_every_kind_reads_well_without_facts(kind: NoteKind, company: str | None, role: str | None) -> None:
    """Every kind of note is whole with and without company and role, and names no day."""
    facts = replace(FACTS, kind=kind, company=company, role=role)
    subject, body = draft_text(facts)
    assert subject == "Re: Your interview"
    assert body.startswith("Dear Jane Doe,\n\n")
    assert body.endswith("Sincerely,\nAlex Rivera\n")
    assert not re.search(r"None|\{|\}|  |today|yesterday|!", body)


def test_the_draft_stays_in_its_thread() -> None:
    """The token stands last in References, behind the parent; nothing else marks the draft but our own header."""
    mail = message_from_bytes(draft(), policy=default)
    assert mail["References"] == "<1@acme.example> <t@home.example>"
    assert mail["In-Reply-To"] == "<1@acme.example>"
    assert mail.get_content_type() == "text/plain"


def test_what_leaves_bears_no_mark_of_ours() -> None:
    """Own and client headers are gone when it leaves; the body is the same to the byte."""
    raw = draft().replace(b"Subject:", b"X-Mozilla-Draft-Info: x\r\nFcc: Sent\r\nSubject:")
    final = sealed(raw)
    assert isinstance(final, Sealed)
    assert b"X-" not in final.raw.partition(b"\r\n\r\n")[0]
    assert final.raw.partition(b"\r\n\r\n")[2] == raw.partition(b"\r\n\r\n")[2]
    assert final.recipients == ("jane@acme.example",)


def test_bcc_is_kept_from_the_others() -> None:
    """A Bcc that the owner added gets the mail, and nobody reads of it (fault 97)."""
    final = sealed(draft().replace(b"Subject:", b"Bcc: friend@home.example\r\nSubject:"))
    assert isinstance(final, Sealed)
    assert final.recipients == ("jane@acme.example", "friend@home.example")
    assert b"friend@" not in final.raw


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"To: Jane Doe <jane@acme.example>\r\n", b"", "no recipient"),
        (b"alex@home.example>\r\nTo", b"boss@old.example>\r\nTo", "not from an address of yours"),
        (b"Dear Jane Doe", b"Dear {{ name }}", "placeholder"),
        (b"Dear Jane Doe", b"Dear [Name]", "placeholder"),
        (b"To: Jane Doe <jane@acme.example>", b"To: jane@acme.example <evil@x.example", "can't"),
    ],
)
def test_what_is_refused(old: bytes, new: bytes, why: str) -> None:
    """What must not leave is refused with a reason for the owner (fault 99)."""
    changed = draft().replace(old, new)
    assert changed != draft()
    answer = sealed(changed)
    assert isinstance(answer, Refused)
    assert why in answer.reason


def test_a_misspelt_company_holds_the_send() -> None:
    """A company one letter off is held back, and the right one is not."""
    facts = replace(FACTS, company="Initech")
    assert isinstance(sealed(draft(facts), facts), Sealed)
    answer = sealed(draft(facts).replace(b"Initech", b"Initeck"), facts)
    assert isinstance(answer, Refused)
    assert "misspelt" in answer.reason


HOSTILE = st.text(max_size=60) | st.sampled_from(
    [
        "{{ ''.__class__ }}",
        "x\r\nBcc: evil@x.example",
        "=?utf-8?q?=0ABcc=3A_evil=40x?=",
        "a\u202eb\u200bc",
        "{% for x in y %}",
    ]
)


@given(subject=HOSTILE, person=HOSTILE, company=HOSTILE, role=HOSTILE)
def test_hostile_names_stay_data(subject: str, person: str, company: str, role: str) -> None:
    """Whatever mail puts into names and subjects, the draft goes to its one recipient (faults 107, 108, 116)."""
    facts = replace(FACTS, subject=subject, person=person, company=company, role=role)
    mail = message_from_bytes(draft(facts), policy=default)
    assert sorted({n.lower() for n, _ in mail.items()} - {"mime-version"}) == sorted(
        ["from", "to", "subject", "date", "message-id", "in-reply-to", "references", "x-followupd-id",
         "content-type", "content-transfer-encoding"]
    )  # fmt: skip
    assert [a.addr_spec for a in mail["To"].addresses] == ["jane@acme.example"]
