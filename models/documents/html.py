"""Reads HTML: the main text, without what surrounds it on every page of a site.

Left out: scripts and styles, forms' controls, navigation and footers, and (counted) what the page itself hides by
attribute or inline style. A page that is nothing but navigation, or never ends it, is read whole. Not covered: what a
style sheet hides, white print, pages that a script writes.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from models.documents.encodings import codec_of
from models.documents.flow import Flow

_NEVER = frozenset({"script", "style", "noscript", "template", "svg", "head", "button", "select", "iframe", "object",
                    "canvas", "audio", "video", "textarea"})  # fmt: skip
_AROUND = frozenset({"nav", "footer"})
_AROUND_ROLES = frozenset({"navigation", "contentinfo", "search"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_CLOSED_BY_NEXT = frozenset({"p", "td", "th", "dt", "dd"})
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "main",
    "nav", "p", "search", "section", "summary",
})  # fmt: skip
_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9]))"
)
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_WRAP_IN_CHINESE = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n[ \t]*(?={_WIDE})")


def read(text: str, flow: Flow, *, titled: bool = True) -> None:
    """Write the page into `flow`; its title comes first when `titled` and nothing else is the first heading."""
    main = _Page(_AROUND)
    main.read(text)
    if main.ends_around or main.is_empty:
        main = _Page(frozenset())
        main.read(text)
    main.write(flow, titled=titled)


def declared_encoding(head: bytes) -> str | None:
    """The encoding that the page says it is in."""
    match = _DECLARED.search(head)
    return codec_of(match.group(1).decode("ascii", "replace")) if match else None


class _Page(HTMLParser):
    """Turns tags into blocks; they are written only when it is known that the page is read in the right way."""

    def __init__(self, around: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._around = around
        self._blocks: list[tuple[str, int, str | list[str]]] = []  # (what, level or depth, text or cells)
        self._pieces: list[str] = []
        self._heading = 0
        self._lists: list[int] = []  # the next number of each open list, 0 for bullets
        self._label = ""
        self._tables: list[list[str] | None] = []  # the row of each open table; None when it only frames text
        self._in_cell = False
        self._preformatted = 0
        self._title: list[str] = []
        self._in_title = False
        self._skipped = ""  # the tag that is being left out, how deep in its like, and why
        self._depth = 0
        self._why = ""
        self._hidden: list[str] = []
        self._left_out: list[tuple[str, str]] = []

    @property
    def ends_around(self) -> bool:
        """Whether navigation was still open at the end: then it was none."""
        return self._why == "around"

    @property
    def is_empty(self) -> bool:
        return not self._blocks

    def read(self, text: str) -> None:
        self.feed(text)
        self.close()
        self._flush()

    def write(self, flow: Flow, *, titled: bool) -> None:
        title = " ".join("".join(self._title).split())
        if titled and title and not any(what == "heading" and level == 1 for what, level, _ in self._blocks[:20]):
            flow.heading(1, title)
        for what, level, text in self._blocks:
            match what, text:
                case "heading", str():
                    flow.heading(level, text)
                case "item", str():
                    label, _, words = text.partition(" ")
                    flow.item(words, label=label, depth=level)
                case "row", list():
                    flow.row(text)
                case "table", _:
                    flow.table()
                case _, str():
                    flow.paragraph(text)
        for why, text in self._left_out:
            if why == "around":
                flow.omit("navigation")
            else:
                flow.hide(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            if tag != self._skipped:
                self._in_title = tag == "title" and self._skipped == "head"
                if tag != "body" or self._skipped != "head":
                    return
            elif tag not in _CLOSED_BY_NEXT:
                self._depth += 1
                return
            self._end_skipping()
        if tag not in _VOID and (why := self._reason_to_skip(tag, attrs)):
            if why != "never" or tag in ("object", "iframe"):
                self._flush()
            self._skipped, self._depth, self._why = tag, 1, why
            return
        self._open(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._in_title = False
            if tag == self._skipped:
                self._depth -= 1
                if not self._depth:
                    self._end_skipping()
            return
        if tag == "title":
            self._in_title = False
        elif tag == "pre":
            self._flush()
            self._preformatted = max(0, self._preformatted - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            if self._tables:
                self._tables.pop()
        elif tag in ("ul", "ol"):
            self._flush()
            if self._lists:
                self._lists.pop()
        elif tag in _HEADINGS or tag == "li":
            self._flush()
            self._heading, self._label = 0, ""
        elif tag in _BLOCKS:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._title.append(data)
        elif not self._skipped:
            self._pieces.append(data)
        elif self._why == "hidden":
            self._hidden.append(data)

    def _open(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = True
        elif tag == "br":
            self._pieces.append("\x0b")
        elif tag in ("ul", "ol"):
            self._flush()
            start = dict(attrs).get("start") or "1"
            self._lists.append(int(start) if tag == "ol" and start.isdecimal() and len(start) < 9 else int(tag == "ol"))
        elif tag == "li":
            self._flush()
            number = self._lists[-1] if self._lists else 0
            self._label = f"{number}." if number else "-"
            if number:
                self._lists[-1] += 1
        elif tag == "table":
            if self._tables and self._tables[-1] is not None:  # a table in a table: the outer one is a frame
                self._end_row()
                self._tables[-1] = None
            self._flush()
            self._tables.append([])
            self._blocks.append(("table", 0, ""))
        elif tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()
            self._in_cell = bool(self._tables) and self._tables[-1] is not None
        elif tag in _HEADINGS or tag == "pre":
            self._flush()
            self._heading = _HEADINGS.get(tag, 0)
            self._preformatted += tag == "pre"
        elif tag in _BLOCKS:
            self._end_block(tag)

    def _reason_to_skip(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        if tag in _NEVER:
            return "never"
        if not attrs:
            return "around" if tag in self._around else ""
        found = dict(attrs)
        if "hidden" in found or _HIDING.search((found.get("style") or "").lower()):
            return "hidden"
        if self._around and (tag in self._around or (found.get("role") or "").lower() in _AROUND_ROLES):
            return "around"
        return ""

    def _end_skipping(self) -> None:
        if self._why != "never":
            self._left_out.append((self._why, "".join(self._hidden)))
        self._hidden.clear()
        self._skipped = self._why = ""

    def _end_cell(self) -> None:
        row = self._tables[-1] if self._tables else None
        if row is not None and self._in_cell:
            row.append(self._taken())
        self._in_cell = False
        self._flush()

    def _end_row(self) -> None:
        self._end_cell()
        row = self._tables[-1] if self._tables else None
        if row:
            self._blocks.append(("row", 0, list(row)) if len(row) > 1 else ("paragraph", 0, row[0]))
            row.clear()

    def _end_block(self, tag: str) -> None:
        if self._heading and tag == "div":  # a heading may be laid out in boxes
            self._pieces.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        """End the block that is being collected; in a cell it is only a break."""
        if self._in_cell:
            self._pieces.append("\x0b")
            return
        text = self._taken()
        if not text:
            return
        if self._heading:
            self._blocks.append(("heading", self._heading, text))
        elif self._label:
            self._blocks.append(("item", max(0, len(self._lists) - 1), f"{self._label} {text}"))
            self._label = ""
        else:
            self._blocks.append(("paragraph", 0, text))
        self._heading = 0

    def _taken(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        if self._preformatted:
            return text.replace("\x0b", "\n").strip("\n")
        if "\n" in text:
            text = _WRAP_IN_CHINESE.sub("", text)
        return "\n".join(" ".join(line.split()) for line in text.split("\x0b")).strip("\n")
