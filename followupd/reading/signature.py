"""Signatures and footers, told apart from own words; in doubt a line is the writer's own."""

import re

from followupd.reading.phrases import is_automated, is_footer, phrases, plain

MAX_SIGNATURE, MAX_CROSSED = 24, 3
_TIME = re.compile(
    r"(?<![\d.:])(?:\d{1,2}[:h]\d\d|\d{1,2} ?(?:[ap]\.?m\b|uhr\b)|"
    r"20\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]20\d\d)(?![\d:])",
    re.I,
)
_CONTACT = re.compile(r"@|www\.|https?:|\w/\w|\|")
_LABEL = re.compile(r"\s*\**([^\W\d][\w .'/-]{0,30}?)\**\s*:\s*\S")
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+\S")
_RULED = re.compile(r"[\W_]{3,}")


def without_signature(lines: list[str], name: str) -> tuple[list[str], list[str]]:
    """Own lines and the signature's. ``name``: the sender's display name, which may stand without any closing."""
    kept, taken = _by_dashes(lines)
    kept, devices = _by_device(kept)
    kept, closed = _by_closing(kept)
    kept, named = _by_name(kept, plain(name))
    return kept, [*named, *closed, *devices, *taken]


def _by_dashes(lines: list[str]) -> tuple[list[str], list[str]]:
    """Below "-- " (RFC 3676 s4.3), where what follows is short and no appointment stands in it."""
    for number, line in enumerate(lines):
        if line.strip() in {"--", "—"} and any(map(str.strip, lines[:number])):
            rest = lines[number:]
            if len(rest) <= MAX_SIGNATURE and not any(map(tells_time, rest)):
                return lines[:number], rest
    return lines, []


def _by_device(lines: list[str]) -> tuple[list[str], list[str]]:
    mine = [line for line in lines if plain(line).startswith(phrases().devices) and len(line) < 120]
    return [line for line in lines if line not in mine], mine


def _by_closing(lines: list[str]) -> tuple[list[str], list[str]]:
    """From a closing on, up to where own words go on: a sentence, an appointment, a postscript."""
    kept: list[str] = []
    taken: list[str] = []
    number = 0
    while number < len(lines):
        if any(map(str.strip, kept)) and is_closing(lines[number]) and not _goes_on(lines[number + 1 :]):
            end = _signature_end(lines, number + 1)
            taken += lines[number:end]
            number = end
        else:
            kept.append(lines[number])
            number += 1
    return kept, taken


def _goes_on(below: list[str]) -> bool:
    """As in "Thanks, / that works for us": a small letter goes on with the sentence."""
    after = next((line.strip() for line in below if line.strip()), "")
    return after[:1].islower() and len(after.split()) > 4


def _signature_end(lines: list[str], start: int) -> int:
    for number in range(start, min(len(lines), start + MAX_SIGNATURE)):
        if not looks_signed(lines[number]):
            return number
    return min(len(lines), start + MAX_SIGNATURE)


