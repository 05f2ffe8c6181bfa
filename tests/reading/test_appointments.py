"""Which of a letter's times is the interview, when it ends, how it is held, from when it was moved."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from followupd.findings import Kind, Medium, Slot
from followupd.reading import dates, invitation
from followupd.reading.appointments import Read, appointments
from followupd.reading.dates import Reference
from followupd.reading.language import language
from followupd.reading.own_words import own_words
from followupd.reading.parts import Parts, parts
from followupd.reading.structured import structured
from tests.reading.samples import multipart, page, part, raw

OWNER = frozenset({"alex@home.example"})


def told(found: Parts, kind: Kind = Kind.CONFIRMATION) -> tuple[tuple[Slot, ...], datetime | None]:
    """The appointments of a letter written on Monday 2 March 2026 at 10:00 UTC."""
    own, letter = own_words(found), found.letter
    spoken = language(f"{letter.subject}\n{own.text}")
    reference = Reference(letter.date, letter.offset, spoken, "acme.example")
    moments = dates.find(f"{letter.subject}\n\n{own.text}", reference)
    invited = invitation.read(found.calendars, OWNER)
    return appointments(Read(letter, own, moments, invited, OWNER, reference, structured(found)), kind)


def wall(at: datetime | None, slot: Slot) -> str:
    """Day and time as the letter shows them, without the year."""
    zone = ZoneInfo(slot.timezone) if slot.timezone else timezone(timedelta(minutes=slot.offset or 0))
    return at.astimezone(zone).strftime("%m-%d %H:%M") if at else ""


CHOSEN = [
    ("Please arrive at 08:30 for the document check. Your interview on Thursday 5 March is at 08:50.", "03-05 08:50"),
    ("Your interview is on Thursday 5 March at 14:00. Lunch is at 12:30, should you wish to join us.", "03-05 14:00"),
    ("Thursday 5 March\nARRIVE      09:15\nINTERVIEW   09:40 to 10:20\nTOUR        10:30", "03-05 09:40"),
    ("Your train gets in on Wednesday 4 March at 18:20. We interview on Thursday 5 March at 9:30.", "03-05 09:30"),
    ("We meet on Thursday 5 March at 10:00. If you are delayed, phone us between 8:30 and 16:30.", "03-05 10:00"),
    ("You said you are free on Wednesday after 15:00, so we have booked Wednesday 4 March at 16:10.", "03-04 16:10"),
    ("Please reply by Tuesday 3 March, 17:00. The interview takes place on Friday 6 March at 11:00.", "03-06 11:00"),
    ("I will call you by myself on Tuesday, 10 March, 16:00.", "03-10 16:00"),
    ("So I book Thursday, 12.03, 17:00 for our talk.", "03-12 17:00"),
    ("Date: 5.3.2026\nTime: 09.40 hrs\nQuestions: 020 7946 0011 between 8.30 and 16.30.", "03-05 09:40"),
    ("Ihr Gespräch findet am Donnerstag, 5. März, um 10 Uhr statt. Wir sind von 8 bis 16 Uhr erreichbar.", "03-05 10:00"),
    ("Es bleibt bei unserem Gespräch morgen um halb eins.", "03-03 12:30"),
    ("Votre entretien aura lieu jeudi 5 mars à 14h30. Merci de vous présenter à l'accueil dès 14h15.", "03-05 14:30"),
    ("La entrevista será el jueves 5 de marzo, a las nueve horas y cuarenta minutos.", "03-05 09:40"),
    ("Queda fijada la entrevista para el martes día 10, a las seis y media de la tarde.", "03-10 18:30"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start"), CHOSEN)
def test_the_interviews_own_time_is_chosen(text: str, start: str) -> None:
    """Arrival, meals, trains, deadlines, office hours and the writer's own words about being free are none."""
    (slot, *_), _ = told(parts(raw(text, subject="Info")))
    assert wall(slot.start, slot) == start


