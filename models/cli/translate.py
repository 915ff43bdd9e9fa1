"""`paddock translate`: a file in, its translation beside it out."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, write
from models.tasks.translate import Translation, translate
from models.tasks.translate.export import exported


def run(arguments: Namespace, console: Console) -> int:
    """Translate one file; 3 when a part of it was not read or not translated. Raises: PaddockError."""
    form = form_of(arguments, console)
    with Assembly(console) as assembly:
        document = assembly.read(arguments.path)
        model = loaded(arguments, assembly)
        events = translate(model, document, arguments.to, fresh=arguments.fresh)
        summary, besides = finished(events, f"Translating {document.name}", console)
    [translation] = [event for event in besides if isinstance(event, Translation)]
    write(exported(form, summary, translation), arguments.output, console)
    return DONE if summary.complete else IN_PART
