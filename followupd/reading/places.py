"""How and where an interview is held: by the label, the sentence that tells its time, the whole letter."""

import re

from followupd.findings import Medium
from followupd.reading.cues import Cues

_LABEL = re.compile(
    r"^[\s*•|-]*(?:where|location|venue|place|address|ort|adresse|treffpunkt|lieu|lugar|direccion|dirección|ubicacion|"
    r"ubicación|sede|wo|où)[*]{0,2}(?:[ \t]*[:|]|[ \t]{2,}|\t)[ \t*]*\n?[ \t*]*(\S.{1,199})$", re.I | re.M)  # fmt: skip
_MANNER = re.compile(
    r"^[\s*•|-]*(?:format|medium|type|interview type|mode|how|method|art|form|modalite|modalité|"
    r"modalidad|formato|tipo|via|join|link|lien|enlace|zugang|room|raum|salle|sala)[*]{0,2}"
    r"[ \t]*:[ \t*]*\n?[ \t*]*(\S.{1,199})$", re.I | re.M)  # fmt: skip
_LINK = re.compile(r"https?://[^\s<>\"]{4,300}", re.I)
_MEETING = re.compile(
    r"zoom|teams|meet|webex|whereby|/j/|visio|video|call|jitsi|/room|/join|interview|/live|bridge|skype", re.I
)
_NUMBER = re.compile(r"(?<![\w/.])\+?\(?\d[\d ()./\u00a0-]{5,18}\d(?!\w)")
_STREET = re.compile(
    r"\b\w[\w.'’-]{2,25}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ufer) ?\d{0,4}[a-z]?\b"
    r"|(?:\b\d{1,4},? )?\b(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Qq]uai|[Cc]alle|[Aa]venida|[Pp]aseo|[Pp]laza|Avda\.)"
    r" [^,;.\n]{2,40}"
    r"|\b\d{1,5} [A-Z][\w'’ -]{2,40}? (?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Square|Way|Place)\b"
)
_DOUBT = re.compile(
    r"(?:^|[\s(])(?:if|backup|fallback|fall back|falls|en cas|si|wenn|bei ruckfragen|bei fragen|problem\w*|question\w*|"
    r"in case|tel|questions|ruckfragen|not by|as agreed|as discussed|just now|"
    r"comme convenu|comme tu l|comme vous l|como acordamos|como quedamos|como hablamos|besprochen|vereinbart|spoke)"
    r"(?!\w)"
)
_VERSUS = re.compile(r"\b(?:instead of|rather than|anstatt|statt|au lieu|en lugar de|en vez de)\b")
_ENDS = re.compile(r"(?<=[.!?;])\s+|\n")
SAID, NEAR = 6, 3
_GROUPS = ((Medium.VIDEO, "video"), (Medium.PHONE, "phone"), (Medium.ONSITE, "onsite"))


def medium(text: str, sentence: str, cues: Cues) -> Medium:
    """By what most of the words name; those of a label or of the interview's own sentence weigh more."""
    points = dict.fromkeys(Medium, 0)
    for label in (*_LABEL.finditer(text), *_MANNER.finditer(text)):
        _count(points, label[1], cues, SAID)
        if (link := _LINK.search(label[1])) and "map" not in link[0]:
            points[Medium.VIDEO] += SAID
    if any(not _LINK.search(m[1]) for m in _LABEL.finditer(text)):
        points[Medium.ONSITE] += SAID if not any(points.values()) else 1
    if not _DOUBT.search(cues.fold(sentence)):
        _count(points, sentence, cues, NEAR)
    for piece in _ENDS.split(text):
        if not _DOUBT.search(cues.fold(piece)):
            _count(points, piece, cues, 1)
    if any(_MEETING.search(link[0]) for link in _LINK.finditer(text)):
        points[Medium.VIDEO] += NEAR
    if _STREET.search(text):
        points[Medium.ONSITE] += 2
    best = max((m for m, _ in _GROUPS), key=lambda m: points[m])
    return best if points[best] else Medium.UNKNOWN


def _count(points: dict[Medium, int], text: str, cues: Cues, weight: int) -> None:
    folded = _VERSUS.split(cues.fold(_LINK.sub(" ", text)), maxsplit=1)[0]
    for kind, group in _GROUPS:
        points[kind] += weight * min(3, cues.count(group, folded))


def location(text: str, kind: Medium, cues: Cues) -> str | None:
    """The labelled place; else the link of a meeting, the number that is called, or the street."""
    label = _LABEL.search(text)
    if label:
        return label[1].strip(" *|")
    if kind is Medium.VIDEO:
        return next((m[0].rstrip(".,;)") for m in _LINK.finditer(text) if _MEETING.search(m[0])), None)
    if kind is Medium.PHONE:
        return _number(text, cues)
    street = _STREET.search(text) if kind is Medium.ONSITE else None
    return street[0].strip(" ,") if street else None


def _number(text: str, cues: Cues) -> str | None:
    """The number of the sentence that says who is called."""
    for piece in _ENDS.split(text):
        number = _NUMBER.search(piece)
        if number and cues.first("phone", cues.fold(piece)) >= 0:
            return number[0].strip()
    return None
