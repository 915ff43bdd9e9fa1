"""`paddock gpu`: whether the graphics card is used, a trial of it, and the engine's part for NVIDIA cards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.bench.graphics import Graphics, State
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console, size
from models.cli.shelf import follow
from models.engine.plan import gigabytes
from models.errors import GpuPackNone
from models.paths import Paths


def run(arguments: Namespace, console: Console) -> int:
    """Say, try, install or remove.

    Raises: FileNotRegular, GpuPackUnusable, GpuPackNone; DownloadFailed; DiskFull, StoreUnwritable.
    """
    action = arguments.action or "status"
    graphics = Graphics(Paths.of_this_user())
    _ACTIONS[action](arguments, graphics, console)
    state = graphics.state()
    if console.json:
        console.document(state)
    else:
        console.line("\n".join(lines(state)))
    return 0


def lines(state: State) -> list[str]:
    """For people."""
    if not state.cards:
        return ["No graphics card with an NVIDIA driver was found: the processor does the work."]
    told = [
        f"{card.name}, {gigabytes(card.memory_total):g} GB ({gigabytes(card.memory_free):g} free), driver {card.driver}"
        for card in state.cards
    ]
    if state.pack:
        told.append(f"Pack: CUDA {state.pack.cuda}, {size(state.pack.size_bytes)}, for the engine {state.pack.engine}")
    if state.trouble:
        return [*told, f"Not used: {state.trouble.problem}. Try it again with “paddock gpu check”."]
    if state.has_part:
        return [*told, "The engine has the part for it."]
    told.append("Not used: the engine has no part for NVIDIA cards.")
    if state.too_old:
        told.append(f"And {state.too_old.problem}.")
    if not state.takes_packs:
        told.append(
            "In a checkout, install the CUDA compiler (on Debian: nvidia-cuda-toolkit) and run “make run” again."
        )
    elif state.offered and state.offered.repo:
        told.append(f"Get it ({size(state.offered.size_bytes)}) with “paddock gpu install”.")
    elif state.offered:
        told.append(f"Bring the file {state.offered.name}, then: paddock gpu install FILE.")
    return told


def _status(_: Namespace, __: Graphics, ___: Console) -> None:
    """Only say."""


def _check(_: Namespace, graphics: Graphics, console: Console) -> None:
    console.say("Trying the graphics card; this can take a minute.")
    graphics.check()


def _install(arguments: Namespace, graphics: Graphics, console: Console) -> None:
    path: Path = arguments.path or _download(arguments, graphics, console)
    for step in graphics.install(path):
        console.progress(f"Unpacking {path.name}", min(1.0, step.done_bytes / max(1, step.total_bytes)))
    console.clear()
    if graphics.state().cards:
        _check(arguments, graphics, console)


def _download(arguments: Namespace, graphics: Graphics, console: Console) -> Path:
    """Raises: GpuPackNone; DownloadFailed."""
    offered = graphics.state().offered
    if offered is None or not offered.repo:
        raise GpuPackNone
    graphics.incoming.mkdir(parents=True, exist_ok=True)
    with Assembly(console, network=True) as assembly:
        download = assembly.downloads(arguments.mirror).start(graphics.request(offered), graphics.incoming)
        return Path(follow(download, offered.name, console).path)


def _remove(_: Namespace, graphics: Graphics, __: Console) -> None:
    graphics.remove()


_ACTIONS: dict[str, Callable[[Namespace, Graphics, Console], None]] = {
    "status": _status,
    "check": _check,
    "install": _install,
    "remove": _remove,
}
