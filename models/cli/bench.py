"""`paddock bench`: first token and tokens a second on this machine, with a receipt."""

from __future__ import annotations

import contextlib

from models.bench import history
from models.bench.events import Announced, Working
from models.bench.llama_bench import LlamaBench
from models.bench.measure import Bench
from models.bench.report import Report, Tally
from models.bench.selection import Wish
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly, chosen, eta
from models.cli.console import Console, duration


def run(arguments: Namespace, console: Console) -> int:
    """Measure, with the time left; Ctrl-C prints and keeps what was measured so far. 3 when the engine failed on some.

    Raises:
        PaddockError: No model; it does not fit; the engine or llama-bench failed.
        KeyboardInterrupt: After the report.
    """
    with Assembly(console) as assembly:
        rival = None if arguments.no_llama_bench else LlamaBench.find(arguments.llama_bench)
        params, fixed = chosen(arguments, assembly.settings)
        wish = Wish(
            contexts=tuple(arguments.contexts or ()),
            sequences=tuple(arguments.sequences or ()),
            repeats=arguments.repeats,
            quick=arguments.quick,
        )
        bench = Bench(
            assembly.model(arguments.model),
            params,
            wish,
            assembly.paths.logs / "engine.log",
            fixed=fixed,
            rival=rival,
            anyway=arguments.anyway,
        )
        tally = Tally()
        try:
            with contextlib.closing(bench.run()) as events:
                for event in events:
                    tally.add(event)
                    match event:
                        case Working():
                            console.progress(_doing(event), event.fraction, eta(event.left_s))
                        case Announced():
                            _announce(event, console, rival)
        finally:
            if report := tally.report():
                _show(report, assembly, console)
    return 0 if report and report.complete else 3


def _doing(event: Working) -> str:
    if not event.size:
        return "Trying how fast this machine is"
    return f"A context of {event.size}" if event.kind == "context" else f"{event.size} at once"


def _announce(event: Announced, console: Console, rival: LlamaBench | None) -> None:
    """What is coming, how long it takes, and how to have the rest."""
    named = [(event.contexts, "contexts of"), (event.sequences, "answers at once:")]
    what = "; ".join(f"{words} {', '.join(map(str, sizes))}" for sizes, words in named if sizes) or "nothing"
    beside = f", alternating with {rival.path}" if rival else ""
    times = "once each" if event.repeats == 1 else f"{event.repeats} times each"
    console.say(f"Measuring {what}; {times}{beside}. About {duration(event.seconds)}.")
    slow = [one for one in event.left_out if one.why == "takes_long"]
    for option, kind in (("--contexts", "context"), ("--sequences", "sequences")):
        if sizes := ",".join(str(one.size) for one in slow if one.kind == kind):
            console.say(f"Left out, because it takes long here: {sizes}. To measure it: {option} {sizes}")


def _show(report: Report, assembly: Assembly, console: Console) -> None:
    """Print it, and keep it when there is a figure in it."""
    if console.json:
        console.document(report)
    else:
        console.line(str(report))
    if report.alone or report.together:
        console.say(f"Kept in {history.keep(assembly.paths, report)}")
