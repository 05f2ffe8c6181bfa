"""A letter's own words: quotes, forwards, signatures and footers in four languages; nothing of one's own is lost."""

import pytest

from followupd.reading.language import language
from followupd.reading.own_words import OwnWords, own_words
from followupd.reading.parts import parts
from tests.reading.samples import multipart, page, part, raw, taken


def own(body: str, **head: str) -> OwnWords:
    return own_words(taken(body, **head))


NEW = "Thursday suits us."
ATTRIBUTIONS = [
    "On Mon, Mar 2, 2026 at 10:00 AM Alex Rivera <alex@home.example> wrote:",
    "On Mon, 2 Mar 2026, 10:00 Alex Rivera, <alex@home.example> wrote:",
    "On 02/03/2026 10:00, Alex Rivera wrote:",
    "On Monday, March 2, 2026 at 10:00:13 AM GMT, Alex Rivera\n<alex@home.example> wrote:",
    "Alex Rivera <alex@home.example> wrote on Mon, 2 Mar 2026:",
    "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Alex Rivera <\nalex@home.example>:",
    "Am 02.03.26 um 10:00 schrieb Alex Rivera:",
    "Alex Rivera <alex@home.example> schrieb am Mo., 2. März 2026, 10:00:",
    "Le lun. 2 mars 2026 à 10:00, Alex Rivera <alex@home.example> a écrit :",
    "Le 02/03/2026 à 10:00, Alex Rivera a écrit\u00a0:",
    "El lun, 2 mar 2026 a las 10:00, Alex Rivera (<alex@home.example>)\nescribió:",
    "El 2/3/26 a las 10:00, Alex Rivera escribió:",
    "---- On Mon, 02 Mar 2026 10:00:00 +0000 Alex Rivera <alex@home.example> wrote ----",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("mark", ["> ", ""], ids=["angles", "bare"])
def test_what_an_attribution_announces_is_quoted(attribution: str, mark: str) -> None:
    """With angles or without, in each client's form."""
    found = own(f"{NEW}\n\n{attribution}\n\n{mark}Could we meet?\n{mark}We regret it.\n")
    assert found.text == NEW
    assert "regret" in found.quoted


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_answers_below_and_between_quotes_are_own(attribution: str) -> None:
    """Bottom and inline posting."""
    found = own(f"{attribution}\n> Could we meet?\n\nYes, gladly.\n\n> Where?\n\nAt our office.\n")
    assert found.text == "Yes, gladly.\n\nAt our office."


BLOCKS = [
    "From: Alex Rivera <alex@home.example>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Rita Cole <rita@acme.example>\nSubject: Interview",
    "*From:* Alex Rivera <alex@home.example>\n*Date:* Monday, 2 March 2026 at 10:00\n*To:* Rita Cole\n*Subject:* Re: Interview",
    "From: Alex Rivera\nSent: 02 March 2026 10:00\nTo: Rita Cole; Jane Doe;\n John Roe\nCc: Bob Roe\nSubject: Re: Interview",
    "Von: Alex Rivera <alex@home.example>\nGesendet: Montag, 2. März 2026 10:00\nAn: Rita Cole\nBetreff: AW: Gespräch",
    "Von: Alex Rivera\nDatum: Montag, 2. März 2026 um 10:00\nAn: Rita Cole\nCc: Jane Doe\nBetreff: Gespräch",
    "De : Alex Rivera <alex@home.example>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Rita Cole\nObjet : RE: Entretien",
    "De: Alex Rivera <alex@home.example>\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Rita Cole\nAsunto: Entrevista",
    "-----Original Message-----\nFrom: Alex Rivera\nSent: Monday\nSubject: x",
    "-----Ursprüngliche Nachricht-----\nVon: Alex Rivera [mailto:alex@home.example]\nGesendet: Montag\nAn: Rita\nBetreff: x",
    "-----Message d'origine-----\nDe : Alex\nEnvoyé : lundi\nÀ : Rita\nObjet : x",
    "-----Mensaje original-----\nDe: Alex\nEnviado: lunes\nPara: Rita\nAsunto: x",
    "________________________________\nFrom: Alex Rivera <alex@home.example>\n\nSent: Monday\n\nTo: Rita\n\nSubject: x",
]  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS)
def test_a_header_block_opens_an_earlier_letter(block: str) -> None:
    """Outlook's forms: everything below is not the writer's own."""
    found = own(f"{NEW}\n\n{block}\n\nWe regret it.\n", subject="Re: Interview")
    assert found.text == NEW
    assert found.forwarded is None


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("prefix", ["Fwd: ", "FW: ", "WG: ", "TR: ", "RV: "])
def test_the_same_block_below_a_forwards_subject_is_the_message(block: str, prefix: str) -> None:
    """A letter that is passed on is what this one says."""
    found = own(f"FYI\n\n{block}\n\nCome on Thursday.\n", subject=f"{prefix}Interview")
    assert found.text == "FYI\n\nCome on Thursday."
    assert found.forwarded is not None


