"""Whether a name is an interviewer's: not the owner's, not the employer's, no place, room, team or system."""

import re
from dataclasses import dataclass
from functools import lru_cache

from followupd.mail import Address, Letter
from followupd.reading.people.names import capital, display, folded, name_at
from followupd.reading.people.titles import Mention
from followupd.reading.people.words import BIT, KNOWN, NEVER_NAME, Words, bits, listed, words

_GREETING = re.compile(
    r"\A\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrte[rs]?|"
    r"guten (?:tag|morgen)|moin|bonjour|bonsoir|"
    r"ch[eè]re?|salut|hola|estimad[oa]|querid[oa]|buen[oa]s (?:días|tardes))\s+([^\n,!:]{1,60})",
    re.IGNORECASE,
)
_GENERIC = listed("generic")


@dataclass(frozen=True, slots=True)
class Known:
    """What the head of a letter knows of names: the owner's words, the employer's, and people with their addresses."""

    owner: frozenset[str]
    owner_full: frozenset[tuple[str, ...]]
    greeted: frozenset[str]
    employer: frozenset[str]
    core: str
    people: tuple[Address, ...]

    def is_owner(self, name: str) -> bool:
        """Any form of the owner's name: whole, given, initials, turned round."""
        said = folded(name)
        if not said or said in self.owner_full:
            return bool(said)
        if len(said) == 1 and said[0] in self.greeted:
            return True
        whole = [w for w in said if w in self.owner]
        rest = [w for w in said if w not in self.owner]
        return bool(whole) and all(len(w) == 1 and any(o.startswith(w) for o in self.owner) for w in rest)

    def is_employer(self, name: str, *, known: bool) -> bool:
        """The employer's own name, as the sender's domain and display name spell it."""
        said = folded(name)
        joined = "".join(said)
        if joined == self.core or (said and all(w in self.employer for w in said) and not known):
            return True
        return (
            bool(said)
            and not known
            and (said[0] in self.employer or (len(said[0]) > 3 and self.core.startswith(said[0])))
        )


def known(letter: Letter, owner: frozenset[str], text: str) -> Known:
    """The words of the owner's and of the employer's name, from the letter's head and greeting."""
    addressed = [a for a in (*letter.to, *letter.cc) if a.key in owner]
    own = {w for a in addressed for w in folded(a.name) if "@" not in a.name}
    full = {folded(display(a.name)) for a in addressed if a.name}
    own |= {w for a in owner for w in re.findall(r"[^\W\d_]{3,}", a.partition("@")[0])} - {
        "me",
        "mail",
        "info",
        "job",
        "jobs",
    }
    greeted = _GREETING.match(text[:200])
    names = set(folded(greeted[1])) if greeted else set()
    names -= {w for w in names if len(w) < 2}
    known_ = frozenset(own)
    domain = letter.sender.domain if letter.sender else ""
    core = _core(domain)
    shown = letter.sender.name if letter.sender else ""
    after = re.search(r"(?:\bat|\bfrom|\bvia|\bbei|\bchez|\ben|@|\(|\||,)\s(.{2,60})$", shown)
    words_ = {w for w in re.split(r"[^a-z0-9]+", core) if len(w) > 1} - _GENERIC
    employer = words_ | (set(folded(after[1])) if after else set())
    people = tuple(
        a for a in (letter.sender, *letter.reply_to, *letter.cc, *letter.to) if a and a.name and a.key not in owner
    )
    return Known(known_, frozenset(full), frozenset(names), frozenset(employer), re.sub(r"[^a-z0-9]", "", core), people)


def _core(domain: str) -> str:
    """The label of a domain that names its holder."""
    labels = domain.split(".")
    if len(labels) < 2:
        return domain
    second = len(labels) > 2 and labels[-2] in {"co", "com", "org", "ac", "gov", "net"} and len(labels[-1]) == 2
    return labels[-3] if second else labels[-2]


