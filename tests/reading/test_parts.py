"""Letters to text: blocks, data rows, what is seen, and which of two texts is read."""

import base64
from datetime import UTC, datetime

import pytest

from followupd.reading.markup import flat
from followupd.reading.parts import parts
from tests.reading.samples import multipart, page, part, raw, several, taken


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<div>One</div><div>Two</div><div><br></div><div>Three</div>", "One\nTwo\n\nThree"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("<p class=MsoNormal>One</p><p class=MsoNormal>Two</p><p class=MsoNormal>&nbsp;</p><p>Three</p>", "One\nTwo\n\nThree"),
        ("<ul><li>One</li><li>Two</ul>after", "- One\n- Two\n\nafter"),
        ("<h2>Interview</h2>at <b>two</b> o'clock", "Interview\n\nat two o'clock"),
        ("a &amp; b&nbsp;&uuml; &lt;c&gt; x\u200by", "a & b ü <c> xy"),
        ("<pre>One\n  Two\n\nThree</pre>", "One\nTwo\n\nThree"),
        ("<p>Unclosed<p>tags <i>everywhere", "Unclosed\n\ntags everywhere"),
        ("two < three <b>and</b> 4 > 3", "two < three and 4 > 3"),
    ],
)  # fmt: skip
def test_blocks_become_lines(html: str, text: str) -> None:
    """Blocks end lines, paragraphs stand apart by one empty line, inline tags leave no trace."""
    assert flat(html).text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<table><tr><th>Date</th><td>5 March</td></tr><tr><th>Time<td>14:00</table>", "Date\t5 March\nTime\t14:00"),
        ("<table><tr><td>Where</td><td>&nbsp;</td><td>12 High St<br>Leeds</td></tr></table>", "Where\t12 High St, Leeds"),
        ("<table><tr><td><p>Hi</p><p>There</p></td></tr></table>", "Hi\n\nThere"),
        (
            "<table><tr><td><img src=x></td><td><table><tr><td>When</td><td>Monday</td></tr></table></td></tr></table>",
            "When\tMonday",
        ),
        (f"<table><tr><td>{'left ' * 90}</td><td>{'right ' * 90}</td></tr></table>", f"{'left ' * 90}\n\n{'right ' * 90}"),
    ],
    ids=["data", "spacer-and-break", "single-cell", "nested", "columns"],
)  # fmt: skip
def test_rows_of_data_stay_one_line(html: str, text: str) -> None:
    """A row that holds data is one line with tabs; a row that lays out flows."""
    assert flat(html).text.split() == text.split()
    assert [line.count("\t") for line in flat(html).text.split("\n")] == [line.count("\t") for line in text.split("\n")]


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">SECRET</div>', '<span style="visibility: hidden">SECRET</span>',
        '<div style="max-height:0px;overflow:hidden">SECRET</div>', '<div style="font-size:1px">SECRET</div>',
        '<div style="font-size:0"><p>SECRET</p></div>', '<p style="opacity:0">SECRET</p>', "<p hidden>SECRET</p>",
        '<div style="mso-hide:all">SECRET<div>SECRET</div>SECRET</div>', "<!-- SECRET -->", "<script>SECRET</script>",
        "<style>.pre{display:none} @media x{.seen{display:none}}</style><b class='pre'>SECRET</b><b class=seen></b>",
        "<head><title>SECRET</title></head>", "<!--[if mso]>SECRET<![endif]-->",
    ],
)  # fmt: skip
def test_what_nobody_sees_is_not_read(hidden: str) -> None:
    """Preheaders, comments, scripts and the like are dropped; what stands beside them stays."""
    assert flat(f"<body>{hidden}<p>Seen.</p></body>").text == "Seen."


def test_hidden_blocks_break_no_line() -> None:
    """What is hidden leaves no trace in the line around it; a rule for some surroundings hides nothing everywhere."""
    assert flat("One <span hidden>x<br><p>y</p></span>two").text == "One two"
    assert (
        flat("<style>.dark .b{display:none} p.c {display:none}</style><i class=b>One</i><p class=c>no</p>").text
        == "One"
    )


