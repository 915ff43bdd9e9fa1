"""What the commands over files share: reading them, running a job to its end with progress, writing the result."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import msgspec

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly, eta
from models.cli.console import Console
from models.cli.files import files_in, is_file
from models.cli.streams import text_of
from models.documents.document import Document
from models.documents.naming import told_apart
from models.errors import OutputUnwritable, PaddockError
from models.summary.events import Progress, Summary, Unread
from models.summary.export import FORMS
from models.tasks.asker import Model
from models.whole_file import must_take, put

DONE, IN_PART = 0, 3


def read_all(
    paths: Sequence[Path], assembly: Assembly, check: Callable[[Document], object] = lambda _: None
) -> tuple[dict[Path, Document], list[Unread]]:
    """The documents in files and folders by where they lie; what cannot be read, or `check` refuses, is said.

    Files of one name are called by their folders as well.
    Raises: the error of an only file; the first one when none can be read.
    """
    documents: dict[Path, Document] = {}
    files, refused = files_in(paths)
    for each in refused.values() if files else ():
        assembly.console.say(f"paddock: {each}")
    together = [*files, *refused]
    called = dict(zip(together, map(text_of, told_apart(together)), strict=True))
    unread = [Unread(called[path], str(refusal)) for path, refusal in refused.items()]
    first: PaddockError | None = next(iter(refused.values()), None)
    for number, file in enumerate(files):
        if len(files) > 1:
            assembly.console.progress("Reading files", number / len(files))
        try:
            document = assembly.read(file)
            check(document)
            documents[file] = _called(document, called[file])
        except PaddockError as error:
            if len(files) == 1 and not refused:
                raise
            first = first or error
            unread.append(Unread(called[file], str(error)))
            assembly.console.say(f"paddock: {error}")
    if first and not documents:
        raise first
    return documents, unread


def read_both(old: Path, new: Path, assembly: Assembly) -> tuple[Document, Document]:
    """Two documents, told apart by their folders where they have one name. Raises: FileRefused; ReaderError."""
    first, second = map(text_of, told_apart([old, new]))
    return _called(assembly.read(old), first), _called(assembly.read(new), second)


def _called(document: Document, name: str) -> Document:
    return msgspec.structs.replace(document, name=name) if "/" in name else document


def loaded(arguments: Namespace, assembly: Assembly) -> Model:
    """The model the arguments name, loaded, as a task takes it. Raises: PaddockError."""
    model = assembly.load(arguments)
    now = assembly.supervisor.loaded
    assert now is not None
    return Model(assembly.supervisor, assembly.outputs, model.name, n_ctx=now.n_ctx, key=model.sha256 or "")


def finished(events: Generator[object, None, None], what: str, console: Console) -> tuple[Summary, list[object]]:
    """Run a job to its end, with progress: the result, and what it said besides. Ctrl-C keeps what was answered."""
    besides: list[object] = []
    with contextlib.closing(events):
        for event in events:
            match event:
                case Progress():
                    console.progress(what, event.fraction, eta(event.eta_s))
                case Summary():
                    console.clear()
                    return event, besides
                case _:
                    besides.append(event)
    raise AssertionError("a job ends with its result or an error")


def form_of(arguments: Namespace, console: Console, forms: Sequence[str] = tuple(FORMS)) -> str:
    """What was asked for, else what the name of the output file says; before any work is done.

    Raises: OutputUnwritable: The name says a form that this command does not write, or nothing can be written there.
    """
    form: str = "json" if console.json else arguments.format or _named(arguments.output, forms)
    if form == "docx" and arguments.output is None:
        raise OutputUnwritable(detail="A Word document needs a file: add -o NAME.docx.")
    if arguments.output is not None:
        must_take(arguments.output)
        if arguments.output.is_file() and any(map(arguments.output.samefile, _sources(arguments))):
            raise OutputUnwritable(detail=f"“{arguments.output}” is one of the files it is made from. Name another.")
    return form


def _sources(arguments: Namespace) -> list[Path]:
    """The files on the command line that are there."""
    named = [*getattr(arguments, "file", ()), *(getattr(arguments, side, None) for side in ("old", "new"))]
    return [path for path in named if path is not None and is_file(path)]


def _named(output: Path | None, forms: Sequence[str]) -> str:
    ending = output.suffix.lower().lstrip(".") if output else ""
    form = {"htm": "html", "markdown": "md", "txt": forms[0], "": forms[0]}.get(ending, ending)
    if form not in forms:
        said = f"“.{ending}” is no form of this; there are {', '.join(forms)}. Rename it, or add --format."
        raise OutputUnwritable(detail=said)
    return form


def write(data: bytes, output: Path | None, console: Console) -> None:
    """To the file, or to standard output. Raises: DiskFull, StoreUnwritable; OutputUnwritable."""
    console.clear()
    if output is None:
        console.result(data.decode("utf-8-sig"))
        return
    put(output, data)
