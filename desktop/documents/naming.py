"""The names of files in a sentence or a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

MOST_NAMES = 5


def names_of(paths: Sequence[Path], between: str = "\n") -> str:
    """The first few, and how many more there are."""
    names = [path.name for path in paths[:MOST_NAMES]]
    if len(paths) > MOST_NAMES:
        names.append(QCoreApplication.translate("Naming", "and %n more", "", len(paths) - MOST_NAMES))
    return between.join(names)
