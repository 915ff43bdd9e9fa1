"""`paddock table`: files in, their tables as CSV out."""

from __future__ import annotations

import contextlib
from pathlib import Path

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, read_all, write
from models.documents.document import Document, PageTables, Table
from models.documents.reader import Reader
from models.errors import TableMissing
from models.summary.events import Summary
from models.summary.export.plain import as_markdown
from models.tasks.tables import Tables, find_tables
from models.tasks.tables.export import as_csv, as_json, csv_files

_FORMS = ("csv", "md", "json")


def run(arguments: Namespace, console: Console) -> int:
    """Write all tables, or the one that is asked for; several into several CSV files.

    3 when a total does not agree, or a file was not read. Raises: TableMissing; PaddockError.
    """
    form = form_of(arguments, console, _FORMS)
    with Assembly(console) as assembly:
        documents, unread = read_all(arguments.file, assembly)
        reader = Reader(assembly.paths)
        with contextlib.closing(reader):
            found = [_found(reader, path, each, arguments.page, console) for path, each in documents.items()]
    tables = [table for _, own in found for table in own.tables]
    wanted = arguments.table
    if not tables or (wanted and wanted > len(tables)):
        raise TableMissing(name=", ".join(each.name for each in documents.values()), tables=len(tables))
    match form:
        case "csv":
            _write_csv([tables[wanted - 1]] if wanted else tables, arguments.output, console)
        case "md":
            write(as_markdown([summary for summary, _ in found], unread).encode(), arguments.output, console)
        case _:
            write(as_json(found), arguments.output, console)
    whole = not unread and all(summary.complete for summary, _ in found)
    return DONE if whole and all(check.agrees for _, own in found for check in own.totals) else IN_PART


def _found(
    reader: Reader, path: Path, document: Document, page: int | None, console: Console
) -> tuple[Summary, Tables]:
    """The tables of one file; every total that is none is said."""

    def of_page(number: int) -> PageTables:
        return reader.tables(path, number)

    events = find_tables(document, of_page if document.kind == "pdf" else None, page)
    summary, besides = finished(events, f"Looking for tables in {document.name}", console)
    [found] = [event for event in besides if isinstance(event, Tables)]
    for check in found.totals:
        if not check.agrees:
            where = f"“{document.name}”, table {check.table + 1}, row {check.row + 1}, column {check.column + 1}"
            console.say(f"In {where} {check.stated} is stated; the cells above add up to {check.summed}.")
    return summary, found


def _write_csv(tables: list[Table], output: Path | None, console: Console) -> None:
    """Into a file each, numbered where there are several; on standard output with an empty line between."""
    if output is None:
        write(b"\r\n".join(as_csv(table).removeprefix(b"\xef\xbb\xbf") for table in tables), None, console)
    else:
        for path, data in csv_files(tables, output):
            write(data, path, console)
