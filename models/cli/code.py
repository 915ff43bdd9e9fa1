"""`paddock code`: a source file in, notes on its lines or tests for it out."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, write
from models.summary.export import FORMS
from models.tasks.code import study


def run(arguments: Namespace, console: Console) -> int:
    """Explain, review or draft tests; 3 when a part was not answered. Raises: PaddockError."""
    form = form_of(arguments, console)
    with Assembly(console) as assembly:
        document = assembly.read(arguments.path)
        model = loaded(arguments, assembly)
        events = study(model, document, arguments.wish, arguments.language, fresh=arguments.fresh)
        made, _ = finished(events, f"Reading {document.name}", console)
    write(FORMS[form]([made]), arguments.output, console)
    return DONE if made.complete else IN_PART
