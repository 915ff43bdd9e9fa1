"""`paddock doctor`: what this computer has, and what stands in the way."""

from __future__ import annotations

import msgspec

from models.bench.doctor import examine
from models.bench.graphics import Graphics
from models.bench.try_load import Tried, try_load
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console
from models.engine.protocol import LoadParams


def run(arguments: Namespace, console: Console) -> int:
    """Print the report, with a load of the model that is named. Raises: ModelMissing, ModelAmbiguous; FileRefused."""
    with Assembly(console) as assembly:
        Graphics(assembly.paths).check(again=arguments.probe)
        tried = _tried(arguments.model, assembly) if arguments.model else None
        report = examine(assembly.paths, tried=tried)
        if console.json:
            console.document(report)
        else:
            console.line(str(report))
    return 0


def _tried(name: str, assembly: Assembly) -> Tried:
    wished = LoadParams(**msgspec.structs.asdict(assembly.settings.load))
    return try_load(assembly.model(name), wished, assembly.paths)
