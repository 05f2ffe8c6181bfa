"""What one HTML element's attributes say about what it holds: invisible, tiny, quoted, set as plain lines."""

import re
from dataclasses import dataclass
from enum import StrEnum

from followupd.reading.tokens import attributes

_UNSEEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|mso-hide:all|max-height:0(?:px|pt|em)?(?:;|!|$)|"
    r"opacity:0(?:\.0{1,4})?(?:;|!|$)|height:0(?:px)?;overflow:hidden)"
)
_SIZE = re.compile(r"(?:^|;)font-size:([\d.]{1,6})(px|pt|em|rem|%|;|!|$)")
_RULE = re.compile(r"(?:^|[}>/,])\s*(?:[a-z]{1,10})?\.([\w-]{1,60})\s*\{([^{}]{0,500})\}")
_COMPACT = re.compile(r"(?:^|;)margin(?:-bottom)?:0")
_QUOTING = ("gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote")
_HEADING = ("divrplyfwdmsg", "outlookmessageheader", "mail-editor-reference-message-container",
            "ms-outlook-mobile-reference-message")  # fmt: skip
_RULED = re.compile(r"border-top:solid#(?:e1e1e1|b5c4df)1\.0pt|border-top:1\.0ptsolid#?(?:e1e1e1|b5c4df)")


class Mark(StrEnum):
    """A client's own mark of an earlier letter: around it, or above it."""

    NONE = ""
    AROUND = "around"
    PROTON = "proton"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Facts:
    """``tiny`` is None where no font size is named: then the element around decides."""

    hidden: bool = False
    tiny: bool | None = None
    kept: bool = False
    compact: bool = False
    mark: Mark = Mark.NONE
    href: str = ""
    classes: frozenset[str] = frozenset()


PLAIN, PRE = Facts(), Facts(kept=True)


def facts(name: str, written: str) -> Facts:
    """What the attributes of one tag, as written, say."""
    if "=" not in written and "hidden" not in written:
        return PRE if name == "pre" else PLAIN
    found = attributes(written)
    style = flattened(found.get("style", ""))
    if name == "a":  # a button drawn twice: the half for other programs is marked mso-hide, and is the one to read
        style = style.replace("mso-hide:all", "")
    classes = found.get("class", "").casefold()
    href = found.get("href", "")
    return Facts(
        hidden="hidden" in found or is_unseen(style),
        tiny=_tiny(style),
        kept=name == "pre" or "white-space:pre" in style,
        compact=classes.startswith("mso") or bool(_COMPACT.search(style)),
        mark=_mark(name, found, style, classes),
        href=href[:2_000] if name == "a" and href.startswith(("http", "mailto:", "tel:")) else "",
        classes=frozenset(classes.split()),
    )


def flattened(style: str) -> str:
    """A style as it is compared: no space, lower case."""
    return "".join(style[:2_000].split()).casefold()


def is_unseen(style: str) -> bool:
    """Whether a flattened style hides what it is set on."""
    return bool(style) and _UNSEEN.search(style) is not None


def unseen_classes(sheet: str) -> set[str]:
    """Classes that a plain rule of a style sheet hides; what a media query says holds for some screens only."""
    rules = _RULE.findall(sheet.partition("@media")[0][:20_000])[:200]
    return {name.casefold() for name, rule in rules if is_unseen(flattened(rule))}


def _tiny(style: str) -> bool | None:
    size = _SIZE.search(style) if "font-size" in style else None
    if not size:
        return None
    value = float(size.group(1)) if size.group(1).count(".") < 2 and size.group(1) != "." else 12.0
    return value <= (1 if size.group(2) in {"px", "pt", ";", "!", ""} else 0.05)


def _mark(name: str, found: dict[str, str], style: str, classes: str) -> Mark:
    own = found.get("id", "").casefold()
    if any(mark in own or mark in classes for mark in _HEADING) or _RULED.search(style):
        return Mark.ABOVE
    if "protonmail_quote" in classes:
        return Mark.PROTON
    cited = name == "blockquote" and (found.get("type", "").casefold() == "cite" or "border-left" in style)
    named = found.get("name", "").casefold() in {"quote", "quoted-content"}
    return Mark.AROUND if cited or named or any(mark in classes for mark in _QUOTING) else Mark.NONE
