"""HTML to the lines that a reader sees: blocks, data rows, quote marks; what is invisible is left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from followupd.reading.head import INVISIBLE
from followupd.reading.marks import Facts, Mark, facts, unseen_classes
from followupd.reading.phrases import is_forward_line
from followupd.reading.tokens import Kind, Token, tokens, unescaped

MAX_SHOWN, MAX_OPEN, MAX_LINKS, MAX_ROW, MAX_KNOWN = 20_000, 400, 100, 500, 2_000
BELOW = "\x02"
"""A line of its own where a client's mark says that an earlier letter follows, in whatever language."""
_GAP = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "hr",
        "pre",
        "article",
        "section",
    }
)
_LINE = _GAP | {
    "div", "li", "tr", "dt", "dd", "header", "footer", "main", "center", "form", "fieldset", "caption", "address",
    "option", "nav", "aside", "body", "td", "th", "br",
}  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source", "embed"})
_TABLE = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot"})
_ENDS = {
    "p": frozenset({"p"}), "li": frozenset({"li"}), "tr": frozenset({"tr", "td", "th"}), "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}), "dt": frozenset({"dt", "dd"}), "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
    **dict.fromkeys(("div", "ul", "ol", "table", "blockquote", "h1", "h2"), frozenset({"p"})),
}  # fmt: skip
"""What an opening tag closes by itself (HTML Living Standard s13.1.2.4)."""
_WALLS = {"li": frozenset({"ul", "ol"}), "tr": frozenset({"table"}), "td": frozenset({"tr", "table"}),
          "th": frozenset({"tr", "table"})}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A link that can be seen: its text and where it leads (https, mailto or tel)."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Markup:
    """What a page shows: ``text`` as lines, quoted ones behind "> ", paragraphs apart by one empty line, data rows with
    their cells joined by tabs; ``links`` in order."""

    text: str
    links: tuple[Link, ...]


@dataclass(slots=True)
class _Quote:
    """A client's quote container: whether it passes on or answers is told by its first line."""

    parent: "_Quote | None"
    proton: bool
    begun: bool = False
    forward: bool = False

    def depth(self) -> int:
        """How many containers around a line quote it, itself included; at most five are told apart."""
        found = 0
        at: _Quote | None = self
        while at is not None and found < 5:
            found += not at.forward
            at = at.parent
        return found


@dataclass(slots=True)
class _Line:
    text: str
    quote: _Quote | None
    gap: bool


@dataclass(slots=True)
class _Sink:
    """Where lines go: the page, or one cell of a table."""

    lines: list[_Line] = field(default_factory=list)
    gap: bool = False


@dataclass(slots=True)
class _Row:
    cells: list[_Sink] = field(default_factory=list)
    nested: bool = False


@dataclass(slots=True)
class _Element:
    name: str
    hidden: bool
    tiny: bool
    kept: bool
    quote: _Quote | None
    gap: bool = False
    row: bool = False
    cell: bool = False
    link: tuple[str, int] | None = None


def flat(page: str) -> Markup:
    """What a reader of the page sees, at most 20,000 characters of it."""
    builder = _Builder()
    for token in tokens(page):
        builder.take(token)
        if builder.shown > MAX_SHOWN:
            break
    return builder.done()


