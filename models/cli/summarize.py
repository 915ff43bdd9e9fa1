"""`paddock summarize`: files in, text with page marks out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly, eta
from models.cli.console import Console
from models.documents.document import Document
from models.errors import PaddockError, StoreUnwritable
from models.summary.events import Progress, Summary
from models.summary.export import as_html, as_markdown
from models.summary.job import Summariser
from models.summary.options import SummaryOptions


def run(arguments: Namespace, console: Console) -> int:
    """Summarise each file; 3 when a part of one could not be read. Raises: PaddockError when none could."""
    form = "json" if console.json else arguments.format
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
    _write(_RENDERED[form](summaries), arguments.output, console)
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


_RENDERED: dict[str, Callable[[list[Summary]], str]] = {
    "md": lambda summaries: "\n".join(map(as_markdown, summaries)),
    "html": lambda summaries: "".join(map(as_html, summaries)),
    "json": lambda summaries: msgspec.json.format(msgspec.json.encode(summaries), indent=2).decode() + "\n",
}


def _write(text: str, output: Path | None, console: Console) -> None:
    if output is None:
        console.result(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreUnwritable(folder=str(output.parent), detail=f"{error.strerror}.") from error
