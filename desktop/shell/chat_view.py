"""The chats in the sidebar: what a click, a key, a menu or a drag does with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QInputDialog, QLineEdit, QListView, QMenu

from desktop.shell.chat_list import ChatList, Kind, Roles, Row
from desktop.shell.chat_row import ChatRow, more_rect
from desktop.widgets.icons import icon
from desktop.widgets.theme import Theme
from models.store.folders import Folder
from models.store.message import Conversation
from models.store.search import Hit

NAME_LENGTH = 60


class ChatView(QListView):
    """Shows the chats it is given; what the user wants done with them goes out as signals.

    Signals:
        opened: Show a chat (its id).
        hit_opened: Show a message that a search found (Hit).
        renamed: A chat (id) has a new title.
        pinned: Pin a chat (id) or let it go.
        deleted: Delete a chat (id); it can be undone.
        exported: Write a chat (its id, its title) to a file.
        printed: Write a chat (its id, its title) to a PDF.
        moved: A chat (id) belongs into a folder (id), or into none (None).
        folder_wanted: A new folder of this name, for a chat (id) or for none yet (None).
        folder_renamed: A folder (id) has a new name.
        folder_deleted: Delete a folder (id); it can be undone.
        instructions_wanted: Say what the chats of a folder are to be read before (Folder).
        new_wanted: A new chat in a folder (id).
    """

    opened = Signal(int)
    hit_opened = Signal(object)
    renamed = Signal(int, str)
    pinned = Signal(int, bool)
    deleted = Signal(int)
    exported = Signal(int, str)
    printed = Signal(int, str)
    moved = Signal(int, object)
    folder_wanted = Signal(str, object)
    folder_renamed = Signal(int, str)
    folder_deleted = Signal(int)
    instructions_wanted = Signal(object)
    new_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows = ChatList()
        self._folders: Sequence[Folder] = ()
        self._opening = False  # the first that a search finds
        self._row = ChatRow(theme)
        self.setModel(self.rows)
        self.setItemDelegate(self._row)
        self.setAccessibleName(self.tr("Chats"))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setDragDropOverwriteMode(True)  # between two rows is on one of them
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._show_menu(self.indexAt(at), at))
        self.activated.connect(self._activate)
        self.clicked.connect(self._activate)
        self.rows.moved.connect(self.moved)

    def show_chats(self, conversations: list[Conversation], folders: Sequence[Folder], current: int | None) -> None:
        """Show these chats, the `current` one as open."""
        self._folders = folders
        scrolled = self.verticalScrollBar().value()
        row: Row | None = self.currentIndex().data(Roles.ROW)
        self.rows.show(conversations, folders)
        shown = self.rows.index_of_hit(row.hit) if row is not None and row.hit is not None else None
        self.setCurrentIndex(shown or self.rows.index_of(current))
        self.verticalScrollBar().setValue(scrolled)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """In these messages the words looked for were said."""
        self.rows.show_hits(hits)
        if self._opening:
            self.open_first()

    def open_first(self) -> None:
        """Open the first that was found, or that will be by the search on its way."""
        rows = (self.rows.index(number) for number in range(self.rows.rowCount()))
        first = next((index for index in rows if self.rows.flags(index) & Qt.ItemFlag.ItemIsSelectable), None)
        self._opening = first is None
        if first is not None:
            self._activate(first)

    def forget_opening(self) -> None:
        """The words are others now."""
        self._opening = False

    def ask_for_folder(self, conversation: int | None = None) -> None:
        """Ask for the name of a new folder, in which a chat is to be put at once."""
        name = self._ask(self.tr("New folder"), self.tr("Name:"), "")
        if name:
            self.folder_wanted.emit(name, conversation)

    def _activate(self, index: QModelIndex) -> None:
        row: Row | None = index.data(Roles.ROW)
        if row is None:
            return
        if row.kind is Kind.FOLDER:
            self._toggle(row)
        elif row.hit is not None:
            self.hit_opened.emit(row.hit)
        elif row.conversation is not None:
            self.opened.emit(row.conversation.id)

    def _toggle(self, row: Row) -> None:
        """Open or close a folder, which stays the row the keys are on."""
        assert row.folder is not None
        at = self.currentIndex().row()
        self.rows.toggle(row.folder.id)
        self.selectionModel().setCurrentIndex(self.rows.index(at), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # --- menus ---

    def _show_menu(self, index: QModelIndex, at: QPoint) -> None:
        row: Row | None = index.data(Roles.ROW)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row is not None and row.kind is Kind.FOLDER and row.folder is not None:
            self._fill_folder_menu(menu, row.folder)
        elif row is not None and row.conversation is not None:
            self._fill_chat_menu(menu, row.conversation, row.text)
        else:
            menu.addAction(icon("folder"), self.tr("New folder…"), self.ask_for_folder)
        menu.popup(self.viewport().mapToGlobal(at))

    def _fill_chat_menu(self, menu: QMenu, conversation: Conversation, title: str) -> None:
        number = conversation.id
        menu.addAction(icon("pencil"), self.tr("Rename…"), partial(self._rename, conversation))
        words = self.tr("Unpin") if conversation.pinned else self.tr("Pin")
        menu.addAction(icon("pin"), words, partial(self.pinned.emit, number, not conversation.pinned))
        self._fill_move_menu(menu.addMenu(icon("folder"), self.tr("Move to")), conversation)
        menu.addAction(icon("download"), self.tr("Export…"), partial(self.exported.emit, number, title))
        menu.addAction(icon("file-text"), self.tr("Save as PDF…"), partial(self.printed.emit, number, title))
        menu.addSeparator()
        menu.addAction(icon("trash-2", "bad"), self.tr("Delete"), partial(self.deleted.emit, number))

    def _fill_move_menu(self, menu: QMenu, conversation: Conversation) -> None:
        for folder in self._folders:
            name = folder.name.replace("&", "&&")
            act = menu.addAction(name, partial(self.moved.emit, conversation.id, folder.id))
            act.setCheckable(True)
            act.setChecked(folder.id == conversation.folder)
        if conversation.folder is not None:
            menu.addAction(self.tr("Out of the folder"), partial(self.moved.emit, conversation.id, None))
        if self._folders:
            menu.addSeparator()
        menu.addAction(icon("plus"), self.tr("New folder…"), partial(self.ask_for_folder, conversation.id))

    def _fill_folder_menu(self, menu: QMenu, folder: Folder) -> None:
        number = folder.id
        menu.addAction(icon("message-square-plus"), self.tr("New chat here"), partial(self.new_wanted.emit, number))
        menu.addAction(icon("pencil"), self.tr("Rename…"), partial(self._rename_folder, folder))
        words = self.tr("Instructions…")
        menu.addAction(icon("list"), words, partial(self.instructions_wanted.emit, folder))
        menu.addSeparator()
        words = self.tr("Delete folder, keep its chats")
        menu.addAction(icon("trash-2", "bad"), words, partial(self.folder_deleted.emit, number))

    def _rename(self, conversation: Conversation) -> None:
        title = self._ask(self.tr("Rename chat"), self.tr("Title:"), conversation.title)
        if title:
            self.renamed.emit(conversation.id, title)

    def _rename_folder(self, folder: Folder) -> None:
        name = self._ask(self.tr("Rename folder"), self.tr("Name:"), folder.name)
        if name:
            self.folder_renamed.emit(folder.id, name[:NAME_LENGTH])

    def _ask(self, title: str, words: str, before: str) -> str:
        text, agreed = QInputDialog.getText(self, title, words, QLineEdit.EchoMode.Normal, before)
        return text.strip() if agreed else ""

    # --- Qt's own ---

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() in _PRESSES:
            at = event.position().toPoint()
            index = self.indexAt(at)
            row: Row | None = index.data(Roles.ROW)
            if event.button() is Qt.MouseButton.RightButton:
                return True  # the menu comes by itself; the chat that is shown stays the lit one
            has_menu = row is not None and row.kind in (Kind.CHAT, Kind.FOLDER)
            if has_menu and more_rect(self.visualRect(index)).contains(at):
                if event.type() == QEvent.Type.MouseButtonPress:
                    self._show_menu(index, at)
                return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        row: Row | None = index.data(Roles.ROW)
        if row is None or not self._act(row, index, Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _act(self, row: Row, index: QModelIndex, key: Qt.Key) -> bool:
        """What a key does with a row; False where it does nothing of its own."""
        conversation, folder = row.conversation, row.folder if row.kind is Kind.FOLDER else None
        match key:
            case Qt.Key.Key_F2 if folder is not None:
                self._rename_folder(folder)
            case Qt.Key.Key_F2 if conversation is not None:
                self._rename(conversation)
            case Qt.Key.Key_Delete if folder is not None:
                self.folder_deleted.emit(folder.id)
            case Qt.Key.Key_Delete if conversation is not None:
                self.deleted.emit(conversation.id)
            case Qt.Key.Key_Menu:
                self._show_menu(index, self.visualRect(index).center())
            case Qt.Key.Key_Left | Qt.Key.Key_Right if folder is not None:
                if row.open is (key == Qt.Key.Key_Left):
                    self._toggle(row)
            case _:
                return False
        return True


_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
