"""The subject and the text of a note, from the sentence bank."""

import hashlib
import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from followupd.notes import Facts, NoteKind
from followupd.writing.clean import clean

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_REPLY = re.compile(r"^\s*(?:(?:re|aw|sv|antw|fwd?|wg)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
SLOTS = ("thanks", "interest", "offer")


def draft_text(facts: Facts) -> tuple[str, str]:
    """The subject and the plain text of a note; lines end in ``\\n``, paragraphs are one line each."""
    paragraphs = [greeting(facts), *_paragraphs(facts), f"{clean(facts.closing)},\n{_signature(facts)}"]
    return _subject(facts), "\n\n".join(paragraphs) + "\n"


def greeting(facts: Facts) -> str:
    """By honorific only where there is evidence for one, else the full name as its bearer writes it."""
    name = clean(facts.person)
    if not name or "@" in name:
        return "Hello,"
    honorific = clean(facts.honorific)
    return f"Dear {honorific} {name.split()[-1]}," if honorific else f"Dear {name},"


def _subject(facts: Facts) -> str:
    thread = _REPLY.sub("", clean(facts.subject))
    if thread:
        return f"Re: {thread}"
    role = clean(facts.role)
    return f"Thank you: {role} interview" if role else "Thank you for the interview"


def _paragraphs(facts: Facts) -> list[str]:
    """Each slot takes another variant than the slot before it, so that a panel shares no sentence."""
    rows, shift = _rows(facts), _shift(facts)
    texts = []
    for column, slot in enumerate(s for s in SLOTS if s in rows):
        variants = rows[slot]
        texts.append(_render(variants[(facts.variant + 3 * column + shift) % len(variants)], facts))
        if column == 0 and facts.kind is NoteKind.THANK_YOU and not facts.via:
            texts.extend(_own_words(facts))
    return texts


def _rows(facts: Facts) -> dict[str, list[str]]:
    bank = _bank()
    if facts.kind is NoteKind.THANK_YOU and facts.via:
        return bank["pass_on"]
    rows = bank.get("nudge_last" if facts.kind is NoteKind.NUDGE and facts.last else facts.kind.value, {})
    return {**rows, **bank["late"]} if facts.late and facts.kind is NoteKind.THANK_YOU else rows


def _own_words(facts: Facts) -> list[str]:
    """The owner's own sentences come first; each of them goes to one person of a panel."""
    pools = (facts.mention, facts.strengths, facts.contributions)
    chosen = [clean(pool[facts.variant], 600) for pool in pools if facts.variant < len(pool)]
    if facts.why and facts.variant == 0:
        chosen.append(clean(facts.why, 600))
    return [" ".join(chosen)] if chosen else []


def _shift(facts: Facts) -> int:
    """Another start for another employer, the same one for every person of it."""
    key = f"{facts.company}/{facts.kind.value}/{facts.ordinal}"
    return int(hashlib.sha256(key.encode()).hexdigest()[:6], 16)


def _render(sentence: str, facts: Facts) -> str:
    company, role = clean(facts.company), clean(facts.role)
    about = f" about the {role} position" if role else ""
    if company:
        about += f" at {company}" if role else f" about working at {company}"
    at_company = f" at {company}" if company and not role else ""
    return str(_template(sentence).render(about=about, at_company=at_company, via=clean(facts.via)))


def _signature(facts: Facts) -> str:
    return facts.signature.strip() or clean(facts.sender.name) or facts.sender.email


@lru_cache(maxsize=1)
def _bank() -> dict[str, dict[str, list[str]]]:
    text = resources.files("followupd.writing").joinpath("bank/en.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _sandbox() -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # 115 ms: only when something is written

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


@lru_cache(maxsize=512)
def _template(sentence: str) -> Any:  # the type lives in a library that is imported late
    return _sandbox().from_string(sentence)
