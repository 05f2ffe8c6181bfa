"""The employer, the role and the agency: from every source, in four languages; and what is none."""

import pytest

from followupd.mail import Address, Letter
from followupd.reading.company import company, role

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
    (
        GMAIL,
        "",
        "Ihre Bewerbung als Buchhalter bei der Lindqvist Maschinenbau GmbH & Co. KG",
        "Lindqvist Maschinenbau GmbH & Co. KG",
    ),
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

COMPANY_AGAIN = [
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "Thanks for taking the time to apply to Fernhill Optics.",
        "Fernhill Optics",
    ),
    ("Petra Holm <petra@gmail.example>", "", "We at Quillon are excited to get to know you.", "Quillon"),
    ("Petra Holm <petra@gmail.example>", "Quillon - Interview Invitation - Field Technician", "Hi Alex,", "Quillon"),
    ("Petra Holm <petra@gmail.example>", "Alex, your next steps with Quillon", "Hi Alex,", "Quillon"),
    (
        "Petra Holm <petra@quillon-optics.example>",
        "",
        "Thank you for your interest in Quillon Optics Ltd.",
        "Quillon Optics Ltd",
    ),
    ("The Quillon Team <hello@quillon.example>", "", "Hi Alex,", "Quillon"),
    ("Petra @ Quillon <petra@lever.example>", "", "Hi Alex,", "Quillon"),
    ("Quillon Jobs <donotreply@jobvite.example>", "Application received", "Hi Alex,", "Quillon"),
    ("Petra Holm <petra.holm@careers.quillon.example>", "", "Hi Alex,", "Quillon"),
    (" <quillon@myworkday.example>", "", "Hi Alex,", "Quillon"),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "wir freuen uns auf das Kennenlernen bei der Brandt Logistik GmbH in Altdorf.",
        "Brandt Logistik GmbH",
    ),
    ("Bewerbermanagement Brandt <noreply@personio.example>", "Eingangsbestätigung", "Hallo,", "Brandt"),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "Nous avons bien reçu votre candidature au sein de Perrin Énergie.",
        "Perrin Énergie",
    ),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "Te escribimos de Bodegas Soler para confirmar la entrevista.",
        "Bodegas Soler",
    ),
    (
        "Petra Holm <petra@brightstaffing.example>",
        "",
        "Our client, Quillon Optics, would like to invite you to an interview.",
        "Quillon Optics",
    ),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "You will have your interview with Hanne Vik and the Platform team.",
        None,
    ),
    ("Zoom <no-reply@zoom.example>", "Hanne Vik is inviting you", "Topic: Interview", None),
    ("Petra Holm <petra@gmail.example>", "Next Tuesday at Noon", "See you at the Lisbon office.", None),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "I'm reaching out from Oakmere Dental regarding your application.",
        "Oakmere Dental",
    ),
    ("Petra Holm <petra@gmail.example>", "Oakmere: interview details", "Hi Alex,", "Oakmere"),
    (
        "Petra Holm <petra@gmail.example>",
        "Interview Confirmation | Dental Nurse | Oakmere Dental",
        "Hi Alex,",
        "Oakmere Dental",
    ),
    (
        "Petra Holm <petra@oakmeredental.example>",
        "",
        "Everyone here at Oakmere Dental wishes you good luck.",
        "Oakmere Dental",
    ),
    ("Oakmere People Team <people@oakmere.example>", "", "Hi Alex,", "Oakmere"),
    ("Petra from Oakmere's Talent Team <petra@ashbyhq.example>", "", "Hi Alex,", "Oakmere"),
    ("Petra Holm <petra@gmail.example>", "", "Thank you for considering Oakmere as your next employer.", "Oakmere"),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "As part of the Oakmere hiring process, we ask for two references.",
        "Oakmere",
    ),
    ("Petra Holm <petra@gmail.example>", "", "Your conversation with Oakmere's founder is on Monday.", "Oakmere"),
    (" <no-reply@oakmere.bamboohr.example>", "", "Hi Alex,", "Oakmere"),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "danke für dein Interesse an der Thoma Feinmechanik AG.",
        "Thoma Feinmechanik AG",
    ),
    ("Petra Holm <petra@gmail.example>", "Deine Bewerbung bei Thoma & Paschke", "Hallo Alex,", "Thoma & Paschke"),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "Nous vous remercions de l'intérêt que vous portez à la société Vernier SAS.",
        "Vernier SAS",
    ),
    ("Petra Holm <petra@gmail.example>", "Entretien Vernier - Chef de projet", "Bonjour,", "Vernier"),
    (
        "Petra Holm <petra@gmail.example>",
        "",
        "Gracias por presentar tu candidatura a Salas Ingeniería, S.L.",
        "Salas Ingeniería, S.L",
    ),
    (
        "Petra Holm <petra@gmail.example>",
        "Interview tomorrow",
        "Please use Chrome for the call. The recruiter will meet you in Building Seven.",
        None,
    ),
    (
        "Petra Holm <petra@gmail.example>",
        "Your application for Data Engineer",
        "Thanks for applying! You will hear from us by Friday.",
        None,
    ),
    (
        "Petra Holm <petra@harlowrecruitment.example>",
        "",
        "I am recruiting on behalf of my client for a Dental Nurse.",
        None,
    ),
    (
        "Petra Holm <petra@harlowrecruitment.example>",
        "",
        "I am pleased to confirm your interview with our client Oakmere Dental.",
        "Oakmere Dental",
    ),
    (
        "Greta Lindholm <greta@gmail.example>",
        "",
        "We were impressed by your CV and would like to learn more about you. Tessaly Bio is a young company "
        "in Cambridge.",
        "Tessaly Bio",
    ),
    (
        "Greta Lindholm <greta@tessaly-bio.example>",
        "Lab Technician interview",
        "Let me know if Tuesday works.\n\nGreta",
        "Tessaly Bio",
    ),
    ("Tessaly Bio - Talent <talent@tessaly.teamtailor.example>", "", "Hi", "Tessaly Bio"),
    (
        "Greta Lindholm (via Google Docs) <drive-shares@google.example>",
        "Case study",
        "Greta Lindholm shared a document.",
        None,
    ),
    (
        "Indeed <donotreply@indeed.example>",
        "Indeed Application: Lab Technician",
        "Your application was submitted. The following items were sent to Tessaly Bio.",
        "Tessaly Bio",
    ),
    (
        "Greta Lindholm <greta@gmail.example>",
        "Interview in Manchester",
        "It takes place in Manchester on Monday.",
        None,
    ),
    ("Greta Lindholm <greta@gmail.example>", "", "You will work with Python and Kubernetes at scale.", None),
    ("HR <hr@reimann-gmbh.example>", "Ihre Bewerbung", "Mit freundlichen Grüßen", "Reimann GmbH"),
    (
        "Greta Lindholm <greta@gmail.example>",
        "Bewerbung Laborant",
        "Sie haben sich bei uns, der Reimann Analytik GmbH, beworben.",
        "Reimann Analytik GmbH",
    ),
    ("Service RH <rh@keller.example>", "Votre candidature", "Toute l'équipe Keller vous remercie.", "Keller"),
    (
        "Silas Wren <silas@gmail.example>",
        "",
        "Marsh & Wren Ltd would like to invite you to interview for the Gardener role.",
        "Marsh & Wren Ltd",
    ),
    ("Silas Wren <silas@marshwren.example>", "", "Hi Alex, are you free on Monday?", "Marshwren"),
    ("Silas Wren <silas@marsh-wren.example>", "Gardener @ Marsh & Wren", "Hi Alex", "Marsh & Wren"),
    (
        "Ottoline <ottoline@gmail.example>",
        "",
        "I lead recruitment for Fennimore Gardens and saw your profile.",
        "Fennimore Gardens",
    ),
    ("Fennimore <fennimore@workablemail.example>", "", "Hi Alex", "Fennimore"),
    ("Silas Wren <silas@gmail.example>", "", "The interview will be held at Fennimore House, 4 Kew Road.", None),
    (
        "Silas Wren <silas@gmail.example>",
        "",
        "Bitte bringen Sie zum Gespräch bei Kroll Gartenbau Ihren Ausweis mit.",
        "Kroll Gartenbau",
    ),
    ("Silas Wren <silas@gmail.example>", "", "Merci de l'intérêt que vous portez à Morin Paysages.", "Morin Paysages"),
]
ROLE_AGAIN = [
    ("", "we've received your application for our open Warehouse Supervisor role.", "en", "Warehouse Supervisor"),
    ("Quillon - Interview Invitation - Field Technician", "Hi Alex,", "en", "Field Technician"),
    ("Interview for Site Reliability Engineer (JR-20931)", "Hi,", "en", "Site Reliability Engineer"),
    (
        "",
        "This is about the opening for a part-time Library Assistant in our branch.",
        "en",
        "part-time Library Assistant",
    ),
    ("", "vielen Dank für Ihre Bewerbung auf die Stelle als Pflegefachkraft (w/m/d).", "de", "Pflegefachkraft (w/m/d)"),
    ("Einladung zum Gespräch – Projektleiter:in Hochbau", "Guten Tag,", "de", "Projektleiter:in Hochbau"),
    ("", "Nous vous recevrons pour le poste d'ingénieur qualité.", "fr", "ingénieur qualité"),
    ("", "Tu solicitud para la vacante de Analista de Datos sigue adelante.", "es", "Analista de Datos"),
    ("", "Hanne Vik, Director of Nursing, will meet you about the role.", "en", None),
    ("Interview Confirmation | Dental Nurse | Oakmere Dental", "Hi Alex,", "en", "Dental Nurse"),
    ("", "You applied to be a Junior UX Designer with us.", "en", "Junior UX Designer"),
    (
        "",
        "I'd love to chat about our Lead Backend Engineer (Payments) vacancy.",
        "en",
        "Lead Backend Engineer (Payments)",
    ),
    ("Re: Senior Accountant - ref 4471/B", "Hi,", "en", "Senior Accountant"),
    ("", "your application (Electrician, req. 10233) has reached us", "en", "Electrician"),
    (
        "",
        "Ihre Bewerbung auf unsere Stellenanzeige „Elektroniker für Betriebstechnik (m/w/d)“ haben wir erhalten.",
        "de",
        "Elektroniker für Betriebstechnik (m/w/d)",
    ),
    ("", "wir suchen eine Assistenz der Geschäftsführung und Sie passen gut.", "de", "Assistenz der Geschäftsführung"),
    ("Candidature Chef de projet digital (F/H)", "Bonjour,", "fr", "Chef de projet digital (F/H)"),
    (
        "",
        "Suite à votre candidature en tant que comptable fournisseurs, nous vous invitons.",
        "fr",
        "comptable fournisseurs",
    ),
    ("Entrevista - Jefe de Obra", "Hola,", "es", "Jefe de Obra"),
    ("", "Te has inscrito en la oferta de Dependiente de tienda.", "es", "Dependiente de tienda"),
    ("", "You'll speak with our Director of Engineering about the team.", "en", None),
    ("Lab Technician interview", "Let me know.", "en", "Lab Technician"),
    ("Indeed Application: Lab Technician", "Your application was submitted.", "en", "Lab Technician"),
    (
        "",
        "We think you could be a great fit for our Customer Success Manager, EMEA opening.",
        "en",
        "Customer Success Manager, EMEA",
    ),
    (
        "",
        "Thank you for applying to Scientist I - Assay Development (Req ID: 5521) at Tessaly Bio.",
        "en",
        "Scientist I - Assay Development",
    ),
    ("Bewerbung Laborant", "Hallo", "de", "Laborant"),
    ("", "für die ausgeschriebene Stelle „Sachbearbeitung Finanzen (w/m/d)“", "de", "Sachbearbeitung Finanzen (w/m/d)"),
    ("", "Nous recherchons un(e) assistant(e) de direction pour notre siège.", "fr", "assistant(e) de direction"),
    ("Gardener @ Marsh & Wren", "Hi Alex", "en", "Gardener"),
    ("", "invite you to interview for the Head Gardener role", "en", "Head Gardener"),
    ("", "re: Landscape Designer (m/f/x), ID 99120", "en", "Landscape Designer (m/f/x)"),
    ("", "wir möchten Sie als Gärtnermeisterin gewinnen", "de", None),
    ("", "el puesto de jardinero", "es", "jardinero"),
]


@pytest.mark.parametrize(("sender", "subject", "text", "expected"), [*COMPANY, *COMPANY_AGAIN])
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


@pytest.mark.parametrize(("subject", "text", "language", "expected"), ROLE_AGAIN)
def test_the_role_again(subject: str, text: str, language: str, expected: str | None) -> None:
    """The same in other voices."""
    assert role(letter(subject=subject), text, language) == expected
