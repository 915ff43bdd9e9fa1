"""`paddock summarize`: files in, text with page marks out."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, read_all, write
from models.summary.export import FORMS
from models.summary.job import Summariser
from models.summary.options import SummaryOptions


def run(arguments: Namespace, console: Console) -> int:
    """Summarise each file; 3 when a part of one could not be read. Raises: PaddockError when none could."""
    form = form_of(arguments, console)
    with Assembly(console) as assembly:
        documents, refused = read_all(arguments.file, assembly)
        model = loaded(arguments, assembly)
        options = SummaryOptions(length=arguments.length, language=arguments.language, focus=arguments.focus)
        summariser = Summariser(
            model.engine, model.outputs, model_name=model.name, n_ctx=model.n_ctx, model_key=model.key
        )  # fmt: skip
        summaries = [
            finished(summariser.run(each, options, fresh=arguments.fresh), f"Summarising {each.name}", console)[0]
            for each in documents
        ]
    write(FORMS[form](summaries), arguments.output, console)
    return IN_PART if refused or not all(each.complete for each in summaries) else DONE
