"""`paddock ask`: a question about files in, an answer with page marks out."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, read_all, write
from models.summary.export import FORMS
from models.tasks.ask import Options, ask


def run(arguments: Namespace, console: Console) -> int:
    """Answer from all files together; 3 when a part of them was not read. Raises: PaddockError."""
    form = form_of(arguments, console)
    with Assembly(console) as assembly:
        documents, unread = read_all(arguments.file, assembly)
        model = loaded(arguments, assembly)
        events = ask(
            model, list(documents.values()), arguments.question, Options(way=arguments.way), unread=unread,
            fresh=arguments.fresh,
        )  # fmt: skip
        answer, _ = finished(events, "Looking for the answer", console)
    write(FORMS[form]([answer]), arguments.output, console)
    return DONE if answer.complete else IN_PART
