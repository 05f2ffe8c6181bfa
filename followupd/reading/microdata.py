"""HTML microdata as the nodes that JSON-LD would have been (HTML Living Standard s5), in one bounded pass."""

from dataclasses import dataclass, field
from typing import Any

from followupd.reading.tokens import Kind, Token, attributes, tokens, unescaped

MAX_ITEMS, MAX_DEPTH, MAX_HEARD = 200, 8, 500
_VOID = frozenset({"meta", "link", "img", "br", "hr", "input", "col", "wbr"})
_VALUES = ("content", "datetime", "href", "src")


@dataclass(slots=True)
class _Item:
    node: dict[str, Any]
    depth: int


@dataclass(slots=True)
class _Text:
    """A property whose value is the text of its element."""

    node: dict[str, Any]
    name: str
    depth: int
    heard: list[str] = field(default_factory=list)


def microdata(page: str) -> list[dict[str, Any]]:
    """The items of a page that stand in no other, at most two hundred in all."""
    reader = _Reader()
    if "itemtype" in page:
        for token in tokens(page):
            reader.take(token)
    return reader.tops


class _Reader:
    """The items that are open, the innermost last."""

    def __init__(self) -> None:
        self.tops: list[dict[str, Any]] = []
        self.items: list[_Item] = []
        self.text: _Text | None = None
        self.depth = self.count = 0

    def take(self, token: Token) -> None:
        if token.kind is Kind.TEXT and self.text:
            if len(self.text.heard) < 20:
                self.text.heard.append(unescaped(token.data)[:MAX_HEARD])
        elif token.kind is Kind.OPEN:
            if "item" in token.attributes:
                self._opened(token.name, attributes(token.attributes))
            self.depth += token.name not in _VOID
        elif token.kind is Kind.CLOSE and token.name not in _VOID:
            self.depth = max(0, self.depth - 1)
            self._closed()

    def _opened(self, name: str, found: dict[str, str]) -> None:
        prop = found.get("itemprop", "").split(" ")[0]
        if "itemtype" in found:
            self._item(found["itemtype"], prop, name in _VOID)
        elif prop and self.items:
            value = next((found[key] for key in _VALUES if found.get(key)), "")
            if value:
                self.items[-1].node.setdefault(prop, value[:MAX_HEARD])
            elif not self.text and name not in _VOID:
                self.text = _Text(self.items[-1].node, prop, self.depth)

    def _item(self, kind: str, prop: str, void: bool) -> None:
        self.count += 1
        if self.count > MAX_ITEMS or len(self.items) >= MAX_DEPTH:
            return
        node: dict[str, Any] = {"@type": kind}
        if prop and self.items:
            self.items[-1].node.setdefault(prop, node)
        else:
            self.tops.append(node)
        if not void:
            self.items.append(_Item(node, self.depth))

    def _closed(self) -> None:
        if self.text and self.depth <= self.text.depth:
            self.text.node.setdefault(self.text.name, " ".join("".join(self.text.heard).split()))
            self.text = None
        while self.items and self.depth <= self.items[-1].depth:
            self.items.pop()
