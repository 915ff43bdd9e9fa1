"""The line to find words in a chat with. It stands above the conversation and hides nothing of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chat.transcript_view import TranscriptView
from desktop.widgets.controls import icon_button, label
from desktop.widgets.search_field import SearchField

PAUSE_MS = 120  # after the last letter
LONGEST_TAKEN = 80  # characters of a selection that are words to find


class FindBar(QFrame):
    """Words, “3 of 17”, on and back, and close: Enter and F3, with Shift back, Esc."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__()
        self._view = view
        self._finder = view.finder
        self.setAccessibleName(self.tr("Find in this chat"))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.field = SearchField(self.tr("Find in this chat"))
        self.field.setMaximumWidth(360)
        self.field.textChanged.connect(lambda: self._pause.start())
        self.field.installEventFilter(self)
        self._count = label("", "small")
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("000 / 0000"))
        self._back = icon_button("chevron-up", self.tr("Previous match"), lambda: self.step(-1))
        self._on = icon_button("chevron-down", self.tr("Next match"), lambda: self.step(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 0)
        row.setSpacing(6)
        row.addStretch(1)
        for each in (self.field, self._count, self._back, self._on):
            row.addWidget(each)
        row.addWidget(icon_button("x", self.tr("Close the search"), self.close_bar))
        row.addStretch(1)
        for key, step in (("F3", 1), ("Shift+F3", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda step=step: self.step(step))
        self._finder.changed.connect(self._show_count)
        self.hide()

    def begin(self) -> None:
        """Show the bar, with what is selected as its words."""
        selected = self._view.selecting.text()
        if selected and "\n" not in selected and len(selected) <= LONGEST_TAKEN:
            self.field.setText(selected)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._look()

    def step(self, step: int) -> None:
        """The next match, or the one before."""
        if self._pause.isActive():
            self._look()
        self._finder.step(step)

    def close_bar(self) -> None:
        """Hide it; the place that was found stays in sight."""
        self._pause.stop()
        self.hide()
        self._finder.look_for("")
        self._view.setFocus()

    def _look(self) -> None:
        self._pause.stop()
        self._finder.look_for(self.field.text())

    def _show_count(self) -> None:
        finder = self._finder
        words = ""
        if finder.count:
            words = self.tr("%1 of %2").replace("%1", str(finder.number)).replace("%2", str(finder.count))
            words += "…" if finder.is_looking else ""
        elif finder.is_active:
            words = self.tr("Looking…") if finder.is_looking else self.tr("Not found")
        if words != self._count.text():
            self._count.setText(words)
            self._count.setAccessibleName(words)
        for each in (self._back, self._on):
            each.setEnabled(finder.count > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() not in (
            QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress,
        ):  # fmt: skip
            return False
        pressed = event.type() == QEvent.Type.KeyPress
        match event.key():
            case Qt.Key.Key_Escape:
                event.accept()  # the window's own Esc would stop an answer
                if pressed:
                    self.close_bar()
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if pressed:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
        return False


class FindableTranscript(QWidget):
    """A transcript with the bar above it. Esc in the transcript closes the bar, too."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__()
        self.bar = FindBar(view)
        view.installEventFilter(self)
        self._view = view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(view, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape or self.bar.isHidden():
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            case QEvent.Type.KeyPress:
                self.bar.close_bar()
                return True
        return False
