"""One control for each kind of setting: it shows a value and tells when the user chose another."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.settings.fields import Field, Kind
from desktop.widgets import file_dialog
from desktop.widgets.controls import button, clear, icon_button, label

WIDTH_PX = 260
TEXT_RESTS_MS = 600


class Control(QWidget):
    """The control of one field.

    Signals:
        chosen: Another value; it is in range.
    """

    chosen = Signal(object)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_value(self, value: Any) -> None:
        """Show it, without telling."""
        raise NotImplementedError

    def _take(self, editor: QWidget) -> None:
        if isinstance(editor, QAbstractSpinBox):
            editor.lineEdit().setTextMargins(8, 0, 0, 0)  # the style sheet's padding does not reach it
        editor.setAccessibleName(self.field.label)
        editor.setAccessibleDescription(self.field.help)
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        editor.installEventFilter(self)
        self._column.addWidget(editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page, and changes a value only where the focus is."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Choice(Control):
    """One of a few. A value that is none of them, from a file written by hand, is shown as it is."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._box = QComboBox()
        self._box.setMinimumWidth(WIDTH_PX)
        for value, words in field.choices:
            self._box.addItem(words, value)
        self._box.activated.connect(lambda index: self.chosen.emit(self._box.itemData(index)))
        self._take(self._box)

    def show_value(self, value: Any) -> None:
        if self._box.findData(value) < 0:
            self._box.addItem(str(value), value)
        self._box.setCurrentIndex(self._box.findData(value))


class Number(Control):
    """A whole number; below the lowest stands “automatic”, where None may be."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._box = QSpinBox()
        self._box.setMinimumWidth(WIDTH_PX)
        self._none = int(field.low) - 1
        self._box.setRange(self._none if field.automatic else int(field.low), int(field.high))
        self._box.setSingleStep(int(field.step))
        self._box.setSpecialValueText(field.automatic)
        self._box.setKeyboardTracking(False)
        self._box.valueChanged.connect(self._tell)
        self._take(self._box)

    def show_value(self, value: Any) -> None:
        self._box.blockSignals(True)
        self._box.setValue(self._none if value is None else value)
        self._box.blockSignals(False)

    def _tell(self, value: int) -> None:
        self.chosen.emit(None if self.field.automatic and value == self._none else value)


class Decimal(Control):
    """A number with two decimals; below the lowest stands “automatic”, where None may be."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._box = QDoubleSpinBox()
        self._box.setMinimumWidth(WIDTH_PX)
        self._none = round(field.low - field.step, 2)
        self._box.setRange(self._none if field.automatic else field.low, field.high)
        self._box.setSingleStep(field.step)
        self._box.setSpecialValueText(field.automatic)
        self._box.setKeyboardTracking(False)
        self._box.valueChanged.connect(self._tell)
        self._take(self._box)

    def show_value(self, value: Any) -> None:
        self._box.blockSignals(True)
        self._box.setValue(self._none if value is None else value)
        self._box.blockSignals(False)

    def _tell(self, value: float) -> None:
        value = round(value, 2)
        automatic = bool(self.field.automatic) and value < self.field.low
        self.chosen.emit(None if automatic else value)


class Line(Control):
    """A line of text; an empty one is None."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._edit = QLineEdit(placeholderText=field.automatic)
        self._edit.setMinimumWidth(WIDTH_PX)
        self._edit.editingFinished.connect(self._tell)
        self._value: str | None = None
        self._take(self._edit)

    def show_value(self, value: Any) -> None:
        self._value = value
        if (self._edit.text() or None) != value:
            self._edit.setText(value or "")

    def _tell(self) -> None:
        value = self._edit.text().strip() or None
        if value and self.field.scheme and "://" not in value:
            value = self.field.scheme + value
            self._edit.setText(value)
        if value != self._value:
            self._value = value
            self.chosen.emit(value)


class Place(Control):
    """One of a few addresses with names, or another one that is typed; a name is shown for what it stands for."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._value: str | None = None
        self._box = QComboBox(editable=True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setMinimumWidth(WIDTH_PX)
        for value, words in field.choices:
            self._box.addItem(words, value)
        self._box.activated.connect(lambda index: self._tell(self._box.itemData(index)))
        edit = self._box.lineEdit()
        assert edit is not None
        edit.editingFinished.connect(self._on_typed)
        edit.setAccessibleName(field.label)
        edit.setPlaceholderText(field.choices[0][1])  # where nothing is chosen, so that one types at once
        self._take(self._box)

    def show_value(self, value: Any) -> None:
        self._value = value
        index = next((index for index in range(self._box.count()) if self._box.itemData(index) == value), -1)
        self._box.setCurrentIndex(index)
        if value is None or index < 0:
            self._box.setEditText(value or "")

    def _on_typed(self) -> None:
        words = self._box.currentText().strip()
        index = self._box.findText(words, Qt.MatchFlag.MatchFixedString)
        if not words or index >= 0:
            self._tell(self._box.itemData(index) if words else None)
        else:
            self._tell(words if "://" in words else self.field.scheme + words)

    def _tell(self, value: str | None) -> None:
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(value)


class File(Line):
    """A file: its path typed, or chosen."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        choose = button(self.tr("Choose…"), self._choose, icon_name="folder")
        choose.setAccessibleName(f"{self.tr('Choose…')}: {field.label}")
        self._column.addWidget(choose, 0, Qt.AlignmentFlag.AlignRight)

    def _choose(self) -> None:
        if path := file_dialog.open_file(self, self.field.label):
            self._edit.setText(str(path))
            self._tell()


class Text(Control):
    """Several lines; told when they have rested for a moment."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._edit = QPlainTextEdit()
        self._edit.setTabChangesFocus(True)
        self._edit.setFixedHeight(self._edit.fontMetrics().lineSpacing() * 5 + 18)
        self._rest = QTimer(self, singleShot=True, interval=TEXT_RESTS_MS)
        self._rest.timeout.connect(lambda: self.chosen.emit(self._edit.toPlainText()))
        self._edit.textChanged.connect(self._rest.start)
        self._take(self._edit)

    def show_value(self, value: Any) -> None:
        if self._edit.toPlainText() != value:
            self._edit.setPlainText(value)
            self._rest.stop()


class Folders(Control):
    """A list of folders, each with a button that takes it away."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._value: tuple[str, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._column.addLayout(self._rows)
        add = button(self.tr("Add a folder…"), self._add, icon_name="folder")
        self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_value(self, value: Any) -> None:
        self._value = tuple(value)
        clear(self._rows)
        for folder in self._value:
            row = QHBoxLayout()
            row.addWidget(label(folder, selectable=True), 1)
            words = self.tr("Remove %1").replace("%1", folder)
            row.addWidget(icon_button("x", words, partial(self._remove, folder)))
            self._rows.addLayout(row)

    def _add(self) -> None:
        folder = file_dialog.open_folder(self, self.field.label)
        if folder and str(folder) not in self._value:
            self.chosen.emit((*self._value, str(folder)))

    def _remove(self, folder: str) -> None:
        self.chosen.emit(tuple(each for each in self._value if each != folder))


_CONTROLS: dict[Kind, type[Control]] = {
    Kind.CHOICE: Choice,
    Kind.NUMBER: Number,
    Kind.DECIMAL: Decimal,
    Kind.LINE: Line,
    Kind.PLACE: Place,
    Kind.FILE: File,
    Kind.TEXT: Text,
    Kind.FOLDERS: Folders,
}


def control_of(field: Field) -> Control:
    """The control for a field."""
    return _CONTROLS[field.kind](field)
