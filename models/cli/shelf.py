"""`paddock models`: what is on this computer, and how it gets here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from models import demo
from models.catalogue import CatalogueEntry
from models.cli import bundle, search, token
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly, eta
from models.cli.console import Console, size
from models.cli.licence import accept
from models.errors import DownloadFailed, ModelNotAsPublished, ModelNotOffered
from models.hub import adopt
from models.hub.downloads import Download
from models.hub.events import (
    Checking,
    DownloadEvent,
    Downloading,
    Queued,
    Ready,
    Rechecking,
    Verifying,
    Waiting,
)
from models.hub.progress import Progress
from models.hub.reasons import OUT_OF_REACH, say
from models.hub.shelf import InstalledModel, Verified


def run(arguments: Namespace, console: Console) -> int:
    """List, search, pull, add, verify, remove, keep, carry, or set a token."""
    action = arguments.action or "list"
    with Assembly(console, network=action in _NETWORKED) as assembly:
        return _ACTIONS[action](arguments, assembly)


def _list(_: Namespace, assembly: Assembly) -> int:
    console, here = assembly.console, assembly.shelf.models()
    entries = {model.entry for model in here if not model.missing}
    offered = [entry for entry in assembly.catalogue.entries if entry.id not in entries]
    found = adopt.of_this_user(part for model in here for part in model.parts)
    advice = assembly.advice() if offered else None
    within = assembly.shelf.demo()
    if console.json:
        recommended = {"id": advice.entry.id, "why": str(advice)} if advice else None
        console.document(
            {"installed": here, "found": found, "catalogue": offered, "recommended": recommended, "built_in": within}
        )
        return 0
    for model in here:
        console.line(f"{model.name:<44} {size(model.size_bytes):>9}  {_standing(model)}")
    if not here:
        console.line("No model is here yet. Get one of these with “paddock models pull ID”:")
    for one in found:
        console.line(f"{one.name:<44} {size(one.size_bytes):>9}  in {one.program}: paddock models add {one.path}")
    console.line()
    for entry in offered:
        known = size(entry.size_bytes) if entry.size_bytes else "unknown"
        console.line(f"{entry.id:<44} {known:>9}  {entry.licence.id or 'licence unknown'}")
    if advice:
        console.line()
        console.line(f"{advice.entry.id}: {advice}")
        if advice.usual:
            console.line(f"{advice.usual.id}: the usual choice, fits as well.")
    if within:
        console.line()
        console.line(f"{demo.NAME:<44} {size(within.size_bytes):>9}  the built-in demo model: {demo.ABOUT}")
    return 0


def _standing(model: InstalledModel) -> str:
    if model.missing:
        return "its file is not there now"
    return model.problem or ("verified" if model.verified else "unverified")


def _pull(arguments: Namespace, assembly: Assembly) -> int:
    entry = assembly.catalogue.find(arguments.id) or search.entry_of(arguments.id, assembly, arguments.mirror)
    if entry is None:
        raise ModelNotOffered(name=arguments.id)
    if why := assembly.catalogue.why(arguments.id):
        assembly.console.say(why)
    if arguments.token_stdin:
        assembly.tokens.hold(token.read())
    ready = pull(entry, assembly, accepted=arguments.accept_licence, mirror=arguments.mirror)
    if assembly.console.json:
        assembly.console.document(ready)
    else:
        assembly.console.line(ready.path)
    return 0


def pull(entry: CatalogueEntry, assembly: Assembly, *, accepted: bool = False, mirror: str | None = None) -> Ready:
    """Download `entry` with progress, its licence agreed to. Raises: LicenceNotAccepted; DownloadFailed."""
    console = assembly.console
    accept(entry.name, entry.licence, console, accepted=accepted)
    folder = assembly.shelf.folders[0]
    try:
        return follow(assembly.downloads(mirror).start(entry, folder), entry.name, console)
    except DownloadFailed as error:
        if error.values.get("reason") in OUT_OF_REACH:
            names = " or ".join(mirror.id for mirror in assembly.mirrors.mirrors)
            console.say(f"Other ways: --mirror {names}; or a file from elsewhere: “paddock models add FILE”.")
        raise


def follow(download: Download, name: str, console: Console) -> Ready:
    """Show a download until it has ended. Raises: DownloadFailed."""
    progress = Progress()
    with contextlib.closing(download):
        for event in download:
            progress.after(event)
            _show(name, event, progress.fraction, console)
            if isinstance(event, Ready):
                console.clear()
                return event
    raise AssertionError("a download that nobody pauses ends with Ready or an error")


def _show(name: str, event: DownloadEvent, fraction: float, console: Console) -> None:
    match event:
        case Queued():
            console.progress(f"{name}: waiting for another download", fraction)
        case Checking():
            console.progress(f"{name}: asking the Hub", fraction)
        case Rechecking(done_bytes=done, total_bytes=total):
            console.progress(f"{name}: reading what is here", fraction, f"{size(done)} of {size(total)}")
        case Downloading(done_bytes=done, total_bytes=total, rate=rate, eta_s=left, again=again):
            figures = f"{size(done)} of {size(total)}, {size(rate)}/s {eta(left)}"
            console.progress(f"{name}: {'getting it again' if again else 'downloading'}", fraction, figures)
        case Waiting(reason=reason, retry_s=left):
            console.progress(f"{say(reason, wait=f'{left:.0f} s')}", fraction, f"again in {left:.0f} s")
        case Verifying():
            console.progress(f"{name}: verifying", fraction)


def _add(arguments: Namespace, assembly: Assembly) -> int:
    model = assembly.shelf.add(Path(arguments.file).expanduser())
    _say_model(model, assembly.console)
    return 0


def _verify(arguments: Namespace, assembly: Assembly) -> int:
    console = assembly.console
    model = assembly.shelf.find(arguments.id)
    for event in assembly.shelf.verify(model):
        match event:
            case Verifying():
                console.progress(f"{model.name}: reading", event.done / max(1, event.total))
            case Verified(same=False):
                raise ModelNotAsPublished(name=model.title)
    console.clear()
    _say_model(assembly.shelf.find(arguments.id), console)
    return 0


def _remove(arguments: Namespace, assembly: Assembly) -> int:
    model = assembly.shelf.find(arguments.id)
    freed = assembly.shelf.remove(model)
    if assembly.console.json:
        assembly.console.document({"removed": model.name, "freed_bytes": freed})
    else:
        assembly.console.line(f"{model.name} is gone; {size(freed)} are free again.")
    return 0


def _keep(arguments: Namespace, assembly: Assembly) -> int:
    _say_model(assembly.shelf.keep(assembly.shelf.find(arguments.id)), assembly.console)
    return 0


def _say_model(model: InstalledModel, console: Console) -> None:
    if console.json:
        console.document(model)
    else:
        console.line(f"{model.name}  {size(model.size_bytes)}  {_standing(model)}  {model.path}")


_NETWORKED = {"pull", "search", "token"}
_ACTIONS: dict[str, Callable[[Namespace, Assembly], int]] = {
    "list": _list,
    "search": search.search,
    "pull": _pull,
    "add": _add,
    "verify": _verify,
    "rm": _remove,
    "keep": _keep,
    "export-bundle": bundle.pack,
    "import-bundle": bundle.take,
    "token": token.run,
}
