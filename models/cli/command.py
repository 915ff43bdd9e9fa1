"""From the words of a command line to an exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from models.cli import (
    ask,
    bench,
    chat,
    code,
    compare,
    doctor,
    going_back,
    gpu,
    items,
    ocr,
    plan,
    report,
    shelf,
    streams,
    summarize,
    table,
    transfer,
    translate,
)
from models.cli.arguments import Namespace, parser
from models.cli.console import Console
from models.errors import NoDisplay, PaddockError

DONE, WORLD, USAGE, IN_PART, INTERRUPTED = 0, 1, 2, 3, 130


# What goes on where it was stopped, because its answers or its bytes are on the disk.
KEPT = {"summarize", "ask", "list", "compare", "translate", "code", "report", "import", "models pull"}


def _no_window(_: Namespace, __: Console) -> int:
    """`paddock open` is for the window, and is here only where none can open. Raises: NoDisplay."""
    raise NoDisplay


COMMANDS: dict[str, Callable[[Namespace, Console], int]] = {
    "open": _no_window,
    "chat": chat.run,
    "summarize": summarize.run,
    "ask": ask.run,
    "list": items.run,
    "compare": compare.run,
    "translate": translate.run,
    "table": table.run,
    "code": code.run,
    "report": report.run,
    "export": transfer.export,
    "import": transfer.import_,
    "go-back": going_back.run,
    "models": shelf.run,
    "ocr": ocr.run,
    "gpu": gpu.run,
    "plan": plan.run,
    "bench": bench.run,
    "doctor": doctor.run,
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command of the terminal; plain `paddock` is the conversation. Returns the exit code.

    Raises:
        SystemExit: Wrong usage or --help, as argparse does.
    """
    streams.settle()
    arguments = parser().parse_args(words)
    console = Console(json=arguments.json)
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return COMMANDS[arguments.command or "chat"](arguments, console)
    except PaddockError as error:
        console.say(f"paddock: {error}")
        return WORLD
    except BrokenPipeError:
        # The reader of our output has gone: not an error of ours, and nobody is left to tell.
        sys.stderr.close()
        return WORLD
    except OSError as error:  # of the disk or the system: a drive that is gone, the current folder removed
        where = f": {error.filename}" if error.filename else ""
        console.say(f"paddock: {error.strerror or error}{where}.")
        return WORLD
    except KeyboardInterrupt:
        kept = f"{arguments.command} {getattr(arguments, 'action', '')}".strip() in KEPT
        console.say(f"paddock: Stopped.{' What was done is kept.' if kept else ''}")
        return INTERRUPTED


def _interrupt(number: int, frame: FrameType | None) -> None:
    """An orderly request to end is handled as Ctrl-C is."""
    raise KeyboardInterrupt
