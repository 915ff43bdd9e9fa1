"""A finished report to look through and set right: its figures, each with its files, and its records."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.documents.answer_popup import AnswerPopup
from desktop.documents.card import Card, card_of
from desktop.documents.evidence import evidence_at
from desktop.documents.figures_table import FiguresTable
from desktop.documents.records import Figure, Passage, Row, figures, read_line, rows, set_right
from desktop.documents.records_table import RecordsTable
from desktop.widgets.controls import ElidedLabel, button, icon_button, label
from desktop.widgets.theme import Theme
from desktop.widgets.tips import plain_tip
from desktop.widgets.words import translated
from models import demo
from models.report.corrections import Corrections
from models.report.events import Report
from models.report.schema import Field
from models.store.message import Message

_FIGURES_PX, _FIGURES_WIDE_PX = 230, 760


class ReportPage(QWidget):
    """The report of one message. What is changed here counts at once, and can be undone as long as it is shown.

    Signals:
        corrected: Count the report of this message with these corrections (message id, Corrections).
        evidence_wanted: Show where an answer comes from (Evidence).
        save_wanted: Save the report of this message (message id).
        closed: Back to the chat.
    """

    corrected = Signal(int, object)
    evidence_wanted = Signal(object)
    save_wanted = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.message = 0
        self._card: Card | None = None
        self._past: list[Corrections] = []
        self._future: list[Corrections] = []
        self._only: Figure | None = None
        self._title = ElidedLabel("", "title")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._read = label("", "muted", wrap=True)
        self._fields = QComboBox()
        self._fields.setAccessibleName(self.tr("What was looked for"))
        self._fields.activated.connect(lambda _: self._show_all())
        self._scroll = QScrollArea(widgetResizable=True)
        self.figures = FiguresTable(theme)
        self.figures.chosen.connect(self._narrow)
        self.records = RecordsTable(theme)
        self.records.answer_wanted.connect(self._ask)
        self.records.passage_wanted.connect(self._show_passage)
        self._which = label("", "muted")
        self._all = button(self.tr("Show all files"), self._show_all, role="link")
        self.undo = self._keyed(self.tr("Undo"), "undo-2", self._undo, QKeySequence.StandardKey.Undo)
        self.redo = self._keyed(self.tr("Redo"), "redo-2", self._redo, QKeySequence.StandardKey.Redo)
        self._lay_out()

    def show_message(self, message: Message) -> None:
        """Show its report, or the same one as it is counted now."""
        card = card_of(message.card)
        if card is None or card.report is None:
            return
        if message.id != self.message:
            self.message = message.id
            self._past, self._future, self._only = [], [], None
            self._fields.clear()
            for field in card.report.fields:
                self._fields.addItem(field.title, field.name)
            self._fields.setVisible(self._fields.count() > 1)
        self._card = card
        self._show()

    def on_updated(self, message: Message) -> None:
        """Some message changed; perhaps this one."""
        if message.id == self.message:
            self.show_message(message)

    # --- what is shown ---

    def _report(self) -> Report:
        assert self._card is not None
        report = self._card.set_right()
        assert report is not None
        return report

    def _field(self, report: Report) -> Field:
        return report.fields[max(0, self._fields.currentIndex())]

    def _show(self) -> None:
        assert self._card is not None
        report = self._report()
        field = self._field(report)
        self._title.setText(report.title)
        self._title.setToolTip(plain_tip(report.title))
        maker = translated(demo.WARNING) if demo.made(report.model) else ""
        self._read.setText(" ".join(filter(None, (read_line(report), maker))))
        self.figures.show_figures(figures(report, field))
        self._scroll.setFixedHeight(min(_FIGURES_PX, self.figures.sizeHint().height() + 4))
        every = rows(report, field, self._card.corrections)
        shown = every if self._only is None else [row for row in every if row.name in self._only.files]
        self.records.records.show_rows(shown)
        self._all.setVisible(self._only is not None)
        words = self.tr("%n file(s)", "", len(shown))
        self._which.setText(f"{self._only.name}: {words}" if self._only else words)
        self._show_steps()

    def _show_steps(self) -> None:
        self.undo.setEnabled(bool(self._past))
        self.redo.setEnabled(bool(self._future))

    def _narrow(self, figure: Figure) -> None:
        """Only the files of one figure: those it counted when it was pressed, also while they are set right."""
        self._only = figure
        self._show()

    def _show_all(self) -> None:
        self._only = None
        self._show()

    def _show_passage(self, passage: Passage) -> None:
        assert self._card is not None
        self.evidence_wanted.emit(evidence_at(self._card, passage.quote, passage.place))

    # --- what is changed ---

    def _ask(self, row: Row, at: QPoint) -> None:
        field = self._field(self._report())
        popup = AnswerPopup(self, field, row)
        popup.changed.connect(lambda answers: self._set(row.name, field, answers))
        popup.taken_back.connect(lambda: self._set(row.name, field, None))
        popup.open_at(at)

    def _set(self, file: str, field: Field, answers: tuple[str, ...] | None) -> None:
        assert self._card is not None
        before = self._card.corrections
        if self._count(set_right(before, file, field.name, answers)):
            self._past.append(before)
            self._future.clear()
            self._show_steps()

    def _undo(self) -> None:
        self._step(self._past, self._future)

    def _redo(self) -> None:
        self._step(self._future, self._past)

    def _step(self, source: list[Corrections], into: list[Corrections]) -> None:
        if source and self._card is not None:
            before = self._card.corrections
            if self._count(source.pop()):
                into.append(before)
            self._show_steps()

    def _count(self, corrections: Corrections) -> bool:
        """Count anew; whether that was done, for the disk may refuse."""
        before = self._card
        self.corrected.emit(self.message, corrections)
        return self._card is not before

    def _keyed(self, words: str, icon: str, act: Callable[[], object], key: QKeySequence.StandardKey) -> QToolButton:
        made = icon_button(icon, words, act)
        made.setShortcut(key)
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(icon_button("chevron-left", self.tr("Back to the chat"), self.closed.emit))
        head.addWidget(self._title, 1)
        for each in (self.undo, self.redo):
            head.addWidget(each)
        head.addWidget(button(self.tr("Save as…"), lambda: self.save_wanted.emit(self.message), icon_name="download"))
        self._scroll.setWidget(self.figures)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMaximumWidth(_FIGURES_WIDE_PX)
        which = QHBoxLayout()
        which.addWidget(self._which)
        which.addWidget(self._all)
        which.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 18)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._read)
        column.addWidget(self._fields)
        column.addWidget(self._scroll)
        column.addLayout(which)
        column.addWidget(self.records, 1)
