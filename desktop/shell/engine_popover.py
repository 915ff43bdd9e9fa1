"""The engine's figures on demand, and where there are cards, which of them computes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.shell.engine_figures import Figures, rows, size
from desktop.widgets.controls import button, clear, label
from models.engine.protocol import Completed

WIDTH_PX = 420
PROCESSOR = -1


class EnginePopover(QFrame):
    """A small window below “Ready”; a click elsewhere, or Escape, closes it.

    Signals:
        card_wanted: Compute on this card (int), on the one with most memory free (None), or on the processor (-1).
        performance_wanted: Measure how fast it is.
    """

    card_wanted = Signal(object)
    performance_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Figures of the engine"))
        self.setFixedWidth(WIDTH_PX)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._said = label(self.tr("Asking the engine…"), "small")
        self._where = label(self.tr("Compute on"), "section")
        self.cards = QComboBox()
        self.cards.setAccessibleName(self.tr("Compute on"))
        self.cards.activated.connect(lambda place: self.card_wanted.emit(self.cards.itemData(place)))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Figures of the engine"), "strong"))
        column.addWidget(self._said)
        column.addLayout(self._grid)
        column.addWidget(self._where)
        column.addWidget(self.cards)
        measure = button(self.tr("How fast it is here"), self._measure, icon_name="gauge")
        column.addWidget(measure, 0, Qt.AlignmentFlag.AlignLeft)
        for each in (self._where, self.cards):
            each.hide()

    def show_at(self, at: QPoint) -> None:
        """Open with its corner there."""
        self.adjustSize()
        self.move(at)
        self.show()
        self.setFocus()

    def show_figures(self, figures: Figures, last: Completed | None, chosen: int | None, *, processor: bool) -> None:
        """`last` is the answer that was read last; `chosen` the card of the settings, `processor` that it is none."""
        self._said.hide()
        clear(self._grid)
        for row, (name, words) in enumerate(rows(figures, last)):
            called, said = label(name, "small"), label(words, wrap=True, selectable=True)
            self._grid.addWidget(called, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 1)
            for each in (called, said):
                each.show()  # the layout shows them only when control is back in the event loop
        self._offer_cards(figures, PROCESSOR if processor else chosen)
        layout = self.layout()
        if layout is not None:  # wrapped words do not ask for their height by themselves
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH_PX))

    def _offer_cards(self, figures: Figures, chosen: int | None) -> None:
        """Where there is a card at all there is a choice: the processor is always one."""
        self.cards.clear()
        choices: Sequence[tuple[str, int | None]] = [
            (self.tr("The card with most memory free"), None),
            *(
                (
                    self.tr("%1: %2 of %3 free")
                    .replace("%1", card.name)
                    .replace("%2", size(card.memory_free))
                    .replace("%3", size(card.memory_total)),
                    number,
                )
                for number, card in enumerate(figures.cards)
            ),
            (self.tr("Processor only"), PROCESSOR),
        ]
        for words, number in choices:
            self.cards.addItem(words, number)
            if number == chosen:
                self.cards.setCurrentIndex(self.cards.count() - 1)
        for each in (self._where, self.cards):
            each.setVisible(bool(figures.cards))

    def _measure(self) -> None:
        self.close()
        self.performance_wanted.emit()
