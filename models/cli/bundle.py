"""`paddock models export-bundle` and `import-bundle`: models carried to a computer without a network."""

from __future__ import annotations

import contextlib

from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import size
from models.cli.licence import accept
from models.hub.bundle import Bundle
from models.hub.packing import Copying, Exported, export
from models.hub.unpacking import Imported, unpack


def pack(arguments: Namespace, assembly: Assembly) -> int:
    """Write the models named into a folder or a zip. Raises: ModelMissing; FileMissing; DownloadFailed."""
    console, shelf = assembly.console, assembly.shelf
    models = list({model.path: model for model in map(shelf.find, arguments.ids)}.values())
    with contextlib.closing(export(models, arguments.output.absolute(), shelf, assembly.catalogue)) as events:
        for event in events:
            match event:
                case Copying(name=name, done_bytes=done, total_bytes=total):
                    console.progress(f"{name}: copying", done / max(1, total), f"{size(done)} of {size(total)}")
                case Exported():
                    console.clear()
                    _end(event, f"{event.path}: {_count(len(models))}, {size(event.size_bytes)}.", assembly)
    return 0


def take(arguments: Namespace, assembly: Assembly) -> int:
    """Take the models of a bundle onto the shelf. Raises: BundleDamaged; LicenceNotAccepted; DownloadFailed."""
    console = assembly.console
    with Bundle(arguments.path.absolute()) as bundle:
        for model in bundle.manifest.models:
            entry = next((entry for entry in assembly.catalogue.entries if entry.id == model.entry), None)
            licence, facts = entry.licence if entry else model.licence, f"{size(model.size_bytes)}, "
            accept(model.name, licence, console, accepted=arguments.accept_licence, facts=facts)
        with contextlib.closing(unpack(bundle, assembly.shelf)) as events:
            for event in events:
                match event:
                    case Copying(name=name, done_bytes=done, total_bytes=total):
                        console.progress(f"{name}: checking", done / max(1, total), f"{size(done)} of {size(total)}")
                    case Imported():
                        console.clear()
                        _end(event, "\n".join(event.paths), assembly)
    return 0


def _end(event: Exported | Imported, words: str, assembly: Assembly) -> None:
    if assembly.console.json:
        assembly.console.document(event)
    else:
        assembly.console.line(words)


def _count(models: int) -> str:
    return "1 model" if models == 1 else f"{models} models"
