"""Addresses, rows, whoever owns the process, the agency between, and whole letters."""

import pytest

from followupd.findings import Person
from followupd.mail import Address, Letter
from followupd.reading.company import agency, company, role
from followupd.reading.invitation import Invitation
from followupd.reading.people import contact, interviewers, people_at, rows

OWNER = frozenset({"alex@home.example"})
ME = Address("alex@home.example", "Rivera, Alex")
RITA = Address("rita@acme.example", "Rita Cole")
ROBOT = Address("no-reply@ats.example", "Acme Hiring Team")
JANE = Address("jane.doe@acme.example", "Jane Doe")


def head(
    sender: Address = RITA, subject: str = "", cc: tuple[Address, ...] = (), reply_to: tuple[Address, ...] = ()
) -> Letter:
    return Letter("<1@x.example>", sender=sender, subject=subject, to=(ME,), cc=cc, reply_to=reply_to)


def people(text: str, letter: Letter, signature: str = "", language: str = "en") -> list[Person]:
    return list(interviewers(text, letter, OWNER, language, signature))


@pytest.mark.parametrize(
    ("text", "cc", "expected"),
    [
        ("You'll meet Jane Doe on Monday.", JANE, Person("Jane Doe", JANE.email)),
        ("You'll meet Jane on Monday.", Address(JANE.email, "Doe, Jane"), Person("Jane Doe", JANE.email)),
        ("You'll meet Ms. Doe on Monday.", JANE, Person("Jane Doe", JANE.email, honorific="Ms.")),
        ("You'll meet Jane Roe on Monday.", JANE, Person("Jane Roe")),
        ("Interviewer: Jane Doe, CTO, jane@acme.example", RITA, Person("Jane Doe", "jane@acme.example", "CTO")),
        ("You'll meet Jane Doe (recruiting@acme.example).", RITA, Person("Jane Doe")),
    ],
)
def test_an_address_only_for_that_very_name(text: str, cc: Address, expected: Person) -> None:
    """An address comes from the message itself, and never from a name alike."""
    assert people(text, head(cc=(cc,))) == [expected]


@pytest.mark.parametrize(
    ("sender", "signature", "expected"),
    [
        (RITA, "", Person("Rita Cole", "rita@acme.example")),
        (ROBOT, "Nora Quist\nRecruiter", Person("Nora Quist")),
        (Address("nora@acme.example", "Nora (Acme)"), "Nora Quist", Person("Nora Quist", "nora@acme.example")),
        (Address("nora@acme.example"), "Best,\nNora Quist", Person("Nora Quist", "nora@acme.example")),
    ],
)
def test_the_writer_himself(sender: Address, signature: str, expected: Person) -> None:
    """ "I will call you": the sender, or who signs for a system."""
    assert people("I will call you at 3pm on Monday.", head(sender), signature) == [expected]


def test_the_subject_names_one() -> None:
    """Where the text names nobody."""
    assert people("It is confirmed.", head(subject="Interview with Jane Doe on Thursday")) == [Person("Jane Doe")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You will meet Alexander Rivera-Smith and A. Rivera.", ["Alexander Rivera-Smith"]),
        ("Attendees: Alex Rivera, Room 4.12 Kahlo, Jane Doe, hiring-team@acme.example", ["Jane Doe"]),
    ],
)
def test_the_owner_in_any_form(text: str, expected: list[str]) -> None:
    """Turned round in the To header, with an initial in the text."""
    assert [p.name for p in people(text, head())] == expected


TABLE = (
    "09:30\tWelcome\tReception\n10:00\tSystem design\tJane Doe, Staff Engineer\n11:00\tValues\tJohn Roe and Mei Lin\n"
)
LIST = "Your day:\n\n- 9:00 AM: Jane Doe (CTO)\n- 9:45 AM: John Roe\n\nBest"


@pytest.mark.parametrize(
    ("text", "expected"), [(TABLE, [[], ["Jane Doe"], ["John Roe", "Mei Lin"]]), (LIST, [["Jane Doe"], ["John Roe"]])]
)
def test_each_row_has_its_own_people(text: str, expected: list[list[str]]) -> None:
    """Rows of a table and lines of a schedule."""
    assert [[p.name for p in people_at(text, row.span, head(), OWNER)] for row in rows(text)] == expected


