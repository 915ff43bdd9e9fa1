"""A budget in flat OpenDocument XML: dates, shares, formulas, a merged title, a sheet of words, a hidden one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.integration.office.flat import document

_AUTOMATIC = """
<number:date-style style:name="Day"><number:year number:style="long"/><number:text>-</number:text>
 <number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>
<number:percentage-style style:name="Share"><number:number number:decimal-places="1" number:min-decimal-places="1"
 number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
<style:style style:name="DayCell" style:family="table-cell" style:data-style-name="Day"/>
<style:style style:name="ShareCell" style:family="table-cell" style:data-style-name="Share"/>
<style:style style:name="Hidden" style:family="table"><style:table-properties table:display="false"/></style:style>"""


@dataclass(frozen=True, slots=True)
class Budget:
    title: str
    sheet: str
    notes_sheet: str
    head: Sequence[str]
    items: Sequence[str]
    total: str
    notes: Sequence[Sequence[str]]

    def rows(self) -> list[tuple[str, str, float, float]]:
        """Item, day, plan and actual sum."""
        return [
            (item, f"2026-{n + 1:02}-15", 100.0 * (n + 3) + 25, 100.0 * (n + 3) + (7.5 if n % 2 else -12.25))
            for n, item in enumerate(self.items)
        ]

    def shown(self) -> list[list[str]]:
        """What the first sheet shows, row by row."""
        rows = self.rows()
        whole = [sum(row[column] for row in rows) for column in (2, 3)]  # type: ignore[misc]
        lines = [
            [item, day, f"{plan:.15g}", f"{actual:.15g}", f"{plan / whole[0] * 100:.1f}%"]
            for item, day, plan, actual in rows
        ]
        return [[self.title], list(self.head), *lines, [self.total, "", *(f"{each:.15g}" for each in whole), "100.0%"]]


def workbook(budget: Budget) -> str:
    """The budget as .fods."""
    width, last = len(budget.head), len(budget.items) + 2
    title = (
        f'<table:table-row><table:table-cell table:number-columns-spanned="{width}" table:number-rows-spanned="1" '
        f'office:value-type="string"><text:p>{escape(budget.title)}</text:p></table:table-cell>'
        f'<table:covered-table-cell table:number-columns-repeated="{width - 1}"/></table:table-row>'
    )
    rows = "".join(
        _row(_word(item), _day(day), _number(plan), _number(actual), _formula(f"[.C{n}]/[.C${last + 1}]", "ShareCell"))
        for n, (item, day, plan, actual) in enumerate(budget.rows(), start=3)
    )
    sums = [_formula(f"SUM([.{column}3:.{column}{last}])", style) for column, style in
            (("C", ""), ("D", ""), ("E", "ShareCell"))]  # fmt: skip
    body = title + _row(*map(_word, budget.head)) + rows + _row(_word(budget.total), "<table:table-cell/>", *sums)
    notes = "".join(_row(*map(_word, note)) for note in budget.notes)
    return document("spreadsheet", "", _AUTOMATIC, "", "".join((
        f'<table:table table:name="{budget.sheet}">{body}</table:table>',
        f'<table:table table:name="{budget.notes_sheet}">{notes}</table:table>',
        f'<table:table table:name="Old" table:style-name="Hidden">{_row(_word("hidden"))}</table:table>',
    )))  # fmt: skip


def _row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _word(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def _day(day: str) -> str:
    return f'<table:table-cell table:style-name="DayCell" office:value-type="date" office:date-value="{day}"/>'


def _number(value: float) -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def _formula(formula: str, style: str) -> str:
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{named} table:formula="of:={formula}"/>'
