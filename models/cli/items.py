"""`paddock list`: what to look for in files, every one of it with its passage and an exact count out."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, read_all, write
from models.summary.export import FORMS
from models.tasks.items import list_every


def run(arguments: Namespace, console: Console) -> int:
    """List from all files together; 3 when a part of them was not read. Raises: PaddockError."""
    form = form_of(arguments, console)
    with Assembly(console) as assembly:
        documents, unread = read_all(arguments.file, assembly)
        model = loaded(arguments, assembly)
        events = list_every(model, list(documents.values()), arguments.what, unread=unread, fresh=arguments.fresh)
        listed, _ = finished(events, "Listing", console)
    write(FORMS[form]([listed]), arguments.output, console)
    return DONE if listed.complete else IN_PART