MOVED = [
    ("Your interview has been moved from Thursday 5 March at 10:00 to Friday 6 March at 14:00.", "03-06 14:00", "03-05 10:00"),
    ("We need to move our Thursday 5 March 10:00 interview to Friday 6 March at 14:00.", "03-06 14:00", "03-05 10:00"),
    ("Your interview, which had been fixed for Thursday 5 March at 11.15, will be held on Friday 6 March at 10.00.", "03-06 10:00", "03-05 11:15"),
    ("Old: 5 March 2026, 9:00\nNew: 6 March 2026, 13:00", "03-06 13:00", "03-05 09:00"),
    ("Priya is ill and can't make Thursday 5 March at 10:00. Friday 6 March at 15:00 instead?", "03-06 15:00", "03-05 10:00"),
    ("The interview is now on Friday 6 March at 9:00 rather than Thursday 5 March at 10:00.", "03-06 09:00", "03-05 10:00"),
    ("our interview slides from thurs 17:45 to tues 10th, 18:30.", "03-10 18:30", "03-05 17:45"),
    ("Consider Thursday's 16:00 dead, we talk on Friday 6 March at 11:30.", "03-06 11:30", "03-05 16:00"),
    ("Your event with Priya has been changed.\nNew Date/Time: 01:30pm - Friday, March 6, 2026\nFormer Date/Time: 09:00am - Thursday, March 5, 2026", "03-06 13:30", "03-05 09:00"),
    ("Der für den 05.03.2026, 09:00 Uhr, anberaumte Termin wird aufgehoben. Das Gespräch findet nunmehr am 06.03.2026, 10:00 Uhr, statt.", "03-06 10:00", "03-05 09:00"),
    ("Bitte beachten Sie die Änderung.\nVorheriger Termin: 05.03.2026 09:00\nNeuer Termin: 06.03.2026 13:30", "03-06 13:30", "03-05 09:00"),
    ("L'entretien de demain, prévu à 13 h 15, est décalé à 15 h 30.", "03-03 15:30", "03-03 13:15"),
    ("Elle ne pourra pas vous recevoir demain à 14h comme prévu. Elle vous attend à 7h45.", "03-03 07:45", "03-03 14:00"),
    ("La entrevista prevista para el 5 de marzo a las 9:40 se aplaza al viernes 6 de marzo, a las 10:30.", "03-06 10:30", "03-05 09:40"),
    ("Tu entrevista cambió de horario.\nAntes: jueves 5 de marzo, 15:00\nAhora: viernes 6 de marzo, 11:00", "03-06 11:00", "03-05 15:00"),
    ("No puede verte mañana a las 14:00 como estaba previsto. Te recibirá a las 7:45.", "03-03 07:45", "03-03 14:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "before"), MOVED)
def test_a_moved_interview_has_its_new_time(text: str, start: str, before: str) -> None:
    """Of two times the new one is the interview's, the old one the previous start, whichever is named first."""
    (slot, *_), previous = told(parts(raw(text, subject="Info")), Kind.RESCHEDULE)
    assert (wall(slot.start, slot), wall(previous, slot)) == (start, before)


ENDS = [
    ("Your interview is on Thursday 5 March at 10:00. It will take about 45 minutes.", "10:45"),
    ("Let us say Thursday 5 March at 10:00, and give it half an hour.", "10:30"),
    ("Thursday 5 March at 10:00. Sixty minutes, no slides.", "11:00"),
    ("The interview is on Thursday 5 March at 10:00, finishing by 11:45.", "11:45"),
    ("The interview is on Thursday 5 March at 10:00. Please be there 15 minutes early.", ""),
    ("We interview on Thursday 5 March at 10:00. It is a 20 minute walk from the station.", ""),
    ("Das Gespräch ist am Donnerstag, 5. März, um 10 Uhr und dauert eine Stunde.", "11:00"),
    ("Das Gespräch ist am Donnerstag, 5. März, 10:00 Uhr bis ca. 11:15 Uhr.", "11:15"),
    ("L'entretien aura lieu jeudi 5 mars à 10h. Il durera 30 minutes.", "10:30"),
    ("La entrevista será el jueves 5 de marzo a las 10:00. Durará 45 minutos.", "10:45"),
    ("Thursday 5 March\n10:00  Dr. Priya Rao\n11:00  Presentation\n12:30  Lunch\n14:00 - 14:30  Personnel", "14:30"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "end"), ENDS)
def test_the_end_is_what_is_told_of_the_interview(text: str, end: str) -> None:
    """A length near its sentence, an "until", or the last row; neither being early nor a walk."""
    slots, _ = told(parts(raw(text, subject="Info")))
    last = max((s.end for s in slots if s.end), default=None)
    assert wall(last, slots[0])[6:] == end


HELD = [
    ("Thursday 5 March at 10:00 on Zoom: https://acme.example/zoom/j/44", Medium.VIDEO, "https://acme.example/zoom/j/44"),
    ("Thursday 5 March at 10:00. Priya will call you on 020 7946 0011.", Medium.PHONE, "020 7946 0011"),
    ("Thursday 5 March at 10:00.\nWhere: Suite 4, Harbour House", Medium.ONSITE, "Suite 4, Harbour House"),
    ("Thursday 5 March at 10:00, at our office, 12 Quay Street. If you are lost, phone us.", Medium.ONSITE, "12 Quay Street"),
    ("Donnerstag, 5. März, um 10 Uhr per Videokonferenz. Der Link folgt.", Medium.VIDEO, None),
    ("Donnerstag, 5. März, um 10 Uhr. Ich rufe Sie an.", Medium.PHONE, None),
    ("Jeudi 5 mars à 10h dans nos locaux, 8 rue des Tanneurs.", Medium.ONSITE, "8 rue des Tanneurs"),
    ("Jueves 5 de marzo a las 10:00, en la sede, segunda planta.", Medium.ONSITE, None),
    ("Thursday 5 March at 10:00. See you then.", Medium.UNKNOWN, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "medium", "place"), HELD)
def test_how_and_where_it_is_held(text: str, medium: Medium, place: str | None) -> None:
    """By link, by a number that is called, or at an address; nothing where nothing is said."""
    (slot, *_), _ = told(parts(raw(text, subject="Info")))
    assert (slot.medium, slot.location) == (medium, place)


def invited(*lines: str, body: str = "Please accept.", kind: Kind = Kind.CONFIRMATION) -> Slot:
    event = ("BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:a1", "SUMMARY:Interview", *lines)
    entry = "\r\n".join((*event, "END:VEVENT", "END:VCALENDAR"))
    letter = multipart(part(body, "text/plain; charset=utf-8"), part(entry, "text/calendar; method=REQUEST"))
    return told(parts(letter), kind)[0][0]


def test_a_calendar_in_utc_shows_the_texts_clock() -> None:
    """10:20 in Oslo is 09:20 in UTC; the letter names Oslo, so that is the slot's zone."""
    slot = invited("DTSTART:20260305T092000Z", body="Thursday 5 March, 10:20 Oslo time.")
    assert (slot.timezone, wall(slot.start, slot)) == ("Europe/Oslo", "03-05 10:20")


def test_a_calendar_in_utc_alone_stays_in_utc() -> None:
    """Where no zone is named, none is invented."""
    slot = invited("DTSTART:20260305T092000Z")
    assert (slot.timezone, slot.start) == (None, datetime(2026, 3, 5, 9, 20, tzinfo=UTC))


def test_a_time_without_a_known_zone_is_kept_and_flagged() -> None:
    """The wall time counts in the sender's zone, so that the note is not lost; the doubt stays."""
    slot = invited("DTSTART;TZID=Customized Time Zone:20260305T092000")
    assert wall(slot.start, slot) == "03-05 09:20"
    assert {"zone_unknown", "zone_from_sender"} <= set(slot.flags)


def test_a_whole_day_takes_the_texts_time() -> None:
    """An all-day entry has no time; the letter tells it."""
    slot = invited("DTSTART;VALUE=DATE:20260305", body="We meet on Thursday 5 March at 13:00.")
    assert wall(slot.start, slot) == "03-05 13:00"


EVENT = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Event", "name": "Interview", '
    '"startDate": "2026-03-05T10:00:00+01:00", "endDate": "2026-03-05T10:45:00+01:00", "location": "Quay House"%s}'
    "</script><p>Your interview is on Thursday at 11:00.</p>"
)


def test_a_pages_event_stands_before_prose() -> None:
    """Start, end, offset and place of the event; what prose says of another time does not count."""
    (slot, *more), _ = told(page(EVENT % ""))
    assert (wall(slot.start, slot), wall(slot.end, slot), slot.offset) == ("03-05 10:00", "03-05 10:45", 60)
    assert (slot.location, more) == ("Quay House", [])


def test_a_pages_event_tells_what_it_was_moved_from() -> None:
    """previousStartDate is the previous start."""
    _, previous = told(page(EVENT % ', "previousStartDate": "2026-03-04T10:00:00+01:00"'), Kind.RESCHEDULE)
    assert previous == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_a_calendar_stands_before_a_page() -> None:
    """The calendar's slot is the one, whatever the page's event says."""
    entry = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260306T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR"
    letter = multipart(part(EVENT % "", "text/html; charset=utf-8"), part(entry, "text/calendar"))
    (slot, *more), _ = told(parts(letter))
    assert (slot.start, more) == (datetime(2026, 3, 6, 8, tzinfo=UTC), [])


def test_a_letter_without_a_time_has_no_slot() -> None:
    """No time, no interview; nor is a deadline one."""
    assert told(parts(raw("Please confirm by Friday, 17:00."))) == ((), None)