def test_a_size_named_inside_a_tiny_one_is_seen() -> None:
    """Layout cells are set to no size, and their texts to one of their own."""
    assert flat('<td style="font-size:0px"><div style="font-size:13px">Seen</div></td>').text == "Seen"


def test_a_cell_that_is_wide_is_not_hidden_by_half_a_rule() -> None:
    """max-height:0.5em, opacity:0.9 and font-size:10px hide nothing."""
    styles = ("max-height:0.5em", "opacity:0.9", "font-size:10px", "font-size:1.2em", "font-size:100%")
    assert all(flat(f'<p style="{style}">Seen</p>').text == "Seen" for style in styles)


def test_links_keep_their_text() -> None:
    """The text stays where it is; the address is kept apart."""
    found = flat('Please <a href="https://book.example/x?a=1&amp;b=2">pick a time</a> or <a href="#top">go up</a>.')
    assert found.text == "Please pick a time or go up."
    assert [(link.text, link.href) for link in found.links] == [("pick a time", "https://book.example/x?a=1&b=2")]


PLAIN = part("Your interview is on 5 March 2026 at 14:00.\n", "text/plain; charset=utf-8")
TABLE = "<p>Your interview is confirmed.</p><table><tr><td>Date</td><td>5 March 2026</td></tr><tr><td>Time</td><td>14:00-15:30</td></tr></table>"


@pytest.mark.parametrize(
    ("plain", "html", "chosen"),
    [
        ("Hello there, all is said.\n", "<p>Hello there, <b>all</b> is said.</p>", "Hello there, all is said."),
        ("", "<p>Only here</p>", "Only here"),
        ("Your email client does not support HTML.", "<p>Come on Monday at nine, please, all of you.</p>", "Come on Monday"),
        ("Your interview is confirmed.", TABLE, "Time\t14:00-15:30"),
        ("<html><body><p>Tags in <b>plain</b></p></body></html>", "", "Tags in plain"),
    ],
    ids=["plain", "empty", "stub", "poorer", "disguised"],
)  # fmt: skip
def test_the_text_that_says_more_is_read(plain: str, html: str, chosen: str) -> None:
    """The plain text, unless it is empty, a stub, or leaves out what the html tells."""
    letter = multipart(part(plain, "text/plain"), part(html, "text/html"), subtype="alternative")
    assert chosen in parts(letter).text


@pytest.mark.parametrize(
    ("charset", "sent", "read"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"), ("iso-8859-1", "Grüße".encode("latin-1"), "Grüße"),
        ("us-ascii", "Grüße".encode(), "Grüße"), ("iso-8859-1", "Grüße".encode(), "Grüße"),
        ("utf-8", "“Grüße”".encode("cp1252"), "“Grüße”"), ("utf-16", b"plain", "plain"), ("zip", b"plain", "plain"),
        ("idna", b"plain", "plain"), ("x" * 300, b"plain", "plain"), ("utf-7", b"+ADw-plain", "+ADw-plain"),
        ("utf-16", "Grüße".encode("utf-16"), "Grüße"), ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("base64", b"plain", "plain"), ("undefined", b"plain", "plain"), ("\x00", b"plain", "plain"),
    ],
)  # fmt: skip
def test_charsets_that_lie(charset: str, sent: bytes, read: str) -> None:
    """What a charset claims is believed as far as it is true (fault 114)."""
    assert parts(raw(sent, kind=f"text/plain; charset={charset}")).text == read


def test_transfer_encodings() -> None:
    """Quoted-printable and base64, broken ones as far as they go."""
    cases = [
        ("quoted-printable", b"Gr=C3=BC=\n=C3=9Fe =3D =ZZ", "Grüße = =ZZ"),
        ("base64", base64.encodebytes("Grüße".encode()), "Grüße"),
        ("base64", b"R3LDvMOf*ZQ", "Grüße"),
        ("8bit", "Grüße".encode(), "Grüße"),
        ("nonsense", b"plain", "plain"),
    ]
    for encoding, body, text in cases:
        assert taken(body, head=f"Content-Transfer-Encoding: {encoding}\n").text == text


