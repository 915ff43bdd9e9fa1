"""A form of the user's own: a JSON schema, pasted or from a file, judged while it is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.task import Task
from desktop.widgets import file_dialog
from desktop.widgets.controls import button, label, restyle
from desktop.widgets.theme import Theme
from desktop.widgets.words import sentence_of
from models.chat.forms import Forms, parse
from models.errors import PaddockError

SIZE_PX = (620, 520)
RESTS_MS = 250
EXAMPLE = (
    '{\n  "type": "array",\n  "items": {\n    "type": "object",\n    "properties": {"name": {"type": "string"}}\n  }\n}'
)


class FormDialog(QDialog):
    """Asks for a schema and its name; only one that can be enforced is taken.

    Signals:
        kept: The form is among the user's now (Form).
    """

    kept = Signal(object)

    def __init__(self, parent: QWidget | None, theme: Theme, forms: Forms) -> None:
        super().__init__(parent)
        self._forms = forms
        self._judging: Task | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A form of your own"))
        self.resize(*SIZE_PX)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Its name"))
        self.name.setAccessibleName(self.tr("Name of the form"))
        self.name.textChanged.connect(self._show_state)
        self.text = QPlainTextEdit()
        self.text.setFont(theme.mono())
        self.text.setPlaceholderText(EXAMPLE)
        self.text.setAccessibleName(self.tr("JSON schema"))
        self.text.setTabChangesFocus(True)
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._rest.timeout.connect(self._judge)
        self.text.textChanged.connect(self._on_text)
        self.verdict = label("", "small", wrap=True, selectable=True)
        self.agree = button(self.tr("Use this form"), self._keep, role="primary")
        self.agree.setDefault(True)
        self._sound = False
        self._lay_out()
        self._judge()

    def show_file(self, path: Path) -> None:
        """Begin with the text of a file."""
        try:
            self.text.setPlainText(self._forms.read(path))
        except PaddockError as error:
            self._say(sentence_of(error), "bad")
            return
        self.name.setText(path.stem)
        self._judge()

    def _on_text(self) -> None:
        self._sound = False
        self._show_state()
        self._rest.start()

    def _judge(self) -> None:
        """On a thread: a long schema takes its time."""
        self._rest.stop()
        if self._judging is not None:
            self._judging.stop()
        text = self.text.toPlainText()
        if not text.strip():
            self._say(self.tr("Paste a JSON schema, or choose its file."), "small")
            return
        task = Task(partial(_judged, text), self)
        task.produced.connect(lambda _: self._on_sound(task))
        task.failed.connect(lambda error: self._on_refused(task, error))
        self._judging = task.start()

    def _on_sound(self, task: Task) -> None:
        if task is self._judging:
            self._sound = True
            self._say(self.tr("Every answer can be held to this."), "good")
            self._show_state()

    def _on_refused(self, task: Task, error: Exception) -> None:
        if task is self._judging:
            self._say(sentence_of(error), "bad")

    def _keep(self) -> None:
        try:
            form = self._forms.keep(self.name.text(), self.text.toPlainText())
        except PaddockError as error:
            self._say(sentence_of(error), "bad")
            return
        self.kept.emit(form)
        self.accept()

    def _choose_file(self) -> None:
        if path := file_dialog.open_file(self, self.tr("A JSON schema"), "JSON (*.json);;*"):
            self.show_file(path)

    def _say(self, words: str, role: str) -> None:
        self.verdict.setText(words)
        restyle(self.verdict, "role", role)

    def _show_state(self) -> None:
        self.agree.setEnabled(self._sound and bool(self.name.text().strip()))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(8)
        column.addWidget(label(self.tr("A form of your own"), "heading"))
        help = self.tr("A JSON schema says which fields an answer has. The engine lets the model write nothing else.")
        column.addWidget(label(help, "muted", wrap=True))
        column.addWidget(self.name)
        column.addWidget(self.text, 1)
        column.addWidget(self.verdict)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(button(self.tr("From a file…"), self._choose_file, icon_name="folder"))
        row.addStretch()
        row.addWidget(button(self.tr("Cancel"), self.reject))
        row.addWidget(self.agree)
        column.addLayout(row)

    def done(self, result: int) -> None:
        if self._judging is not None:
            self._judging.stop()
        super().done(result)


def _judged(text: str) -> Iterator[None]:
    """On the thread. Raises: SchemaRefused."""
    parse(text)
    yield None
