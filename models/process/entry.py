"""What a child runs first: limits, then the network lock, then its own `main`."""

from __future__ import annotations

import importlib
import sys

import msgspec

from models.process import system
from models.process.child import Limits


class Spec(msgspec.Struct, frozen=True):
    """What the parent wants of this child; see `Child`."""

    main: str
    name: str
    limits: Limits
    network: bool


def run(handle: int, spec: Spec) -> None:
    """Limit this process, then hand the pipe to its `main` until that returns."""
    connection = system.connection_from(handle)
    system.limit(spec.limits.memory_bytes, spec.limits.file_bytes)
    module, function = spec.main.split(":")
    getattr(importlib.import_module(module), function)(connection)


def main() -> None:
    """`python -m models.process.entry HANDLE SPEC`."""
    run(int(sys.argv[-2]), msgspec.json.decode(sys.argv[-1], type=Spec))


if __name__ == "__main__":
    main()
