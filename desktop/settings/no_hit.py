"""What stands on the settings page when a search finds nothing: that it does, and what may have been meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.controls import button, clear, label
from desktop.widgets.flow import FlowLayout


class NoHit(QWidget):
    """Hidden while something is found.

    Signals:
        wanted: Search for this instead.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._said = label("", "muted", wrap=True)
        self._offers = QWidget()
        self._buttons = FlowLayout(self._offers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.addWidget(self._said)
        column.addWidget(self._offers)
        self.hide()

    def say(self, asked: str, offers: Sequence[str]) -> None:
        """Nothing is called `asked`; `offers` find something."""
        words = self.tr("No setting mentions “%1”. Did you mean:") if offers else self.tr("No setting mentions “%1”.")
        self._said.setText(words.replace("%1", asked))
        clear(self._buttons)
        for each in offers:
            self._buttons.addWidget(button(each, partial(self.wanted.emit, each), icon_name="search"))
        self._offers.setVisible(bool(offers))
        self.show()
