"""Who takes part, in other voices: lists, schedules, substitutes, pronouns, and those who only write."""

import pytest

from tests.reading.test_people import read

ENGLISH = [
    (
        "You have been paired with Tobias Ferland, who runs our reliability group; he will ring you at 3pm.",
        ["Tobias Ferland"],
    ),
    (
        "First up is a 30-minute chat with Oyelaran Bamidele (Staff SRE), followed by a design session with Hanne Vik.",
        ["Oyelaran Bamidele (Staff SRE)", "Hanne Vik"],
    ),
    (
        "On the day, you'll sit down with three of our engineers: Kofi Annor, Lena Brandt and Yusuf Demir.",
        ["Kofi Annor", "Lena Brandt", "Yusuf Demir"],
    ),
    ("Your interviewers will be Prof. Aiko Tanabe and Dr Samuel Osei.", ["Aiko Tanabe / Prof.", "Samuel Osei / Dr."]),
    (
        "Format: video\nInterviewer(s): Marek Nowicki, Engineering Lead & Bea Lund, Product Owner\nLength: 1 hour",
        ["Marek Nowicki (Engineering Lead)", "Bea Lund (Product Owner)"],
    ),
    (
        "Meet your interviewers:\n1. Ines Falk - Head of Operations\n2. Omar Haddad - Finance Director\n",
        ["Ines Falk (Head of Operations)", "Omar Haddad (Finance Director)"],
    ),
    ("Hope you are well! Gustav and I would love to talk to you next Tuesday at 11.", ["Gustav", "Rita Cole"]),
    ("Our founder Wren Abara would like to meet you in person on Friday.", ["Wren Abara (founder)"]),
    (
        "The call will be hosted by Lior Ben-David, our Director of Data Science.",
        ["Lior Ben-David (Director of Data Science)"],
    ),
    (
        "Round 2 | 14:00-15:00 | Petra Holm | Systems\nRound 3 | 15:00-16:00 | Andrés Ibarra | People",
        ["Petra Holm", "Andrés Ibarra"],
    ),
    ("Thanks for meeting Petra Holm last week. The next step is an interview with Andrés Ibarra.", ["Andrés Ibarra"]),
    ("Petra Holm can't make it after all, so Andrés Ibarra will step in.", ["Andrés Ibarra"]),
    ("You'll be talking to Mrs O'Donnell from our Cork office.", ["O'Donnell / Ms."]),
    ("Dial-in details below. Joining us: Fatou Sarr and Ilse de Graaf.", ["Fatou Sarr", "Ilse de Graaf"]),
    ("I have copied Petra Holm, our coordinator, who will sort out travel.", []),
    ("Should anything come up, ring Petra Holm on 01632 960000.", []),
    ("Petra Holm, our recruiter, will follow up with feedback.", []),
    ("The role works closely with Petra Holm and the data team.", []),
    ("You would be reporting to Petra Holm, VP Finance.", []),
    ("We look forward to seeing you at Victoria House, 12 Wilson Street.", []),
    ("Your assessment with Codility is due on Friday.", []),
    ("Regards,\nPetra Holm\nTalent Partner", []),
    (
        "Hi Alex,\n\nGreat news - the team enjoyed reading your application.\n\nWhen: Thu 5 Mar, 2-3pm "
        "GMT\nWhere: Google Meet\nWho: Delphine Achterberg (Head of Talent) and Rufus Oyelowo\n\nSpeak "
        "soon,\nRita",
        ["Delphine Achterberg (Head of Talent)", "Rufus Oyelowo"],
    ),
    (
        "You will be meeting Delphine from the Growth team as well as Rufus, who manages payments.",
        ["Delphine", "Rufus"],
    ),
    (
        "Delphine Achterberg, Rufus Oyelowo, and Noor van Dijk are going to be on the panel.",
        ["Delphine Achterberg", "Rufus Oyelowo", "Noor van Dijk"],
    ),
    (
        "Our engineering manager Rufus Oyelowo will be conducting the technical interview.",
        ["Rufus Oyelowo (engineering manager)"],
    ),
    (
        "Schedule\n\n9:30 Welcome and coffee\n10:00 Technical interview with Rufus Oyelowo and Noor van "
        "Dijk\n11:00 Lunch\n12:00 Conversation with Delphine Achterberg, VP People",
        ["Rufus Oyelowo", "Noor van Dijk", "Delphine Achterberg (VP People)"],
    ),
    (
        "This will be a 45-minute conversation between you and Rufus Oyelowo, one of our principal engineers.",
        ["Rufus Oyelowo"],
    ),
    ("Rufus Oyelowo has asked me to set up a call with you. He is free on Tuesday.", []),
    ("My manager, Rufus Oyelowo, and I would like to invite you to a second interview.", []),
    ("Rufus (Engineering) and Noor (Design) will join halfway through.", ["Rufus (Engineering)", "Noor (Design)"]),
    (
        "Interview 1: Rufus Oyelowo, Staff Engineer (45 min)\nInterview 2: Noor van Dijk, Design Lead (30 min)",
        ["Rufus Oyelowo (Staff Engineer)", "Noor van Dijk (Design Lead)"],
    ),
    ("Please note that Delphine will no longer be joining; Noor van Dijk will take her place.", ["Noor van Dijk"]),
    (
        "The next conversation would be with our Chief Product Officer (Noor van Dijk).",
        ["Noor van Dijk (Chief Product Officer)"],
    ),
    (
        "I'm Noor van Dijk, Design Lead at Acme, and I'll be your interviewer on Friday.",
        ["Noor van Dijk (Design Lead)"],
    ),
    ("You'll have a chance to speak with Ms Achterberg about benefits.", ["Achterberg / Ms."]),
    (
        "Panelists\n\nRufus Oyelowo, Staff Engineer\nNoor van Dijk, Design Lead\n\nTips\n\nWear something comfortable.",
        ["Rufus Oyelowo (Staff Engineer)", "Noor van Dijk (Design Lead)"],
    ),
    (
        "Date\tTime\tWith\tTitle\n5 March\t10:00\tRufus Oyelowo\tStaff Engineer\n5 March\t11:00\tNoor van "
        "Dijk\tDesign Lead",
        ["Rufus Oyelowo (Staff Engineer)", "Noor van Dijk (Design Lead)"],
    ),
    ("Event: Interview with Rufus Oyelowo\nInvitee: Alex Rivera\nTime: 10:00", ["Rufus Oyelowo"]),
    ("I have set up the interview for Monday. My colleague Noor van Dijk in HR is copied for logistics.", []),
    ("We've partnered with Harlow Jenkins to run our background checks.", []),
    ("You will receive an e-mail from Noor van Dijk with a link to book a time.", []),
    ("Parking is available on Jenkins Street, next to the Oyelowo Building.", []),
    ("Read the interview with our CEO Harlow Jenkins on our blog.", []),
    ("Feel free to add Noor van Dijk on LinkedIn.", []),
    ("Sent on behalf of Noor van Dijk", []),
    ("The team (Rufus, Noor and Delphine) can't wait to meet you!", ["Rufus", "Noor", "Delphine"]),
    ("Interviewers: RUFUS OYELOWO, NOOR VAN DIJK", ["RUFUS OYELOWO", "NOOR VAN DIJK"]),
    ("With: Oyelowo, Rufus; van Dijk, Noor", ["Rufus Oyelowo", "Noor van Dijk"]),
    (
        "You are scheduled to meet:\n\n* Rufus Oyelowo <rufus@acme.example>, Staff Engineer\n* Dr. Noor van Dijk\n",
        ["Rufus Oyelowo (Staff Engineer)", "Noor van Dijk / Dr."],
    ),
    (
        "Looking forward to having you in on the 12th! Greta Lindholm (Lab Manager) and Dr Femi Adebayo will "
        "show you around and ask you a few questions.",
        ["Greta Lindholm (Lab Manager)", "Femi Adebayo / Dr."],
    ),
    ("Quick update: Greta is out sick, so you'll be chatting with Femi Adebayo instead.", ["Femi Adebayo"]),
    ("It'll be you, me and Greta on the call.", ["Rita Cole", "Greta"]),
    ("I've booked you in with Greta Lindholm for Tuesday at 2.", ["Greta Lindholm"]),
    (
        "Stage 2 will be a panel interview (Greta Lindholm, Femi Adebayo, Xu Ling).",
        ["Greta Lindholm", "Femi Adebayo", "Xu Ling"],
    ),
    (
        "The hiring manager, Greta Lindholm, would like to have a chat with you about your experience.",
        ["Greta Lindholm (hiring manager)"],
    ),
    ("Interviewer name: Greta Lindholm\nInterviewer title: Lab Manager\nInterview type: Phone", ["Greta Lindholm"]),
    (
        "Please find the Zoom link below.\n\nGreta Lindholm is inviting you to a scheduled Zoom "
        "meeting.\n\nTopic: Alex Rivera's Personal Meeting Room",
        [],
    ),
    ("Ask for Greta Lindholm when you arrive at the front desk.", []),
    ("Our CEO, Greta Lindholm, was recently named one of the best leaders in biotech.", []),
    ("Congratulations from Greta, Femi and the whole lab!", []),
    ("Once you have completed the test, Femi Adebayo will mark it.", []),
    ("As discussed with Greta Lindholm, the salary range is 50-60k.", []),
    ("Greta Lindholm recommended you for this role.", []),
    ("Mr Lindholm will be your first contact; he'll interview you on Friday.", ["Lindholm / Mr."]),
    ("You and Greta will meet at our London office.", ["Greta"]),
    (
        "Interview Panel: Greta Lindholm – Lab Manager, Femi Adebayo – Head of R&D, Xu Ling – Scientist II",
        ["Greta Lindholm (Lab Manager)", "Femi Adebayo (Head of R&D)", "Xu Ling (Scientist II)"],
    ),
    ("Thanks again for chatting with me earlier. Next, Greta Lindholm would love to meet you.", ["Greta Lindholm"]),
    (
        "1:00pm Greta Lindholm, Lab Manager\n1:30pm Break\n1:45pm Femi Adebayo, Head of R&D\n2:30pm Wrap-up "
        "with Rita Cole",
        ["Greta Lindholm (Lab Manager)", "Femi Adebayo (Head of R&D)", "Rita Cole"],
    ),
    (
        "We'd love for you to meet Ottoline Marsh, our Head Gardener, and her deputy Silas Wren.",
        ["Ottoline Marsh (Head Gardener)", "Silas Wren"],
    ),
    (
        "The virtual interview is going to be run by Silas Wren; Ottoline Marsh sits in as an observer.",
        ["Silas Wren", "Ottoline Marsh"],
    ),
    (
        "Your onsite loop:\n- Coding: Silas Wren\n- Architecture: Ottoline Marsh (Principal Engineer)\n- "
        "Lunch with the team\n",
        ["Silas Wren", "Ottoline Marsh (Principal Engineer)"],
    ),
    ("Silas will be calling from a withheld number.", ["Silas"]),
    ("You can expect a call from Silas Wren at 4pm on Wednesday.", ["Silas Wren"]),
    (
        "Silas Wren <silas@acme.example> and Ottoline Marsh <ottoline@acme.example> will interview you.",
        ["Silas Wren", "Ottoline Marsh"],
    ),
    ("Cc: Silas Wren", []),
    ("Silas Wren will be on leave, so please bear with us.", []),
    ("Please complete the form for Ottoline Marsh by Friday.", []),
    ("Ottoline Marsh asked for your references.", []),
    ("The garden was designed by Ottoline Marsh.", []),
    ("Your recruiter is Silas Wren.", []),
    ("Kind regards\n\nOttoline Marsh | Head Gardener | Acme", []),
    ("Should you need to reschedule, Silas Wren can help.", []),
    ("We're the team behind Marsh & Wren, and we'd like to meet you.", []),
]
GERMAN = [
    (
        "An dem Termin nehmen unser Geschäftsführer Dr. Ole Brandt sowie Frau Çelik aus der Personalabteilung teil.",
        ["Ole Brandt (Geschäftsführer) / Dr.", "Çelik / Ms."],
    ),
    (
        "Ihr Gegenüber im Gespräch ist Herr Tim Falkner, Teamleiter Softwareentwicklung.",
        ["Tim Falkner (Teamleiter Softwareentwicklung) / Mr."],
    ),
    ("Gerne möchten Frau Lindner und ich Sie persönlich kennenlernen.", ["Lindner / Ms.", "Rita Cole"]),
    ("Teilnehmende: Ole Brandt (CTO), Mara Lindner (HR)", ["Ole Brandt (CTO)", "Mara Lindner (HR)"]),
    ("Das Telefoninterview führt Mara Lindner mit Ihnen.", ["Mara Lindner"]),
    ("Herr Brandt ist leider erkrankt, stattdessen wird Frau Lindner das Gespräch führen.", ["Lindner / Ms."]),
    ("Für Rückfragen steht Ihnen Frau Lindner gerne zur Verfügung.", []),
    ("Bitte melden Sie sich am Empfang bei Frau Lindner.", []),
    ("Frau Lindner schickt Ihnen vorab die Zugangsdaten.", []),
    (
        "Sehr geehrter Herr Rivera,\n\nwir laden Sie herzlich zum Vorstellungsgespräch am 5. März um 10 Uhr "
        "ein. Das Gespräch werden Herr Ingo Paschke (Abteilungsleiter) und Frau Svea Thoma "
        "(Personalreferentin) mit Ihnen führen.\n\nMit freundlichen Grüßen\nSvea Thoma",
        ["Ingo Paschke (Abteilungsleiter) / Mr.", "Svea Thoma (Personalreferentin) / Ms."],
    ),
    (
        "Im zweiten Gespräch treffen Sie auf Ingo Paschke, Leiter der Entwicklung.",
        ["Ingo Paschke (Leiter der Entwicklung)"],
    ),
    ("Ingo und ich freuen uns auf das Gespräch mit dir!", ["Ingo", "Rita Cole"]),
    ("Dabei sein werden außerdem Svea Thoma und unser CTO Ingo Paschke.", ["Svea Thoma", "Ingo Paschke (CTO)"]),
    ("Bei der Anfahrt hilft Ihnen Frau Thoma gerne weiter.", []),
    ("Frau Thoma nimmt leider nicht teil.", []),
    ("Ihre Bewerbung habe ich an Herrn Paschke weitergeleitet.", []),
    ("Interviewpartner: Fr. Thoma, Hr. Paschke", ["Thoma / Ms.", "Paschke / Mr."]),
    ("Wir sitzen in der Paschkestraße 4, Raum Svea Thoma.", []),
    (
        "Zum Kennenlernen erwarten Sie Herr Dr. Falk Reimann, Institutsleiter, und seine Kollegin Frau Ebru Aksoy.",
        ["Falk Reimann (Institutsleiter) / Dr.", "Ebru Aksoy / Ms."],
    ),
    (
        "Beim Termin sind neben mir auch Falk Reimann und Ebru Aksoy anwesend.",
        ["Rita Cole", "Falk Reimann", "Ebru Aksoy"],
    ),
    ("Wir haben für Sie ein Gespräch mit dem Fachbereich (Herr Reimann) vereinbart.", ["Reimann / Mr."]),
    ("Den Arbeitsvertrag unterschreibt Herr Reimann.", []),
    ("Herr Reimann hat Ihre Unterlagen mit großem Interesse gelesen.", []),
    ("Ihre Ansprechpartnerin für alle Fragen rund um die Bewerbung ist Ebru Aksoy.", []),
    ("Ihre Interviewpartnerinnen sind Dr. Hedda Kroll und Mira Stahl.", ["Hedda Kroll / Dr.", "Mira Stahl"]),
    ("Am Donnerstag sprichst du mit Mira (Teamlead) und Jannis aus dem Backend.", ["Mira (Teamlead)", "Jannis"]),
    ("Frau Kroll freut sich darauf, Sie kennenzulernen.", ["Kroll / Ms."]),
    ("Den Termin hat Frau Stahl für Sie eingetragen.", []),
    ("Liebe Grüße, Mira Stahl", []),
]
FRENCH = [
    (
        "Vous aurez rendez-vous avec Mme Sylvie Perrin (DRH) et M. Hugo Lacroix, chef de projet.",
        ["Sylvie Perrin (DRH) / Ms.", "Hugo Lacroix (chef de projet) / Mr."],
    ),
    ("Hugo Lacroix et moi-même vous recevrons mardi.", ["Hugo Lacroix", "Rita Cole"]),
    ("L'échange se déroulera en présence de Sylvie Perrin, responsable RH.", ["Sylvie Perrin (responsable RH)"]),
    ("Recruteurs : Sylvie Perrin ; Hugo Lacroix", ["Sylvie Perrin", "Hugo Lacroix"]),
    ("Mme Perrin vous enverra le lien.", []),
    ("Vous serez rattaché à Hugo Lacroix.", []),
    ("N'hésitez pas à joindre Sylvie Perrin en cas de besoin.", []),
    (
        "Bonjour Alex,\n\nJe vous confirme votre entretien du jeudi 5 mars à 10h avec Gaspard Vernier, "
        "directeur général, et Mme Odile Pasquet.\n\nCordialement",
        ["Gaspard Vernier (directeur général)", "Odile Pasquet / Ms."],
    ),
    ("Gaspard Vernier, notre CTO, se joindra à nous.", ["Gaspard Vernier (CTO)"]),
    ("Ce sera l'occasion de faire la connaissance de Gaspard Vernier.", ["Gaspard Vernier"]),
    ("Odile Pasquet reste à votre disposition pour toute question.", []),
    ("Merci de vous présenter à l'accueil et de demander Mme Pasquet.", []),
    ("Mme Pasquet, qui sera votre interlocutrice, vous accueillera dans nos bureaux.", ["Pasquet / Ms."]),
    (
        "Au programme : une visite du site puis un entretien avec le directeur, M. Yvan Keller.",
        ["Yvan Keller (directeur) / Mr."],
    ),
    ("Yvan et Maëlle seront là pour vous accueillir et échanger avec vous.", ["Yvan", "Maëlle"]),
    (
        "Je serai accompagnée d'Yvan Keller, responsable d'atelier.",
        ["Rita Cole", "Yvan Keller (responsable d'atelier)"],
    ),
    ("M. Keller a bien reçu votre dossier.", []),
    ("Merci de confirmer auprès de Maëlle Guérin.", []),
    ("Vous passerez un entretien technique avec Basile Morin, lead développeur.", ["Basile Morin (lead développeur)"]),
    ("Capucine Roy sera votre contact pour la suite.", []),
]
SPANISH = [
    (
        "En la reunión estarán presentes Marta Soler, responsable de compras, y Iñaki Etxeberria.",
        ["Marta Soler (responsable de compras)", "Iñaki Etxeberria"],
    ),
    ("Hablarás con nuestro director general, Iñaki Etxeberria.", ["Iñaki Etxeberria (director general)"]),
    (
        "Entrevistadores:\n- Marta Soler (Jefa de Proyecto)\n- Iñaki Etxeberria",
        ["Marta Soler (Jefa de Proyecto)", "Iñaki Etxeberria"],
    ),
    ("Marta Soler y yo te entrevistaremos el lunes.", ["Marta Soler", "Rita Cole"]),
    ("Marta Soler se pondrá en contacto contigo.", []),
    ("Si tienes dudas, llama a Marta Soler.", []),
    ("Dependerás de Iñaki Etxeberria.", []),
    (
        "Hola Alex:\n\nTe confirmamos la entrevista el jueves 5 de marzo a las 10:00 con Aitana Robles "
        "(Directora de Producto) y con Bruno Salas.",
        ["Aitana Robles (Directora de Producto)", "Bruno Salas"],
    ),
    ("Serás entrevistado por Bruno Salas, líder técnico del equipo.", ["Bruno Salas (líder técnico del equipo)"]),
    ("Aitana Robles se unirá a la llamada.", ["Aitana Robles"]),
    ("Pregunte por Aitana Robles en recepción.", []),
    ("Aitana Robles revisará tu candidatura.", []),
    ("El martes te veremos Nerea Campos, de RRHH, y yo.", ["Nerea Campos", "Rita Cole"]),
    (
        "La videollamada será con el equipo técnico: Nerea Campos y Unai Vega (CTO).",
        ["Nerea Campos", "Unai Vega (CTO)"],
    ),
    ("Unai Vega, director de obra, le espera el lunes a las 9 para la entrevista.", ["Unai Vega (director de obra)"]),
    ("Confirma tu asistencia a Nerea Campos.", []),
    ("En la entrevista estaremos Gonzalo Prieto (Director) y yo.", ["Gonzalo Prieto (Director)", "Rita Cole"]),
    ("Gonzalo Prieto ha revisado tu perfil.", []),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_in_english(text: str, expected: list[str]) -> None:
    """Lists, schedules, substitutes and those who only write or wait at the door."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [*((t, e, "de") for t, e in GERMAN), *((t, e, "fr") for t, e in FRENCH), *((t, e, "es") for t, e in SPANISH)],
)
def test_in_other_languages(text: str, expected: list[str], language: str) -> None:
    """The same in German, French and Spanish."""
    assert read(text, language) == expected
