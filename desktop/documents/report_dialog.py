"""What is asked before a report: what to look for in every file, and by which labels to count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.proposing import Looking, as_lines, confirmed
from desktop.task import Task
from desktop.widgets.controls import button, clear, fit_height, label, restyle
from desktop.widgets.words import sentence_of, translated
from models import demo
from models.errors import SchemaRefused
from models.report import schema as schemas
from models.report.events import CodebookProposed
from models.report.schema import Field, Label, Language, Schema

WIDTH_PX = 560
LIST_PX = 190
Propose = Callable[[Schema], Iterable[Looking | CodebookProposed]]


class ReportDialog(QDialog):
    """Two steps: what is looked for; then the labels, proposed where the list is open, for a person to confirm.

    `of_demo`: the built-in model is at work, which overlooks much.

    Signals:
        agreed: Begin, with this schema; all its lists are closed (Schema).
    """

    agreed = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        paths: Sequence[Path],
        language: Language,
        propose: Propose,
        *,
        of_demo: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Report"))
        self.setFixedWidth(WIDTH_PX)
        self._propose = propose
        self._task: Task | None = None
        self._schema: Schema | None = None
        self._lists: dict[str, QPlainTextEdit] = {}
        self._main: dict[str, QCheckBox] = {}
        self._wanted = QComboBox()
        self._wanted.setAccessibleName(self.tr("What to look for"))
        for name in schemas.names(language):
            template = schemas.template(name, language)
            self._wanted.addItem(template.title, template)
        self._wanted.addItem(self.tr("A question of your own"), None)
        self._wanted.currentIndexChanged.connect(self._show_wanted)
        self._question = QLineEdit()
        self._question.setPlaceholderText(self.tr("Why did they leave?"))
        self._question.setAccessibleName(self.tr("Your question to every file"))
        self._question.textChanged.connect(self._show_wanted)
        self._fields = label("", "muted", wrap=True)
        self._labels = QVBoxLayout()
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._bar.setAccessibleName(self.tr("Looking for labels"))
        self._said = label("", "small", wrap=True)
        self._first, self._second = QWidget(), QWidget()
        self._act = button("", self._go_on, role="primary")
        self._act.setDefault(True)
        self._lay_out(len(paths), of_demo=of_demo)
        self._show_step(second=False)
        self._show_wanted()

    def _show_step(self, *, second: bool) -> None:
        self._first.setHidden(second)
        self._second.setVisible(second)
        fit_height(self)

    # --- what is looked for ---

    def _wished(self) -> Schema | None:
        template: Schema | None = self._wanted.currentData()
        question = self._question.text().strip()
        return template or (schemas.of_question(question) if question else None)

    def _show_wanted(self) -> None:
        wished = self._wished()
        own = self._wanted.currentData() is None
        self._question.setVisible(own)
        self._fields.setText("" if own or wished is None else self._told(wished.fields))
        self._fields.setVisible(not own)
        self._act.setEnabled(wished is not None)
        labelled = wished is None or any(field.kind == "labels" for field in wished.fields)
        self._act.setText(self.tr("Continue") if labelled else self.tr("Make the report"))
        fit_height(self)

    def _told(self, fields: Sequence[Field]) -> str:
        pair = self.tr("%1: %2")
        names = "\n".join(f"•  {pair.replace('%1', field.title).replace('%2', field.description)}" for field in fields)
        return self.tr("Asked of every file:") + "\n" + names

    def _go_on(self) -> None:
        if self._schema is not None:
            self._agree(self._schema)
            return
        self._schema = self._wished()
        if self._schema is None:
            return
        if not any(field.kind == "labels" for field in self._schema.fields):
            self._agree(self._schema)
        elif self._schema.open_fields:
            self._look_for_labels(self._schema)
        else:
            self._show_labels({field.name: field.labels for field in self._schema.fields if field.labels})

    # --- the labels ---

    def _look_for_labels(self, schema: Schema) -> None:
        self._show_step(second=True)
        self._act.setEnabled(False)
        self._bar.show()
        self._say(self.tr("Reading a sample of the files, to propose labels…"))
        self._task = Task(lambda: self._propose(schema), self)
        self._task.produced.connect(self._on_proposed)
        self._task.failed.connect(self._on_failed)
        self._task.start()

    def _on_proposed(self, event: Looking | CodebookProposed) -> None:
        if isinstance(event, Looking):
            self._bar.setValue(round(1000 * event.fraction))
        else:
            self._show_labels({name: tuple(labels) for name, labels in event.codebook.items()})

    def _on_failed(self, error: Exception) -> None:
        """The person writes the labels."""
        assert self._schema is not None
        self._show_labels({field.name: field.labels for field in self._schema.fields if field.kind == "labels"})
        self._say(sentence_of(error), bad=True)

    def _show_labels(self, lists: dict[str, tuple[Label, ...]]) -> None:
        assert self._schema is not None
        self._second.hide()  # what is added to a hidden step is shown with it: a visible one counts it only next turn
        clear(self._labels)
        self._lists, self._main = {}, {}
        for field in self._schema.fields:
            if field.name in lists:
                editor = QPlainTextEdit(as_lines(lists[field.name]))
                editor.setAccessibleName(field.title)
                editor.setFixedHeight(LIST_PX)
                self._labels.addWidget(label(field.title, "section"))
                self._labels.addWidget(editor)
                self._lists[field.name] = editor
                if field.many:
                    self._labels.addWidget(self._main_of(field))
        self._show_step(second=True)
        self._bar.hide()
        self._say(self.tr("One label a line, with what it means. Only these are counted: edit, add, take away."))
        self._act.setText(self.tr("Count by these labels"))
        fit_height(self)
        self._act.setEnabled(True)
        for editor in list(self._lists.values())[:1]:
            editor.setFocus()  # else Cancel has it, and Return takes everything back

    def _main_of(self, field: Field) -> QCheckBox:
        """Whether one label of each file is its main one; a second count then says which are."""
        box = QCheckBox(self.tr("Tell the main one of each file from the secondary ones"))
        box.setChecked(field.main)
        self._main[field.name] = box
        return box

    def _agree(self, schema: Schema) -> None:
        try:
            lists = {name: editor.toPlainText() for name, editor in self._lists.items()}
            closed = confirmed(schema, lists, {name for name, box in self._main.items() if box.isChecked()})
        except SchemaRefused as error:
            self._say(sentence_of(error), bad=True)
            return
        self.agreed.emit(closed)
        self.accept()

    def _say(self, words: str, *, bad: bool = False) -> None:
        self._said.setText(words)
        restyle(self._said, "role", "bad" if bad else "small")
        fit_height(self)

    def done(self, result: int) -> None:
        if self._task is not None:
            self._task.stop()
        super().done(result)

    def _lay_out(self, files: int, *, of_demo: bool) -> None:
        inside = QVBoxLayout(self._first)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(label(self.tr("What to look for"), "section"))
        for each in (self._wanted, self._question, self._fields):
            inside.addWidget(each)
        below = QVBoxLayout(self._second)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self._said)
        below.addWidget(self._bar)
        below.addLayout(self._labels)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(button(self.tr("Cancel"), self.reject))
        foot.addWidget(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Report over %n file(s)", "", files), "heading"))
        promise = self.tr("The counting is done by code; every figure leads to its files and passages.")
        column.addWidget(label(promise, "muted", wrap=True))
        if of_demo:
            column.addWidget(label(translated(demo.WARNING), "bad", wrap=True))
        column.addWidget(self._first)
        column.addWidget(self._second)
        column.addLayout(foot)
