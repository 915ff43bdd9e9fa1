"""`paddock plan`: will it fit, and how fast, before a download or a load."""

from __future__ import annotations

from pathlib import Path

import msgspec

from models.bench.plan import report
from models.catalogue import CatalogueEntry
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.engine.bandwidth import bandwidth
from models.engine.hardware import hardware
from models.engine.protocol import LoadParams
from models.errors import ModelMissing


def run(arguments: Namespace, console: Console) -> int:
    """Print the plan of a model on this computer or in the catalogue. Raises: ModelMissing; FileRefused."""
    with Assembly(console) as assembly:
        planned = _planned(arguments.id, assembly)
        wished = LoadParams(**msgspec.structs.asdict(assembly.settings.load))
        fixed = set()
        if arguments.ctx:
            wished, fixed = msgspec.structs.replace(wished, n_ctx=arguments.ctx), {"n_ctx"}
        machine = msgspec.structs.replace(hardware(), memory_bandwidth=bandwidth())
        result = report(planned, machine, wished, fixed=fixed, vram_gb=arguments.vram)
        if console.json:
            console.document(result)
        else:
            console.line(str(result))
    return 0


def _planned(name: str, assembly: Assembly) -> Path | CatalogueEntry:
    """The model here of that name, or the catalogue's. Raises: ModelMissing; FileRefused."""
    try:
        return Path(assembly.model(name).path)
    except ModelMissing:
        entry = assembly.catalogue.find(name)
        if entry is None or entry.size_bytes is None:
            raise
        return entry
