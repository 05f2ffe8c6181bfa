"""HTML as a stream of tags and text: one linear pass over whatever was sent, nothing is ever read twice."""

import html
import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

MAX_PAGE, MAX_TAGS, MAX_ATTRIBUTES = 600_000, 8_000, 4_000
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_QUOTE = re.compile(r"=\s*([\"'])")
_ATTRIBUTE = re.compile(
    r"(?<![\w:-])([a-zA-Z][\w:-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?",
)
_RAW = {name: re.compile(rf"</{name}\b", re.I) for name in ("script", "style", "title", "xmp")}


class Kind(IntEnum):
    TEXT = 0
    OPEN = 1
    CLOSE = 2
    RAW = 3


class Token(NamedTuple):
    """``data``: the text of TEXT (entities as written) and of RAW; ``attributes``: as written, see ``attributes``."""

    kind: Kind
    name: str
    attributes: str
    data: str


def tokens(page: str) -> Iterator[Token]:
    """Tags and text in order; comments, declarations and what is never closed are left out."""
    page = page[:MAX_PAGE]
    at, seen = 0, 0
    while at < len(page) and seen < MAX_TAGS:
        start = page.find("<", at)
        if start < 0:
            break
        if start > at:
            yield Token(Kind.TEXT, "", "", page[at:start])
        seen += 1
        match = _NAME.match(page, start)
        if match is None:
            at = _passed(page, start)
            if at == start + 1:
                yield Token(Kind.TEXT, "", "", "<")
            continue
        end = _end(page, match.end())
        if end < 0:
            return
        at = end + 1
        name = match.group(2).casefold()
        if match.group(1):
            yield Token(Kind.CLOSE, name, "", "")
            continue
        inside = page[match.end() : min(end, match.end() + MAX_ATTRIBUTES)]
        closing = _RAW[name].search(page, at) if name in _RAW else None
        if name in _RAW:
            stop = closing.start() if closing else len(page)
            yield Token(Kind.RAW, name, inside, page[at:stop])
            at = stop
        else:
            yield Token(Kind.OPEN, name, inside, "")
    if at < len(page) and seen < MAX_TAGS:
        yield Token(Kind.TEXT, "", "", page[at:])


def _passed(page: str, start: int) -> int:
    """Behind a comment or declaration; just behind the ``<`` where it is neither."""
    if page.startswith("<!--", start):
        end = page.find("-->", start + 2)
        return end + 3 if end >= 0 else len(page)
    if page.startswith(("<!", "<?", "</"), start):
        end = page.find(">", start)
        return end + 1 if end >= 0 else len(page)
    return start + 1


def _end(page: str, at: int) -> int:
    """Where the tag's ``>`` stands, outside its quotes; -1 where it never comes."""
    end = page.find(">", at)
    if end < 0 or (page.count('"', at, end) % 2 == 0 and page.count("'", at, end) % 2 == 0):
        return end
    while end >= 0:
        quote = _QUOTE.search(page, at, end)
        closing = page.find(quote.group(1), quote.end()) if quote else -1
        if closing < 0:
            return end
        at = closing + 1
        if closing > end:
            end = page.find(">", at)
    return -1


def attributes(written: str) -> dict[str, str]:
    """Attributes by their lower-case names, entities resolved; the first of two equal ones counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        found.setdefault(name.casefold(), unescaped(double or single or bare))
    return found


def unescaped(data: str) -> str:
    """Text with its entities resolved; numbers of thousands of digits stay as they are."""
    if "&" not in data:
        return data
    try:
        return html.unescape(data)
    except ValueError:
        return data
