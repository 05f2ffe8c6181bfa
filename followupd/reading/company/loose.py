"""The role where no sentence names it as one: in brackets, on a line of its own, "for X", "als X", "X search"."""

from followupd.reading.company.jobs import CONNECTS, ENDS, GLUE, TITLE, agent, is_role, phrase, romance
from followupd.reading.company.lexicon import listed
from followupd.reading.people.names import capital, name_at
from followupd.reading.people.words import BIT, KNOWN, Words, bits

MAX_TRIES, ENOUGH = 120, 4
_BORDERS = frozenset({"\n", "|", "–", "—", "•", "·", "-", ":", ",", ".", "»", "«", "/"})
_QUOTES = frozenset({'"', "“", "„", "«", "»", "*"})
_THINGS = bits("meet", "thing", "organisation", "legal", "place", "weekday", "month", "panel")
_OURS = frozenset(
    {"our", "my", "unser", "unsere", "unserem", "unserer", "mein", "notre", "ma", "mon", "nuestro", "nuestra", "mi"}
)
_ARTICLES = listed("starts")


def loose(found: Words, language: str, *, signed: bool = False, head: bool = False) -> str | None:
    """The phrase that is best placed to be the role. ``signed``: in a signature, where jobs are the writer's own;
    ``head``: it is the subject."""
    best, most, tries, at = None, ENOUGH - 1, 0, 0
    while at < len(found) and tries < MAX_TRIES:
        end, job = _at(found, at, language)
        if end <= at:
            at += 1
            continue
        tries += 1
        score = _placed(found, at, end, job=job, signed=signed)
        score += 3 if head and at == 0 and end == len(found) and job else 0
        if score > most:
            best, most = found.slice(at, end), score
        at = end
    return best


def _at(found: Words, at: int, language: str) -> tuple[int, bool]:
    """The end of a job at a word that may begin one, and whether a known word for a job is in it."""
    mask, word = found.tag[at], found.word[at]
    begins = capital(word) or (language != "de" and (mask & TITLE or agent(found.low[at])))
    if not begins or not word[0].isalpha() or mask & BIT["function"] or not found.spaced(at):
        return at, False
    end, job = phrase(found, at, language=language)
    if language in {"fr", "es"}:
        end = max(end, romance(found, at))
    if end == at and agent(found.low[at]):
        end = at + 1
    known = job or any(agent(found.low[i]) for i in range(at, end))
    person = not job and any(found.tag[i] & KNOWN for i in range(at, end)) and end - at < 4
    lone = end - at == 1 and found.word[at].isupper()
    if (
        not known
        or person
        or (lone and found.tag[at] & TITLE)
        or (not is_role(found, at, end, job=True, strong=False) and end - at > 1)
    ):
        return at, False
    return end, job


def _placed(found: Words, first: int, end: int, *, job: bool, signed: bool) -> int:
    """How well a job stands for the one that the letter is about; below four it does not."""
    begin, own = _articles(found, first)
    after = end + (end < len(found) and found.word[end] in _QUOTES)
    before, behind = _lead(found, begin), found.low[after] if after < len(found) else "\n"
    large = all(
        capital(found.word[i]) or found.low[i] in CONNECTS or not found.word[i].isalpha() for i in range(first, end)
    )
    asked = behind in listed("loose_behind")
    if behind == "gewinnen":  # an advertisement: "Sie als Gärtner gewinnen"
        return 0
    if (
        own
        or _someone(found, first, end)
        or (begin < first and not large and not asked and before not in listed("loose_as"))
    ):
        return 0
    score = int(job) + int(large) + min(end - first, 3) - 1
    led = before in listed("loose_before") and (large or job)
    bracketed = before == "(" and behind in {")", ",", "-", "–"} and _meant(found, begin - 1, end - first)
    if before in listed("loose_as"):
        score += 4
    elif led:
        score += 3
    score += 4 * asked + 4 * bracketed
    if not signed and before != "(" and _alone(found, begin, after, before, behind):
        score += (3 if large else 1) if job else 0
    return score if not signed or led or asked or _closes(found, first, after) else 0


def _articles(found: Words, first: int) -> tuple[int, bool]:
    """Where the articles and quotes in front of a job begin, and whether one says that it is theirs ("our", "my")."""
    begin, own = first, False
    while begin > 0 and (found.low[begin - 1] in _ARTICLES or found.word[begin - 1] in _QUOTES):
        begin -= 1
        own = own or found.low[begin] in _OURS
    return begin, own


def _lead(found: Words, begin: int) -> str:
    """The word that leads to a job: of "en qualité de" and "en tant que" the one that says so."""
    low = found.low[begin - 1] if begin else "\n"
    if low in {"de", "d'", "que", "du", "of"} and begin > 1:
        further = found.low[begin - 2]
        return "als" if further in listed("loose_as") or further in listed("role_head") else low
    return low


def _meant(found: Words, bracket: int, length: int) -> bool:
    """Whether what stands before a bracket is no person: a meeting, a firm, the end of a line."""
    if bracket < 1:
        return True
    at = bracket - 1
    word, mask = found.word[at], found.tag[at]
    if mask & _THINGS or not word[0].isalpha() or word[0].islower():
        return True
    single = at == 0 or not capital(found.word[at - 1])
    return single and length > 1 and not mask & KNOWN and found.word[at - 1] in {",", "/", "-", "–", "\n", "@"}


def _alone(found: Words, begin: int, after: int, before: str, behind: str) -> bool:
    """Whether it is all there is between two borders."""
    return (
        before in _BORDERS
        and (behind in ENDS or behind in _BORDERS | {"("})
        and (before != "," or behind in {",", "."})
    )


def _closes(found: Words, first: int, after: int) -> bool:
    """In a signature: in brackets, or the last piece of a line that has begun with a name and a firm."""
    before = found.word[first - 1] if first else "\n"
    behind = found.low[after] if after < len(found) else "\n"
    if before == "(":
        return True
    line = [i for i in range(max(0, first - 14), first)]
    start = max((i for i in line if found.word[i] == "\n"), default=line[0] - 1 if line else -1)
    pieces = sum(1 for i in range(start + 1, first) if found.word[i] in {"|", "–", "—", "·", "-"})
    return ((pieces > 1 or (pieces == 1 and before in {"–", "—"})) and behind in {"\n", "|"}) or behind in {"ref"}


def _someone(found: Words, first: int, end: int) -> bool:
    """Whether the job is somebody's: a name stands right before or behind it."""
    at = end + (end < len(found) and found.word[end] == ",")
    name = name_at(found, at) if at < len(found) and capital(found.word[at]) else None
    if name and (name.known or name.formal) and not found.tag[at] & _THINGS:
        return True
    at = first - 1
    while at > 0 and (found.word[at] in {",", "(", "\n", "-", "–", "|"} or found.low[at] in _ARTICLES):
        at -= 1
    if at < 0 or found.tag[at] & _THINGS or found.word[at] in GLUE:
        return False
    if found.tag[at] & KNOWN and not found.tag[at] & TITLE:
        return True
    name = name_at(found, at - 1) if at else None
    return bool(name and name.last == at + 1 and name.parts > 1 and (name.known or found.word[first - 1] != "("))
