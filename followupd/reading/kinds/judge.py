"""The judge: weighs the opinions, keeps them to what is possible, and is sure only where independent ones meet."""

from collections.abc import Sequence
from dataclasses import dataclass

from followupd.findings import INTERVIEW_KINDS, OUTCOME_KINDS, Evidence, Kind
from followupd.mail import Letter
from followupd.reading.dates import Moment
from followupd.reading.invitation import Invitation
from followupd.reading.kinds import frames
from followupd.reading.kinds.model import Model, model, probabilities
from followupd.reading.kinds.opinions import Opinions, Seen, opinions, see

SURE_OUTCOME, SURE_OTHER = 0.92, 0.85
HEARD, RIVAL = 0.7, 0.4
"""What the sentence model must hear of an outcome, and may not hear of another, for it to be sure."""
FEW = 2
"""Words that only together say that a letter is about a job."""
DOUBT, CERTAIN, FAINT = 0.5, 0.9, 0.1
"""How likely a letter may be about something else altogether, and still tell of a fixed interview."""
STRONG = 2.5
"""Weight of a frame that speaks for its kind by itself."""
MAX_EVIDENCE = 24
FIXED = frozenset({Kind.CONFIRMATION, Kind.RESCHEDULE})


@dataclass(frozen=True, slots=True)
class Verdict:
    """``confidence``: the probability of ``kind``, as measured on letters that the model had not seen."""

    kind: Kind
    sure: bool
    confidence: float
    evidence: tuple[Evidence, ...]


def judge(
    letter: Letter,
    text: str,
    language: str,
    moments: Sequence[Moment],
    invited: Invitation | None,
    quoted: str = "",
) -> Verdict:
    """The kind, whether it is sure, and what spoke for and against it."""
    told = _by_head(letter)
    if told:
        return told
    weights = model()
    seen = see(letter, text, language, moments, invited, quoted)
    said = opinions(seen, weights)
    chances = weigh(said.numbers, weights)
    kind, evidence = _possible(chances, seen, invited)
    evidence = (*evidence, *_evidence(seen, said, kind))
    calendar = bool(evidence) and evidence[0].cue == "calendar"
    chance = max(chances[kind], 0.9 if calendar else 0.0)
    return Verdict(kind, _sure(kind, chance, seen, said), round(chance, 3), evidence[:MAX_EVIDENCE])


def weigh(numbers: dict[str, float], weights: Model) -> dict[Kind, float]:
    """The last, small model: a probability for each kind, of the named numbers."""
    last = weights.head["last"]
    scores = [
        bias + sum(row[name] * value for name, value in numbers.items() if name in row and value)
        for row, bias in zip(last["weights"], last["bias"], strict=True)
    ]
    return dict(zip(map(Kind, last["classes"]), probabilities(scores), strict=True))


def _by_head(letter: Letter) -> Verdict | None:
    """Robots about mail say what they are (RFC 3464, RFC 3834)."""
    sender = letter.sender.key if letter.sender else ""
    robot = letter.null_sender and sender.startswith(("mailer-daemon@", "postmaster@"))
    if letter.report == "delivery-status" or robot:
        return Verdict(Kind.BOUNCE, True, 0.99, (Evidence("report", letter.report or sender, 3.0),))
    if sender.startswith("mailer-daemon@"):
        return Verdict(Kind.BOUNCE, True, 0.97, (Evidence("sender", sender, 3.0),))
    if letter.auto_reply:
        return Verdict(Kind.AUTO_REPLY, True, 0.97, (Evidence("auto-submitted", letter.subject[:80], 3.0),))
    return None


