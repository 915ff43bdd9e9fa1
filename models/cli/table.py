"""`paddock table`: a file in, its tables as CSV out."""

from __future__ import annotations

import contextlib
from pathlib import Path

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, write
from models.documents.document import PageTables, Table
from models.documents.reader import Reader
from models.errors import TableMissing
from models.summary.export.plain import as_markdown
from models.tasks.tables import Tables, find_tables
from models.tasks.tables.export import as_csv, as_json

_FORMS = ("csv", "md", "json")


def run(arguments: Namespace, console: Console) -> int:
    """Write all tables, or the one that is asked for; several into several CSV files. 3 when a total does not agree.

    Raises: TableMissing; PaddockError.
    """
    form = form_of(arguments, console, _FORMS)
    path: Path = arguments.path
    with Assembly(console) as assembly:
        document = assembly.read(path)
        reader = Reader(assembly.paths)

        def of_page(number: int) -> PageTables:
            return reader.tables(path, number)

        with contextlib.closing(reader):
            events = find_tables(document, of_page if document.kind == "pdf" else None, arguments.page)
            summary, besides = finished(events, f"Looking for tables in {document.name}", console)
    [found] = [event for event in besides if isinstance(event, Tables)]
    tables = list(found.tables)
    wanted = arguments.table
    if not tables or (wanted and wanted > len(tables)):
        raise TableMissing(name=document.name, tables=len(tables))
    for check in found.totals:
        if not check.agrees:
            where = f"table {check.table + 1}, row {check.row + 1}, column {check.column + 1}"
            console.say(f"In {where} {check.stated} is stated; the cells above add up to {check.summed}.")
    match form:
        case "csv":
            _write_csv([tables[wanted - 1]] if wanted else tables, arguments.output, console)
        case "md":
            write(as_markdown([summary]).encode(), arguments.output, console)
        case _:
            write(as_json(summary, found), arguments.output, console)
    return DONE if summary.complete and all(check.agrees for check in found.totals) else IN_PART


def _write_csv(tables: list[Table], output: Path | None, console: Console) -> None:
    """Into a file each, numbered where there are several; on standard output with an empty line between."""
    if output is None:
        write(b"\r\n".join(as_csv(table).removeprefix(b"\xef\xbb\xbf") for table in tables), None, console)
    elif len(tables) == 1:
        write(as_csv(tables[0]), output, console)
    else:
        for number, table in enumerate(tables, start=1):
            write(as_csv(table), output.with_stem(f"{output.stem}-{number}"), console)
