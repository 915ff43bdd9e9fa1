"""`paddock doctor`: what this computer has, and what stands in the way."""

from __future__ import annotations

from models.bench.doctor import examine
from models.cli.arguments import Namespace
from models.cli.assembly import Assembly
from models.cli.console import Console


def run(_: Namespace, console: Console) -> int:
    """Print the report."""
    with Assembly(console) as assembly:
        report = examine(assembly.paths)
        if console.json:
            console.document(report)
        else:
            console.line(str(report))
    return 0
