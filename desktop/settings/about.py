"""Which version this is, and what it is made of."""

from __future__ import annotations

import importlib.metadata
import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.controls import label
from models import demo
from models.paths import licences


class About(QWidget):
    """A few lines at the end of the settings."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(f"Paddock {_version('paddock') or '0.1.0'}", "strong", selectable=True))
        engine = _version("llama-cpp-python") or self.tr("not installed")
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
        if page := licences():
            texts = self.tr("The licences of everything inside are in {path}.").format(path=page)
            column.addWidget(label(texts, "small", wrap=True, selectable=True))

    def show_engine(self, build: str) -> None:
        """The build line of the engine at work; empty: none is."""
        self._engine.setText(f"llama.cpp: {build}")
        self._engine.setVisible(bool(build))


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
