"""Company and role: from the text, the display name, the sender's domain; never the tracking system's own name."""

import re

from followupd.mail import Letter

SYSTEMS = frozenset(
    {"greenhouse", "lever", "workday", "myworkday", "ashby", "ashbyhq", "smartrecruiters", "icims", "workable",
     "bamboohr", "teamtailor", "jobvite", "personio", "recruitee", "taleo", "successfactors", "ultipro", "linkedin",
     "indeed", "calendly", "google", "gmail", "googlemail", "outlook", "hotmail", "yahoo", "icloud", "gmx", "web",
     "goodtime", "zoom", "microsoft", "proton", "protonmail", "fastmail", "oraclecloud", "hire", "workablemail"}
)  # fmt: skip
_NAME = r"([A-Z][\w&.'’-]*(?: (?:of|and|&|the|[A-Z][\w&.'’-]*)){0,4})"
_AT = re.compile(
    r"\b(?:position|role|interview|team|opportunity|application|applying|interest(?:ed)? in(?: joining)?|"
    r"working|join|joining)"
    rf"(?:[^.\n]{{0,60}}?)\b(?:at|with|to|joining)\s+{_NAME}"
)
_DISPLAY = re.compile(
    r"^(?P<name>.+?)\s+(?:Hiring Team|Recruiting(?: Team)?|Talent(?: Acquisition)?(?: Team)?|Careers|HR|Jobs)$", re.I
)
_ROLE = re.compile(
    r"\b(?:for|as)\s+(?:the|our|a|an)\s+(?:position of |role of )?"
    r"(?P<role>[A-Z][\w+#/&-]*(?: [A-Z(][\w+#/&)-]*| of| and){0,6})"
    r"(?=\s+(?:position|role|opening|at|with|interview)|[.,;\n])"
)
_ROLE_LABEL = re.compile(r"^\s*\**(?:position|role|job title)\**\s*:\s*(.{3,80})$", re.I | re.M)


def name(letter: Letter, text: str) -> str | None:
    """The employer's name as it is written, or from the sender's own domain."""
    sender = letter.sender
    display = _DISPLAY.match(sender.name) if sender else None
    domain = _from_domain(sender.domain) if sender else None
    for candidate in (
        display["name"] if display else None,
        *(m.group(1) for m in _AT.finditer(f"{letter.subject}\n{text}")),
    ):
        clean = (candidate or "").strip(" .,'’-")
        if clean and clean.split()[0].casefold() not in SYSTEMS and not _month(clean):
            return _spelt(clean, domain)
    return _as_written(domain, text) if domain else None


def _spelt(candidate: str, domain: str | None) -> str:
    words = candidate.split()
    if domain and words[0].casefold().replace(".", "") == domain:
        return words[0]
    return candidate


def _as_written(domain: str, text: str) -> str:
    """The domain's name as the text spells it, else capitalised."""
    match = re.search(rf"\b{re.escape(domain)}\b", text, re.I)
    return match.group() if match and match.group()[0].isupper() else domain.capitalize()


def _month(text: str) -> bool:
    return bool(
        re.match(r"(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", text, re.I)
    )


def _from_domain(domain: str) -> str | None:
    labels = domain.split(".")
    core = labels[-3] if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in {"co", "com"} else labels[-2:][0]
    return None if core in SYSTEMS or not core.isascii() or len(core) < 2 else core


def role(letter: Letter, text: str) -> str | None:
    """The role as it is written."""
    for match in (_ROLE_LABEL.search(text), _ROLE.search(letter.subject), _ROLE.search(text)):
        if match:
            return " ".join((match.groupdict().get("role") or match.group(1)).split()).strip(" .,")
    return None
