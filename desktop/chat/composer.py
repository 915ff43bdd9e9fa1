"""Where the user writes: a growing field, the files that go along, and one button that sends or stops."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from desktop.widgets.controls import Chip, icon_button, restyle
from desktop.widgets.flow import FlowLayout
from desktop.widgets.icons import icon
from desktop.widgets.stylesheet import SEND_PX
from desktop.widgets.tab_order import tab_begin, tab_through
from desktop.widgets.tips import plain_tip
from desktop.widgets.zooming import fit_whole

DRAFT_AFTER_MS = 700  # a draft is on disk within a second
MOST_LINES = 10


class Field(QPlainTextEdit):
    """A text field as high as its text, up to ten lines.

    Enter sends, Shift+Enter breaks the line. While an input method is composing, Enter belongs to it.

    Signals:
        submitted: Enter was pressed.
        focused: It got or lost the focus.
    """

    submitted = Signal()
    focused = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._composing = False
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self.fit)

    def fit(self) -> None:
        """Take the height of the text."""
        line_px = self.fontMetrics().lineSpacing()
        lines = min(MOST_LINES, max(1, int(self.document().size().height())))
        self.setFixedHeight(lines * line_px + 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier)
        if enter and not held and not self._composing:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self.fit()

    def canInsertFromMimeData(self, source) -> bool:  # type: ignore[no-untyped-def]
        return bool(source.hasText() and not source.hasUrls())  # files go to the window, not into the text

    def dragEnterEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        event.ignore()


class Composer(QFrame):
    """The field with its chips and buttons.

    Signals:
        sent: The text to send; the field is emptied when the text is on the disk, by `clear`.
        stopped: The answer should stop.
        attach_wanted: The paper clip was pressed.
        file_removed: The chip of a file was taken away (Path).
        file_menu_wanted: Say what can be done with a file, there (Path, QPoint of the screen).
        draft_changed: The text has rested for a moment; it should be kept.
    """

    sent = Signal(str)
    stopped = Signal()
    attach_wanted = Signal()
    file_removed = Signal(object)
    file_menu_wanted = Signal(object, QPoint)
    draft_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self._busy = False
        self._chips: dict[Path, Chip] = {}
        self.field = Field()
        self.field.setPlaceholderText(self.tr("Ask anything, or drop files here"))
        self.field.setAccessibleName(self.tr("Message"))
        self.field.submitted.connect(self._submit)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.focused.connect(lambda active: restyle(self, "active", active))
        self._draft_timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER_MS)
        self._draft_timer.timeout.connect(lambda: self.draft_changed.emit(self.field.toPlainText()))
        self._send = self._send_button()
        self._first = tab_begin(self)
        self._chip_area = QWidget()
        self._chip_row = FlowLayout(self._chip_area)
        self._chip_area.hide()
        self._lay_out()
        self.field.fit()
        self._show_state()

    def add_tools(self, tools: QWidget) -> None:
        """Put them beside the paper clip."""
        self._tools.addWidget(tools)
        tab_through(tools, after=self._clip)

    def text(self) -> str:
        return self.field.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a draft, without announcing it as a new one."""
        self.field.setPlainText(text)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self._draft_timer.stop()

    def clear(self) -> None:
        """The text is sent and safe."""
        self.set_text("")
        for path in list(self._chips):
            self.remove_file(path)

    def set_busy(self, busy: bool) -> None:
        """An answer is being written: the button stops it."""
        self._busy = busy
        self._show_state()

    def add_file(self, path: Path, detail: str, *, bad: bool = False) -> None:
        """Show the chip of a file that goes along, or a new `detail` on it; `bad`: it cannot be read, and why."""
        self.remove_file(path)
        chip = Chip(path.name, detail, bad=bad)
        chip.menu_wanted.connect(partial(self.file_menu_wanted.emit, path))
        chip.removed.connect(lambda: self._on_removed(path))
        before = next(reversed(self._chips.values()), None)
        self._chips[path] = chip
        self._chip_row.addWidget(chip)
        tab_through(chip, after=before.cross if before else self._first)
        self._chip_area.show()
        self._show_state()

    def remove_file(self, path: Path) -> None:
        chip = self._chips.pop(path, None)
        if chip is not None:
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chip_area.setVisible(bool(self._chips))
        self._show_state()

    def _on_removed(self, path: Path) -> None:
        self.remove_file(path)
        self.file_removed.emit(path)
        self.field.setFocus()

    def _on_text_changed(self) -> None:
        self._draft_timer.start()
        self._show_state()

    def _submit(self) -> None:
        if not self._busy and (self.text().strip() or self._chips):
            self.sent.emit(self.text().strip())

    def _press(self) -> None:
        if self._busy:
            self.stopped.emit()
        else:
            self._submit()

    def _show_state(self) -> None:
        words = self.tr("Stop") if self._busy else self.tr("Send")
        self._send.setIcon(icon("stop" if self._busy else "arrow-up", "on_accent"))
        self._send.setAccessibleName(words)
        self._send.setToolTip(plain_tip(words))
        self._send.setEnabled(self._busy or bool(self.text().strip()) or bool(self._chips))

    def _send_button(self) -> QToolButton:
        send = icon_button("arrow-up", self.tr("Send"), self._press, colour="on_accent")
        send.setProperty("role", "send")
        fit_whole(send, SEND_PX)
        return send

    def _lay_out(self) -> None:
        self._clip = icon_button("paperclip", self.tr("Attach files"), self.attach_wanted.emit)
        row = QHBoxLayout()
        row.addWidget(self._clip)
        self._tools = QHBoxLayout()
        row.addLayout(self._tools)
        row.addStretch()
        row.addWidget(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 8)
        column.setSpacing(4)
        column.addWidget(self._chip_area)
        column.addWidget(self.field)
        column.addLayout(row)