def test_flowed_text_is_joined() -> None:
    """Soft breaks go, quote depth and the signature's dashes stay (RFC 3676)."""
    sent = "One long \nline.\nNext\n> quoted \n> text\n-- \nAnn\n"
    kind = "text/plain; charset=utf-8; format=flowed"
    assert parts(raw(sent, kind=kind)).text == "One long line.\nNext\n> quoted text\n--\nAnn"


def test_an_attached_letter_reads_as_a_forward() -> None:
    """A message/rfc822 stands below, under its head; its calendar is found too."""
    inner = raw(several(part("See you.", "text/plain"), part("BEGIN:VCALENDAR\n", "text/calendar; method=REQUEST"), boundary="b2"),
                subject="Interview", kind="multipart/mixed; boundary=b2")  # fmt: skip
    found = parts(multipart(part("FYI", "text/plain"), part(inner, "message/rfc822")))
    assert found.text.startswith(
        "FYI\n\n---------- Forwarded message ----------\nFrom: Rita Cole <rita@acme.example>\n"
    )
    assert found.text.endswith("\n\nSee you.")
    assert [(c.text, c.method) for c in found.calendars] == [("BEGIN:VCALENDAR\n", "REQUEST")]


def test_attachments_are_no_text_but_calendars_by_any_type() -> None:
    """A text file that is attached is nobody's word; an .ics is a calendar whatever it is sent as."""
    name = 'Content-Disposition: attachment; filename="{}"\n'
    found = parts(
        multipart(
            part("Hello", "text/plain"),
            part("We regret", "text/plain", name.format("old.txt")),
            part("BEGIN:VCALENDAR", "application/octet-stream", name.format("invite.ICS")),
            part("BEGIN:VCALENDAR", 'application/x; name="a.ics"'),
        )
    )
    assert (found.text, len(found.calendars)) == ("Hello", 2)


def test_a_calendar_in_any_wrapping() -> None:
    """Base64, UTF-16 with a mark, and a charset that lies: the calendar is the same."""
    text = "BEGIN:VCALENDAR\r\nX:Größe\r\n"
    for sent in (text.encode(), text.encode("cp1252"), text.encode("utf-16")):
        for charset in ("", "; charset=utf-8", "; charset=us-ascii", "; charset=nonsense"):
            leaf = part(base64.encodebytes(sent), f"text/calendar{charset}", "Content-Transfer-Encoding: base64\n")
            assert parts(multipart(leaf)).calendars[0].text.lstrip("\ufeff") == text


def test_a_broken_line_in_the_head_costs_only_itself() -> None:
    """What is no field is passed over, and a space before the colon is forgiven."""
    found = parts(b"From ann Mon Mar 2\nFrom: a@a.example\nno field\n  at all\nSubject : Hello\nX\n\nbody")
    assert found.letter.sender is not None
    assert (found.letter.subject, found.text) == ("Hello", "body")


def test_a_delivery_report() -> None:
    """Who could not be reached, and about which letter; the returned one is nobody's word."""
    status = (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; jane@acme.example\nAction: failed\nStatus: 5.1.1\n"
    )
    found = parts(
        multipart(
            part("It failed.", "text/plain"),
            part(status, "message/delivery-status"),
            part(raw("Thank you", head=""), "message/rfc822"),
            subtype="report", more="; report-type=delivery-status", head="Return-Path: <>\n",
        )
    )  # fmt: skip
    assert found.report is not None
    assert found.report.recipients == ("jane@acme.example",)
    assert (found.report.action, found.report.status, found.report.about) == ("failed", "5.1.1", "<1@acme.example>")
    assert (found.letter.report, found.letter.null_sender, found.text) == ("delivery-status", True, "It failed.")


