"""The chats of the sidebar, under headings by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QDate, QLocale, QModelIndex, QPersistentModelIndex, Qt

from models.store.message import Conversation

Index = QModelIndex | QPersistentModelIndex


class Roles(IntEnum):
    """What a row holds besides its text."""

    CONVERSATION = Qt.ItemDataRole.UserRole
    HEADING = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, or a chat."""

    text: str
    conversation: Conversation | None = None


class ChatList(QAbstractListModel):
    """Headings and chats as one list of rows. `filter` keeps chats by words of their titles, `found` adds others."""

    def __init__(self) -> None:
        super().__init__()
        self._conversations: Sequence[Conversation] = ()
        self._words = ""
        self._found: frozenset[int] = frozenset()
        self._rows: list[Row] = []

    def show(self, conversations: Sequence[Conversation]) -> None:
        """Show these, in their order: pinned ones first, then by last change."""
        self._conversations = conversations
        self._arrange()

    def filter(self, words: str) -> None:
        self._words, self._found = words.strip().casefold(), frozenset()
        self._arrange()

    def found(self, conversations: frozenset[int]) -> None:
        """In these the words were said."""
        if conversations != self._found:
            self._found = conversations
            self._arrange()

    def index_of(self, conversation: int | None) -> QModelIndex:
        """The row of a chat; invalid when it is not shown."""
        for number, row in enumerate(self._rows):
            if row.conversation is not None and row.conversation.id == conversation:
                return self.index(number)
        return QModelIndex()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._rows = []
        today = date.today()
        heading = None
        for conversation in self._conversations:
            title = conversation.title or self.tr("New chat")
            if self._words and self._words not in title.casefold() and conversation.id not in self._found:
                continue
            group = self.tr("Pinned") if conversation.pinned else _group(conversation.updated_ms, today)
            if group != heading:
                heading = group
                self._rows.append(Row(group))
            self._rows.append(Row(title, conversation))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.text
            case Qt.ItemDataRole.ToolTipRole if row.conversation is not None:
                return row.text
            case Roles.CONVERSATION:
                return row.conversation
            case Roles.HEADING:
                return row.conversation is None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].conversation is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _group(updated_ms: int, today: date) -> str:
    day = datetime.fromtimestamp(updated_ms / 1000).date()
    if day >= today:
        return QCoreApplication.translate("ChatList", "Today")
    if day == today - timedelta(days=1):
        return QCoreApplication.translate("ChatList", "Yesterday")
    if day > today - timedelta(days=7):
        return QCoreApplication.translate("ChatList", "Previous 7 days")
    if day > today - timedelta(days=30):
        return QCoreApplication.translate("ChatList", "Previous 30 days")
    form = "MMMM" if day.year == today.year else "MMMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), form)
