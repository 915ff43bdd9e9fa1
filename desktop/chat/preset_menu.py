"""The presets: one to apply, and what can be done with one's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.widgets.icons import icon
from desktop.widgets.tips import plain_tip
from models.chat.presets import Preset


class PresetMenu(QMenu):
    """Offers them all.

    Signals:
        chosen: Apply this one (Preset).
        save_wanted, export_wanted, import_wanted: Of the user's own.
        removed: Take the user's own of this name away.
    """

    chosen = Signal(object)
    save_wanted = Signal()
    export_wanted = Signal()
    import_wanted = Signal()
    removed = Signal(str)

    def __init__(self, parent: QWidget, built_in: Sequence[Preset], own: Sequence[Preset], current: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add(built_in, current)
        if own:
            self.addSeparator()
        self._add(own, current)
        self.addSeparator()
        self.addAction(icon("plus"), self.tr("Save this chat’s controls as a preset…"), self.save_wanted.emit)
        self.addAction(icon("download"), self.tr("Import presets…"), self.import_wanted.emit)
        if own:
            self.addAction(icon("upload"), self.tr("Export my presets…"), self.export_wanted.emit)
            remove = self.addMenu(icon("trash-2"), self.tr("Remove"))
            for preset in own:
                remove.addAction(preset.name.replace("&", "&&"), partial(self._remove, preset.name))

    def _add(self, presets: Sequence[Preset], current: str) -> None:
        for preset in presets:
            action = self.addAction(preset.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(preset.name == current)
            action.setToolTip(plain_tip(preset.instructions))
            action.triggered.connect(lambda _=False, preset=preset: self.chosen.emit(preset))

    def _remove(self, name: str, _checked: bool = False) -> None:
        self.removed.emit(name)