@pytest.mark.parametrize(
    "line",
    ["---------- Forwarded message ---------", "-------- Weitergeleitete Nachricht --------", "Begin forwarded message:",
     "-------- Message transféré --------", "---------- Mensaje reenviado ---------", "Anfang der weitergeleiteten Nachricht:",
     "Début du message transféré :", "Inicio del mensaje reenviado:"],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["", "> "])
def test_forwards_say_so(line: str, mark: str) -> None:
    """By its client's line a forward is one whatever the subject; its head is told, its own quotes are not its words."""
    block = ("From: Bob Roe <bob@acme.example>", "Date: Mon, 2 Mar 2026 at 09:00", "Subject: Re: Your interview",
             "To: Alex <alex@home.example>", "", "See you on Thursday at 14:00.", "", "Best,", "Bob", "",
             "On Sun, 1 Mar 2026, Alex <alex@home.example> wrote:", "> We regret it.")  # fmt: skip
    found = own("\n".join([line, "", *(mark + text for text in block)]), subject="Interview")
    assert found.text == "See you on Thursday at 14:00."
    assert found.signature == "Best,\nBob"
    assert found.forwarded is not None and found.forwarded.sender is not None
    assert (found.forwarded.sender.email, found.forwarded.subject) == ("bob@acme.example", "Re: Your interview")
    assert found.forwarded.date == "Mon, 2 Mar 2026 at 09:00"


def test_a_forwarded_appointment_keeps_when_and_where() -> None:
    """Outlook sets them right below the header block."""
    block = "-----Original Appointment-----\nFrom: Bob Roe\nSent: Monday\nTo: Rita Cole\nSubject: Interview\n"
    found = own(f"{block}When: Thursday, 5 March 2026 14:00-15:00\nWhere: Room 4\n\nSee you.", subject="FW: Interview")
    assert found.text == "When: Thursday, 5 March 2026 14:00-15:00\nWhere: Room 4\n\nSee you."


def test_a_mark_without_words_is_judged_by_the_subject() -> None:
    """A header block in a fifth language, above a letter that is passed on."""
    html = 'Look.<div id="divRplyFwdMsg"><b>Od:</b> Jan &lt;j@a.example&gt;<br><b>Temat:</b> x</div><p>Come.</p>'
    assert own_words(page(html, subject="FW: x")).text.endswith("Come.")
    assert own_words(page(html, subject="RE: x")).text == "Look."


def test_an_attached_letter_is_the_message() -> None:
    """A forwarded invitation as an attachment reads as one that is pasted."""
    found = own_words(parts(multipart(part("For you", "text/plain"), part(raw("Come at 14:00."), "message/rfc822"))))
    assert found.text == "For you\n\nCome at 14:00."
    assert found.forwarded is not None and found.forwarded.subject == "Your interview"


