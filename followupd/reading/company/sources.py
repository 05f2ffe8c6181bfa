"""Where an employer's name may stand: text, subject, display name, tenant and domain, signature, footer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from followupd.mail import Letter
from followupd.reading.company.lexicon import listed
from followupd.reading.company.naming import is_employer, plain, run
from followupd.reading.company.spelling import fits
from followupd.reading.people.human import person_name
from followupd.reading.people.words import BIT, KNOWN, Words, bits, tag, words

_FOOTER = re.compile(r"(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:\||•|·|»|—|–|\s-\s|:\s|\s/\s|//|<>|>>)\s*")
_PREFIX = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg|tr|rv|sv|automatic reply)\s*:\s*)+", re.IGNORECASE)
MAX_TRIGGERS = 60


@dataclass(frozen=True, slots=True)
class Vote:
    """One writing of a name. ``written``: spelt by a person, not cut from an address; ``source`` says where."""

    name: str
    weight: float
    source: str
    written: bool = True


def bare_subject(subject: str) -> str:
    """A subject without its "Re:" and "WG:"."""
    return _PREFIX.sub("", subject[:400]).strip()


def in_text(found: Words, core: str, source: str, *, scale: float = 1.0) -> Iterator[Vote]:
    """Names behind "at", "bei", "chez", "en" and their like, more so where a job or an interview is spoken of."""
    strong, weak, article = listed("strong"), listed("weak"), listed("article")
    seen = 0
    for at in range(len(found) - 1):
        low = found.low[at]
        if (low not in strong and low not in weak) or seen > MAX_TRIGGERS:
            continue
        first = at + 1
        if found.low[first] in article and not found.word[first][0].isupper() and first + 1 < len(found):
            first += 1
        if found.word[first].islower() and not (core and core.startswith(found.low[first][:3])):
            continue
        end = run(found, first, core=core)
        if end == first or not is_employer(found, first, end, core) or _team(found, end):
            continue
        seen += 1
        weight = _weight(found, at, first, end, core)
        if weight:
            yield Vote(found.slice(first, end), weight * scale, source)


def _weight(found: Words, at: int, first: int, end: int, core: str) -> float:
    """How much the word in front ("at", "bei", "with") and what was spoken of before it say for an employer."""
    low, cue = found.low[at], listed("cue")
    cued = any(found.low[i] in cue for i in range(max(0, at - 9), at) if found.word[i] not in ".\n")
    behalf = any(low_ in listed("behalf_left") for low_ in found.low[max(0, at - 2) : at])
    sure = _sure(found, first, end, core)
    weight = 3.0 if cued else 0.0
    if low in listed("strong") or behalf:
        place = low == "at" and not _legal(found, first, end)  # "let's meet at Mondo Coffee"
        weight = 4.0 if cued or behalf else 1.0 if place else 2.0
    if not sure and found.low[first - 1] == "the" and end - first == 1:
        return min(weight, 1.0)  # "at the Consulate" is any of its kind
    lone = not core and end - first == 1 and end <= len(found) and not found.tag[first] & KNOWN
    if not sure and lone and low in _BESIDE and len(found) < 16:
        return min(weight, 1.6)  # a system's subject: "Your interview with Acme"
    if not sure and low in _AMBIGUOUS and (low not in _BESIDE or _nearest(found, at) in listed("meeting")):
        return min(weight, 1.0)
    return 1.5 if sure and not cued and low in {"from", "for", "de", "von", "of", "to", "para"} else weight


_BESIDE = frozenset({"with", "mit", "avec", "con"})
_AMBIGUOUS = _BESIDE | {"for", "of", "de", "in"}
"""In front of an employer, a person or a thing alike."""


def _nearest(found: Words, at: int) -> str:
    """The nearest cue in front of a word: "next steps with Acme", but "an interview with Jane"."""
    return next((found.low[i] for i in range(at - 1, max(-1, at - 10), -1) if found.low[i] in listed("cue")), "")


def _legal(found: Words, first: int, end: int) -> bool:
    return any(mask & BIT["legal"] for mask in found.tag[first:end])


def _sure(found: Words, first: int, end: int, core: str) -> bool:
    """Whether the name itself says that it is an employer's: legal form, a word for firms, or the sender's domain."""
    joined = "".join(plain(found.slice(first, end)))
    return any(m & bits("legal", "organisation") for m in found.tag[first:end]) or bool(
        core and (core.startswith(joined) or joined.startswith(core))
    )


def _team(found: Words, end: int) -> bool:
    """Whether the run goes on to be something else: "the Payments role", "Acme House", "Acme Street 4"."""
    return end < len(found) and found.low[end] in listed("not_firms")


def by_team(found: Words, core: str, source: str) -> Iterator[Vote]:
    """Names in front of "team", "is hiring", and those with a legal form wherever they stand."""
    seen = 0
    for at in range(1, len(found)):
        mask, low = found.tag[at], found.low[at]
        form = mask & BIT["legal"] and found.word[at][0].isupper() and not mask & BIT["thing"]
        if form or (low.endswith("'s") and at + 1 < len(found) and _of_a_firm(found, at + 1)):
            yield from _ending_at(found, at + 1, core, source, 2.0)
        elif low in _BEHIND_FIRMS or (low in _IS and _is_a_firm(found, at)):
            yield from _ending_at(found, at, core, source, 2.0)
        else:
            continue
        seen += 1
        if seen > MAX_TRIGGERS:
            return


_BEHIND_FIRMS = frozenset({"team", "hiring", "recruiting", "careers"})
_IS = frozenset({"is", "ist", "est", "es"})


def _is_a_firm(found: Words, at: int) -> bool:
    """Whether the word opens "is a young company" and its like."""
    return any(low in listed("firm") for low in found.low[at + 1 : at + 7])


def _of_a_firm(found: Words, at: int) -> bool:
    """Whether what is possessed is a firm's: its founder, its data team, its careers page."""
    return any(
        found.tag[i] & bits("title", "department") or found.low[i] in {"team", "careers", "hiring", "office", "offices"}
        for i in range(at, min(at + 3, len(found)))
    )


