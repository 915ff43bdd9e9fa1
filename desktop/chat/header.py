"""Above a chat: its title, the preset it began with, and its instructions, which unfold to be changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.controls import ElidedLabel, button, label, restyle
from desktop.widgets.escape import claims_escape
from desktop.widgets.icons import icon
from desktop.widgets.tips import plain_tip
from desktop.widgets.zooming import fit_icon

_ICON_PX = 16
RESTS_MS = 300
LINES = 5
_PRESET_CHARACTERS = 28


class ChatHeader(QFrame):
    """Says what it is given.

    Signals:
        preset_wanted: The button of the presets was pressed; show the menu at this point of the screen.
        instructed: The chat's instructions are to be these.
    """

    preset_wanted = Signal(QPoint)
    instructed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chathead")
        self._title = ElidedLabel("", "strong")
        self.preset = self._button("bookmark")
        self.preset.clicked.connect(self._ask_preset)
        self.toggle = self._button("quote")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._unfold)
        self.text = _Instructions()
        self.text.setAccessibleName(self.tr("Instructions of this chat"))
        self.text.setPlaceholderText(
            self.tr("Who the model is and how it should answer; it reads this before every message.")
        )
        self.text.left.connect(self._fold)
        self.text.unfocused.connect(self.tell)
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rest.timeout.connect(self.tell)
        self.text.textChanged.connect(self._rest.start)
        self._editor = QWidget()
        self._editor.hide()
        self._lay_out()
        self.show_chat("", "", "")

    def show_chat(self, title: str, instructions: str, preset: str) -> None:
        """Of another chat, or other ones. What is being written stays."""
        self._title.setText(title)
        words = self.tr("Preset: %1").replace("%1", preset[:_PRESET_CHARACTERS]) if preset else self.tr("Preset")
        self.preset.setText(f" {words}")
        self.preset.setAccessibleName(words)
        restyle(self.preset, "on", bool(preset))
        has = bool(instructions.strip())
        words = self.tr("Instructions: set") if has else self.tr("Instructions")
        self.toggle.setText(f" {words}")
        self.toggle.setAccessibleName(words)
        tip = instructions[:400] if has else self.tr("Say who the model is and how it should answer")
        self.toggle.setToolTip(plain_tip(tip))
        if self.text.toPlainText() != instructions and not self._rest.isActive():
            self.text.setPlainText(instructions)
            self._rest.stop()

    def tell(self) -> None:
        """What was written, now; before a message goes or another chat comes."""
        if self._rest.isActive():
            self._rest.stop()
        self.instructed.emit(self.text.toPlainText())

    @property
    def is_waiting(self) -> bool:
        """Something was written that was not told yet."""
        return self._rest.isActive()

    def _ask_preset(self) -> None:
        self.preset_wanted.emit(self.preset.mapToGlobal(QPoint(0, self.preset.height() + 2)))

    def _unfold(self, unfolded: bool) -> None:
        self._editor.setVisible(unfolded)
        if unfolded:
            self.text.setFocus()
        elif self.is_waiting:
            self.tell()

    def _fold(self) -> None:
        self.toggle.setChecked(False)
        self.toggle.setFocus()

    def _button(self, name: str) -> QPushButton:
        made = QPushButton()
        made.setIcon(icon(name))
        fit_icon(made, _ICON_PX, _ICON_PX)
        made.setAutoDefault(False)
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 14, 0)
        row.setSpacing(4)
        row.addWidget(self._title, 1)
        row.addWidget(self.preset)
        row.addWidget(self.toggle)
        inside = QVBoxLayout(self._editor)
        inside.setContentsMargins(24, 0, 24, 4)
        inside.setSpacing(4)
        inside.addWidget(self.text)
        below = QHBoxLayout()
        below.addWidget(label(self.tr("Kept with this chat. New chats begin with those of the settings."), "small"), 1)
        below.addWidget(button(self.tr("Done"), self._fold))
        inside.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._editor)


class _Instructions(QPlainTextEdit):
    """A few lines; Escape leaves them.

    Signals:
        left: The user is done.
        unfocused: The user is elsewhere.
    """

    left = Signal()
    unfocused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 18)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.unfocused.emit()

    def event(self, event: QEvent) -> bool:
        return claims_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
