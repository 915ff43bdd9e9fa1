"""`paddock models`: what is on this computer, and how it gets here."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

from models.catalogue import CatalogueEntry
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly, eta
from models.cli.console import Console, size
from models.errors import LicenceNotAccepted, ModelMissing, ModelNotAsPublished
from models.hub.downloads import Downloads
from models.hub.events import (
    HUB,
    Checking,
    DownloadEvent,
    Downloading,
    Queued,
    Ready,
    Rechecking,
    Source,
    Verifying,
    Waiting,
)
from models.hub.reasons import say
from models.hub.shelf import InstalledModel, Verified


def run(arguments: Namespace, console: Console) -> int:
    """List, pull, add, verify or remove."""
    action = arguments.action or "list"
    with Assembly(console, network=action == "pull") as assembly:
        return _ACTIONS[action](arguments, assembly)


def _list(_: Namespace, assembly: Assembly) -> int:
    console, here = assembly.console, assembly.shelf.models()
    entries = {model.entry for model in here if not model.missing}
    offered = [entry for entry in assembly.catalogue.entries if entry.id not in entries]
    if console.json:
        console.document({"installed": here, "catalogue": offered})
        return 0
    for model in here:
        console.line(f"{model.name:<44} {size(model.size_bytes):>9}  {_standing(model)}")
    if not here:
        console.line("No model is here yet. Get one of these with “paddock models pull ID”:")
    console.line()
    for entry in offered:
        known = size(entry.size_bytes) if entry.size_bytes else "unknown"
        console.line(f"{entry.id:<44} {known:>9}  {entry.licence.id or 'licence unknown'}")
    return 0


def _standing(model: InstalledModel) -> str:
    if model.missing:
        return "its file is not there now"
    return model.problem or ("verified" if model.verified else "unverified")


def _pull(arguments: Namespace, assembly: Assembly) -> int:
    entry = assembly.catalogue.find(arguments.id)
    if entry is None:
        raise ModelMissing(name=arguments.id)
    if why := assembly.catalogue.why(arguments.id):
        assembly.console.say(why)
    ready = pull(entry, assembly, accepted=arguments.accept_licence, mirror=arguments.mirror)
    if assembly.console.json:
        assembly.console.document(ready)
    else:
        assembly.console.line(ready.path)
    return 0


def pull(entry: CatalogueEntry, assembly: Assembly, *, accepted: bool = False, mirror: str | None = None) -> Ready:
    """Download `entry` with progress, its licence agreed to. Raises: LicenceNotAccepted; DownloadFailed."""
    console, settings = assembly.console, assembly.settings
    _accept_licence(entry, accepted, console)
    source = Source(endpoint=mirror or settings.mirror or HUB, proxy=settings.proxy)
    folder = assembly.shelf.folders[0]
    with contextlib.closing(Downloads(assembly.paths, assembly.gate.child, source).start(entry, folder)) as events:
        for event in events:
            _show(entry.name, event, console)
            if isinstance(event, Ready):
                console.clear()
                return event
    raise AssertionError("a download that nobody pauses ends with Ready or an error")


def _accept_licence(entry: CatalogueEntry, accepted: bool, console: Console) -> None:
    """Show the licence, and ask where it wants to be agreed to. Raises: LicenceNotAccepted."""
    licence = entry.licence
    console.say(f"{entry.name}: licence {licence.id or 'unknown'} {licence.url or ''}".rstrip())
    if not licence.accept or accepted:
        return
    if not sys.stdin.isatty() or input("Do you accept this licence? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise LicenceNotAccepted(name=entry.name, licence=licence.id or "unknown")


def _show(name: str, event: DownloadEvent, console: Console) -> None:
    match event:
        case Queued():
            console.progress(f"{name}: waiting for another download", 0)
        case Checking():
            console.progress(f"{name}: asking the Hub", 0)
        case Rechecking(done_bytes=done, total_bytes=total):
            console.progress(f"{name}: reading what is here", done / max(1, total))
        case Downloading(done_bytes=done, total_bytes=total, rate=rate, eta_s=left):
            figures = f"{size(done)} of {size(total)}, {size(rate)}/s {eta(left)}"
            console.progress(f"{name}: downloading", done / max(1, total), figures)
        case Waiting(reason=reason, retry_s=left):
            console.progress(f"{say(reason, wait=f'{left:.0f} s')}", 0, f"again in {left:.0f} s")
        case Verifying(done=done, total=total):
            console.progress(f"{name}: verifying", done / max(1, total))


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


def _say_model(model: InstalledModel, console: Console) -> None:
    if console.json:
        console.document(model)
    else:
        console.line(f"{model.name}  {size(model.size_bytes)}  {_standing(model)}  {model.path}")


_ACTIONS: dict[str, Callable[[Namespace, Assembly], int]] = {
    "list": _list,
    "pull": _pull,
    "add": _add,
    "verify": _verify,
    "rm": _remove,
}
