"""Kinds: what stock letters are, what traps are not, and that an outcome is sure only where nothing speaks against it."""

import pytest

from followupd.findings import OUTCOME_KINDS, Finding, Kind
from followupd.reading.kinds.concepts import concepts
from followupd.reading.kinds.frames import LANGUAGES, hits, lexicon
from followupd.reading.kinds.model import model
from followupd.reading.kinds.sentences import Sentence, sentences, tokenize
from tests.reading.test_reading import found, mail
from training.samples import source_digest

STOCK = [
    (Kind.REJECTION, "We have decided to move forward with other candidates."),
    (Kind.REJECTION, "After careful consideration, we regret to inform you that we will not be proceeding with your application."),
    (Kind.REJECTION, "Unfortunately, you have not been selected for the next stage of the process."),
    (Kind.REJECTION, "Leider müssen wir Ihnen mitteilen, dass wir uns für eine andere Bewerberin entschieden haben."),
    (Kind.REJECTION, "Nous avons le regret de vous informer que votre candidature n'a pas été retenue."),
    (Kind.REJECTION, "Lamentamos comunicarle que su candidatura no ha sido seleccionada para este puesto."),
    (Kind.OFFER, "We are delighted to offer you the position of Data Engineer. Please find your offer letter attached."),
    (Kind.OFFER, "Wir freuen uns, Ihnen die Stelle anbieten zu können; den Arbeitsvertrag finden Sie im Anhang."),
    (Kind.ACK, "Thank you for applying. We have received your application and our team will review it shortly."),
    (Kind.ACK, "Vielen Dank für Ihre Bewerbung. Ihre Unterlagen sind bei uns eingegangen und werden geprüft."),
    (Kind.INVITE, "We would like to invite you to an interview. Please let us know your availability for next week."),
    (Kind.CONFIRMATION, "This is to confirm your interview for the Data Engineer role on Thursday, 5 March 2026 at 14:00 GMT."),
    (Kind.CANCEL, "Unfortunately we have to cancel your interview. We will be in touch about the position."),
]  # fmt: skip
TRAPS = [
    "If we decide to make you an offer for the position, you will hear from us by phone.",
    "We have not made a decision about the position yet, and we regret the delay.",
    "Thank you for applying. If you are not selected, we will keep your resume on file.",
    "Unfortunately our interviewer is ill, so we have to move your interview to Thursday, 5 March at 16:00.",
    "I can offer you these interview slots: Tuesday at 10:00 or Wednesday at 15:00.",
    "Special offer: twenty percent off all interview coaching courses until Sunday!",
    "Congratulations on taking the first step: your application was received.",
    "Would you still accept if we were able to offer you the position at a lower salary?",
    "We are sorry that you have decided not to continue with your application, and wish you success in your career.",
    "Candidates who have not been successful will be informed by e-mail.",
]


def letter(text: str) -> Finding:
    return found(f"Dear Alex,\n\n{text}\n\nKind regards,\nRita Cole\nAcme\n")


@pytest.mark.parametrize(("kind", "text"), STOCK, ids=range(len(STOCK)))
def test_stock_letters(kind: Kind, text: str) -> None:
    """What is sent a million times is read for what it is, with the words as evidence."""
    finding = letter(text)
    assert finding.kind is kind
    assert any(e.quote and e.quote.split()[-2] in text for e in finding.evidence)


@pytest.mark.parametrize("text", TRAPS, ids=range(len(TRAPS)))
def test_no_trap_is_a_sure_outcome(text: str) -> None:
    """Conditions, delays, slots, sales and questions are no offer and no rejection (reading: traps)."""
    finding = letter(text)
    assert not (finding.kind in OUTCOME_KINDS and finding.sure)


@pytest.mark.parametrize(
    ("text", "blocked"),
    [
        ("We are pleased to offer you the position.", ""),
        ("If all goes well, we are pleased to offer you the position.", "“if”"),
        ("Are you ready for us to offer you the position with the team?", "a question"),
        ("We are not able to offer you the position.", "“not”"),
    ],
)
def test_what_takes_an_offer_away(text: str, blocked: str) -> None:
    """A condition, a question and a denial block the frame, and it says by what."""
    (said,) = sentences(text)
    offers = [h for h in hits(said, lexicon("en")) if h.kind is Kind.OFFER]
    assert {h.blocked for h in offers} == {blocked}


def test_bulk_mail_brings_no_sure_outcome() -> None:
    """A list or campaign never offers a job to one person."""
    message = mail("Dear Alex,\n\nWe are delighted to offer you the position of brand ambassador!\n")
    message["List-Id"] = "<jobs.acme.example>"
    finding = found(message)
    assert not (finding.kind in OUTCOME_KINDS and finding.sure)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Alex, the stand-up tomorrow moves from 9:00 to 11:00 on Thursday, 5 March 2026. Same room.",
        "Your dentist appointment is confirmed for Thursday, 5 March 2026 at 14:00. Please come ten minutes early.",
        "Dinner on Friday at eight? Mum would love to see you. Bring the photographs.",
    ],
)
def test_ordinary_appointments_are_no_interviews(text: str) -> None:
    """Meetings are moved and confirmed every day; without a word of hiring none of them is an interview."""
    assert letter(text).kind not in {Kind.CONFIRMATION, Kind.RESCHEDULE}


def test_the_model_is_built_from_the_text_that_lies_here() -> None:
    """Whoever changes the training text builds the model again (make model)."""
    assert model().head["built_from"] == source_digest()


@pytest.mark.parametrize("language", LANGUAGES)
def test_concepts_know_ordinary_words(language: str) -> None:
    """Each language has its words, and a whole word wins over a beginning."""
    words = {"en": "interview", "de": "bewerbung", "fr": "candidature", "es": "entrevista"}
    assert concepts(language).of(words[language])
    assert concepts(language).of("xyzzy") == ""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Weber will see you. Please bring your ID!", 2),
        ("Thank you\nfor your time.", 1),
        ("When: Tuesday\nWhere: here", 2),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    """Titles and wrapped lines end no sentence; labels and cells stand alone."""
    assert len(sentences(text)) == count


def test_tokens() -> None:
    """Links, addresses and numbers stand for themselves; case and accents go; elisions are cut."""
    words = tuple(tokenize("L'Entretien à 14:30: https://x.example/a?b=c, a@b.example, won't, n'est"))
    assert words == ("entretien", "a", "0num", "0url", "0mail", "won't", "n'est")
    assert Sentence("", words, question=False).tokens == words
