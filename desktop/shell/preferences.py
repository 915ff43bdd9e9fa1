"""The settings of this window: one value, kept on the disk with every change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from models import settings as kept
from models.errors import PaddockError
from models.settings import Settings


class Preferences(QObject):
    """Holds the settings in force.

    Signals:
        changed: They are others now (Settings); on the disk, unless `failed` follows.
        failed: They could not be written (PaddockError); they hold until the program ends.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, path: Path, value: Settings) -> None:
        super().__init__()
        self._path = path
        self.value = value

    def change(self, **fields: Any) -> None:
        """Change some of them."""
        self.replace(msgspec.structs.replace(self.value, **fields))

    def replace(self, value: Settings) -> None:
        """Put `value` in force."""
        if value == self.value:
            return
        self.value = value
        self.changed.emit(value)
        try:
            kept.write(self._path, value)
        except PaddockError as error:
            self.failed.emit(error)
