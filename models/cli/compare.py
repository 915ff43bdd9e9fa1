"""`paddock compare`: two files in, what changed between them out."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, read_both, write
from models.tasks.compare import Comparison, compare
from models.tasks.compare.export import exported


def run(arguments: Namespace, console: Console) -> int:
    """Compare by code; a model that is named writes a few sentences as well. 3 when a part was not read.

    Raises: PaddockError.
    """
    form = form_of(arguments, console)
    with Assembly(console) as assembly:
        old, new = read_both(arguments.old, arguments.new, assembly)
        model = loaded(arguments, assembly) if arguments.model else None
        summary, besides = finished(compare(old, new, model, fresh=arguments.fresh), "Comparing", console)
    [found] = [event for event in besides if isinstance(event, Comparison)]
    write(exported(form, summary, found), arguments.output, console)
    return DONE if summary.complete else IN_PART