def _ending_at(found: Words, end: int, core: str, source: str, weight: float) -> Iterator[Vote]:
    for first in range(max(0, end - 5), end):
        if (
            run(found, first, core=core) >= end > first
            and is_employer(found, first, end, core)
            and found.word[first][0] != "\n"
        ):
            yield Vote(found.slice(first, end), weight, source)
            return


def in_subject(letter: Letter, core: str, role: str | None) -> Iterator[Vote]:
    """ "Acme | Data Engineer", "[Acme] …", "Your application to Acme", "Data Engineer at Acme - next steps"."""
    subject = bare_subject(letter.subject)
    if not subject:
        return
    found = words(subject)
    yield from in_text(found, core, "subject")
    yield from by_team(found, core, "subject")
    bracket = re.match(r"[\[(【]([^\])】]{2,40})[\])】]", subject)
    pieces = ([bracket[1]] if bracket else []) + _SPLIT.split(subject)[:8]
    for piece in pieces:
        said = words(piece.strip())
        if not said or (role and plain(piece) == plain(role)):
            continue
        end = run(said, 0, core=core)
        if end == len(said) and is_employer(said, 0, end, core) and (len(pieces) > 1 or _sure(said, 0, end, core)):
            yield Vote(said.slice(0, end), 1.0 if core and _lone(said, end, core) else 2.5, "subject")
        elif len(pieces) > 1 and (inner := _inside(said, core)):
            yield Vote(inner, 0.8 if core and _lone(words(inner), 1, core) else 1.6, "subject")


def _lone(said: Words, end: int, core: str) -> bool:
    """Whether a piece is one word that nothing else says to be a firm."""
    return end == 1 and len(said) == 1 and not _sure(said, 0, 1, core)


def _inside(said: Words, core: str) -> str:
    """The name in a piece such as "Entretien Vernier" or "Acme application"."""
    loose = bits("meet", "thing", "function", "panel")
    first, last = 0, len(said)
    while first < last and said.tag[first] & loose:
        first += 1
    while last > first and said.tag[last - 1] & loose:
        last -= 1
    end = run(said, first, core=core) if first < last else 0
    return said.slice(first, last) if end == last and is_employer(said, first, last, core) else ""


def in_display(letter: Letter, core: str) -> Iterator[Vote]:
    """ "Acme Hiring Team", "Jane from Acme", "Jane Doe (Acme)", "Acme via Greenhouse", "Recrutement Acme"."""
    shown = letter.sender.name if letter.sender else ""
    if not shown or re.search(r"\S@\S", shown):
        return
    own = listed("display")
    for piece in re.split(
        r"\s*[(),|@<>\[\]]\s*|\s[-–—/:]\s|\s(?:via|at|from|bei|chez|de|en|von|of|with|c/o|by)\s", shown[:120]
    ):
        kept = piece.split()
        whole = len(kept)
        while kept and kept[-1].casefold().strip(".,") in own:
            kept.pop()
        while kept and kept[0].casefold().strip(".,") in own:
            kept.pop(0)
        said = words(" ".join(kept))
        name = " ".join(kept)
        theirs = bool(
            said and person_name(name) and (said.tag[0] & BIT["given"] or name.split()[0] == shown.split()[0])
        )
        if said and core and fits(name, core) and not (theirs and len(kept) == whole):
            yield Vote(name, 3.0, "display")
            continue
        if said and len(said) > 1 and said.tag[0] & BIT["organisation"] and kept[0][0].isupper() and not theirs:
            yield Vote(name, 2.5, "display")
            continue
        alone = (
            len(kept) == whole == 1 and letter.sender is not None and letter.sender.key.startswith(kept[0].casefold())
        )
        if alone and not core:
            continue  # "Ottoline <ottoline@...>" at a provider of mail
        if not said or (person_name(" ".join(kept)) and len(kept) == whole and not _sure(said, 0, len(said), core)):
            continue
        end = run(said, 0, core=core)
        if end == len(said) and is_employer(said, 0, end, core):
            loose = core and not _sure(said, 0, end, core) and end == 1
            yield Vote(said.slice(0, end), 0.8 if loose else 3.0, "display")


