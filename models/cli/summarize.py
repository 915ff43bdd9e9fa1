"""`paddock summarize`: files in, text with page marks out."""

from __future__ import annotations

import contextlib
from pathlib import Path

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly, eta
from models.cli.console import Console
from models.documents.document import Document
from models.errors import OutputUnwritable, PaddockError, StoreUnwritable
from models.summary.events import Progress, Summary
from models.summary.export import FORMS
from models.summary.job import Summariser
from models.summary.options import SummaryOptions


def run(arguments: Namespace, console: Console) -> int:
    """Summarise each file; 3 when a part of one could not be read. Raises: PaddockError when none could."""
    form = _form(arguments, console)
    with Assembly(console) as assembly:
        documents, refused = _read(arguments.file, assembly)
        model = assembly.load(arguments)
        options = SummaryOptions(length=arguments.length, language=arguments.language, focus=arguments.focus)
        loaded = assembly.supervisor.loaded
        assert loaded is not None
        summariser = Summariser(
            assembly.supervisor,
            assembly.outputs,
            model_name=model.name,
            n_ctx=loaded.n_ctx,
            model_key=model.sha256 or "",
        )
        summaries = [_summarise(summariser, each, options, arguments.fresh, console) for each in documents]
    console.clear()
    _write(FORMS[form](summaries), arguments.output, console)
    return 3 if refused or not all(each.complete for each in summaries) else 0


def _read(files: list[Path], assembly: Assembly) -> tuple[list[Document], int]:
    """The documents, and how many files could not be read; each of those is said. Raises: the error of an only file."""
    documents, refused = [], 0
    for file in files:
        try:
            documents.append(assembly.read(file))
        except PaddockError as error:
            if len(files) == 1:
                raise
            refused += 1
            assembly.console.say(f"paddock: {error}")
    return documents, refused


def _summarise(
    summariser: Summariser, document: Document, options: SummaryOptions, fresh: bool, console: Console
) -> Summary:
    """Run one summary to its end, with progress. Ctrl-C leaves what was found in the cache."""
    with contextlib.closing(summariser.run(document, options, fresh=fresh)) as events:
        for event in events:
            match event:
                case Progress():
                    console.progress(f"Summarising {document.name}", event.fraction, eta(event.eta_s))
                case Summary():
                    console.clear()
                    return event
    raise AssertionError("a summary job ends with its summary or an error")


def _write(data: bytes, output: Path | None, console: Console) -> None:
    if output is None:
        console.result(data.decode())
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise StoreUnwritable(folder=str(output.parent), detail=f"{error.strerror}.") from error


def _form(arguments: Namespace, console: Console) -> str:
    """What was asked for, else what the name of the output file says. Raises: OutputUnwritable."""
    ending = arguments.output.suffix.lower().lstrip(".") if arguments.output else ""
    form: str = "json" if console.json else arguments.format or (ending if ending in FORMS else "md")
    if form == "docx" and arguments.output is None:
        raise OutputUnwritable(detail="A Word document needs a file: add -o NAME.docx.")
    return form
