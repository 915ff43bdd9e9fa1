"""All tables of a document, their totals checked. No model: every cell is as the file has it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

import msgspec

from models.documents.document import Document, PageTables, Table
from models.documents.locate import Located
from models.summary import report
from models.summary.events import Citation, Note, Status, SummaryEvent
from models.summary.prompts import language_of
from models.tasks.desk import Desk
from models.tasks.files import Files
from models.tasks.tables.rows import Placed, even, tables_of
from models.tasks.tables.totals import Total, totals
from models.tasks.words import Words, words

OfPage = Callable[[int], PageTables]
_ROWS_SHOWN = 12
_TOTALS_SHOWN = 20


class Tables(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Every table in order, and every total that was added up again."""

    document: str
    tables: tuple[Table, ...]
    totals: tuple[Total, ...]


def find_tables(
    document: Document, of_page: OfPage | None = None, page: int | None = None
) -> Generator[SummaryEvent | Tables, None, None]:
    """Progress, Tables, TextWritten, and Summary last. `page` alone is looked at where it is given.

    `of_page` reads the tables of a page of a PDF, whose text does not say where they are.
    Raises: PageMissing; ReaderError.
    """
    desk = Desk(Files([document]))
    said = words(language_of(document.text))
    found: list[Placed] = []
    if of_page is not None:
        pages = [page] if page else [each.number for each in document.pages]
        for done, number in enumerate(pages):
            yield desk.progress(done / len(pages))
            found += _placed(document, of_page(number).tables)
    else:
        found += (placed for placed in tables_of(document) if page in (None, placed.table.page))
    tables = tuple(placed.table for placed in found)
    checks = tuple(total for number, table in enumerate(tables) for total in totals(number, table.rows))
    yield Tables(document=document.name, tables=tables, totals=checks)
    lines = [_head(tables, checks, said) + "\n"]
    for number, table in enumerate(tables):
        lines += _lines(number, table, [total for total in checks if total.table == number], said)
    foot = [said("tables_foot")]
    if any(table.how == "aligned" for table in tables):
        foot.append(said("tables_aligned"))
    lines.append(report.quoted([*foot, *desk.unread(said)]))
    yield from desk.conclude(lines, [_note(document, placed) for placed in found])


def _placed(document: Document, tables: Sequence[Table]) -> Iterator[Placed]:
    """Tables of a PDF page at the place in the text where their first words stand; else at the page."""
    for table in tables:
        page = document.pages[table.page - 1]
        first = next((" ".join(filter(None, row)) for row in table.rows if any(row)), "")
        place = next(iter(Located(page.text).all(first)), (0, len(page.text)))
        table = msgspec.structs.replace(table, rows=even(table.rows))
        yield Placed(table, page.start + place[0], page.start + place[1])


def _head(tables: Sequence[Table], checks: Sequence[Total], said: Words) -> str:
    if not tables:
        return said("tables_none")
    agreeing = sum(check.agrees for check in checks)
    return said("tables_found", tables=len(tables), totals=len(checks), agreeing=agreeing)


def _lines(number: int, table: Table, checks: Sequence[Total], said: Words) -> Iterator[str]:
    head = said("table", number=number + 1, page=table.page, rows=len(table.rows), columns=len(table.rows[0]))
    yield f"\n**{head}** [{number + 1}]\n\n"
    for at, row in enumerate(table.rows[:_ROWS_SHOWN]):
        yield f"| {' | '.join(report.plain(cell) or ' ' for cell in row)} |\n"
        if not at:
            yield "|" + " --- |" * len(row) + "\n"
    if len(table.rows) > _ROWS_SHOWN:
        yield "\n" + said("table_rows_left", left=len(table.rows) - _ROWS_SHOWN) + "\n"
    if checks:
        yield "\n"
    for check in checks[:_TOTALS_SHOWN]:
        column = report.plain(table.rows[0][check.column]) or str(check.column + 1)
        name, stated = "total_agrees" if check.agrees else "total_differs", report.plain(check.stated)
        yield f"- {said(name, row=check.row + 1, column=column, stated=stated, summed=check.summed)}\n"


def _note(document: Document, placed: Placed) -> Note:
    """The passage of a table, word for word."""
    quote = document.text[placed.start : placed.end]
    place = Citation(placed.table.page, placed.start, placed.end)
    return Note(claim=quote, quote=quote, citations=(place,), status=Status.RULE, chunk=0)
