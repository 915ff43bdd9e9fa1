"""“Recently deleted”: what can still be brought back, and how long."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMessageBox, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.controls import ElidedLabel, button, clear, icon_button, label, line
from models.store.conversations import KEPT_AFTER_DELETE_MS
from models.store.message import Conversation

_SIZE_PX = (560, 460)
_MOST = 200  # rows that are made; emptying takes all


class DeletedDialog(QDialog):
    """Lists what `deleted` returns; `refresh` when something was done.

    Signals:
        restored: Bring a chat (id) back.
        purged: Remove a chat (id) for good.
        emptied: Remove all of them for good.
    """

    restored = Signal(int)
    purged = Signal(int)
    emptied = Signal()

    def __init__(self, parent: QWidget | None, deleted: Callable[[], list[Conversation]]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Recently deleted"))
        self.resize(*_SIZE_PX)
        self._deleted = deleted
        self._rows = QVBoxLayout()
        self._empty = button(self.tr("Delete all for good…"), self._ask_to_empty, icon_name="trash-2")
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show what there is now."""
        clear(self._rows)
        chats = self._deleted()
        self._empty.setEnabled(bool(chats))
        if not chats:
            self._rows.addWidget(label(self.tr("Nothing was deleted in the last 30 days."), "muted"))
        for chat in chats[:_MOST]:
            if chat is not chats[0]:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(chat))
        if len(chats) > _MOST:
            self._rows.addWidget(label(self.tr("%n more", "", len(chats) - _MOST), "muted"))
        self._rows.addStretch()

    def _row(self, chat: Conversation) -> QWidget:
        title = chat.title or self.tr("New chat")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(title))
        words.addWidget(label(_days_left(chat), "small"))
        back = button(self.tr("Restore"), partial(self.restored.emit, chat.id), icon_name="undo-2")
        back.setAccessibleName(f"{self.tr('Restore')}: {title}")
        gone = self.tr("Delete for good: %1").replace("%1", title)
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.addLayout(words, 1)
        inside.addWidget(back)
        inside.addWidget(icon_button("trash-2", gone, partial(self._ask_to_purge, chat.id, title), colour="bad"))
        return row

    def _ask_to_purge(self, chat: int, title: str) -> None:
        words = self.tr("Delete “%1” for good? It goes from the backups too and cannot be brought back.")
        if self._is_sure(words.replace("%1", title)):
            self.purged.emit(chat)

    def _ask_to_empty(self) -> None:
        words = self.tr("Delete all of these chats for good? They go from the backups too and cannot be brought back.")
        if self._is_sure(words):
            self.emptied.emit()

    def _is_sure(self, words: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, self.tr("Delete for good"), words, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        yes = box.addButton(self.tr("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.exec()
        return box.clickedButton() is yes

    def _lay_out(self) -> None:
        content = QWidget()
        content.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 8, 0)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Recently deleted"), "heading"))
        column.addWidget(label(self.tr("Chats stay here for 30 days, then they are removed for good."), "muted"))
        column.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._empty)
        foot.addStretch()
        foot.addWidget(button(self.tr("Close"), self.accept, role="primary"))
        column.addLayout(foot)


def _days_left(chat: Conversation) -> str:
    left_ms = (chat.deleted_ms or 0) + KEPT_AFTER_DELETE_MS - time.time() * 1000
    days = max(1, math.ceil(left_ms / (24 * 3600 * 1000)))
    return QCoreApplication.translate("DeletedDialog", "Removed for good in %n day(s)", "", days)
