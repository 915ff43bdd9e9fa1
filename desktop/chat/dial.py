"""One value of a chat's controls: what it does, a slider, the number itself, and the way back to what is usual."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDoubleSpinBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.controls import icon_button, label
from desktop.widgets.marked_slider import MarkedSlider
from desktop.widgets.sampling import Described
from desktop.widgets.tips import plain_tip
from models.engine.ranges import RANGES

SLIDER_PX, NUMBER_PX = 170, 96
NARROW_PX = 560
_MOST_STEPS = 10_000  # a seed has no slider: nobody finds one of four thousand million on it


@dataclass(frozen=True, slots=True)
class Base:
    """What holds while the chat sets nothing: the value (None: automatic), and the words that say whose it is."""

    value: float | None
    words: str


class Dial(QWidget):
    """Shows the value in force.

    Signals:
        chosen: The chat sets this value (float or int), or none of its own any more (None).
    """

    chosen = Signal(object)

    def __init__(self, value: Described) -> None:
        super().__init__()
        self.described = value
        self._base = Base(None, "")
        self._value: float | None = None
        steps = round((value.high - value.low) / value.step)
        self._steps = min(steps, _MOST_STEPS)
        self._automatic = bool(value.automatic)
        self.slider = MarkedSlider(value.label)
        self.slider.setAccessibleDescription(value.help)
        self.slider.setRange(-1 if self._automatic else 0, self._steps)
        self.slider.valueChanged.connect(self._on_slid)
        self._slides = steps <= _MOST_STEPS
        if not self._slides:
            self.slider.setParent(self)
            self.slider.hide()
        self.number = self._number()
        self._reset = icon_button("undo-2", self.tr("Back to the usual value"), lambda: self.chosen.emit(None))
        self._base_words = label("", "small", wrap=True)
        self._lay_out()

    def show_value(self, own: float | None, base: Base) -> None:
        """`own` is the chat's, None where it sets none; then the base is in force."""
        self._base = base
        self._value = base.value if own is None else own
        self._base_words.setText(base.words)
        self._base_words.setVisible(bool(base.words))
        words = self.tr("%1: back to %2").replace("%1", self.described.label).replace("%2", self._said(base.value))
        self._reset.setToolTip(plain_tip(words))
        self._reset.setAccessibleName(words)
        self._reset.setEnabled(own is not None)
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            self.slider.setValue(self._place(self._value))
            self.slider.mark(None if base.value is None else self._place(base.value))
            self.number.setValue(self._none if self._value is None else self._value)

    def mentions(self, words: list[str]) -> bool:
        text = f"{self.described.label} {self.described.help}".casefold()
        return all(word in text for word in words)

    @property
    def _none(self) -> float:
        """What stands for “automatic” in the number's field."""
        return RANGES[self.described.name].low - (1 if self.described.whole else self.described.step)

    def _place(self, value: float | None) -> int:
        if value is None:
            return -1
        return max(0, min(self._steps, round((value - self.described.low) / self.described.step)))

    def _said(self, value: float | None) -> str:
        return self.described.automatic if value is None else self.described.shown(value)

    def _on_slid(self, place: int) -> None:
        if place < 0:
            self._choose(None)
        else:
            self._choose(min(self.described.high, self.described.low + place * self.described.step))

    def _on_typed(self, number: float) -> None:
        self._choose(None if self._automatic and number <= self._none else number)

    def _choose(self, value: float | None) -> None:
        if value is not None:
            value = round(value) if self.described.whole else round(value, 2)
        same = value is None or (self._base.value is not None and abs(value - self._base.value) < 1e-9)
        if value != self._value:
            self.chosen.emit(None if same else value)

    def _number(self) -> QDoubleSpinBox:
        value, bounds = self.described, RANGES[self.described.name]
        box = QDoubleSpinBox(decimals=0 if value.whole else 2, singleStep=value.step)
        box.setKeyboardTracking(False)
        box.setRange(self._none if self._automatic else bounds.low, bounds.high)
        box.setSpecialValueText(value.automatic)
        box.setFixedWidth(NUMBER_PX if not self._automatic else NUMBER_PX + 60)
        box.lineEdit().setTextMargins(8, 0, 0, 0)  # the style sheet's padding does not reach it
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setAccessibleName(value.label)
        box.setAccessibleDescription(value.help)
        box.valueChanged.connect(self._on_typed)
        return box

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(self.described.label, "strong"))
        words.addWidget(label(self.described.help, "small", wrap=True))
        words.addWidget(self._base_words)
        dial = QGridLayout()
        dial.setVerticalSpacing(0)
        if self._slides:
            dial.addWidget(self.slider, 0, 0, 1, 2)
        if any(self.described.ends):
            dial.addWidget(label(self.described.ends[0], "small"), 1, 0, Qt.AlignmentFlag.AlignLeft)
            dial.addWidget(label(self.described.ends[1], "small"), 1, 1, Qt.AlignmentFlag.AlignRight)
        self.slider.setMinimumWidth(SLIDER_PX)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addLayout(dial, 1)
        tools.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        tools.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignTop)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 6, 0, 6)
        self._row.setSpacing(12)
        self._row.addLayout(words, 1)
        self._row.addLayout(tools)

    # --- Qt's own ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the slider stands below its words."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW_PX
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if direction != self._row.direction():
            self._row.setDirection(direction)
            self._row.setSpacing(4 if narrow else 12)
