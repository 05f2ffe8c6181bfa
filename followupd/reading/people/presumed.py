"""Who takes part where no sentence says so: the writer who speaks of meeting, and who comes beside somebody named."""

import re

from followupd.reading.people.words import listed_phrases

_MANY = re.compile(
    r"(?:noreply|no-reply|notif|reminder|calendar|careers?|jobs?|recruit|hiring|talent|hr|personal|bewerb)\w*@", re.I
)


def meets(text: str) -> bool:
    """Whether the writer speaks of the meeting as his own ("see you then", "je vous recevrai", "sehen wir uns")."""
    low = f" {' '.join(text.casefold().replace('’', chr(39)).split())} "
    return any(phrase in low for phrase in listed_phrases("meets_self"))


def meets_too(text: str) -> bool:
    """Whether the writer says that he comes beside somebody whom he names ("join me", "plus me", "nous rencontres")."""
    low = f" {' '.join(text.casefold().replace('’', chr(39)).split())} "
    return any(phrase in low for phrase in listed_phrases("meets_too"))


def also(low: tuple[str, ...]) -> bool:
    """Whether somebody comes as well: then the writer does too."""
    return not listed_phrases("as_well").isdisjoint(low)


def arranges(signature: str, shown: str, email: str) -> bool:
    """Whether the writer only arranges it: a recruiter, a coordinator, an assistant, or nobody's own mailbox."""
    words = set(re.findall(r"[^\W\d_]+", f"{signature[:400]} {shown}".casefold()))
    return bool(words & listed_phrases("arranges")) or bool(_MANY.match(email))
