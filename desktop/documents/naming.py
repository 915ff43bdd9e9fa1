"""The names of files in a sentence or a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

MOST_NAMES = 5


def names_of(paths: Sequence[Path], between: str = "\n") -> str:
    """The first few names, and how many more there are."""
    return few([path.name for path in paths], between)


def few(words: Sequence[str], between: str = "\n") -> str:
    """The first few of many names or sentences, and how many more there are: nothing grows beyond the screen."""
    shown = list(words[:MOST_NAMES])
    if len(words) > MOST_NAMES:
        shown.append(QCoreApplication.translate("Naming", "and %n more", "", len(words) - MOST_NAMES))
    return between.join(shown)
