"""“Do with this file”: what else can be done with files than what the zones of a drop offer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.documents.dropping import Wish
from desktop.widgets.icons import icon
from models.documents.encodings import CHOICES

_ICONS = {
    Wish.SUMMARISE: "quote", Wish.TRANSLATE: "languages", Wish.LIST: "list", Wish.TABLES: "table",
    Wish.EXPLAIN: "code", Wish.REVIEW: "search", Wish.TESTS: "circle-check",
}  # fmt: skip


class FileMenu(QMenu):
    """A menu over `paths`, gone when it is closed.

    Signals:
        wished: Do this with them (Wish).
        encoding_chosen: Read the file in this encoding; empty: in the one that is found (str).
        removed: It does not go along after all.
    """

    wished = Signal(object)
    encoding_chosen = Signal(str)
    removed = Signal()

    def __init__(self, parent: QWidget, paths: Sequence[Path]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Do with this file"))
        for wish in [Wish.SUMMARISE, *Wish.further(paths)]:
            self.addAction(icon(_ICONS[wish]), words_of(wish), partial(self.wished.emit, wish))

    def add_encodings(self, found: str, chosen: str) -> None:
        """Offer to read the file otherwise: it was read as `found`; `chosen` is empty where nobody chose that."""
        encodings = self.addMenu(self.tr("Encoding"))
        group = QActionGroup(encodings)
        find = self.tr("Find out") if chosen else self.tr("%1 (found)").replace("%1", found)
        for words, encoding in [(find, ""), *((each, each) for each in CHOICES)]:
            action = encodings.addAction(words, partial(self.encoding_chosen.emit, encoding))
            action.setCheckable(True)
            action.setChecked(encoding == chosen)
            group.addAction(action)

    def add_removal(self) -> None:
        """Offer to take the file away."""
        self.addSeparator()
        self.addAction(icon("x"), self.tr("Remove"), self.removed.emit)


def words_of(wish: Wish) -> str:
    """What a menu calls it; with an ellipsis where something is asked first."""
    match wish:
        case Wish.TRANSLATE:
            return QCoreApplication.translate("Wish", "Translate…")
        case Wish.LIST:
            return QCoreApplication.translate("Wish", "List every…")
        case Wish.TABLES:
            return QCoreApplication.translate("Wish", "Take the tables out")
        case Wish.EXPLAIN:
            return QCoreApplication.translate("Wish", "Explain the code")
        case Wish.REVIEW:
            return QCoreApplication.translate("Wish", "Review the code")
        case Wish.TESTS:
            return QCoreApplication.translate("Wish", "Draft tests")
    return QCoreApplication.translate("Wish", "Summarise…")
