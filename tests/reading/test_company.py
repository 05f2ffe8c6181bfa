"""The employer, the role and the agency: from every source, in four languages; and what is none."""

import pytest

from followupd.mail import Address, Letter
from followupd.reading.company import agency, company, role

PLAIN = Address("rita@mail.example", "Rita Cole")


def letter(sender: Address | str = PLAIN, subject: str = "") -> Letter:
    if isinstance(sender, str):
        name, _, email = sender.rpartition(" <")
        sender = Address(email.rstrip(">"), name)
    return Letter("<1@mail.example>", sender=sender, subject=subject)


GMAIL = "Rita Cole <rita@gmail.example>"
COMPANY = [
    # text
    (GMAIL, "", "Thank you for applying for the position at Acme.", "Acme"),
    (GMAIL, "", "Your interview with Acme Robotics GmbH is on Monday.", "Acme Robotics GmbH"),
    (GMAIL, "", "We are delighted to invite you to an interview at Hexa Labs on Thursday.", "Hexa Labs"),
    (GMAIL, "", "Thank you for your interest in joining Northwind Traders.", "Northwind Traders"),
    (GMAIL, "", "Thanks for your application to Blue Harbor Ltd.", "Blue Harbor Ltd"),
    (GMAIL, "", "We enjoyed your interest in working at Bank of Avalon.", "Bank of Avalon"),
    (GMAIL, "", "Your application for Data Engineer at Doe & Sons has been received.", "Doe & Sons"),
    (GMAIL, "", "Ihr Gespräch bei der Muster AG findet am Montag statt.", "Muster AG"),
    (GMAIL, "", "Vielen Dank für Ihre Bewerbung bei Stadtwerke Altdorf.", "Stadtwerke Altdorf"),
    (GMAIL, "", "Ihre Bewerbung als Buchhalter bei der Lindqvist Maschinenbau GmbH & Co. KG", "Lindqvist Maschinenbau GmbH & Co. KG"),
    (GMAIL, "", "Votre entretien chez Dupont SA est confirmé.", "Dupont SA"),
    (GMAIL, "", "Merci pour votre candidature chez Ateliers Girard.", "Ateliers Girard"),
    (GMAIL, "", "Vous souhaitez rejoindre Lumière Conseil et nous en sommes ravis.", "Lumière Conseil"),
    (GMAIL, "", "Su entrevista en Talleres López será el lunes.", "Talleres López"),
    (GMAIL, "", "Gracias por tu interés en trabajar en Grupo Solana.", "Grupo Solana"),
    # subject
    (GMAIL, "Acme | Data Engineer", "Hello,", "Acme"),
    (GMAIL, "Your application to Acme", "Hello,", "Acme"),
    (GMAIL, "Data Engineer at Acme - next steps", "Hello,", "Acme"),
    (GMAIL, "[Acme] Interview confirmation", "Hello,", "Acme"),
    (GMAIL, "Re: Interview at Acme Robotics", "Hello,", "Acme Robotics"),
    (GMAIL, "Ihre Bewerbung bei Muster GmbH", "Guten Tag,", "Muster GmbH"),
    (GMAIL, "Votre candidature chez Dupont", "Bonjour,", "Dupont"),
    (GMAIL, "Tu candidatura en Solana", "Hola,", "Solana"),
    (GMAIL, "Interview with Acme Robotics - Monday", "Hello,", "Acme Robotics"),
    # display name
    ("Acme Hiring Team <no-reply@greenhouse.example>", "", "Hello,", "Acme"),
    ("Jane at Acme <jane@hire.lever.example>", "", "Hello,", "Acme"),
    ("Jane from Acme <jane@hire.lever.example>", "", "Hello,", "Acme"),
    ("Jane Doe (Acme) <notification@smartrecruiters.example>", "", "Hello,", "Acme"),
    ("Acme via Greenhouse <no-reply@greenhouse.example>", "", "Hello,", "Acme"),
    ("Acme Talent Acquisition <no-reply@icims.example>", "", "Hello,", "Acme"),
    ("Acme Karriere <no-reply@softgarden.example>", "", "Hallo,", "Acme"),
    ("Recrutement Acme <no-reply@taleez.example>", "", "Bonjour,", "Acme"),
    ("Muster GmbH Personalabteilung <info@gmx.example>", "", "Hallo,", "Muster GmbH"),
    ("Acme Robotics Careers <x@icims.example>", "", "Hello,", "Acme Robotics"),
    # tenants and domains
    ("Workday <acme@myworkday.example>", "", "Hello,", "Acme"),
    ("No Reply <no-reply@acme.wd5.myworkdayjobs.example>", "", "Hello,", "Acme"),
    ("No Reply <no-reply@acme.recruitee.example>", "", "Hello,", "Acme"),
    ("Notification <notification+acme@greenhouse.example>", "", "Hello,", "Acme"),
    ("Rita Cole <rita@acme-robotics.example>", "", "Welcome to Acme Robotics!", "Acme Robotics"),
    ("Rita Cole <rita@acme.example>", "", "Hello,", "Acme"),
    ("Rita Cole <rita@acme-robotics.example>", "", "Hello,", "Acme Robotics"),
    ("Rita Cole <rita@mail.acme.example>", "", "Hello,", "Acme"),
    ("Rita Cole <rita@hexalabs.example>", "", "Your interview at Hexa Labs is set.", "Hexa Labs"),
    ("Rita Cole <rita@acmehq.example>", "", "Your interview at Acme is set.", "Acme"),
    ("Rita Cole <rita@acme.example>", "", "Your interview at Acme Robotics is set.", "Acme Robotics"),
    # nothing, or somebody else
    (GMAIL, "", "Your interview with Jane Doe is on Monday.", None),
    (GMAIL, "", "Let's meet at Mondo Coffee on Monday.", None),
    (GMAIL, "", "Your interview is at Monday noon.", None),
    (GMAIL, "", "The interview takes place at Google Meet.", None),
    (GMAIL, "", "You will interview with Engineering.", None),
    (GMAIL, "", "The position at our Berlin office is for Data Engineer.", None),
    (GMAIL, "Interview on Thursday", "See you at Room Kahlo.", None),
    ("Calendly <notifications@calendly.example>", "", "Hello,", None),
    ("LinkedIn <jobs-noreply@linkedin.example>", "", "Hello,", None),
    ("Greenhouse <no-reply@greenhouse.example>", "", "Hello,", None),
]
SIGNED = [
    ("Rita Cole <rita@gmail.example>", "Rita Cole\nRecruiter\nAcme Robotics GmbH", "Acme Robotics GmbH"),
    ("Rita Cole <rita@acme.example>", "Rita Cole\nTalent Partner, Acme Robotics", "Acme Robotics"),
    ("Rita Cole <rita@gmail.example>", "Rita Cole | Recruiter | Hexa Labs", "Hexa Labs"),
    ("Rita Cole <rita@gmail.example>", "Rita Cole\n© 2026 Acme Inc. All rights reserved.", "Acme Inc."),
]
ROLE = [
    ("", "Thank you for applying for the Data Engineer position at Acme.", "Data Engineer"),
    ("", "Your interview for the Senior Data Engineer (m/w/d) role is on Monday.", "Senior Data Engineer (m/w/d)"),
    ("", "We would like to talk about the position of Head of Marketing.", "Head of Marketing"),
    ("", "your application for the Platform Engineer II, Payments role at Acme", "Platform Engineer II, Payments"),
    ("", "Position: Backend Engineer (R-12345)", "Backend Engineer"),
    ("", "Role: Product Manager, Growth\nDate: Monday", "Product Manager, Growth"),
    ("", "Job title: Nurse Practitioner - Req #88231", "Nurse Practitioner"),
    ("", "Vielen Dank für Ihre Bewerbung als Softwareentwickler (m/w/d) bei uns.", "Softwareentwickler (m/w/d)"),
    ("", "Stelle: Leiter Einkauf (m/w/d)\nOrt: Altdorf", "Leiter Einkauf (m/w/d)"),
    ("", "Ihr Gespräch für die Position Teamleiterin Vertrieb findet am Montag statt.", "Teamleiterin Vertrieb"),
    ("", "Poste : Développeur web senior", "Développeur web senior"),
    ("", "Merci pour votre candidature au poste de chargée de communication.", "chargée de communication"),
    ("", "Gracias por tu candidatura al puesto de Técnico de Mantenimiento en Solana.", "Técnico de Mantenimiento"),
    ("", "Puesto: Jefa de Ventas", "Jefa de Ventas"),
    ("Acme | Data Engineer", "Hello,", "Data Engineer"),
    ("Data Engineer at Acme - next steps", "Hello,", "Data Engineer"),
    ("Interview: Senior Platform Engineer", "Hello,", "Senior Platform Engineer"),
    ("Your application for Data Analyst", "Hello,", "Data Analyst"),
    ("Ihre Bewerbung als Buchhalter", "Guten Tag,", "Buchhalter"),
    ("Votre candidature : Ingénieur logiciel (H/F)", "Bonjour,", "Ingénieur logiciel (H/F)"),
    ("", "We will talk about the role on Monday.", None),
    ("", "You'll meet Jane Doe, our VP Engineering.", None),
    ("", "Jane Doe, Head of Data, will call you.", None),
    ("", "Thank you for your interest in the position.", None),
    ("", "Your interview is on Monday.", None),
    ("", "Please ask for the receptionist.", None),
]


@pytest.mark.parametrize(("sender", "subject", "text", "expected"), COMPANY)
def test_the_employer(sender: str, subject: str, text: str, expected: str | None) -> None:
    """The name as it is written, never a system's, a place's or a person's."""
    assert company(letter(sender, subject), text) == expected


@pytest.mark.parametrize(("sender", "signature", "expected"), SIGNED)
def test_the_employer_of_a_signature(sender: str, signature: str, expected: str) -> None:
    """The firm's line in the block below the letter."""
    assert company(letter(sender), "Hello,", signature) == expected


@pytest.mark.parametrize(("subject", "text", "expected"), ROLE)
def test_the_role(subject: str, text: str, expected: str | None) -> None:
    """As written, without requisition numbers; never an interviewer's own job."""
    language = "fr" if "Poste" in text or "candidature" in text + subject else "en"
    assert role(letter(subject=subject), text, language) == expected
