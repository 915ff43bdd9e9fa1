"""Slides in flat OpenDocument XML: a title, points and a table each, with speaker's notes."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.integration.office.flat import document

Slide = tuple[str, Sequence[str], Sequence[Sequence[str]]]  # the title, the points, the rows of a table
_AUTOMATIC = """<style:page-layout style:name="PM"><style:page-layout-properties fo:page-width="28cm"
 fo:page-height="15.75cm" style:print-orientation="landscape" fo:margin="0cm"/></style:page-layout>
<style:style style:name="Page" style:family="drawing-page"/>
<style:style style:name="Wide" style:family="table-column"><style:table-column-properties
 style:column-width="12cm"/></style:style>"""
_STYLES = "".join(f'<style:style style:name="Master-{class_}" style:family="presentation"/>'
                  for class_ in ("title", "outline1", "notes"))  # fmt: skip
_MASTER = '<style:master-page style:name="Master" style:page-layout-name="PM" draw:style-name="Page"/>'


def slides(pages: Sequence[Slide], notes: str) -> str:
    """The slides as .fodp; `notes` is what the speaker says to each, with its number behind."""
    return document("presentation", _STYLES, _AUTOMATIC, _MASTER, "".join(
        _page(number, title, points, rows, f"{notes} {number}") for number, (title, points, rows) in enumerate(pages, 1)
    ))  # fmt: skip


def _page(number: int, title: str, points: Sequence[str], rows: Sequence[Sequence[str]], notes: str) -> str:
    items = "".join(f"<text:list-item><text:p>{escape(point)}</text:p></text:list-item>" for point in points)
    table = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    frames = _frame("title", 1, 2, f"<draw:text-box><text:p>{escape(title)}</text:p></draw:text-box>")
    frames += _frame("outline1", 4, 4, f"<draw:text-box><text:list>{items}</text:list></draw:text-box>")
    if rows:
        columns = f'<table:table-column table:style-name="Wide" table:number-columns-repeated="{len(rows[0])}"/>'
        frames += _frame("table", 9, 5, f"<table:table>{columns}{table}</table:table>")
    said = f"<draw:text-box><text:p>{escape(notes)}</text:p></draw:text-box>"
    return (
        f'<draw:page draw:name="page{number}" draw:master-page-name="Master">{frames}'
        f"<presentation:notes>{_frame('notes', 15, 8, said)}</presentation:notes></draw:page>"
    )


def _frame(style: str, top: int, height: int, inside: str) -> str:
    return (
        f'<draw:frame presentation:class="{style.rstrip("1")}" presentation:style-name="Master-{style}" svg:x="2cm" '
        f'svg:y="{top}cm" svg:width="24cm" svg:height="{height}cm">{inside}</draw:frame>'
    )
