"""The rows of the sidebar: pinned chats, folders, chats under headings by day; or what a search found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum, auto

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDate,
    QLocale,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from models.store.folders import Folder
from models.store.message import Conversation
from models.store.search import Hit
from models.store.terms import folded

Index = QModelIndex | QPersistentModelIndex
CHAT_MIME = "application/x-paddock-chat"
HITS_A_CHAT = 3


class Roles(IntEnum):
    """What a row holds besides its text; ROW is all of it."""

    CONVERSATION = Qt.ItemDataRole.UserRole
    ROW = Qt.ItemDataRole.UserRole + 1


class Kind(Enum):
    """What a row is."""

    HEADING = auto()
    FOLDER = auto()
    CHAT = auto()
    HIT = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One row. A folder says how many chats it holds and whether they are shown; those stand `inside`."""

    kind: Kind
    text: str
    conversation: Conversation | None = None
    folder: Folder | None = None
    hit: Hit | None = None
    count: int = 0
    open: bool = False
    inside: bool = False


class ChatList(QAbstractListModel):
    """All rows as one list. `filter` keeps chats by words of their titles, `show_hits` adds messages with them.

    `today` says which day it is.

    Signals:
        folded: The chats of these folders (tuple of ids) are hidden now.
        moved: A chat (id) was dropped into a folder (id), or among those of none (None).
    """

    moved = Signal(int, object)
    folded = Signal(object)

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today
        self._conversations: Sequence[Conversation] = ()
        self._folders: Sequence[Folder] = ()
        self._closed: set[int] = set()
        self._words = ""
        self._hits: Sequence[Hit] | None = None
        self._rows: list[Row] = []

    def show(self, conversations: Sequence[Conversation], folders: Sequence[Folder] = ()) -> None:
        """Show these, in their order: pinned ones first, then by last change."""
        self._conversations, self._folders = conversations, folders
        self._arrange()

    def filter(self, words: str) -> None:
        self._words, self._hits = " ".join(folded(words).split()), None
        self._arrange()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """In these messages the words were said."""
        self._hits = [hit for hit in hits if hit.message is not None]
        self._arrange()

    def close_folders(self, folders: Iterable[int]) -> None:
        """Show no chats of these folders, and those of all others."""
        self._closed = set(folders)
        self._arrange()

    def toggle(self, folder: int) -> None:
        """Show the chats of a folder, or hide them."""
        self.close_folders(self._closed ^ {folder})
        self.folded.emit(tuple(sorted(self._closed)))

    def index_of(self, conversation: int | None) -> QModelIndex:
        """The row of a chat; invalid when it is not shown."""
        for number, row in enumerate(self._rows):
            if row.kind is Kind.CHAT and row.conversation is not None and row.conversation.id == conversation:
                return self.index(number)
        return QModelIndex()

    def index_of_hit(self, hit: Hit) -> QModelIndex | None:
        """The row of a message that was found, None when it is not shown."""
        for number, row in enumerate(self._rows):
            if row.hit is not None and row.hit.message == hit.message:
                return self.index(number)
        return None

    def _arrange(self) -> None:
        rows = list(self._found() if self._words else self._all())
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def _all(self) -> Iterator[Row]:
        inside: defaultdict[int | None, list[Conversation]] = defaultdict(list)
        pinned = [chat for chat in self._conversations if chat.pinned]
        for chat in self._conversations:
            inside[chat.folder].append(chat)
        if pinned:
            yield Row(Kind.HEADING, self.tr("Pinned"))
            yield from (self._chat(chat) for chat in pinned)
        if self._folders:
            yield Row(Kind.HEADING, self.tr("Folders"))
        for folder in self._folders:
            chats, is_open = inside[folder.id], folder.id not in self._closed
            yield Row(Kind.FOLDER, folder.name, folder=folder, count=len(chats), open=is_open)
            if is_open:
                yield from (self._chat(chat, folder) for chat in chats)
        yield from self._by_day([chat for chat in inside[None] if not chat.pinned])

    def _found(self) -> Iterator[Row]:
        words = self._words.split()
        titled = [chat for chat in self._conversations if all(word in folded(self._title(chat)) for word in words)]
        yield from self._by_day(titled)
        if self._hits:
            yield Row(Kind.HEADING, self.tr("In messages"))
            shown: Counter[int] = Counter()
            for hit in self._hits:
                shown[hit.conversation.id] += 1
                if shown[hit.conversation.id] <= HITS_A_CHAT:
                    yield Row(Kind.HIT, self._title(hit.conversation), conversation=hit.conversation, hit=hit)
        elif not titled and self._hits is not None:
            yield Row(Kind.HEADING, self.tr("Nothing found"))

    def _by_day(self, chats: Sequence[Conversation]) -> Iterator[Row]:
        today, heading = self._today(), None
        names: dict[date, str] = {}
        for chat in chats:
            day = datetime.fromtimestamp(chat.updated_ms / 1000).date()
            group = names[day] = names.get(day) or _group(day, today)
            if group != heading:
                heading = group
                yield Row(Kind.HEADING, group)
            yield self._chat(chat)

    def _chat(self, chat: Conversation, folder: Folder | None = None) -> Row:
        return Row(Kind.CHAT, self._title(chat), conversation=chat, folder=folder, inside=folder is not None)

    def _title(self, chat: Conversation) -> str:
        return chat.title or self.tr("New chat")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row)
            case Qt.ItemDataRole.ToolTipRole if row.kind is not Kind.HEADING:
                return row.text
            case Roles.CONVERSATION:
                return row.conversation
            case Roles.ROW:
                return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # below the last row: out of all folders
        row = self._rows[index.row()]
        if row.kind is Kind.HEADING:
            return Qt.ItemFlag.ItemIsDropEnabled if self._folders else Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if row.kind is Kind.CHAT else flags

    def mimeTypes(self) -> list[str]:
        return [CHAT_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        for index in indexes:
            data.setData(CHAT_MIME, str(self._rows[index.row()].conversation.id).encode())  # type: ignore[union-attr]
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """A folder takes what falls on it or on a chat in it; anywhere else is outside of all."""
        chat = bytes(data.data(CHAT_MIME).data()).decode()
        if not chat.isdigit():
            return False
        at = parent.row() if parent.isValid() else row
        folder = self._rows[at].folder if 0 <= at < len(self._rows) else None
        self.moved.emit(int(chat), folder.id if folder else None)
        return False  # nothing is taken out here: the list is told anew

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction


def spoken(row: Row) -> str:
    """The row for those who hear it."""
    if row.kind is Kind.FOLDER:
        words = QCoreApplication.translate("ChatList", "Folder %1, %n chat(s)", "", row.count)
        return words.replace("%1", row.text)
    return f"{row.text}: {row.hit.snippet}" if row.hit else row.text


def _group(day: date, today: date) -> str:
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
