"""Words at which an answer ends, in the controls of a chat."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.controls import label

BETWEEN = ","


class Stops(QWidget):
    """One line with commas between the words; a line break is written \\n, a comma of a word \\,.

    Signals:
        chosen: The chat has these (tuple of str), or those of the settings again (None).
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        name = self.tr("Stop words")
        help = self.tr("The answer ends before any of these, which stand with commas between them.")
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(help)
        self.line.setPlaceholderText(self.tr("none"))
        self.line.editingFinished.connect(self._tell)
        self._shown: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(3)
        column.addWidget(label(name, "strong"))
        column.addWidget(label(help, "small", wrap=True))
        column.addWidget(self.line)

    def show_value(self, own: Sequence[str] | None, usual: Sequence[str]) -> None:
        """`own` are the chat's, None where it has none; then the usual ones hold."""
        self._shown = tuple(usual if own is None else own)
        if not self.line.hasFocus() or split(self.line.text()) != self._shown:
            self.line.setText(join(self._shown))

    def _tell(self) -> None:
        words = split(self.line.text())
        if words != self._shown:
            self.chosen.emit(words)


def join(words: Sequence[str]) -> str:
    """As they are written in the line."""
    escaped = (word.replace("\\", "\\\\").replace("\n", "\\n").replace(BETWEEN, f"\\{BETWEEN}") for word in words)
    return f"{BETWEEN} ".join(escaped)


def split(line: str) -> tuple[str, ...]:
    """What was written; blanks around a word do not count, and each word counts once."""
    words, word, characters = [], "", iter(line)
    for character in characters:
        if character == "\\":
            escaped = next(characters, "\\")
            word += "\n" if escaped == "n" else escaped
        elif character == BETWEEN:
            words.append(word)
            word = ""
        else:
            word += character
    words.append(word)
    return tuple(dict.fromkeys(kept for each in words if (kept := each.strip(" "))))
