"""`paddock summarize`: files in, text with page marks out; and how long that takes, said before it begins."""

from __future__ import annotations

from collections.abc import Sequence

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.forget import forget
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, read_all, write
from models.documents.document import Document
from models.engine.plan import Plan
from models.summary.export import FORMS
from models.summary.forecast import forecast, tokens_of
from models.summary.job import Summariser
from models.summary.options import QUICK_SHARE, SummaryOptions

LONG_S = 600.0  # from here on there is a quicker way to know of


def run(arguments: Namespace, console: Console) -> int:
    """Summarise each file; 3 when a part was not read, and always in quick mode. Raises: PaddockError if none was."""
    if arguments.forget:
        return forget(arguments.file, console)
    form = form_of(arguments, console)
    with Assembly(console, foretells=True) as assembly:
        read, unread = read_all(arguments.file, assembly)
        documents = list(read.values())
        model = loaded(arguments, assembly)
        options = SummaryOptions(
            length=arguments.length, language=arguments.language, focus=arguments.focus, quick=arguments.quick
        )
        if told := foretold(documents, assembly.plan, quick=options.quick):
            console.say(told)
        summariser = Summariser(
            model.engine, model.outputs, model_name=model.name, n_ctx=model.n_ctx, model_key=model.key
        )  # fmt: skip
        summaries = [
            finished(summariser.run(each, options, fresh=arguments.fresh), f"Summarising {each.name}", console)[0]
            for each in documents
        ]
    write(FORMS[form](summaries, unread), arguments.output, console)
    return IN_PART if unread or not all(each.complete for each in summaries) else DONE


def foretold(documents: Sequence[Document], plan: Plan | None, *, quick: bool) -> str:
    """What to know before the work begins: how long it takes, and the way out where that is long. Empty: unknown."""
    seconds, quick_s = forecast([tokens_of(each.text) for each in documents], plan)
    share = f"about {QUICK_SHARE:.0%} of the text"
    if quick:
        how_long = "" if quick_s is None else f" {_about(quick_s)}."
        return f"Quick mode:{how_long} The model reads {share}, chosen by rule; the summary will not be complete."
    if seconds is None or quick_s is None:
        return ""
    if seconds <= LONG_S or (plan and plan.on_card):
        return f"{_about(seconds)} for all of it."
    return (
        f"{_about(seconds)} for all of it on this computer. Ctrl-C stops, and the next run goes on from there. "
        f"With --quick: {_about(quick_s).lower()}, but the model reads {share} and the summary is never complete."
    )


def _about(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "Less than a minute"
    if minutes < 100:
        return f"About {minutes} minute{'s' if minutes > 1 else ''}"
    return f"About {seconds / 3600:.1f} hours"