def _possible(chances: dict[Kind, float], seen: Seen, invited: Invitation | None) -> tuple[Kind, tuple[Evidence, ...]]:
    """The likeliest kind that the letter's shape allows; a calendar METHOD outranks prose (reading: order)."""
    form = seen.shape
    about_hiring = form.hiring + form.context > 0 or form.job > FEW
    plainly = form.hiring > 0 and not form.elsewhere
    if invited and invited.slots and about_hiring and (plainly or chances[Kind.UNRELATED] < DOUBT):
        calendar = _by_calendar(invited, chances)
        if calendar:
            cue = f"METHOD:{invited.method}"
            return calendar, (Evidence("calendar", cue, 5.0), Evidence("calendar", invited.summary[:80], 2.0))
    fixed = form.coming > 0 or bool(invited and invited.slots)
    said_so = fixed and plainly and not seen.letter.bulk and _says_fixed(seen)
    few_words = form.job > 0 and not form.elsewhere and not seen.letter.bulk
    hinted = few_words and sum(chances[k] for k in FIXED) > CERTAIN
    doubtful = not (about_hiring or hinted) or (chances[Kind.UNRELATED] > DOUBT and not said_so)
    for kind in sorted(chances, key=lambda k: -chances[k]):
        if kind is Kind.UNRELATED and said_so and chances[kind] < CERTAIN:
            continue
        if kind in FIXED and (not fixed or doubtful):
            continue  # without a time nothing stands; meetings of all sorts are moved and confirmed every day
        if kind in INTERVIEW_KINDS | OUTCOME_KINDS and not (about_hiring or form.job) and seen.letter.bulk:
            continue
        if chances[kind] < FAINT:
            break
        return kind, ()
    return Kind.UNRELATED, ()


def _says_fixed(seen: Seen) -> bool:
    """A sentence with a word of hiring says that something is confirmed, or moved to another time."""
    hiring = frames.lexicon(seen.language).hiring
    return any(
        h.kind in FIXED and h.weight >= STRONG and any(t in hiring for t in h.sentence.tokens) for h in seen.hits
    )


def _by_calendar(invited: Invitation, chances: dict[Kind, float]) -> Kind | None:
    if invited.cancelled or invited.method == "CANCEL":
        return Kind.CANCEL
    if invited.method not in {"REQUEST", "PUBLISH", "ADD"}:
        return None
    moved = any((s.sequence or 0) > 0 for s in invited.slots)
    likely = chances[Kind.RESCHEDULE] > chances[Kind.CONFIRMATION]
    return Kind.RESCHEDULE if moved or likely else Kind.CONFIRMATION


def _sure(kind: Kind, chance: float, seen: Seen, said: Opinions) -> bool:
    """An outcome is sure where frame, sentence model and the whole meet and nothing speaks for another kind."""
    if kind in OUTCOME_KINDS:
        return chance >= SURE_OUTCOME and _spoken(kind, seen) and not _against(kind, seen, said)
    if kind in INTERVIEW_KINDS:
        return chance >= SURE_OTHER and seen.shape.hiring + seen.shape.context > 0
    return chance >= SURE_OTHER


def _spoken(kind: Kind, seen: Seen) -> bool:
    return any(h.kind is kind and not h.blocked and h.weight >= STRONG for h in seen.hits)


def _against(kind: Kind, seen: Seen, said: Opinions) -> bool:
    """Another outcome or a standing interview speaks too, one of the models does not agree, or it is bulk mail."""
    rivals = (OUTCOME_KINDS | {Kind.CONFIRMATION, Kind.RESCHEDULE}) - {kind}
    loud = any(said.strongest.get(r.value, (0.0, None))[0] > RIVAL for r in rivals)
    other = any(h.kind in OUTCOME_KINDS - {kind} and not h.blocked and h.weight >= STRONG for h in seen.hits)
    quiet = said.strongest.get(kind.value, (0.0, None))[0] < HEARD
    whole = max(said.message, key=lambda name: said.message[name]) != kind.value
    return loud or other or quiet or whole or seen.letter.bulk


def _evidence(seen: Seen, said: Opinions, kind: Kind) -> tuple[Evidence, ...]:
    """The frames that fit, those that were taken away and by what, and the sentences that the model heard."""
    framed = [Evidence(h.kind.value, h.sentence.text[:160], h.weight, h.blocked or None) for h in seen.hits]
    framed.sort(key=lambda e: (e.cue != kind.value, e.blocked_by is not None, -e.weight))
    heard = [
        Evidence(f"model: {name}", sentence.text[:160], round(3 * chance, 2))
        for name, (chance, sentence) in said.strongest.items()
        if name != "generic" and (name == kind.value or chance > 0.6)
    ]
    heard.sort(key=lambda e: (e.cue != f"model: {kind.value}", -e.weight))
    return (*heard[:3], *framed)
