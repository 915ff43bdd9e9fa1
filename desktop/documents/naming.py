"""The names of files in a sentence or a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from models.documents.naming import told_apart

MOST_NAMES = 5
MOST_SENTENCES = 3


def names_of(paths: Sequence[Path], between: str = "\n") -> str:
    """The first few names, and how many more there are."""
    return between.join(_few(told_apart(paths), MOST_NAMES))


def few(sentences: Sequence[str]) -> str:
    """The first few of many sentences on lines of their own: what says them grows no higher than the screen."""
    return "\n".join(_few(sentences, MOST_SENTENCES))


def _few(words: Sequence[str], most: int) -> list[str]:
    shown = list(words[:most])
    if len(words) > most:
        shown.append(QCoreApplication.translate("Naming", "and %n more", "", len(words) - most))
    return shown
