"""Only the sender's own words are evidence: quotes, signature and footer go; what is passed on is the message."""

from dataclasses import dataclass

from followupd.reading.markup import BELOW
from followupd.reading.parts import Parts
from followupd.reading.phrases import passed_on
from followupd.reading.quotes import Earlier, Inner, earlier, parted, unquoted
from followupd.reading.signature import without_footer, without_signature

MAX_FORWARDS = 3


@dataclass(frozen=True, slots=True)
class OwnWords:
    """``text``: what this letter itself says, a letter that it passes on included; ``forwarded``: that one's head, None
    where nothing is passed on; the rest stands apart, each as lines."""

    text: str
    signature: str = ""
    quoted: str = ""
    forwarded: Inner | None = None
    footer: str = ""


@dataclass(frozen=True, slots=True)
class _Context:
    """What tells a forward from an answer, and a name from a word."""

    subject: str
    answers: bool
    name: str
    depth: int = 0


def own_words(parts: Parts) -> OwnWords:
    """A letter's own words, told apart from everything that clients and systems put around them."""
    letter = parts.letter
    name = letter.sender.name if letter.sender else ""
    return _told_apart(parts.text, _Context(letter.subject, bool(letter.in_reply_to), name))


def _told_apart(text: str, context: _Context) -> OwnWords:
    lines = text.split("\n")
    found = earlier(lines)
    above, below = (lines[: found.at], lines[found.at :]) if found else (lines, [])
    mine, quoted = parted(above)
    if found and _passes_on(found, mine, context):
        return _joined(_one(mine, quoted, context.name), _inside(lines, found, context), found.inner or Inner())
    if not found and passed_on(context.subject) and quoted and not any(map(str.strip, mine)):
        inside = _told_apart("\n".join(unquoted(quoted)), _Context("", False, "", context.depth + 1))
        return _joined(OwnWords(""), inside, inside.forwarded or Inner()) if context.depth < MAX_FORWARDS else inside
    return _one(mine, [*quoted, *below], context.name)


def _passes_on(found: Earlier, mine: list[str], context: _Context) -> bool:
    """The client's word, else the subject's prefix, else: nothing of one's own above, and nobody answered."""
    if context.depth >= MAX_FORWARDS:
        return False
    if found.passed is not None:
        return found.passed
    said = passed_on(context.subject)
    return said if said is not None else not context.answers and not any(map(str.strip, mine))


def _inside(lines: list[str], found: Earlier, context: _Context) -> OwnWords:
    """The letter that is passed on, read as one of its own."""
    inner, body = found.inner or Inner(), lines[found.body :]
    first = next((line for line in body if line.strip()), "")
    if first.lstrip().startswith(">"):
        body = unquoted(body)
    answers = passed_on(inner.subject) is False
    name = inner.sender.name if inner.sender else ""
    return _told_apart("\n".join(body), _Context(inner.subject, answers, name, context.depth + 1))


def _one(mine: list[str], quoted: list[str], name: str) -> OwnWords:
    kept, footer = without_footer(mine)
    kept, signature = without_signature(kept, name)
    return OwnWords(_text(kept), _text(signature), _text(quoted), None, _text(footer))


def _joined(own: OwnWords, inside: OwnWords, inner: Inner) -> OwnWords:
    """Both letters' words, the newer one's first."""
    return OwnWords(
        text=_both(own.text, inside.text),
        signature=_both(own.signature, inside.signature),
        quoted=_both(own.quoted, inside.quoted),
        forwarded=inside.forwarded if inside.forwarded and not inner.subject else inner,
        footer=_both(own.footer, inside.footer),
    )


def _both(first: str, second: str) -> str:
    return f"{first}\n\n{second}".strip("\n")


def _text(lines: list[str]) -> str:
    """Lines as one text, without empty ones at its ends and without two in a row."""
    out: list[str] = []
    for line in lines:
        bare = line.replace(BELOW, "").rstrip()
        if bare or (out and out[-1]):
            out.append(bare)
    return "\n".join(out).strip("\n")