def human(words: Words, one: Mention, about: Known, *, strict: bool) -> bool:
    """Whether a mention may be a person. ``strict``: nothing but a preposition speaks for it, as for "with Acme"."""
    name = one.name
    if about.is_owner(name.text):
        return False
    if name.formal or (one.honorific and name.honorific is None):
        return True
    if _beside(words, one) or about.is_employer(name.text, known=name.known):
        return False
    if one.title or one.email or not strict or _described(words, one):
        return not _at_place(words, one) or bool(one.title)
    if _at_place(words, one):
        return False
    return name.known or (name.parts > 1 and not _company_like(words, one))


def _described(words: Words, one: Mention) -> bool:
    """Whether what follows is said of people only: "from the Growth team", "who manages payments"."""
    at = one.end + (words.word[one.end : one.end + 1] == (",",))
    team = one.end > one.name.last and words.word[one.name.last] not in {"(", "[", "<"}
    return team or words.low[at : at + 1] in {("who",), ("whom",)}


def _beside(words: Words, one: Mention) -> bool:
    """Whether a neighbour makes it something else: "Doe Consulting", "Room Kahlo", "Jane Street", "Taylor Team"."""
    name = one.name
    after = name.last
    if after < len(words) and capital(words.word[after]) and words.start[after] - words.end[after - 1] < 3:
        mask = words.tag[after]
        if mask & bits("thing", "organisation", "legal", "place", "room") and not mask & bits(
            "title", "weekday", "function"
        ):
            return not _breaks(words, after - 1, after)
    before = name.begin - 1
    while before > 0 and words.word[before][0] in "0123456789." and name.begin - before < 4:
        before -= 1  # "Room 4.12 Kahlo"
    if before < 0 or words.start[name.begin] - words.end[before] > 8 or _breaks(words, before, name.begin):
        return False
    mask = words.tag[before]
    if mask & BIT["room"] and not mask & bits("department", "title"):
        return True
    loose = mask & bits("organisation", "place") and not mask & bits("title", "department", "thing", "function")
    return bool(loose) and capital(words.word[before]) and not name.honorific


def _breaks(words: Words, one: int, other: int) -> bool:
    return "\t" in words.text[words.end[one] : words.start[other]]


def _at_place(words: Words, one: Mention) -> bool:
    """Whether "at", "bei", "chez", "en", "in" stands before it: then it is where, not who."""
    before = one.begin - 1
    return before >= 0 and words.low[before] in {
        "at",
        "bei",
        "beim",
        "chez",
        "en",
        "in",
        "join",
        "joining",
        "à",
        "@",
        "via",
        "near",
    }


def _company_like(words: Words, one: Mention) -> bool:
    """Whether an unknown name is used as an employer's elsewhere in the text."""
    word = words.low[one.name.first]
    for i in range(1, len(words)):
        if (
            words.low[i] == word
            and i != one.name.first
            and words.low[i - 1] in {"at", "bei", "chez", "join", "joining", "en", "the"}
        ):
            return True
        if words.low[i] == word + "'s":
            return True
    return False


@lru_cache(maxsize=1024)
def person_name(text: str) -> str | None:
    """The person that a display name or a signature line is, or None for teams, companies and robots."""
    shown = display(text)
    line = words(shown)
    if not shown or "@" in shown or not line or len(line) > 8:
        return None
    if shown.isupper() or shown.islower():
        line = words(shown.title())
    name = name_at(line, 0)
    if name is None or (name.last < len(line) and line.word[name.last] not in {",", ".", "("}):
        return None
    bad = any(
        line.tag[i] & NEVER_NAME and not line.tag[i] & (KNOWN | BIT["particle"])
        for i in range(len(line))
        if i >= name.first
    )
    if bad or (name.parts == 1 and not (name.known or name.formal)):
        return None
    return words(shown).slice(name.first, name.last) if len(words(shown)) == len(line) else name.text