class _Builder:
    """The open elements, and the lines written so far."""

    def __init__(self) -> None:
        self.shown = 0
        self.sinks = [_Sink()]
        self.rows: list[_Row] = []
        self.buffer: list[str] = []
        self.open: list[_Element] = []
        self.at = _Element("", False, False, False, None)
        self.unseen: set[str] = set()
        self.links: list[Link] = []
        self.known: dict[tuple[str, str], Facts] = {}

    def take(self, token: Token) -> None:
        if token.kind is Kind.TEXT:
            self._text(token.data)
        elif token.kind is Kind.OPEN:
            self._opened(token.name, token.attributes)
        elif token.kind is Kind.CLOSE:
            self._closed(token.name)
        elif token.name == "style":
            self.unseen |= unseen_classes(token.data)

    def done(self) -> Markup:
        self._pop(len(self.open))
        self._break(gap=False)
        out: list[str] = []
        for line in self.sinks[0].lines:
            mark = "> " * line.quote.depth() if line.quote else ""
            if line.gap and out and out[-1]:
                out.append("")
            out.append(mark + line.text)
        return Markup("\n".join(out).strip("\n"), tuple(self.links))

    def _text(self, data: str) -> None:
        if self.at.hidden or self.at.tiny:
            return
        data = unescaped(data).translate(INVISIBLE)
        self.shown += len(data) + 4  # what is all markup ends too
        if not self.at.kept:
            self.buffer.append(data)
            return
        first, *rest = data.split("\n")
        self.buffer.append(first)
        for line in rest:
            self._break(gap=not self.buffer)
            self.buffer = [line] if line.strip() else []

    def _break(self, *, gap: bool) -> None:
        """End the line; ``gap``: and the paragraph."""
        sink = self.sinks[-1]
        if self.buffer:
            text = " ".join("".join(self.buffer).replace(BELOW, " ").split())
            self.buffer = []
            if text:
                self._line(text)
            else:
                gap = True
        sink.gap = sink.gap or gap

    def _line(self, text: str) -> None:
        sink, quote = self.sinks[-1], self.at.quote
        at = quote
        while at is not None and not at.begun:
            at.begun, at.forward = True, is_forward_line(text)
            at = at.parent
        sink.lines.append(_Line(text, quote, sink.gap))
        sink.gap = False

    def _opened(self, name: str, written: str) -> None:
        known = self.known.get((name, written))
        if known is None:
            known = facts(name, written if len(self.known) < MAX_KNOWN else "")
            self.known[name, written] = known
        if name in _ENDS:
            self._implied(name)
        gap = name in _GAP and not known.compact
        if name in _LINE and not self.at.hidden:
            self._break(gap=gap or (name == "br" and not self.buffer))
        if name in _VOID or len(self.open) >= MAX_OPEN:
            return
        self._push(name, known, gap)
        if name == "li" and not self.at.hidden:
            self.buffer.append("- ")

    def _push(self, name: str, known: Facts, gap: bool) -> None:
        around = self.at
        hidden = around.hidden or known.hidden or not (self.unseen.isdisjoint(known.classes))
        quote = self._quote(known.mark) if known.mark and not hidden else around.quote
        tiny = around.tiny if known.tiny is None else known.tiny
        row, cell = name == "tr", name in {"td", "th"} and bool(self.rows)
        if row:
            self.rows.append(_Row())
        elif cell:
            self.sinks.append(_Sink())
        elif name == "table" and self.rows:
            self.rows[-1].nested = True
        link = (known.href, len(self.buffer)) if known.href and not hidden else None
        self.open.append(around)
        self.at = _Element(name, hidden, tiny, around.kept or known.kept, quote, gap, row, cell, link)

    def _quote(self, mark: Mark) -> _Quote | None:
        around = self.at.quote
        self._break(gap=False)
        if mark is Mark.ABOVE:
            self._line(BELOW)
            return around
        if mark is Mark.PROTON and around and around.proton:
            return around  # its blockquote stands inside its own container: one quote, not two
        return _Quote(around, mark is Mark.PROTON)

    def _implied(self, name: str) -> None:
        """Close what the tag closes by itself, looking no further than the wall around it."""
        ends, walls = _ENDS[name], _WALLS.get(name, _TABLE)
        for depth, element in enumerate(self._inwards(12), 1):
            if element.name in ends:
                self._pop(depth)
                if name == "tr" and element.name != "tr":
                    self._implied(name)
                return
            if element.name in walls:
                return

    def _closed(self, name: str) -> None:
        if self.at.name == name:
            self._pop(1)
            return
        for depth, element in enumerate(self._inwards(60), 1):
            if element.name == name:
                self._pop(depth)
                return
            if (element.cell and name not in _TABLE) or (element.name == "table" and name in {"td", "th", "tr"}):
                return

    def _inwards(self, most: int) -> Iterator[_Element]:
        yield self.at
        for at in range(len(self.open) - 1, max(0, len(self.open) - most), -1):
            yield self.open[at]

    def _pop(self, count: int) -> None:
        for _ in range(count):
            element = self.at
            if element.link:
                self._linked(*element.link)
            if element.name in _LINE and not element.hidden:
                self._break(gap=element.gap)
            self.at = self.open.pop()
            if element.cell:
                self.rows[-1].cells.append(self.sinks.pop())
            elif element.row:
                self._row(self.rows.pop())

    def _linked(self, href: str, start: int) -> None:
        text = " ".join("".join(self.buffer[start:]).split())
        if len(self.links) < MAX_LINKS:
            self.links.append(Link(text[:300], href))

    def _row(self, row: _Row) -> None:
        """A data row is one line; the cells of a row that only lays out follow each other as paragraphs."""
        sink = self.sinks[-1]
        filled = [cell for cell in row.cells if cell.lines]
        texts = [", ".join(line.text for line in cell.lines) for cell in filled]
        data = len(filled) > 1 and not row.nested and all(len(cell.lines) <= 4 for cell in filled)
        if data and sum(map(len, texts)) <= MAX_ROW:
            sink.lines.append(_Line("\t".join(texts), filled[0].lines[0].quote, sink.gap))
            sink.gap = False
            return
        for cell in filled:
            cell.lines[0].gap = sink.gap or len(filled) > 1 or row.nested or cell.lines[0].gap
            sink.lines += cell.lines
            sink.gap = cell.gap or len(filled) > 1 or len(cell.lines) > 1
