"""Who takes part: labelled, listed, in rows and in prose, in four languages; and who doesn't."""

import pytest

from followupd.findings import Person
from followupd.mail import Address, Letter
from followupd.reading.people import interviewers

OWNER = frozenset({"alex@home.example"})
RITA = Address("rita@acme.example", "Rita Cole")


def letter(
    sender: Address | None = RITA, subject: str = "", cc: tuple[Address, ...] = (), reply_to: tuple[Address, ...] = ()
) -> Letter:
    mine = (Address("alex@home.example", "Alex Rivera"),)
    return Letter("<1@acme.example>", sender=sender, subject=subject, to=mine, cc=cc, reply_to=reply_to)


def brief(person: Person) -> str:
    """Name, then the title in brackets, the honorific after a slash: enough to compare."""
    title = f" ({person.title})" if person.title else ""
    return f"{person.name}{title}{f' / {person.honorific}' if person.honorific else ''}"


def read(text: str, language: str = "en", signature: str = "", head: Letter | None = None) -> list[str]:
    return [brief(p) for p in interviewers(text, head or letter(), OWNER, language, signature)]


ENGLISH = [
    ("You'll meet Jane Doe, our VP Engineering, and John.", ["Jane Doe (VP Engineering)", "John"]),
    ("Jane Doe (Head of Data) will call you on Thursday at 14:00.", ["Jane Doe (Head of Data)"]),
    ("The interview is with our CTO Jane Doe.", ["Jane Doe (CTO)"]),
    ("Your interview with Jane Doe is confirmed for 5 March.", ["Jane Doe"]),
    ("I'll be joined by my colleague John Roe.", ["Rita Cole", "John Roe"]),
    ("You will speak with me and my colleague John Roe, Staff Engineer.", ["Rita Cole", "John Roe (Staff Engineer)"]),
    ("Jane Doe and I will interview you on Monday.", ["Jane Doe", "Rita Cole"]),
    ("I will call you on Tuesday at 10:00.", ["Rita Cole"]),
    ("I look forward to speaking with you on Tuesday.", ["Rita Cole"]),
    ("Interviewer: Jane Doe", ["Jane Doe"]),
    ("Interviewer: Jane Doe, Senior Engineering Manager", ["Jane Doe (Senior Engineering Manager)"]),
    ("Interviewers: Jane Doe (CTO), John Roe (Head of Product)", ["Jane Doe (CTO)", "John Roe (Head of Product)"]),
    ("With: Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
    ("Who: Jane Doe – Principal Engineer", ["Jane Doe (Principal Engineer)"]),
    ("Panel: Jane Doe; John Roe; Mei Lin", ["Jane Doe", "John Roe", "Mei Lin"]),
    ("Panel:\n- Jane Doe, CTO\n- John O'Brien, Staff Engineer\n", ["Jane Doe (CTO)", "John O'Brien (Staff Engineer)"]),
    (
        "You'll be meeting with:\n• Priya Nair\n• Tom van der Berg (Product Designer)\n",
        ["Priya Nair", "Tom van der Berg (Product Designer)"],
    ),
    ("Interview panel\nJane Doe\nJohn Roe\n\nPlease bring ID.", ["Jane Doe", "John Roe"]),
    ("Attendees: Alex Rivera, Jane Doe, John Roe", ["Jane Doe", "John Roe"]),
    (
        "You will be interviewed by Dr. Amara Okafor, Director of Research.",
        ["Amara Okafor (Director of Research) / Dr."],
    ),
    ("You will meet Ms. Doe and Mr. Roe.", ["Doe / Ms.", "Roe / Mr."]),
    ("You'll meet Sam Lee (she/her), our Head of People.", ["Sam Lee (Head of People) / Ms."]),
    ("You'll meet Sam Lee (they/them).", ["Sam Lee"]),
    ("Joining the call will be Nguyễn Văn An and Li Wei.", ["Nguyễn Văn An", "Li Wei"]),
    ("John Roe and Mary J. Blake will be your interviewers.", ["John Roe", "Mary J. Blake"]),
    ("Jane Doe, who leads our data team, will interview you.", ["Jane Doe"]),
    ("We have set up a call between you and Jane Doe for Friday.", ["Jane Doe"]),
    ("10:00 – 10:45\tJane Doe, CTO\tSystem design\n11:00 – 11:45\tJohn Roe\tCulture", ["Jane Doe (CTO)", "John Roe"]),
    ("Time\tInterviewer\tTopic\n10:00\tJane Doe\tDesign\n11:00\tJohn Roe\tCode", ["Jane Doe", "John Roe"]),
    ("Interviewer\tJane Doe\nTime\t10:00\nContact\tRita Cole", ["Jane Doe"]),
    (
        "2:00 PM - 2:45 PM: Jane Doe, VP of Engineering\n2:45 PM - 3:30 PM: Jean-Luc Moreau",
        ["Jane Doe (VP of Engineering)", "Jean-Luc Moreau"],
    ),
    ("Your interview with Jane is on Thursday.", ["Jane"]),
    ("Our Head of Data, Jane Doe, will join the call.", ["Jane Doe (Head of Data)"]),
    ("Jane Doe from the platform team and John Roe from Design will talk to you.", ["Jane Doe", "John Roe"]),
    ("I've asked Jane Doe, Engineering Manager, to join us.", ["Jane Doe (Engineering Manager)"]),
    ("I've cc'd Jane Doe, who will be interviewing you.", ["Jane Doe"]),
    ("The panel consists of Jane DOE, John ROE and Mei LIN.", ["Jane DOE", "John ROE", "Mei LIN"]),
    ("You will speak to Prof. Dr. Hans Müller.", ["Hans Müller / Prof."]),
    ("You'll chat with Ana García Márquez, Lead Designer.", ["Ana García Márquez (Lead Designer)"]),
    ("You are meeting Jane Doe at 14:00 and John Roe at 15:00.", ["Jane Doe", "John Roe"]),
    ("Interviewer: 王伟", ["王伟"]),
    ("Interviewer: Ольга Петрова, Team Lead", ["Ольга Петрова (Team Lead)"]),
    ("You will have a conversation with Siobhan D'Arcy, Chief of Staff.", ["Siobhan D'Arcy (Chief of Staff)"]),
    ("Meeting with: Jane Doe <jane@acme.example>", ["Jane Doe"]),
]
GERMAN = [
    (
        "Mit dabei sind Frau Dr. Weber (Leiterin Einkauf) und Herr Klein.",
        ["Weber (Leiterin Einkauf) / Dr.", "Klein / Mr."],
    ),
    ("Gesprächspartner: Sabine Weber, Leiterin Einkauf", ["Sabine Weber (Leiterin Einkauf)"]),
    ("Ihre Gesprächspartnerin ist Frau Weber.", ["Weber / Ms."]),
    ("Sie sprechen mit Jens Klein, unserem Leiter IT, und Sabine Weber.", ["Jens Klein (Leiter IT)", "Sabine Weber"]),
    ("Das Gespräch führen Frau Weber und Herr Klein.", ["Weber / Ms.", "Klein / Mr."]),
    ("Herr Klein wird Sie am Donnerstag um 14 Uhr anrufen.", ["Klein / Mr."]),
    ("Am Gespräch nehmen Jens Klein und Sabine Weber teil.", ["Jens Klein", "Sabine Weber"]),
    ("Unsere Leiterin Personal, Frau Weber, wird ebenfalls teilnehmen.", ["Weber (Leiterin Personal) / Ms."]),
    ("Ich rufe Sie am Montag um 10 Uhr an.", ["Rita Cole"]),
    ("Sie führen das Gespräch mit mir und meinem Kollegen Jens Klein.", ["Rita Cole", "Jens Klein"]),
    ("Wir bestätigen Ihr Vorstellungsgespräch mit Herrn Prof. Klein am 5. März.", ["Klein / Prof."]),
    (
        "Teilnehmer:\n- Sabine Weber (Geschäftsführerin)\n- Jens Klein\n",
        ["Sabine Weber (Geschäftsführerin)", "Jens Klein"],
    ),
    ("Sie lernen Frau Weber und Herrn Klein kennen.", ["Weber / Ms.", "Klein / Mr."]),
    ("Das Interview wird von Jens Klein geführt.", ["Jens Klein"]),
    ("Interviewer: Dr.-Ing. Jens Klein", ["Jens Klein / Dr."]),
    ("14:00 Uhr – Jens Klein, Teamleiter\n15:00 Uhr – Sabine Weber", ["Jens Klein (Teamleiter)", "Sabine Weber"]),
    ("Ihr Gespräch findet mit Frau Ursula von der Heide statt.", ["Ursula von der Heide / Ms."]),
    ("Auf Unternehmensseite nehmen Herr Klein und ich teil.", ["Klein / Mr.", "Rita Cole"]),
]
FRENCH = [
    ("Vous rencontrerez Mme Claire Dubois.", ["Claire Dubois / Ms."]),
    ("Interlocuteur : Jean-Luc Moreau, directeur technique", ["Jean-Luc Moreau (directeur technique)"]),
    ("Vous serez reçu par M. Paul Girard et Mme Dubois.", ["Paul Girard / Mr.", "Dubois / Ms."]),
    (
        "Votre entretien avec Claire Dubois, responsable des achats, aura lieu jeudi.",
        ["Claire Dubois (responsable des achats)"],
    ),
    ("Claire Dubois vous appellera jeudi à 14h.", ["Claire Dubois"]),
    ("Notre directrice technique, Claire Dubois, participera à l'entretien.", ["Claire Dubois (directrice technique)"]),
    ("Seront présents : Paul Girard et Claire Dubois.", ["Paul Girard", "Claire Dubois"]),
    ("Avec : Paul Girard (DRH)", ["Paul Girard (DRH)"]),
    ("L'entretien sera mené par Paul Girard.", ["Paul Girard"]),
    ("Vous échangerez avec moi et avec Paul Girard.", ["Rita Cole", "Paul Girard"]),
    ("Vos interlocuteurs seront Paul Girard et Claire de la Tour.", ["Paul Girard", "Claire de la Tour"]),
    ("Je vous appellerai mardi à 10h.", ["Rita Cole"]),
]
SPANISH = [
    ("Le atenderá Don José Pérez.", ["José Pérez / Mr."]),
    ("Entrevistador: José Pérez, director técnico", ["José Pérez (director técnico)"]),
    ("La entrevista será con Ana García, nuestra directora de operaciones.", ["Ana García (directora de operaciones)"]),
    ("Te entrevistarán Ana García y Luis Romero.", ["Ana García", "Luis Romero"]),
    ("Ana García te llamará el jueves a las 14:00.", ["Ana García"]),
    ("Conocerás a la Sra. García y al Sr. Romero.", ["García / Ms.", "Romero / Mr."]),
    ("Participarán en la entrevista Ana García (RRHH) y Luis Romero.", ["Ana García (RRHH)", "Luis Romero"]),
    ("Se reunirá con D. Luis García Márquez.", ["Luis García Márquez / Mr."]),
    ("Tu entrevistadora será Ana García.", ["Ana García"]),
    ("La entrevista será realizada por Luis Romero, jefe de planta.", ["Luis Romero (jefe de planta)"]),
    ("Te llamaré el martes a las 10.", ["Rita Cole"]),
    ("Hablará conmigo y con Luis Romero.", ["Rita Cole", "Luis Romero"]),
]
REFUSED = [
    "If you have any questions, please contact Rita Cole.",
    "If you have questions, call Jane Doe.",
    "Please get in touch with Jane Doe.",
    "This position reports to Jane Doe.",
    "The hiring manager, Jane Doe, will review your application.",
    "I've cc'd Jane Doe, who coordinates our interviews.",
    "Jane Doe will call you to arrange a time.",
    "Jane Doe will send you the link.",
    "Rita Cole will send you the link and Jane Doe will book the room.",
    "Thank you for speaking with Jane Doe yesterday.",
    "It was a pleasure to meet you. Thank you for meeting with Jane Doe.",
    "Following your interview with Jane Doe, we would like to go on.",
    "Your interview with Acme is confirmed.",
    "Your interview with Acme Robotics GmbH is on Thursday.",
    "You will meet the Engineering Team.",
    "You'll be meeting with Google Calendar.",
    "Join with Google Meet.",
    "Your interview with Microsoft Teams starts at 10:00.",
    "Location: Room Marie Curie, 4 Jane Street",
    "We will meet in the Ada Lovelace Room.",
    "Interviewer: TBD",
    "Interviewers: the Hiring Team",
    "With: Zoom Meeting",
    "Contact: Rita Cole",
    "Hiring manager: Jane Doe",
    "Recruiter: Rita Cole",
    "Candidate: Alex Rivera",
    "Interviewee: Alex Rivera\nWith: Alex Rivera",
    "Attendees: Rivera, Alex",
    "You will meet Alex.",
    "Dear Alex,\n\nYour interview is on Monday.\n\nBest,\nRita",
    "Your interview is on Monday with more details to follow.",
    "You will not be meeting Jane Doe.",
    "Jane Doe won't be able to join.",
    "John Roe instead of Jane Doe",
    "Bei Rückfragen wenden Sie sich bitte an Frau Weber.",
    "Bei Fragen sprechen Sie mit Frau Weber.",
    "Ihr Gespräch bei der Muster AG findet am Montag statt.",
    "Frau Weber wird sich bei Ihnen melden.",
    "Sie berichten an Herrn Klein.",
    "Vielen Dank für das Gespräch mit Frau Weber.",
    "Ansprechpartner: Frau Weber",
    "Pour toute question, contactez Claire Dubois.",
    "Suite à votre entretien avec Claire Dubois, nous revenons vers vous.",
    "Claire Dubois vous appellera pour convenir d'une date.",
    "Votre entretien chez Dupont SA est confirmé.",
    "Para cualquier duda, contacte con Ana García.",
    "Gracias por su entrevista con Ana García.",
    "Su entrevista en Talleres López será el lunes.",
    "La entrevista será en Calle García Lorca 4.",
    "Contacto: Ana García",
    "You will meet on Monday, March 2.",
    "Please ask for Rita Cole at reception.",
    "Jane Doe will meet you at reception.",
    "Your interview via Greenhouse is with Blue Harbor Labs.",
]


def rows_of(table: list[tuple[str, list[str]]], language: str) -> list[tuple[str, list[str], str]]:
    return [(text, expected, language) for text, expected in table]


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [*rows_of(ENGLISH, "en"), *rows_of(GERMAN, "de"), *rows_of(FRENCH, "fr"), *rows_of(SPANISH, "es")],
)
def test_they_take_part(text: str, expected: list[str], language: str) -> None:
    """Names, titles and honorifics exactly as the text has them, in its order."""
    assert read(text, language) == expected


@pytest.mark.parametrize("text", REFUSED)
def test_they_do_not(text: str) -> None:
    """Rooms, teams, firms, the owner, coordinators, past meetings and contacts are no interviewers."""
    assert read(text) == []
