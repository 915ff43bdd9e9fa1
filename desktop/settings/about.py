"""Which version this is, and what it is made of."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.settings.inside_dialog import InsideDialog
from desktop.settings.search_words import OTHER_WORDS
from desktop.widgets.controls import button, label
from models import demo
from models.inside import inside, licences, version_of


class About(QWidget):
    """A few lines at the end of the settings; `dialog` has the rest."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(2)
        self.dialog: InsideDialog | None = None
        column.addWidget(label(self.tr("About"), "section"))
        column.addWidget(label(f"Paddock {version_of('paddock')}", "strong", selectable=True))
        engine = version_of("llama-cpp-python") or self.tr("not installed")
        parts = f"llama-cpp-python {engine} · Qt {qVersion()} · Python {platform.python_version()}"
        column.addWidget(label(parts, "small", selectable=True))
        self._engine = label("", "small", wrap=True, selectable=True)
        self._engine.hide()
        column.addWidget(self._engine)
        column.addWidget(
            label(
                self.tr(
                    "Paddock is under the MIT licence. Qt and PySide6 are under the LGPL, llama.cpp under the MIT "
                    "licence, the icons are Lucide’s (ISC)."
                ),
                "small",
                wrap=True,
            )
        )
        if demo.file():
            words = self.tr(
                "Cria, the built-in demo model, was trained for Paddock on text that a program of ours wrote (MIT)."
            )
            column.addWidget(label(words, "small", wrap=True))
        more = button(self.tr("What is inside, and its licences"), self._show_all, icon_name="info")
        column.addSpacing(6)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_engine(self, build: str) -> None:
        """The build line of the engine at work; empty: none is."""
        self._engine.setText(f"llama.cpp: {build}")
        self._engine.setVisible(bool(build))

    def filter(self, words: list[str]) -> None:
        """Be there when all `words` are in what it says."""
        said = (*(each.text() for each in self.findChildren(QLabel)), OTHER_WORDS["about"])
        text = " ".join(said).casefold()
        self.setVisible(all(word in text for word in words))

    def _show_all(self) -> None:
        self.dialog = InsideDialog(self.window(), inside(), licences())
        self.dialog.open()
