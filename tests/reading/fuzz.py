"""Seeded mutation of sample letters, for the readers of MIME and of calendars.

``python -m tests.reading.fuzz SECONDS [SEED]`` runs until the time is over and prints the first letter that raises or
that takes longer than a second of CPU; the same seed gives the same letters.
"""

import random
import sys
import time

from followupd.reading import read
from followupd.reading.invitation import read as invitation
from followupd.reading.own_words import own_words
from followupd.reading.parts import parts
from followupd.reading.structured import structured
from tests.reading.samples import multipart, part, raw, several

OWNER = frozenset({"alex@home.example"})
CALENDAR = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@acme.example
SEQUENCE:2
DTSTART;TZID="Customized Time Zone":20260305T140000
DURATION:PT1H
SUMMARY:Interview\\, second round
DESCRIPTION:Hello\\nthere
ORGANIZER;CN="Cole, Rita":mailto:rita@acme.example
ATTENDEE;CN=Jane Doe;PARTSTAT=ACCEPTED:mailto:jane@acme.example
RRULE:FREQ=WEEKLY
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""
PAGE = """<html><head><style>.x{display:none}</style><script type="application/ld+json">{"@context":"https://schema.org",
"@type":"Event","name":"Interview","startDate":"2026-03-05T14:00:00+01:00"}</script></head><body><p class="x">no</p>
<table><tr><td>Date</td><td>5 March</td></tr></table><ul><li>One<li>Two</ul><a href="https://x.example">go</a>
<div class="gmail_quote"><blockquote type="cite">Old</blockquote></div></body></html>"""
TEXT = """Hi Alex,\n\nsee you on 5 March 2026 at 14:00.\n\nBest regards,\nRita Cole\nRecruiter\n\nOn Mon, 2 Mar 2026 at 10:00
Alex <alex@home.example> wrote:\n> old\n\nFrom: Bob <bob@acme.example>\nSent: Monday\nTo: Rita\nSubject: x\n\nUnsubscribe\n"""
RESULTS = "Authentication-Results: mx.home.example; dkim=pass (ok) header.d=acme.example; spf=none\n"
SAMPLES = (
    raw(TEXT, head=RESULTS, subject="=?utf-8?q?Gr=C3=BC=C3=9Fe?=", kind="text/plain; charset=utf-8; format=flowed"),
    multipart(
        several(part(TEXT, "text/plain; charset=iso-8859-1"), part(PAGE, "text/html; charset=utf-8"), boundary="b2"),
        part(CALENDAR, "text/calendar; method=REQUEST; charset=utf-8"),
        part(raw(TEXT), "message/rfc822"),
        part(b"QkVHSU46VkNBTEVOREFS", 'application/octet-stream; name="a.ics"', "Content-Transfer-Encoding: base64\n"),
        head=RESULTS,
    ).replace(b"--b1\n--b2", b"--b1\nContent-Type: multipart/alternative; boundary=b2\n\n--b2", 1),
    multipart(
        part("It failed", "text/plain"),
        part("Final-Recipient: rfc822; a@a.example\nAction: failed\nStatus: 5.1.1\n", "message/delivery-status"),
        subtype="report",
        more="; report-type=delivery-status",
    ),
    raw(CALENDAR, kind="text/calendar"),
    raw(PAGE, kind="text/html"),
)
TOKENS = (b"\n", b"\n\n", b"\r", b"\0", b":", b";", b'"', b"=?", b"?=", b"<", b">", b"(", b")", b"--b1\n", b"--b1--", b"=", b"&#", b"\xff",
          b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"TZID=", b"20261301T250000", b"<table>", b"<td>", b"</div>", b"<!--", b"> ", b"From: ",
          b"Content-Type: ", b"charset=zip", b"\xe2\x80\xae", b"\n ", b"{", b"[", b"99999999999")  # fmt: skip


def mutated(sample: bytes, seed: int) -> bytes:
    """A sample with up to thirty changes, the same for the same seed."""
    chance = random.Random(seed)
    data = bytearray(sample)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 5, 20, 200))
        match chance.randrange(6):
            case 0:
                del data[at : at + length]
            case 1:
                data[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 3, 50))
            case 2:
                data[at:at] = data[at : at + length] * chance.choice((1, 2, 30))
            case 3:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                other = chance.randrange(len(data) + 1)
                data[at:at] = data[other : other + length]
            case _:
                data[at : at + length] = chance.choice(TOKENS)
    return bytes(data)


def check(letter: bytes) -> float:
    """Read a letter in every way; the CPU seconds that it took."""
    begun = time.process_time()
    read(letter, OWNER, authserv="mx.home.example")
    found = parts(letter)
    own_words(found)
    structured(found)
    invitation(found.calendars, OWNER)
    return time.process_time() - begun


def main(seconds: float, seed: int) -> int:
    """Mutate until the time is over; how many letters were read."""
    end = time.monotonic() + seconds
    slowest = 0.0
    first = seed
    while time.monotonic() < end:
        for sample in SAMPLES:
            letter = mutated(sample, seed)
            try:
                took = check(letter)
            except Exception:
                print(f"seed {seed} raises:\n{letter!r}")
                raise
            slowest = max(slowest, took)
            assert took < 1.0, f"seed {seed} took {took:.1f} s:\n{letter!r}"
        seed += 1
    print(f"{(seed - first) * len(SAMPLES)} letters, slowest {slowest * 1000:.0f} ms")
    return (seed - first) * len(SAMPLES)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
