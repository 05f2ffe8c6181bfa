"""Which application does a letter belong to? Thread and token, calendar UID, then employer and role."""

import re
import unicodedata
from dataclasses import dataclass

from followupd.application import Application
from followupd.deciding.search import Search
from followupd.findings import FROM_EMPLOYER, Finding, Kind
from followupd.mail import Folder, Letter, Place

OPENING = frozenset({Kind.CONFIRMATION, Kind.INVITE, Kind.RESCHEDULE, Kind.ACK})
"""Kinds that open an application where none is known."""

SHARED_DOMAINS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "proton.me",
        "protonmail.com",
        "fastmail.com",
        "mail.com",
        "greenhouse.io",
        "greenhouse-mail.io",
        "lever.co",
        "hire.lever.co",
        "myworkday.com",
        "myworkdayjobs.com",
        "ashbyhq.com",
        "smartrecruiters.com",
        "icims.com",
        "workablemail.com",
        "workable.com",
        "bamboohr.com",
        "teamtailor.com",
        "jobvite.com",
        "breezy.hr",
        "personio.de",
        "recruitee.com",
        "taleo.net",
        "successfactors.com",
        "ultipro.com",
        "oraclecloud.com",
        "linkedin.com",
        "indeed.com",
        "calendly.com",
        "goodtime.io",
        "calendar.google.com",
        "google.com",
        "zoom.us",
    }
)
"""Mail providers, applicant-tracking and scheduling systems: their domain says nothing about the employer."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several applications fit equally well: the owner is asked which."""

    candidates: tuple[str, ...]


def assign(search: Search, place: Place, letter: Letter, finding: Finding) -> str | Ambiguous | None:
    """The application's id (known or new), the candidates where several fit, or None for mail of no meaning."""
    known = _by_thread(search, letter) or _by_calendar(search, finding)
    if known:
        return known
    if finding.kind is Kind.OWN or place.folder is Folder.SENT:
        return _unique(_by_recipient(search, letter))
    if finding.kind is Kind.AUTO_REPLY or finding.kind is Kind.BOUNCE:
        return _unique(_by_sender(search, letter))
    if finding.kind not in FROM_EMPLOYER:
        return _unique(_by_sender(search, letter))
    fits = _by_employer(search, place, letter, finding)
    if len(fits) > 1:
        return Ambiguous(tuple(a.id for a in fits))
    if fits:
        return fits[0].id
    return new_id(search, letter, finding) if finding.kind in OPENING else None


def in_thread(application: Application, search: Search, letter: Letter) -> bool:
    """Whether the letter answers something of this application that is already known."""
    ids = set(letter.thread)
    return bool(ids & application.message_ids) or any(n.token in ids for n in search.of(application.id))


def same_name(one: str | None, other: str | None) -> bool:
    """Two spellings of one company: case, accents, punctuation and legal form apart."""
    return bool(one and other) and _plain(one or "") == _plain(other or "") != ""


def own_domain(email: str) -> str:
    """The domain that stands for an employer, or ``""`` for a shared one."""
    domain = email.rpartition("@")[2].casefold()
    parts = domain.split(".")
    parents = {".".join(parts[i:]) for i in range(len(parts) - 1)}
    return "" if parents & SHARED_DOMAINS else registrable(domain)


def registrable(domain: str) -> str:
    """The last two labels, or three below a two-letter country's second level ("co.uk")."""
    parts = domain.split(".")
    keep = 3 if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in {"co", "com", "org", "ac", "gov", "net"} else 2
    return ".".join(parts[-keep:])


def new_id(search: Search, letter: Letter, finding: Finding) -> str:
    """A short name for a new application: the company, with the role or a number where it is taken."""
    sender = letter.sender.email if letter.sender else ""
    base = slug(finding.company or own_domain(sender).partition(".")[0] or letter.subject) or "application"
    for name in (base, f"{base}-{slug(finding.role)}" if finding.role else "", *(f"{base}-{n}" for n in range(2, 999))):
        if name and name not in search.applications:
            return name
    return f"{base}-{slug(letter.message_id)}"


def slug(text: str | None) -> str:
    """Letters, digits and hyphens, at most forty characters."""
    flat = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:40].strip("-")


def _plain(name: str) -> str:
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9]+", " ", flat).split()
    legal = {"inc", "ltd", "llc", "llp", "gmbh", "ag", "se", "corp", "corporation", "co", "company", "plc", "the", "sa"}
    return " ".join(w for w in words if w not in legal)


def _by_thread(search: Search, letter: Letter) -> str | None:
    ids = (*letter.thread, letter.message_id)
    note = search.note_by_token(ids)
    if note:
        return note.key.application
    wanted = set(letter.thread)
    return next((a.id for a in search.applications.values() if wanted & a.message_ids), None)


def _by_calendar(search: Search, finding: Finding) -> str | None:
    uids = {slot.uid for slot in finding.interviews if slot.uid}
    for application in search.applications.values():
        if any(i.uid in uids for i in application.interviews if i.uid):
            return application.id
    return None


def _by_recipient(search: Search, letter: Letter) -> list[Application]:
    keys = {a.key for a in (*letter.to, *letter.cc)}
    return [a for a in search.applications.values() if keys & {p.key for p in a.people}]


def _by_sender(search: Search, letter: Letter) -> list[Application]:
    key = letter.sender.key if letter.sender else ""
    return [a for a in search.applications.values() if key in {p.key for p in a.people}]


def _unique(fits: list[Application]) -> str | None:
    running = [a for a in fits if a.open] or fits
    return running[0].id if len(running) == 1 else None


def _by_employer(search: Search, place: Place, letter: Letter, finding: Finding) -> list[Application]:
    domain = own_domain(letter.sender.email) if letter.sender else ""
    fits = [
        a
        for a in search.applications.values()
        if a.account == place.account
        and ((domain and domain in a.domains) or same_name(a.company, finding.company))
        and (not finding.company or not a.company or same_name(a.company, finding.company))
    ]
    if finding.role:
        same_role = [a for a in fits if not a.role or same_name(a.role, finding.role)]
        if same_role or finding.kind in OPENING:
            fits = same_role
    running = [a for a in fits if a.open]
    if running or finding.kind not in OPENING:
        return running or fits
    return []  # a closed application is not reopened by an invitation: that is a new one
