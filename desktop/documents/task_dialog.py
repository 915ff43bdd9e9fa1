"""What is asked before a translation or a list: one thing, beside its files and the minutes it will take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.documents.measuring import Measured, Measuring
from desktop.documents.naming import few, names_of
from desktop.widgets.controls import button, fit_height, label, restyle
from desktop.widgets.words import duration_words
from models.tasks.translate.languages import LANGUAGES

WIDTH_PX = 520
Seconds = Callable[[Sequence[int]], float | None]


class TaskDialog(QDialog):
    """Asks one thing about work on `paths`, which are read meanwhile; `seconds` foretells it from their tokens.

    Signals:
        agreed: Begin, with this answer (str).
    """

    agreed = Signal(str)

    def __init__(
        self, parent: QWidget | None, title: str, paths: Sequence[Path], measuring: Measuring, seconds: Seconds
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH_PX)
        self._measuring = measuring
        self._seconds = seconds
        self._readable = True
        self._read = label(self.tr("Reading the files…"), "small", wrap=True)
        self._begin = button(title, self._agree, role="primary")
        self._begin.setDefault(True)
        self._middle = QVBoxLayout()
        self._lay_out(title, paths)
        measuring.changed.connect(self._on_measured)
        measuring.begin(paths)

    def answer(self) -> str:
        """What is chosen now; empty: nothing yet."""
        raise NotImplementedError

    def ask(self, words: str, control: QWidget) -> None:
        """Put the question into the dialog."""
        control.setAccessibleName(words)
        self._middle.addWidget(label(words, "section"))
        self._middle.addWidget(control)
        control.setFocus()
        self.show_state()

    def show_state(self) -> None:
        self._begin.setEnabled(self._readable and bool(self.answer()))
        fit_height(self)

    def _agree(self) -> None:
        self.agreed.emit(self.answer())
        self.accept()

    def _on_measured(self, measured: Measured) -> None:
        if measured.whole:
            seconds = self._seconds(measured.tokens) if measured.tokens else None
            takes = "" if seconds is None else self.tr("Takes %1 here.").replace("%1", duration_words(seconds))
            self._read.setText("\n".join(filter(None, [takes, few(measured.refused)])))
            self._read.setHidden(not self._read.text())
            restyle(self._read, "role", "bad" if measured.refused else "small")
            self._readable = bool(measured.tokens)
            self.show_state()

    def _lay_out(self, title: str, paths: Sequence[Path]) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(button(self.tr("Cancel"), self.reject))
        buttons.addWidget(self._begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(6)
        column.addWidget(label(title, "heading"))
        column.addWidget(label(names_of(paths), wrap=True))
        column.addWidget(self._read)
        column.addSpacing(8)
        column.addLayout(self._middle)
        column.addSpacing(12)
        column.addLayout(buttons)

    def done(self, result: int) -> None:
        self._measuring.stop()
        super().done(result)


class TranslateDialog(TaskDialog):
    """Into which language; `target` is offered first."""

    def __init__(
        self, parent: QWidget | None, paths: Sequence[Path], measuring: Measuring, seconds: Seconds, target: str
    ) -> None:
        super().__init__(parent, self.tr("Translate"), paths, measuring, seconds)
        self._language = QComboBox()
        for code, language in LANGUAGES.items():
            self._language.addItem(language.own_name, code)
        self._language.setCurrentIndex(self._language.findData(target))
        self.ask(self.tr("Into which language"), self._language)

    def answer(self) -> str:
        return str(self._language.currentData())


class ListDialog(TaskDialog):
    """Every one of what."""

    def __init__(self, parent: QWidget | None, paths: Sequence[Path], measuring: Measuring, seconds: Seconds) -> None:
        super().__init__(parent, self.tr("List every one"), paths, measuring, seconds)
        self._what = QLineEdit()
        self._what.setPlaceholderText(self.tr("invoice with its amount"))
        self._what.textChanged.connect(self.show_state)
        self.ask(self.tr("Every one of what"), self._what)

    def answer(self) -> str:
        return self._what.text().strip()
