"""`paddock translate`: files in, their translations beside them out."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, read_all, write
from models.documents.document import Document
from models.summary.events import Summary
from models.tasks.asker import Model
from models.tasks.translate import Translation, translate
from models.tasks.translate.export import exported


def run(arguments: Namespace, console: Console) -> int:
    """Translate each file; 3 when a part was not read or not translated. Raises: PaddockError if none was."""
    form = form_of(arguments, console)
    with Assembly(console) as assembly:
        documents, unread = read_all(arguments.file, assembly)
        model = loaded(arguments, assembly)
        translated = [_translated(model, document, arguments, console) for document in documents.values()]
    write(exported(form, translated, unread), arguments.output, console)
    return DONE if not unread and all(summary.complete for summary, _ in translated) else IN_PART


def _translated(
    model: Model, document: Document, arguments: Namespace, console: Console
) -> tuple[Summary, Translation]:
    events = translate(model, document, arguments.to, fresh=arguments.fresh)
    summary, besides = finished(events, f"Translating {document.name}", console)
    [translation] = [event for event in besides if isinstance(event, Translation)]
    return summary, translation