def in_address(letter: Letter) -> Iterator[Vote]:
    """The tenant of a tracking system, or the sender's own domain."""
    for address in (letter.sender, *letter.reply_to[:1]):
        core = tenant(address.email, address.name) if address else ""
        if core:
            yield Vote(core, 2.5, "domain", written=False)


@lru_cache(maxsize=512)
def tenant(email: str, name: str = "") -> str:
    """What names the employer in an address: "acme" of acme@myworkday.example, acme.wd5.myworkdayjobs.example,
    no-reply@acme.recruitee.example, jane@acme.example; "" for systems and mail providers. ``name`` is the bearer's."""
    local, _, domain = email.casefold().rpartition("@")
    labels = domain.split(".")
    if len(labels) < 2:
        return ""
    second = (
        len(labels) > 2
        and len(labels[-1]) == 2
        and labels[-2] in {"co", "com", "org", "net", "ac", "gov", "gob", "edu"}
    )
    core, below = labels[-3 if second else -2], labels[: -3 if second else -2]
    systems, boxes = listed("systems"), listed("mailboxes") | listed("robots")
    if core not in systems and not _system(core):
        return core
    for label in reversed(below):
        if (
            len(label) > 1
            and label not in systems
            and label not in boxes
            and not re.fullmatch(r"[a-z]{0,4}\d{1,3}|[a-z]{2}|mail\w*|email|us|eu|hire", label)
        ):
            return label
    local = re.sub(r"^(?:jobs?|careers?|hr|team)-|-(?:jobs?|careers?|hr|team)$", "", local)
    parts = [p for p in re.split(r"[+.]", local) if p and p not in boxes and p not in systems]
    own = {*plain(name)} & {*plain(parts[0])} and bool(tag(parts[0]) & KNOWN) if parts else True
    shared = own or core in _PROVIDERS or not parts or ("-" in parts[0] and len(parts[0]) > 30)
    return "" if shared or re.search(r"\d{3}", parts[0]) or (len(parts) > 1 and "+" not in local) else parts[0]


def _system(core: str) -> bool:
    """Whether a label is a system's with an addition: "ashbyhq-mail", "taleo-notify"."""
    parts = [p.removesuffix("hq") if len(p) > 5 else p for p in core.split("-")]
    systems = listed("systems")
    return len(parts) > 1 and (
        all(p in systems for p in parts) or any(p in systems and p not in listed("ordinary") for p in parts)
    )


_PROVIDERS = listed("providers")


def in_signature(signature: str, core: str) -> Iterator[Vote]:
    """The line of a signature that names the firm: with its legal form, as the domain spells it, or behind the job."""
    for number, line in enumerate(signature.splitlines()[:10]):
        for piece in re.split(
            r"\s*[|•·,]\s*(?!(?:Inc|Ltd|LLC|S\.L|S\.A)\b)|\s[-–—@]\s|\s(?:at|bei|chez|en)\s", line.strip(" -–—*")[:120]
        ):
            said = words(piece.strip())
            end = run(said, 0, core=core) if said else 0
            if (
                not said
                or end != len(said)
                or (number == 0 and person_name(piece))
                or not is_employer(said, 0, end, core)
            ):
                continue
            yield Vote(said.slice(0, end), 2.5 if _sure(said, 0, end, core) else 1.5 if number else 0.5, "signature")


def in_footer(text: str, core: str) -> Iterator[Vote]:
    """ "© 2026 Acme Inc."."""
    for match in list(_FOOTER.finditer(text))[:5]:
        said = words(text[match.end() : match.end() + 80])
        end = run(said, 0, core=core) if said else 0
        if end and is_employer(said, 0, end, core):
            yield Vote(said.slice(0, end), 2.0, "footer")
