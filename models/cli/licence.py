"""A licence shown before a model comes, and agreed to where it wants that."""

from __future__ import annotations

import sys

from models.catalogue import Licence
from models.cli.console import Console
from models.errors import LicenceNotAccepted


def accept(name: str, licence: Licence, console: Console, *, accepted: bool, facts: str = "") -> None:
    """Show the licence of the model `name`, and ask where it has to be agreed to. Raises: LicenceNotAccepted."""
    console.say(f"{name}: {facts}licence {licence.id or 'unknown'} {licence.url or ''}".rstrip())
    if not licence.accept or accepted:
        return
    if not sys.stdin.isatty() or input("Do you accept this licence? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise LicenceNotAccepted(name=name, licence=licence.id or "unknown")
