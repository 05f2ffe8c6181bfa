"""How numbers are written in letters, and what else looks like one."""

import re
from typing import Any

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}|[\w.+-]{1,64}@[\w-][\w.-]{0,250}")
TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+)"
    r"|(?=[\d+(])(?:(?P<phone>(?<!\w)\+\d[\d ().\-/]{6,24}\d|\(0?\d{2,5}\) ?\d[\d \-]{4,20}\d|0\d(?:[ .]\d\d){4}(?!\d)"
    r"|0\d{2,4}[ /\-]\d{4,10}|(?!20\d\d[-/.])(?:1[ .\-])?\d{3,5}[ .\-]\d{3,4}(?:[ .\-]\d{2,5}){1,5})"
    r"|(?P<iso>(?:19|20)\d\d([-/.])\d{1,2}\4\d{1,2})(?!\d)"
    r"|(?P<numeric>\d{1,2} ?([-/.]) ?\d{1,2} ?\6 ?(?:20\d\d|\d\d))(?![\d/]|[.-]\d|:\d)"
    r"|(?P<version>\d+\.\d+\.\d+[\d.]*\d)"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?![\d:])"
    r"|(?P<hour_mark>\d{1,2}(?: ?[hH] ?[0-5]\d(?![\d:])| ?[hH](?![^\W\d_])))"
    r"|(?P<short>\d{1,2}\.(?:0?[1-9]|1[0-2])\.)(?!\d)"
    r"|(?P<slash>\d{1,2}/\d{1,2})(?![\d/])"
    r"|(?P<dot>\d{1,2}\.\d\d)(?!\d|[.,]\d)"
    r"|(?P<comma>\d{1,3}[.,]\d{1,2})(?!\d|[.,]\d)"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th|er|º|ª))(?![^\W\d_])"
    r"|(?P<four>\d{4})(?![\d]|[.,]\d)|(?P<three>\d{3})(?!\d|[.,]\d)|(?P<small>\d{1,2})(?!\d)|(?P<other>\d[\d.,]*))"
    r"|(?P<line>\n\s*)|(?P<cell>\t[ \t]*)|(?P<mark>[^\w\s])",
)
OFFSET = re.compile(r"\s?(?P<sign>[+\-\u2212–±])\s?(?P<hour>\d{1,2})(?::?(?P<minute>\d\d))?(?![\d])")
MONEY_BEFORE, MONEY_AFTER = "$€£#", re.compile(r"\s?(?:[%€$£°]|(?:k|USD|EUR|GBP|CHF|GB|MB|km|kg)\b)")
MARK = {
    "-": "dash", "–": "dash", "—": "dash", "\u2212": "dash", "\u2011": "dash", "\u2010": "dash", "→": "dash",
    "➔": "dash", ",": "comma_mark",
    ";": "semicolon", "(": "open", ")": "close", "[": "open", "]": "close", "/": "stroke", "|": "stroke", ":": "colon",
    "?": "stop", "!": "stop", "@": "at", "&": "and", "+": "and", "=": "equals", "•": "semicolon", "·": "semicolon",
    "~": "about", "¿": "stop", "¡": "stop",
}  # fmt: skip
SILENT = frozenset("'’\"“”„«»*_`\u00b4")


IANA = re.compile(r"[A-Z][A-Za-z]{2,12}/[A-Z][A-Za-z_]{2,20}(?:/[A-Z][A-Za-z_]{2,20})?")
ISO_CLOCK = re.compile(r"([01]\d|2[0-4]):?([0-5]\d)(?::?\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d(?::?\d\d)?)?")
NUMBER_NEAR = re.compile(
    r"\.?,?\s{0,2}(?:(?:den|the|le|el)\s)?\d|\.?\s?[-–/]\s?[A-Za-z]{2,3}\b|\.?,?\s+(?:um|à|a las)\s"
)
LABEL_END = re.compile(r"[*_]{0,2}\s?(?::|=|\t|\s?[-–]\s)")
LABELLED = re.compile(r"[^\W\d_]{2,20}(?: [^\W\d_]{1,20}){0,3}\s?:|\d{1,2}[.)]\s")
CLOCK_BEHIND = re.compile(r"\s?(?:[ap]\.?m\b|uhr\b)", re.IGNORECASE)


def number(kind: str, written: str) -> tuple[str, Any]:
    """The class and value of a number as it is written."""
    digits = [int(d) for d in re.findall(r"\d+", written)]
    if kind == "four" and 2000 <= digits[0] < 2100:
        return "year", digits[0]
    if kind in {"clock", "hour_mark", "dot"}:
        hour, minute = digits[0], digits[1] if len(digits) > 1 else None
        if hour <= 24 and (minute or 0) < 60:
            return kind, (hour, minute)
        return ("comma", float(written)) if kind == "dot" else ("other", None)
    if kind == "comma":
        return kind, float(written.replace(",", "."))
    if kind in {"iso", "numeric", "slash", "short"}:
        return kind if digits[:2] != [24, 7] else "other", tuple(digits)
    return kind, digits[0]