@pytest.mark.parametrize(
    ("head", "auto", "replying"),
    [
        ("", False, False), ("Auto-Submitted: no\n", False, False), ("Auto-Submitted: auto-generated\n", True, False),
        ("Auto-Submitted: auto-replied; owner-email=x\n", True, True), ("X-Autoreply: yes\n", True, True),
        ("X-Autorespond: away\n", True, True), ("Precedence: auto_reply\n", True, True), ("X-Autoreply: no\n", False, False),
    ],
)  # fmt: skip
def test_automatic_letters_say_so(head: str, auto: bool, replying: bool) -> None:
    """What a robot says of itself is kept for judging (fault 117)."""
    letter = taken("x", head=head).letter
    assert (letter.auto, letter.auto_reply) == (auto, replying)


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"), ("=?utf-8?b?R3LDvMOfZQ?= =?utf-8?b?!!?=", "Grüße"), ("Gr\u00fc\u00dfe", "Grüße"),
        ("=?zip?b?R3I=?=", "Gr"), ("a\u202eb\u200bc", "abc"), ("=?utf-8?q?a=0Ab=00c?=", "a b c"),
    ],
)  # fmt: skip
def test_subjects(subject: str, read: str) -> None:
    """Encoded words, raw UTF-8, broken ones, controls and direction marks (faults 107, 108, 113)."""
    assert taken("x", subject=subject).letter.subject.startswith(read[:4])
    assert taken("x", subject=subject).letter.subject.isprintable()


def test_addresses_are_the_strict_parsers() -> None:
    """What looks like an address but is a name stays one (fault 109)."""
    cases = {
        '"hr@bigco.example" <evil@x.example>': "evil@x.example",
        "Ann Lee <ann@a.example>, Bob <bob@b.example>": None,
        "a@": None,
        "<<>>,,;": None,
        "=?utf-8?q?J=C3=BCrgen?= <j@a.example>": "j@a.example",
        "\u00dcber <u@a.example>": "u@a.example",
    }
    for written, email in cases.items():
        sender = parts(f"From: {written}\n\nx".encode()).letter.sender
        assert (sender.email if sender else None) == email
    assert parts(b"From: a@a.example\nFrom: b@b.example\n\nx").letter.sender is None


def test_the_date_is_utc_with_the_senders_offset() -> None:
    """-0000 says nothing of the zone (RFC 5322 s3.3)."""
    letter = parts(b"Date: Mon, 2 Mar 2026 10:00:00 +0530\n\n").letter
    assert (letter.date, letter.offset) == (datetime(2026, 3, 2, 4, 30, tzinfo=UTC), 330)
    assert parts(b"Date: Mon, 2 Mar 2026 10:00:00 -0000\n\n").letter.offset is None
    assert parts(b"Date: Mon, 2 Mar 2026 10:00:00 +5000\n\n").letter.offset is None
    assert parts(b"Date: Fri, 31 Dec 9999 23:59:59 -1200\n\n").letter.date is None


@pytest.mark.parametrize(
    "html",
    [
        '<div>New.</div><div class="gmail_quote"><div class="gmail_attr">Am Mo schrieb A:</div><blockquote>Old</blockquote></div>',
        '<p>New.</p><div class="moz-cite-prefix">Dnia 2 marca A pisze:</div><blockquote type="cite"><p>Old</p></blockquote>',
        '<p>New.</p><div class="yahoo_quoted">Le 2 mars<div>Old</div></div>',
        '<p>New.</p><div class="protonmail_quote">Il 2 marzo<blockquote class="protonmail_quote" type="cite">Old</blockquote></div>',
        '<p>New.</p><div name="quote" style="border-left:2px solid">Old</div>',
    ],
    ids=["gmail", "thunderbird", "yahoo", "proton", "gmx"],
)  # fmt: skip
def test_quote_marks_of_clients(html: str) -> None:
    """What a client marks as quoted stands behind an angle, in whatever language it is announced."""
    lines = page(html).text.split("\n")
    assert lines[0] == "New."
    assert all(line.startswith(">") for line in lines[1:] if line)
    assert "Old" in lines[-1]


def test_an_indented_block_is_no_quote() -> None:
    """A blockquote that no client marked is the writer's own."""
    assert page("<p>New.</p><blockquote>Own</blockquote>").text == "New.\n\nOwn"
