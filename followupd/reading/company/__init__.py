"""Employer, role and agency: several sources vote, and the writing that says most wins."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from followupd.mail import Letter
from followupd.reading.company.lexicon import listed
from followupd.reading.company.naming import plain, run
from followupd.reading.company.role import role
from followupd.reading.company.sources import (
    Vote,
    by_team,
    in_address,
    in_display,
    in_footer,
    in_signature,
    in_subject,
    in_text,
    tenant,
)  # fmt: skip
from followupd.reading.company.spelling import fits, parted
from followupd.reading.company.standing import alone, beside_owner, by_core, by_verb, hosts, kinded, labelled
from followupd.reading.people.human import person_name
from followupd.reading.people.words import KNOWN, Words, bits, tag, words

_RANK = {"text": 5, "subject": 4, "display": 3, "signature": 2, "footer": 1, "quoted": 0, "domain": -1}
_FORMS = {
    "gmbh": "GmbH",
    "ag": "AG",
    "kg": "KG",
    "se": "SE",
    "sa": "SA",
    "sl": "SL",
    "sas": "SAS",
    "bv": "BV",
    "llc": "LLC",
}
ENOUGH = 1.5


def company(letter: Letter, text: str, signature: str = "", language: str = "en", quoted: str = "") -> str | None:
    """The employer's name as it is written, or from the sender's own domain; None where nothing names one."""
    core = re.sub(r"[^a-z0-9]", "", tenant(letter.sender.email, letter.sender.name)) if letter.sender else ""
    between = agency(letter, text, signature) is not None
    votes = [
        v
        for v in _votes(letter, text, signature, quoted, core, language, between=between)
        if not _bearer(v, letter, core)
    ]
    groups = _groups([_weighed(v, letter, core, f"{letter.subject}\n{text}\n{signature}") for v in votes])
    best = max(groups, key=_score, default=None)
    return _spelling(best, f"{letter.subject}\n{text}\n{signature}", core) if best and _score(best) >= ENOUGH else None


def _weighed(vote: Vote, letter: Letter, core: str, said: str) -> Vote:
    """One word that nothing else says to be a firm counts less than the sender's own domain; a service that only
    carries letters counts less than the firm that it writes of."""
    if not core or not letter.sender:
        return vote
    if vote.source in {"domain", "display"} and _carries(letter, core, said):
        return replace(vote, weight=vote.weight * (0.62 if vote.source == "domain" else 0.4))
    unsure = len(plain(vote.name)) == 1 and not fits(vote.name, core) and vote.source in {"text", "subject", "quoted"}
    return replace(vote, weight=min(vote.weight, 2.3)) if unsure and not _carries(letter, core, said) else vote


def _carries(letter: Letter, core: str, said: str) -> bool:
    """Whether the sender is a service: a robot's box, shown under the domain's name, that the letter does not name."""
    sender = letter.sender
    if sender is None or sender.key.partition("@")[0] not in listed("robots"):
        return False
    if core not in re.sub(r"[^a-z0-9.]", "", sender.domain).split(".")[-3:] or _tenant(sender.domain):
        return False
    shown = re.sub(r"[^a-z0-9]", "", sender.name.casefold())
    spoken = re.sub(r"\S*[@/]\S*", " ", said.casefold())
    named = re.sub(r"[^a-z0-9]", "", spoken).count(core)
    between = bool(re.search(r"\bvia\b", sender.name)) and not fits(sender.name.split(" via ")[0], core)
    return between or (named < 2 and (shown == core or core.startswith(shown[:6]) or not fits(sender.name, core)))


def _tenant(domain: str) -> bool:
    """Whether the domain is a tracking system's, so that what stands below it is the employer's."""
    return any(label in listed("systems") for label in domain.split(".")[-3:-1])


def _bearer(vote: Vote, letter: Letter, core: str) -> bool:
    """Whether the name is one of the people in the letter's head, the owner among them."""
    said = plain(vote.name)
    if "".join(said) == core:
        return False
    sender = letter.sender.name if letter.sender else ""
    people = [plain(a.name) for a in (*letter.to, *letter.cc) if person_name(a.name)]
    people += [plain(sender)] if person_name(sender) and any(tag(w) & KNOWN for w in plain(sender)) else []
    return any(said == name[: len(said)] for name in people)


