"""Only the sender's own words are evidence: quotes, forwards, signature and footer go."""

import re

_ATTRIBUTION = re.compile(r"^(on|am|le|el) .{6,200}(wrote|schrieb.{0,80}|a écrit|escribió)\s*:?\s*$", re.IGNORECASE)
_ORIGINAL = re.compile(r"^-{2,}\s*(original message|forwarded message|ursprüngliche nachricht)\s*-*", re.IGNORECASE)
_FROM = re.compile(r"^\*?(from|von|de)\*?\s*:\s.*@", re.IGNORECASE)
_FOOTER = re.compile(r"(unsubscribe|confidentiality notice|this e-?mail (and any|is intended))", re.IGNORECASE)


def own_words(text: str) -> str:
    """The text up to the first quote mark, header block, signature dash or footer; quoted lines left out."""
    kept: list[str] = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        bare = line.strip()
        if _ends(bare, lines[number : number + 6]):
            break
        if not bare.startswith(">"):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _ends(line: str, ahead: list[str]) -> bool:
    if line == "--" or _ORIGINAL.match(line) or _FOOTER.search(line):
        return True
    if _ATTRIBUTION.match(line) or _ATTRIBUTION.match(" ".join(a.strip() for a in ahead[:2])):
        return True
    block = "\n".join(ahead)
    return bool(_FROM.match(line) and re.search(r"^\*?(subject|betreff|objet|asunto)\*?\s*:", block, re.I | re.M))