@pytest.mark.parametrize(
    "text",
    [
        "Your schedule:\n\nFrom: 3:00 PM\nTo: 4:00 PM\nSubject: Mathematics\nDate: Thursday\nWhere: Room 4",
        "From: Monday, 9:00\nTo: Friday, 17:00\n\nare our office hours.",
        "Please send it To: jobs@acme.example\nSubject: your name\nand we will see.",
        "On 5 March 2026 we wrote to you about these times:\n\n- Monday\n- Tuesday",
        "On Monday, 2 March, Jane wrote to us at jobs:\n\nwe will come back to you.",
        "See you on 5 March at 14:00.\nHere is what the team wrote:\n\nwelcome.",
        "Hallo,\n\nVon meiner Seite passt es am Donnerstag.",
        "Hello,\n\nThis is an automated message to let you know that your application was received and is with the team.",
        "Hello,\n\nThis is an automated message. We have decided to go on without you.",
        "As Jane wrote:\n\nwe look forward to it.",
        "On Monday I wrote: see you soon.",
        "The original message got lost, so here it is again.",
        "The best people come.\n\nBest practices matter to us, and so does your time.",
        "Thanks for coming on Thursday.\n\nWe enjoyed it very much and will write soon.",
        "Hi Alex,\n\nThanks,\nthat works for us and we are looking forward to seeing you.",
        "Our questions:\n\n-- Where are you based?\n-- When can you start?",
        "We never share your data; our privacy policy matters to us.\n\nYour interview is on 5 March 2026 at 14:00.",
        "Please do not reply to this email. Your interview is at 14:00.",
    ],
)
def test_own_words_are_never_cut(text: str) -> None:
    """Schedules that look like heads, sentences that look like marks: in doubt all of it is the writer's own."""
    assert own(text).text == text