def _votes(
    letter: Letter, text: str, signature: str, quoted: str, core: str, language: str = "en", *, between: bool
) -> Iterable[Vote]:
    """Every vote; of an agency's letter only what it says of others."""
    own = "" if between else core
    found = words(text)
    mine = {
        core,
        *("".join(plain(v.name)) for v in in_signature(signature, core)),
        *("".join(plain(v.name)) for v in in_display(letter, core)),
    }
    spoken = [
        *in_text(found, own, "text"),
        *by_team(found, own, "text"),
        *in_subject(letter, own, role(letter, text, language, signature, quoted)),
        *labelled(text),
        *by_verb(found),
        *beside_owner(letter, text),
    ]
    if quoted:
        spoken += in_text(words(quoted[:4000]), own, "quoted", scale=0.3)
    if between:
        return [v for v in (*spoken, *clients(found)) if "".join(plain(v.name)) not in mine]
    return [
        *spoken,
        *_standing(letter, found, text, signature, core),
        *in_display(letter, core),
        *in_address(letter),
        *in_signature(signature, core),
        *in_footer(f"{text}\n{signature}", core),
    ]


def _standing(letter: Letter, found: Words, text: str, signature: str, core: str) -> Iterable[Vote]:
    """What the sender's domain abbreviates, what closes the letter, and what its links are named after."""
    system = not core
    label = tenant(letter.sender.email, letter.sender.name) if letter.sender else ""
    if label:
        yield from by_core(letter, found, label, "text", 3.0)
        yield from by_core(letter, words(signature), label, "signature", 3.0)
        yield from by_core(letter, words(letter.subject), label, "subject", 2.5)
    yield from alone(letter, text, label, "text", system=system)
    yield from alone(letter, signature, label, "signature", system=system)
    for host in hosts(f"{text}\n{signature}", listed("systems")):
        yield from by_core(letter, found, host, "text", 1.6)
        yield from by_core(letter, words(signature), host, "signature", 1.6)
        yield from by_core(letter, words(letter.subject), host, "subject", 1.6)
    yield from kinded(found)


def clients(found: Words) -> Iterable[Vote]:
    """The employer for whom an agency writes: "our client Acme", "on behalf of Acme"."""
    for at in range(1, len(found)):
        pair = f"{found.low[at - 1]} {found.low[at]}"
        if pair in listed("client"):
            first = at + 1
            while (
                first < len(found)
                and first < at + 3
                and found.low[first] in {",", "the", "der", "die", "la", "le", ":", "-", "–", "("}
            ):
                first += 1
            end = run(found, first)
            if end > first and not found.tag[first] & bits("function", "title"):
                yield Vote(found.slice(first, end), 5.0, "text")


def _groups(votes: list[Vote]) -> list[list[Vote]]:
    """Writings of one name together: equal but for legal form, one beginning the other, or the domain's letters."""
    groups: list[list[Vote]] = []
    for vote in sorted(votes, key=lambda v: -len(plain(v.name))):
        home = next((g for g in groups if any(_same(vote, other) for other in g)), None)
        if home is None:
            groups.append([vote])
        else:
            home.append(vote)
    return groups


def _same(one: Vote, other: Vote) -> bool:
    a, b = plain(one.name), plain(other.name)
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if short and long[: len(short)] == short:
        return True
    ja, jb = "".join(a), "".join(b)
    if not one.written or not other.written:
        core, name = (ja, jb) if not one.written else (jb, ja)
        if fits(other.name if not one.written else one.name, one.name if not one.written else other.name):
            return True
        initials = "".join(w[0] for w in (b if not one.written else a))
        return core == name or stripped(core) == name or (len(name) > 3 and core.startswith(name)) or (
            len(core) > 3 and name.startswith(core)) or (len(core) > 2 and core == initials)  # fmt: skip
    return ja == jb


def stripped(core: str) -> str:
    """A domain's label without "hq", "get", "careers" and the like."""
    for affix in listed("affixes"):
        for bare in (core.removeprefix(affix), core.removesuffix(affix)):
            if len(bare) > 3 and bare != core:
                return bare
    return core


