"""The opinions that the judge weighs, each with where it comes from: the model's two scores, frames, and shape."""

from collections.abc import Sequence
from dataclasses import dataclass

from followupd.mail import Letter
from followupd.reading.dates import Moment
from followupd.reading.invitation import Invitation
from followupd.reading.kinds import features, frames
from followupd.reading.kinds.concepts import concepts
from followupd.reading.kinds.frames import Hit
from followupd.reading.kinds.model import Model, probabilities
from followupd.reading.kinds.sentences import Sentence, sentences, tokenize
from followupd.reading.kinds.structure import Shape, shape, values


@dataclass(frozen=True, slots=True)
class Seen:
    """A letter as the judge sees it, before any model: its sentences (the subject first), frames, and shape."""

    letter: Letter
    said: tuple[Sentence, ...]
    hits: tuple[Hit, ...]
    shape: Shape
    each: tuple[frozenset[int], ...]
    whole: frozenset[int]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Opinions:
    """``message``: the message model's score by class. ``strongest``: for each class of the sentence model its best
    sentence. ``numbers``: everything that the last, small model weighs."""

    message: dict[str, float]
    strongest: dict[str, tuple[float, Sentence]]
    numbers: dict[str, float]


def see(
    letter: Letter,
    text: str,
    language: str,
    moments: Sequence[Moment],
    invited: Invitation | None,
    quoted: str = "",
) -> Seen:
    """Take a letter's own words apart for judging; ``quoted``, what it answers, only tells what the talk is about."""
    lexicon = frames.lexicon(language)
    subject = Sentence(letter.subject, tuple(tokenize(letter.subject)), letter.subject.rstrip().endswith("?"))
    said = (subject, *sentences(text))
    each, whole = features.of_message(subject.tokens, said[1:], concepts(language))
    hits = tuple(h for s in said for h in frames.hits(s, lexicon))
    form = shape(letter, said, lexicon, moments, invited, tuple(tokenize(quoted)))
    sender = " ".join((letter.sender.name, letter.sender.email.replace("@", " "))) if letter.sender else ""
    whole |= features.single(tuple(tokenize(sender.replace(".", " ").replace("-", " "))), "f:")
    return Seen(letter, said, hits, form, tuple(each), whole, language)


def opinions(seen: Seen, model: Model) -> Opinions:
    """What the models say of a letter."""
    message = dict(zip(model.message.classes, model.of_message(seen.whole), strict=True))
    strongest: dict[str, tuple[float, Sentence]] = {}
    titles = probabilities(model.of_sentence(seen.each[0])) if seen.said[0].tokens else []
    for sentence, found in zip(seen.said, seen.each, strict=True):
        chances = probabilities(model.of_sentence(found))
        for name, chance in zip(model.sentence.classes, chances, strict=True):
            if name not in strongest or chance > strongest[name][0]:
                strongest[name] = (chance, sentence)
    numbers = values(seen.letter, seen.shape, seen.said, seen.hits)
    numbers |= {f"message:{name}": score / 4 for name, score in message.items()}
    numbers |= {f"subject:{n}": c for n, c in zip(model.sentence.classes, titles, strict=False)}
    numbers |= {f"sentence:{name}": best[0] for name, best in strongest.items()}
    return Opinions(message, strongest, numbers)