def _by_name(lines: list[str], name: str) -> tuple[list[str], list[str]]:
    """A last block that begins with the sender's own name."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    first = name.split(" ")[0]
    for number in range(end - 1, max(end - 12, 0), -1):
        line = plain(lines[number])
        bare = line.strip(" ,.-–*~")
        whole = bool(name) and (bare == name or line.startswith((name + " ", name + ",")))
        if whole or (bare == first and bare and number >= end - 3):
            signed = all(map(looks_signed, lines[number:end]))
            return (lines[:number], lines[number:]) if signed else (lines, [])
    return lines, []


def is_closing(line: str) -> bool:
    """Whether it is "Best regards," alone or with a name behind it."""
    bare = plain(line).strip(" ,.!-–—*;:)")
    if not bare or len(bare) > 60:
        return False
    pieces = _between(bare.split(), phrases().closing_joins)
    if pieces and all(piece in phrases().closings for piece in pieces):
        return True
    head, comma, rest = line.strip(" *").partition(",")
    if comma and plain(head).strip(" ,.!-–—*") in phrases().closings:
        return _is_name(rest)
    words = line.split()
    heads = [n for n in (1, 2, 3) if plain(" ".join(words[:n])) in phrases().closings]
    return any(_is_name(" ".join(words[n:])) or _leads_on(words[n:]) for n in heads)


def _between(words: list[str], joins: frozenset[str]) -> list[str]:
    """What stands between joining words: "danke & viele grüsse" are two closings; whole where that is one itself."""
    if " ".join(words) in phrases().closings:
        return [" ".join(words)]
    pieces: list[list[str]] = [[]]
    for word in words:
        if word in joins:
            pieces.append([])
        else:
            pieces[-1].append(word)
    return [" ".join(piece) for piece in pieces]


def _leads_on(words: list[str]) -> bool:
    """As in "Best wishes from London": whence the greeting comes."""
    return 1 < len(words) < 5 and words[0].casefold() in phrases().closing_from and _is_name(" ".join(words[1:]))


def _is_name(text: str) -> bool:
    words = text.replace(",", " ").split()
    return 0 < len(words) <= 4 and all(w[0].isupper() for w in words) and not text.rstrip().endswith(("?", ":"))


def looks_signed(line: str) -> bool:
    """Whether a line may stand in a signature: a name, a title, a place, a number; no sentence and no appointment."""
    bare = line.strip()
    if not bare:
        return True
    if plain(bare).startswith(phrases().postscripts) and re.match(r"[\w. ]{2,6}[:.\s]", bare):
        return False
    return not (is_sentence(bare) or tells_time(bare) or _is_detail(bare))


def is_sentence(line: str) -> bool:
    """Whether a line says something: it ends like a sentence, or most of its words are small."""
    words = line.split()
    if line.endswith("?") and len(words) > 1:
        return True
    if line.endswith((".", "!", ":")) and len(words) > 3 and not _CONTACT.search(line):
        return True
    small = sum(1 for word in words if word[0].islower())
    return len(words) > 8 and small * 2 > len(words)


def tells_time(line: str) -> bool:
    """Whether a clock time or a whole date stands in it; a telephone number is none."""
    return bool(_TIME.search(line)) and not re.match(r"\s*(?:tel|t|m|mob|fax|phone)\b", line, re.I)


def _is_detail(line: str) -> bool:
    """Whether it tells something, as "Location: Building 4", "- Bring your ID" and "Thursday 5 March" do; "Tel.: +49 …"
    and "E: ann@…" are how to reach someone."""
    if _ITEM.match(line) or (any(c.isdecimal() for c in line) and _names_a_day(line)):
        return True
    match = _LABEL.match(line)
    if not match or len(match.group(1)) < 3:
        return False
    return not _CONTACT.search(line) and sum(c.isdecimal() for c in line) < 6


def _names_a_day(line: str) -> bool:
    return not phrases().days.isdisjoint(word.strip(".,;:()") for word in plain(line).split())


def without_footer(lines: list[str]) -> tuple[list[str], list[str]]:
    """Own lines, and those that only a disclaimer, a list or a bulk sender writes, from the end of the letter."""
    blocks = _blocks(lines)
    cut = len(lines)
    crossed = 0
    for start, end in reversed(blocks[1:] if len(blocks) > 1 else blocks):
        begins = _footer_begins(lines, start, end)
        if begins is not None and any(map(str.strip, lines[:begins])):
            cut, crossed = begins, 0
            if begins > start:
                break
            continue
        crossed += 1
        if crossed > MAX_CROSSED or any(is_sentence(line) or tells_time(line) for line in lines[start:end]):
            break
    kept, footer = lines[:cut], lines[cut:]
    while kept and (not kept[-1].strip() or _RULED.fullmatch(kept[-1].strip())):
        kept.pop()
    return kept, footer


def _blocks(lines: list[str]) -> list[tuple[int, int]]:
    """Runs of lines with something on them, as (first, behind the last)."""
    found: list[tuple[int, int]] = []
    start = -1
    for number, line in enumerate([*lines, ""]):
        if line.strip() and start < 0:
            start = number
        elif not line.strip() and start >= 0:
            found.append((start, number))
            start = -1
    return found


def _footer_begins(lines: list[str], start: int, end: int) -> int | None:
    """The line of a block at which its footer begins: its sentence says so, and nothing below tells a time."""
    for number in range(start, min(end, start + 12)):
        fresh = number == start or len(lines[number - 1]) < 50 or lines[number - 1].rstrip()[-1:] in ".!?,|"
        if fresh and _is_footer(lines[number:end]) and not any(map(tells_time, lines[number:end])):
            return number
    return None


def _is_footer(lines: list[str]) -> bool:
    """A disclaimer says so in its first sentence; a machine's own words are nothing else."""
    text = " ".join(lines)[:3_000].strip(" *_-")
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return is_footer(sentences[0]) or all(is_automated(sentence) or is_footer(sentence) for sentence in sentences)