def _score(group: list[Vote]) -> float:
    """The best vote of each source, and a little for repeating it."""
    best: dict[str, float] = {}
    for vote in group:
        best[vote.source] = max(best.get(vote.source, 0.0), vote.weight)
    return sum(best.values()) + min(len(group), 8) * 0.1


def _spelling(group: list[Vote], text: str, core: str) -> str:
    """The writing with the most words of its own; the text's before the subject's; with legal form where it has one."""
    written = [v for v in group if v.written]
    if not written:
        return spelt(group[0].name, text)
    longest = max(written, key=lambda v: (len(plain(v.name)), _RANK[v.source], len(v.name)))
    stem = plain(longest.name)
    same = [v for v in written if plain(v.name) == stem]
    top = max(_RANK[v.source] for v in same)
    name = max(
        (v.name for v in same if _RANK[v.source] == top), key=lambda n: (n[:1].isupper() and not n.isupper(), len(n))
    )
    return name.removesuffix("'s").removesuffix("’s").strip(" ,-–")


def spelt(core: str, text: str) -> str:
    """A domain's label as the text spells it ("acme-robotics": "Acme Robotics"), else with capitals."""
    bare = re.sub(r"[^a-z0-9]", "", core)
    found = words(text)
    for at in range(len(found)):
        if not bare.startswith(found.low[at][:2]) or not found.word[at][0].isupper():
            continue
        joined, end = "", at
        while end < len(found) and len(joined) < len(bare) and end < at + 5:
            joined += re.sub(r"[^a-z0-9]", "", found.low[end])
            end += 1
        if joined in {bare, stripped(bare)}:
            return found.slice(at, end)
    return " ".join(_FORMS.get(w, w[:1].upper() + w[1:]) for w in re.split(r"[-_]", parted(core)) if w)


def _own_desk(letter: Letter, core: str) -> bool:
    """Whether a firm's own robot writes from its recruiting domain: "Acme <noreply@acme-recruit.example>"."""
    sender = letter.sender
    return sender is not None and sender.key.partition("@")[0] in listed("mailboxes") and fits(sender.name, core)


@lru_cache(maxsize=8)
def agency(letter: Letter, text: str, signature: str = "") -> str | None:
    """The recruitment agency that writes for an employer, by its own name; None where the employer writes himself."""
    core = tenant(letter.sender.email, letter.sender.name) if letter.sender else ""
    low = f"{letter.subject}\n{text[:8000]}".lower()
    speaks = any(phrase in low for phrase in listed("client") | listed("client_said")) and not re.search(
        r"\bour clients\b(?! is)", low
    )
    shown = letter.sender.name if letter.sender else ""
    words_ = {w.casefold().strip(".,()|") for w in f"{shown} {signature[:600]}".split()}
    named = any(mark in core for mark in listed("agency_core")) or (
        core.endswith(tuple(listed("agency_end"))) and not _own_desk(letter, core)
    )
    signed = [v.name for v in in_signature(signature, core) if set(v.name.casefold().split()) & listed("agency")]
    shows = [
        p
        for p in re.split(r"\s*[|,()@]\s*|\s[-–]\s|\s(?:at|from|bei|de)\s", shown)
        if set(p.casefold().split()) & listed("agency") and fits(p, core)
    ]
    called = [p for p in re.split(r"\s*[|,()@]\s*", shown) if set(p.casefold().split()) & listed("agency")]
    if (letter.sender and letter.sender.key.partition("@")[0] in listed("mailboxes")) or (letter.sender and not core):
        shows, signed = [], []  # "Acme Recruitment <recruitment@...>" is Acme's own
    if not (speaks or named or signed or (shows and not words_ & {"team"})):
        return None
    names = [
        *signed,
        *shows,
        *(p for p in called if not set(p.casefold().split()) <= listed("agency") | listed("display")),
        *(v.name for v in in_signature(signature, core) if v.weight > 2),
        *(v.name for v in in_display(letter, core)),
    ]
    return names[0] if names else spelt(core, f"{text}\n{signature}") if core else None


__all__ = ["agency", "company", "role", "spelt", "tenant"]
