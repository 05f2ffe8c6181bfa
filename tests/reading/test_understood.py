"""What no sentence says outright: the role in its place, the employer that a domain abbreviates, who meets."""

import pytest

from followupd.findings import Person
from followupd.mail import Address, Letter
from followupd.reading.company import company, role
from followupd.reading.company.jobs import agent
from followupd.reading.company.spelling import fits, parted
from followupd.reading.people import interviewers, presumed
from followupd.reading.people.layout import columned

OWNER = frozenset({"sam@home.example"})


def head(sender: str = "Rita Cole <rita@quillon.example>", subject: str = "") -> Letter:
    name, _, email = sender.rpartition(" <")
    return Letter("<1@mail.example>", subject=subject, sender=Address(email.rstrip(">"), name))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Your loop for Staff Data Engineer is final.", "en", "Staff Data Engineer"),
        ("We look forward to it.\nQuillon (Night Auditor)", "en", "Night Auditor"),
        ("What: Hiring manager conversation, Brand Designer", "en", "Brand Designer"),
        ("Come by for the baker job, ten is fine.", "en", "baker"),
        ("Ihr Gespräch (Bauzeichner) ist verschoben.", "de", "Bauzeichner"),
        ("Wir wollen Sie als Fuhrparkleiter.", "de", "Fuhrparkleiter"),
        ("Die Stelle des Lagerplaners ruht noch.", "de", "Lagerplaner"),
        ("Ihr Profil passt auf die Optiker-Stelle.", "de", "Optiker"),
        ("Nous parlerons du poste de gestionnaire de stocks.", "fr", "gestionnaire de stocks"),
        ("Je reprends votre dossier de couvreur.", "fr", "couvreur"),
        ("Hablaremos del puesto de técnico de redes.", "es", "técnico de redes"),
        ("Please ask for the receptionist.", "en", None),
        ("You'll meet Jane Doe, our VP Engineering.", "en", None),
        ("Jane Doe (Head of Data) will call.", "en", None),
    ],
)
def test_the_role_in_its_place(text: str, language: str, expected: str | None) -> None:
    """A job is the letter's role by where it stands; somebody's own job is not."""
    assert role(head(), text, language) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("bookseller", True), ("grutier", True), ("offer", False), ("calendar", False), ("november", False)],
)
def test_words_for_those_who_work(word: str, expected: bool) -> None:
    """Jobs are made in few ways, and some words only look so."""
    assert agent(word) is expected


@pytest.mark.parametrize(
    ("name", "core", "expected"),
    [
        ("Larch & Loam", "larchandloam", True),
        ("Müller Dachbau", "mueller-dachbau", True),
        ("Kastell Insurance Group", "kastellinsurance", True),
        ("Institute for Tides", "ift-institute", True),
        ("Recruiting", "quillon", False),
        ("Norvik Foods", "quillon", False),
    ],
)
def test_what_a_domain_abbreviates(name: str, core: str, expected: bool) -> None:
    """The writing that belongs to a domain, and what does not."""
    assert fits(name, core) is expected


def test_a_glued_domain() -> None:
    """Where no text spells it, the kind of house parts it; names that only look so stay whole."""
    assert [parted(core) for core in ("larchbooks", "larchandloam", "alexanderson", "quillon")] == [
        "larch-books",
        "larch-&-loam",
        "alexanderson",
        "quillon",
    ]


@pytest.mark.parametrize(
    ("sender", "subject", "text", "signature", "expected"),
    [
        ("Rita <rita@larchandloam.example>", "", "See you then!", "Rita, Larch & Loam", "Larch & Loam"),
        ("Slotmaker <noreply@slotmaker.example>", "", "Employer: Kastell Insurance", "", "Kastell Insurance"),
        ("Lever <no-reply@lever-mail.example>", "", "Kastell has invited you to an interview.", "", "Kastell"),
        ("Quillon Recruitment <recruitment@quillon.example>", "", "Good day,", "", "Quillon"),
        ("Calendar <invite@calendar.example>", "Invitation", "Good day,", "", None),
    ],
)
def test_the_employer(sender: str, subject: str, text: str, signature: str, expected: str | None) -> None:
    """Domains, labels, verbs and desks name the employer; services and their words never do."""
    assert company(head(sender, subject), text, signature) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Great, see you Thursday at ten.", ["Rita Cole"]),
        ("Our manager Jane Doe will join me for half an hour.", ["Jane Doe", "Rita Cole"]),
        ("Jane Doe and I will see you on Monday at nine.", ["Jane Doe", "Rita Cole"]),
        ("Ma collègue Claire Petit sera là aussi.", ["Claire Petit", "Rita Cole"]),
    ],
)
def test_who_meets(text: str, expected: list[str]) -> None:
    """The writer who speaks of meeting takes part, and those beside him."""
    letter = head()
    found = interviewers(text, letter, OWNER)
    assert sorted(p.name for p in presumed(text, letter, OWNER, found)) == sorted(expected)


def test_nobody_is_presumed_of_a_desk() -> None:
    """A recruiter who only writes the letter is none of those who meet."""
    letter = head("Rita Cole <recruiting@quillon.example>")
    assert presumed("Your interview is on Monday.", letter, OWNER, (), "Rita Cole\nRecruiter") == ()


def test_columns_of_spaces() -> None:
    """A panel set in columns reads as a table, each letter in its place."""
    text = "PANEL\nDr Jane Doe     Clinical Lead\nJohn Roe        Medical Staffing"
    assert len(columned(text)) == len(text)
    assert [p.name for p in interviewers(text, head(), OWNER)] == ["Jane Doe", "John Roe"]
    assert isinstance(interviewers(text, head(), OWNER)[0], Person)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You will meet Tom Baker, Head of Data, and Grace Lee (Staff Engineer).", ["Tom Baker", "Grace Lee"]),
        ("You will speak with Paul Cook at 14:00.", ["Paul Cook"]),
        ("Interviewers: Mary Carpenter, Alice Mason", ["Mary Carpenter", "Alice Mason"]),
        ("You will meet Jane, Director of Sales.", ["Jane"]),
    ],
)
def test_a_trade_is_a_family_name_too(text: str, expected: list[str]) -> None:
    """Behind a given name, a trade that closes the name belongs to it; one that goes on is a title."""
    assert [p.name for p in interviewers(text, Letter(""), OWNER)] == expected
