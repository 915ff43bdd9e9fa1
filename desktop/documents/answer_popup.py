"""Over a cell of a report's records: which labels a file has, or what its value is, to be set right by a person."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.documents.records import Row
from desktop.widgets.controls import button, label, line
from desktop.widgets.tips import plain_tip
from models.report.schema import Field

WIDTH_PX, VALUE_PX = 300, 440
MOST_PX = 380


class AnswerPopup(QFrame):
    """One answer of one file. Every change is told at once; it closes with Esc, Enter, or a click elsewhere.

    Signals:
        changed: The answers are these now (tuple of str, which may be empty: it states none).
        taken_back: What the model found counts again.
    """

    changed = Signal(object)
    taken_back = Signal()

    def __init__(self, parent: QWidget, field: Field, row: Row) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Answer of %1").replace("%1", row.name))
        self.setFixedWidth(WIDTH_PX if field.labels else VALUE_PX)
        self._field = field
        self._boxes: list[QCheckBox] = []
        self._none = QCheckBox(self.tr("States none"))
        self._value = QLineEdit("; ".join(row.answers))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(8)
        self._column.addWidget(label(row.name, "strong", wrap=True))
        self._column.addWidget(label(field.title, "small", wrap=True))
        if field.labels:
            self._add_labels(row)
        else:
            self._add_value()
        if row.corrected:
            self._column.addWidget(self._back())

    def open_at(self, at: QPoint) -> None:
        """Show it there, on the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        self.move(min(at.x(), room.right() - self.width()), min(at.y(), room.bottom() - self.height()))
        self.show()
        (self._boxes[0] if self._boxes else self._value).setFocus()

    def _add_labels(self, row: Row) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 6, 0)
        for one in self._field.labels:
            box = QCheckBox(one.label)
            box.setToolTip(plain_tip(one.definition))
            box.setChecked(one.label in row.answers)
            box.clicked.connect(lambda _=False, box=box: self._choose(box))
            inside.addWidget(box)
            self._boxes.append(box)
        self._none.setChecked(row.corrected and not row.answers)
        self._none.clicked.connect(lambda: self._choose(self._none))
        inside.addWidget(line())
        inside.addWidget(self._none)
        list_ = QWidget()
        list_.setObjectName("plain")
        list_.setLayout(inside)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(list_)
        scroll.setFixedHeight(min(MOST_PX, inside.sizeHint().height() + 2))
        self._column.addWidget(scroll)

    def _choose(self, box: QCheckBox) -> None:
        """A tick where only one can be takes the others away; “none” takes all away."""
        if box is self._none or (box.isChecked() and not self._field.many):
            for other in self._boxes:
                other.setChecked(other is box and box.isChecked())
        answers = tuple(each.text() for each in self._boxes if each.isChecked())
        self._none.setChecked(not answers)
        self.changed.emit(answers)

    def _add_value(self) -> None:
        self._value.setAccessibleName(self._field.title)
        self._value.home(False)
        self._value.setPlaceholderText(self.tr("States none"))
        self._value.returnPressed.connect(self._take_value)
        self._column.addWidget(self._value)
        if self._field.many:
            self._column.addWidget(label(self.tr("Several: with a semicolon between them"), "small", wrap=True))

    def _take_value(self) -> None:
        text = self._value.text().replace("；", ";")
        pieces = text.split(";") if self._field.many else [text]
        self.changed.emit(tuple(piece.strip() for piece in pieces if piece.strip()))
        self.close()

    def _back(self) -> QPushButton:
        def take_back() -> None:
            self.taken_back.emit()
            self.close()

        return button(self.tr("As the model found it"), take_back, role="link")