def test_a_row_has_its_cells() -> None:
    """As the tabs part them."""
    assert rows(TABLE)[1].cells == ("10:00", "System design", "Jane Doe, Staff Engineer")


@pytest.mark.parametrize(
    ("letter", "signature", "expected"),
    [
        (head(), "", Person("Rita Cole", "rita@acme.example")),
        (head(ROBOT, reply_to=(RITA,)), "", Person("Rita Cole", "rita@acme.example")),
        (head(ROBOT), "Rita Cole\nTalent Partner", Person("Rita Cole")),
        (head(ROBOT), "", None),
        (head(Address("rita@acme.example", "Rita from Acme")), "", Person("Rita", "rita@acme.example")),
        (head(Address("rita@acme.example", "Cole, Rita")), "", Person("Rita Cole", "rita@acme.example")),
        (head(Address("rita@acme.example", "Rita Cole via Greenhouse")), "", Person("Rita Cole", "rita@acme.example")),
        (
            head(Address("careers@acme.example", "Acme Careers")),
            "Rita Cole",
            Person("Rita Cole", "careers@acme.example"),
        ),
        (head(reply_to=(Address("alex@home.example"),)), "", Person("Rita Cole", "rita@acme.example")),
    ],
)
def test_who_owns_the_process(letter: Letter, signature: str, expected: Person | None) -> None:
    """A person that one can write to, or at least the name of one."""
    assert contact(letter, None, OWNER, signature) == expected


@pytest.mark.parametrize(
    ("organizer", "expected"),
    [
        (Person("Jane Doe", "jane@acme.example"), "Jane Doe"),
        (Person("Alex Rivera", "alex@home.example"), "Rita Cole"),
        (Person("Acme Calendar", "calendar-notification@acme.example"), "Rita Cole"),
    ],
)
def test_the_organizer_comes_first(organizer: Person, expected: str) -> None:
    """Unless it is the owner or a robot."""
    found = contact(head(), Invitation("REQUEST", (), organizer, ""), OWNER)
    assert found is not None
    assert found.name == expected


@pytest.mark.parametrize(
    ("sender", "text", "signature", "expected"),
    [
        (Address("tom@brightstaffing.example", "Tom Hale"), "Our client, Quillon Optics, would like to meet you.",
         "Tom Hale\nBright Staffing", ("Bright Staffing", "Quillon Optics")),
        (Address("tom@hale-personalberatung.example", "Tom Hale"),
         "unser Mandant, die Brandt Logistik GmbH, lädt Sie ein.", "",
         ("Hale Personalberatung", "Brandt Logistik GmbH")),
        (RITA, "Our clients include banks. Thank you for applying at Acme.", "", (None, "Acme")),
        (Address("tom@gmail.example", "Tom Hale | Mason Recruitment"), "I'd like to put you forward to our client.",
         "", ("Mason Recruitment", None)),
        (Address("eva@cabinet-lenoir.example", "Eva Lenoir"),
         "Notre client, la société Vernier SAS, souhaite vous rencontrer.", "Eva Lenoir\nCabinet Lenoir",
         ("Cabinet Lenoir", "Vernier SAS")),
    ],
)  # fmt: skip
def test_the_agency_between(
    sender: Address, text: str, signature: str, expected: tuple[str | None, str | None]
) -> None:
    """The agency is one thing, the employer another; who isn't named isn't guessed."""
    letter = head(sender)
    assert (agency(letter, text, signature), company(letter, text, signature)) == expected