SIGNATURES = [
    "Best regards,\nRita Cole\nSenior Recruiter | Acme Ltd\n+44 20 7946 0000\nrita@acme.example",
    "Thanks,\nRita",
    "Kind regards, Rita",
    "Cheers\n\nRita Cole (she/her)\n\nTalent Partner\n\nwww.acme.example",
    "Mit freundlichen Grüßen\ni. A. Rita Cole\nPersonalabteilung\nTel.: +49 30 000000-12",
    "Viele Grüße aus Berlin\nRita",
    "Danke & viele Grüße\nRita",
    "Cordialement,\n\nRita Cole\nChargée de recrutement\nTél. : 01 99 00 00 00",
    "Un saludo,\nRita Cole\nDepartamento de Personas",
    "-- \nRita Cole\nAcme Ltd, 12 High Street, Leeds",
    "Rita",
    "Rita Cole\nTalent Acquisition, Acme",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signatures_stand_apart(signature: str) -> None:
    """By dashes, by a closing, or by the sender's own name."""
    found = own(f"Hi Alex,\n\nsee you at 14:00.\n\n{signature}\n")
    assert found.text == "Hi Alex,\n\nsee you at 14:00."
    assert found.signature.split() == signature.split()


@pytest.mark.parametrize(
    "line",
    ["Sent from my iPhone", "Get Outlook for iOS", "Von meinem iPhone gesendet", "Envoyé de mon iPhone", "Enviado desde mi iPhone"],
)  # fmt: skip
def test_lines_of_devices(line: str) -> None:
    """What a telephone adds is nobody's word."""
    assert own(f"See you.\n\n{line}\n") == OwnWords("See you.", line)


def test_an_attribution_takes_no_line_before_it() -> None:
    """Without an empty line between them, the writer's last line stays his own."""
    found = own("Yes.\nSee you on 5 March at 14:00\nOn Mon, 2 Mar 2026, Alex <alex@home.example> wrote:\n> old\n")
    assert found.text == "Yes.\nSee you on 5 March at 14:00"


@pytest.mark.parametrize(
    "after", ["- Bring your ID\n- Come early", "Options\nThursday 5 March\nFriday 6 March", "Wann: 5. März"]
)
def test_lists_below_a_signature_are_own(after: str) -> None:
    """What tells a day, or is a list, is no signature."""
    found = own(f"Hi,\n\nsee below.\n\nBest,\nRita\n\n{after}\n")
    assert found.text.endswith(after.rpartition("Options\n")[2])


def test_what_follows_a_signature_may_be_own() -> None:
    """A postscript, a sentence, the details of an appointment."""
    found = own(
        "Hello,\n\nsee below.\n\nBest,\nRita\n\nDate: 5 March 2026\nTime: 14:00\nLocation: Building 4\n\nP.S. Bring your ID.\n"
    )
    assert found.text == (
        "Hello,\n\nsee below.\n\nDate: 5 March 2026\nTime: 14:00\nLocation: Building 4\n\nP.S. Bring your ID."
    )


@pytest.mark.parametrize(
    "footer",
    [
        "This email and any attachments are confidential and intended solely for the addressee.",
        "You are receiving this email because you applied at Acme.\n\nUnsubscribe | Privacy Policy\n\nAcme Ltd, 12 High Street",
        "This is an automated message, please do not reply.",
        "Acme is an equal opportunity employer. We do not discriminate.",
        "Diese E-Mail kann vertrauliche Informationen enthalten.\n\nGeschäftsführer: Max Muster\nAmtsgericht Musterstadt",
        "Bitte antworten Sie nicht auf diese E-Mail.",
        "Ceci est un message automatique, merci de ne pas répondre.\n\nSe désabonner",
        "Este mensaje y sus archivos adjuntos son confidenciales.\n\nDarse de baja",
    ],
)
def test_footers_stand_apart(footer: str) -> None:
    """Disclaimers and what bulk senders append, after the signature."""
    found = own(f"Hi Alex,\n\nwe decided for you.\n\nBest,\nRita\n\n{footer}\n")
    assert (found.text, found.signature) == ("Hi Alex,\n\nwe decided for you.", "Best,\nRita")
    assert found.footer == footer


def test_a_short_decision_between_two_footers_is_kept() -> None:
    """A sentence is never crossed on the way up."""
    found = own("This is an automated message.\n\nYour application was declined.\n\nUnsubscribe\n")
    assert "Your application was declined." in found.text


@pytest.mark.parametrize(
    ("html", "text", "forwarded"),
    [
        ('New.<div class="gmail_quote"><div class="gmail_attr">On x A wrote:</div><blockquote class=gmail_quote>Old</blockquote></div>',
         "New.", False),
        ('Look.<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <b>Bob</b> '
         "&lt;bob@acme.example&gt;<br>Date: Mon<br>Subject: Hi<br>To: x@a.example<br></div><br>Come.</div>", "Look.\n\nCome.", True),
        ('New.<hr><div id="divRplyFwdMsg"><b>Od:</b> Jan &lt;j@a.example&gt;<br><b>Temat:</b> x</div><div>Old</div>', "New.", False),
        ('New.<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p><b>Von:</b> J</p></div><p>Old',
         "New.", False),
        ('<div class="moz-forward-container">-------- Forwarded Message --------<table class="moz-email-headers-table"><tr><th>'
         "Subject: <td>Hi</tr><tr><th>Date: <td>Mon</tr><tr><th>From: <td>Bob &lt;bob@acme.example&gt;</tr></table>Come.</div>",
         "Come.", True),
        ('<blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Bob &lt;bob@acme.example&gt;</div><div>'
         "<b>Subject: </b>Hi</div><div><b>Date: </b>2 March</div><br><div>Come.</div></blockquote>", "Come.", True),
        ('<div class="protonmail_quote">------- Forwarded Message -------<br>From: Bob &lt;bob@acme.example&gt;<br>Date: Mon<br>'
         'Subject: Hi<br>To: a@a.example<br><br><blockquote class="protonmail_quote" type="cite">Come.</blockquote></div>',
         "Come.", True),
        ('New.<div class="OutlookMessageHeader">Da: Jan</div>Old', "New.", False),
    ],
    ids=["gmail", "gmail-forward", "outlook-web", "outlook", "thunderbird-forward", "apple-forward", "proton-forward", "olk"],
)  # fmt: skip
def test_quotes_and_forwards_in_html(html: str, text: str, forwarded: bool) -> None:
    """Clients' own marks tell an earlier letter in any language, and a forward from an answer."""
    found = own_words(page(html))
    assert found.text == text
    assert (found.forwarded is not None) is forwarded


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("Thank you for your time", "en"), ("Vielen Dank für Ihre Zeit", "de"), ("Merci pour votre temps", "fr"),
        ("Gracias por su tiempo", "es"), ("Yes.", "en"), ("Passt!", "en"), ("Gerne, bis morgen um 9 Uhr", "de"),
        ("C’est noté, à demain", "fr"), ("¡Perfecto, hasta mañana!", "es"), ("", "en"), ("Müller", "de"),
        ("Hi Jürgen, we would like to see you on Monday", "en"), ("Nous avons le regret de vous informer", "fr"),
        ("Lamentamos comunicarle que no ha sido seleccionado", "es"),
        ("Wir müssen Ihnen leider mitteilen, dass the Senior Software Engineer nicht mehr frei ist", "de"),
    ],
)  # fmt: skip
def test_languages(text: str, tongue: str) -> None:
    """By small words; by letters where there are hardly any."""
    assert language(text) == tongue
