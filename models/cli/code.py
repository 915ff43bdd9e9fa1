"""`paddock code`: source files in, notes on their lines or tests for them out."""

from __future__ import annotations

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.cli.working import DONE, IN_PART, finished, form_of, loaded, read_all, write
from models.summary.export import FORMS
from models.tasks.code import must_be_code, study


def run(arguments: Namespace, console: Console) -> int:
    """Explain, review or draft tests; 3 when a part was not read or not answered. Raises: PaddockError if all was."""
    form = form_of(arguments, console)
    with Assembly(console) as assembly:
        sources, unread = read_all(arguments.file, assembly, must_be_code)
        model = loaded(arguments, assembly)
        made = [
            finished(
                study(model, each, arguments.wish, arguments.language, fresh=arguments.fresh),
                f"Reading {each.name}", console,
            )[0]
            for each in sources.values()
        ]  # fmt: skip
    write(FORMS[form](made, unread), arguments.output, console)
    return DONE if not unread and all(each.complete for each in made) else IN_PART