INSTITUTE = """Dear Alex,

Thank you for your application for the position of Research Technician (m/f/d) at the Altdorf Institute of Botany. We \
would like to invite you to an interview on 12 March 2026 at 9.30 am. You will meet Professor Hedwig Ansbach, \
Dr. Paolo \
Ricci and a member of the staff council.

Please confirm with Ms Gerlach (gerlach@altdorf.example).

Yours sincerely"""
STAGE = """Hi Alex!

Alex here has moved you to the next stage. Your Zoom interview with Priya is booked.

Priya Raman
Engineering Manager

Can't make it? Reply to this email or call Tom on 555-0100."""
SEITE = """Hallo Alex,

schön, dass es klappt! Wir sehen uns am Donnerstag um 15 Uhr per Teams. Von unserer Seite sind Nadja (Product) \
und Emre \
(Tech Lead) dabei. Falls etwas dazwischenkommt, ruf Lena an.

Liebe Grüße
Lena"""
PUIS = """Bonjour Alex,

Votre entretien du 12 mars se tiendra avec Inès Caron (Lead Data) puis avec Thibault Roy, CTO. Il durera une heure. \
Contactez Maud en cas d'imprévu.

Maud"""
FOUNDED = """Thank you for applying. Best of luck from everyone at Quillon. While you wait, meet the team: our \
CEO Harlow \
Jenkins founded Quillon in 2011."""
FINAL = """Jane Doe and John Roe interviewed you last week and were impressed. The final round will be with our \
founder, \
Lisa Wong."""
SYSTEM = """You are invited to: Technical interview
Host: Lisa Wong
Guests: Alex Rivera
Organizer: Recruiting Bot
Location: Meeting Room Turing"""
REFERENCES = "We need two references. Please send the contact details of people you worked with, such as Jane Doe."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (INSTITUTE, [Person("Hedwig Ansbach", honorific="Prof."), Person("Paolo Ricci", honorific="Dr.")]),
        (STAGE, [Person("Priya Raman")]),
        (SEITE, [Person("Nadja", title="Product"), Person("Emre", title="Tech Lead")]),
        (PUIS, [Person("Inès Caron", title="Lead Data"), Person("Thibault Roy", title="CTO")]),
        (FOUNDED, []),
        (FINAL, [Person("Lisa Wong", title="founder")]),
        (SYSTEM, [Person("Lisa Wong")]),
        (REFERENCES, []),
    ],
)
def test_whole_letters(text: str, expected: list[Person]) -> None:
    """Those who take part, among all who are named."""
    assert people(text, head(Address("x@quillon.example", "Quillon Recruiting"))) == expected


def test_the_institute() -> None:
    """A long name with "of" in it, and the role beside it."""
    letter = head(Address("gerlach@altdorf.example", "Gerlach, Ute"))
    assert company(letter, INSTITUTE) == "Altdorf Institute of Botany"
    assert role(letter, INSTITUTE) == "Research Technician (m/f/d)"


@pytest.mark.parametrize(
    ("letter", "text", "quoted", "expected"),
    [
        (head(), "Your visa interview at the Consulate of Avalon is on Monday.", "", "Acme"),
        (head(Address("no-reply@greenhouse.example", "Greenhouse")), "Hi", "I applied at Acme.", None),
        (head(subject="Re: Data Engineer"), "Sounds good!", "", "Acme"),
    ],
)
def test_the_employer_against_others(letter: Letter, text: str, quoted: str, expected: str | None) -> None:
    """The sender's domain outweighs a place; what is quoted alone is not enough."""
    assert company(letter, text, "", "en", quoted) == expected


@pytest.mark.parametrize(
    "piece",
    ["Jane Doe, ", "with ", "(", "a.a", "meet Jane\n", "|a", "Interviewer: Jane Doe, CTO\n", "Dr. ",
     "I ", "d'", "\t", "GmbH ",
     "for the Lead Engineer of ", "10:00 Jane\n", "position of ", "Jane will ", "our client ", "© ", "A-", "\u0300"],
)  # fmt: skip
def test_nonsense_is_bounded(piece: str) -> None:
    """Twenty kilobytes of anything raise nothing and name at most forty people."""
    text = piece * (20_000 // len(piece))
    assert len(people(text, head(subject=text[:400]))) <= 40
    company(head(), text, text, quoted=text)
    role(head(subject=text[:400]), text)
    agency(head(), text, text)
    rows(text)
