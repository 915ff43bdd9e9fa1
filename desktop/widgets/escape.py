"""Escape for what has the keyboard, before the window's own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def claims_escape(event: QEvent) -> bool:
    """Accept the event with which Qt asks whether Escape is wanted here; False: it is another event.

    Without it the window's shortcut takes the key, and `keyPressEvent` never sees it.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    if event.key() != Qt.Key.Key_Escape:
        return False
    event.accept()
    return True
