"""Before a link is opened, its whole address is shown: what a text calls a link may lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.widgets.controls import button, label

_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded
_SCHEMES = ("http", "https", "mailto")


def readable(address: str) -> str:
    """The address decoded, with what could hide or turn around its parts left as it is written."""
    decoded = QUrl.fromPercentEncoding(address.encode())
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in decoded)


class LinkDialog(QDialog):
    """Shows an address; `open_link` is called with it, percent-encoded, when the user wants it opened.

    Without `open_link` the address can only be copied: the user has chosen to stay offline.
    """

    def __init__(self, parent: QWidget | None, address: str, open_link: Callable[[str], object] | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Open this link?") if open_link else self.tr("Copy this link?"))
        self.setMinimumWidth(480)
        self._url = QUrl(address)
        self._open_link = open_link
        shown = QPlainTextEdit(readable(address))
        shown.setReadOnly(True)
        shown.setMaximumHeight(110)
        shown.setAccessibleName(self.tr("Address"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(
            label(self.tr("Open this link in the browser?") if open_link else self.windowTitle(), "heading")
        )
        column.addWidget(label(self.tr("It leads to %1").replace("%1", self._url.host(_ENCODED) or readable(address))))
        column.addWidget(shown)
        after = (
            self.tr("Your browser will go online. Paddock itself stays offline.")
            if open_link
            else self.tr("Paddock is set to stay offline, so it opens no browser.")
        )
        column.addWidget(label(after, "muted", wrap=True))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Cancel"), self.reject))
        row.addWidget(button(self.tr("Copy"), self._copy, role="outlined" if open_link else "primary"))
        if open_link is not None:
            opening = button(self.tr("Open in browser"), self._open, role="primary")
            opening.setEnabled(self._url.isValid() and self._url.scheme() in _SCHEMES)
            row.addWidget(opening)
        column.addLayout(row)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url.toString(_ENCODED))
        self.accept()

    def _open(self) -> None:
        if self._open_link is not None:
            self._open_link(self._url.toString(_ENCODED))
        self.accept()
