"""Who vouches for the sender: the account's own Authentication-Results (RFC 8601), failing closed.

A sender may write such headers too. They stand below whatever the receiving server writes, so only the account's own
headers above the first Received count, or, where the server writes below its own Received, the topmost one alone.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from importlib import resources

from followupd.mail import Address, Letter

TOP = "*top*"
"""The anchor of servers that sign with no name (Exchange): their header is the topmost one."""
MAX_VALUE, MAX_FIELDS = 8_000, 300
_BY = re.compile(r"(?:^|\s)by\s+\[?([\w.:-]{1,253})", re.I)
_RESULT = re.compile(r"\s*([a-z][a-z0-9-]{0,30})\s*(?:/\s*\d{1,3}\s*)?=\s*([a-z]{1,20})(?=[\s;]|$)")
_PROPERTY = re.compile(r"\s((?:header|smtp|policy)\.[a-z-]{1,30})\s*=\s*([^\s]{1,320})")
_ALIGNED = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom", "smtp.mail")}
_INTERNAL = (".internal", ".local", ".lan", ".localdomain", ".intern", ".home", ".corp", ".invalid")


@dataclass(frozen=True, slots=True)
class _Stamp:
    """One Authentication-Results field, and the hosts of the Received fields above it."""

    name: str
    results: tuple[str, ...]
    above: tuple[str, ...]


def authentic(head: "Message[str, str]", letter: Letter, authserv: str | None) -> bool | None:
    """True on aligned DKIM, aligned SPF, or DMARC pass; None where the account's server never stamps any."""
    if authserv is None:
        return None
    if letter.sender is None or len(head.get_all("From", [])) != 1 or _misleads(letter.sender):
        return False
    results = [r for stamp in _trusted(head, authserv.strip().casefold()) for r in stamp.results]
    if any(match[1] == "dmarc" and match[2] in {"fail", "permerror"} for match in map(_RESULT.match, results) if match):
        return False
    return any(_vouches(result, _ascii(letter.sender.domain)) for result in results)


def _misleads(sender: Address) -> bool:
    """A display name that is another address, or a domain in letters that look like Latin ones."""
    shown = re.search(r"[\w.+-]{1,64}@([\w.-]{1,253})", sender.name)
    if shown and organisation(_ascii(shown.group(1).strip("."))) != organisation(_ascii(sender.domain)):
        return True
    letters = [c for c in _unicode(sender.domain) if c.isalpha()]
    return any(not unicodedata.name(c, "").startswith("LATIN") for c in letters)


def _trusted(head: "Message[str, str]", anchor: str) -> list[_Stamp]:
    stamps = _stamps(head)
    if anchor == TOP:
        return stamps[:1]
    own = [stamp for stamp in stamps if stamp.name == anchor]
    first = [stamp for stamp in own if not stamp.above]
    if first:
        return first
    return own[:1] if own and not any(_is_foreign(host, anchor) for host in own[0].above) else []


def _stamps(head: "Message[str, str]") -> list[_Stamp]:
    """The fields in order; what can't be read vouches for nothing but keeps its place."""
    found: list[_Stamp] = []
    above: list[str] = []
    for name, value in head.items()[:MAX_FIELDS]:
        if name.casefold() == "received":
            by = _BY.search(_bare(str(value)) or "")
            above.append(by.group(1).casefold() if by else "")
        elif name.casefold() == "authentication-results":
            first, *results = (_bare(str(value)) or "").casefold().split(";")
            if _RESULT.match(" " + first):  # no name at all: a result stands in its place
                first, results = "", [first, *results]
            found.append(_Stamp(first.split()[0] if first.split() else "", tuple(results[:40]), tuple(above)))
    return found


def _bare(value: str) -> str | None:
    """A structured field without comments (nested ones too), what is quoted made harmless; None where it never ends."""
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in " ".join(value[: MAX_VALUE + 1].split()):
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif char == '"' and not depth:
            quoted = not quoted
            out.append("?")
        elif quoted:
            out.append(char if char.isalnum() else "?")
        elif char == "(":
            depth += 1
            out.append(" ")
        elif char == ")":
            depth -= 1
            if depth < 0:
                return None
        elif not depth:
            out.append(char)
    return "".join(out) if not (depth or quoted or len(value) > MAX_VALUE) else None


def _vouches(result: str, domain: str) -> bool:
    """Whether one result passed for the sender's own organisation."""
    match = _RESULT.match(result)
    if not match or match[2] != "pass" or match[1] not in _ALIGNED:
        return False
    names = [value for key, value in _PROPERTY.findall(result) if key in _ALIGNED[match[1]]]
    domains = {name.rpartition("@")[2].strip("<>.") for name in names}
    return len(domains) > 0 and all(_aligned(name, domain) for name in domains)


def _aligned(name: str, domain: str) -> bool:
    owner = organisation(_ascii(name))
    return bool(owner) and owner == organisation(domain)


def _is_foreign(host: str, anchor: str) -> bool:
    """Whether a host that wrote a Received is told to be another organisation's; names of the inside tell nothing."""
    if "." not in host or host.endswith(_INTERNAL) or re.fullmatch(r"[\d.:]+", host) or "." not in anchor:
        return False
    ours, theirs = organisation(anchor), organisation(host)
    return ours != theirs and not any({ours, theirs} <= family for family in _domains().families)


def organisation(domain: str) -> str:
    """The organisational domain (RFC 7489 s3.2), by the common public suffixes; ``""`` for a suffix itself."""
    labels = domain.casefold().strip(".").split(".")
    known = _domains()
    length = 2
    if len(labels) > 1 and (len(labels[-1]) == 2 and labels[-2] in known.second_levels):
        length = 3
    if ".".join(labels[-2:]) in known.shared:
        length = 3
    return ".".join(labels[-length:]) if len(labels) >= length and all(labels) else ""


@dataclass(frozen=True, slots=True)
class _Domains:
    second_levels: frozenset[str]
    shared: frozenset[str]
    families: tuple[frozenset[str], ...]


@lru_cache(maxsize=1)
def _domains() -> _Domains:
    data = tomllib.loads(resources.files("followupd.reading").joinpath("lexicon/domains.toml").read_text("utf-8"))
    return _Domains(
        frozenset(data["second_levels"]), frozenset(data["shared"]), tuple(map(frozenset, data["families"]))
    )


def _ascii(domain: str) -> str:
    """A domain as servers write it."""
    try:
        return domain if domain.isascii() or len(domain) > 253 else domain.encode("idna").decode("ascii")
    except ValueError:
        return domain


def _unicode(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna") if "xn--" in domain and len(domain) < 254 else domain
    except ValueError:
        return domain
