"""The left side: new chat, search, the chats, and the way to models and settings."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QLineEdit, QListView, QMenu, QVBoxLayout

from desktop.shell.chat_list import ChatList, Roles
from desktop.shell.chat_row import ChatRow, more_rect
from desktop.shell.job_list import JobList
from desktop.widgets.controls import button, icon_button, label
from desktop.widgets.icons import icon
from desktop.widgets.search_field import SearchField
from desktop.widgets.theme import Theme
from models.store.message import Conversation

WIDTH_PX = 262


class Sidebar(QFrame):
    """Shows the chats it is given; what the user wants done with them goes out as signals.

    Signals:
        new_wanted: A new chat.
        opened: Show a chat (its id).
        renamed: A chat (id) has a new title.
        pinned: Pin a chat (id) or let it go.
        deleted: Delete a chat (id); it can be undone.
        exported: Write a chat (its id, its title) to a file.
        export_all_wanted, import_wanted: Chats to a file, or from one.
        searched: Words to look for; the chats in which they were said are for `show_found`.
        models_wanted, settings_wanted, theme_wanted, hide_wanted: The buttons of those names.
    """

    new_wanted = Signal()
    opened = Signal(int)
    renamed = Signal(int, str)
    pinned = Signal(int, bool)
    deleted = Signal(int)
    exported = Signal(int, str)
    export_all_wanted = Signal()
    import_wanted = Signal()
    searched = Signal(str)
    models_wanted = Signal()
    settings_wanted = Signal()
    theme_wanted = Signal()
    hide_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(WIDTH_PX)
        self._chats = ChatList()
        self._list = QListView()
        self._list.setModel(self._chats)
        self._row = ChatRow(theme)
        self._list.setItemDelegate(self._row)
        self._list.setAccessibleName(self.tr("Chats"))
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.viewport().installEventFilter(self)
        self._list.installEventFilter(self)
        self._list.activated.connect(self._open)
        self._list.clicked.connect(self._open)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(lambda at: self._show_menu(self._list.indexAt(at), at))
        self.search = SearchField(self.tr("Search chats"))
        self.search.textChanged.connect(self._chats.filter)
        self.search.textChanged.connect(self.searched)
        self.jobs = JobList()
        self._theme_button = icon_button("moon", self.tr("Light or dark"), self.theme_wanted.emit)
        theme.changed.connect(lambda: self._show_theme(theme))
        self._show_theme(theme)
        self._lay_out()

    def show_chats(self, conversations: list[Conversation], current: int | None) -> None:
        """Show these chats, the `current` one as open."""
        scrolled = self._list.verticalScrollBar().value()
        self._chats.show(conversations)
        self._list.setCurrentIndex(self._chats.index_of(current))
        self._list.verticalScrollBar().setValue(scrolled)

    def show_found(self, conversations: frozenset[int]) -> None:
        """The words looked for were said in these chats."""
        self._chats.found(conversations)

    def _open(self, index: QModelIndex) -> None:
        conversation = index.data(Roles.CONVERSATION)
        if conversation is not None:
            self.opened.emit(conversation.id)

    def _show_theme(self, theme: Theme) -> None:
        self._theme_button.setIcon(icon("sun" if theme.tokens.is_dark else "moon"))
        self._list.viewport().update()

    def _show_menu(self, index: QModelIndex, at: QPoint) -> None:
        conversation: Conversation | None = index.data(Roles.CONVERSATION)
        if conversation is None:
            return
        number = conversation.id
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("pencil"), self.tr("Rename…"), lambda: self._rename(conversation))
        words = self.tr("Unpin") if conversation.pinned else self.tr("Pin")
        menu.addAction(icon("pin"), words, lambda: self.pinned.emit(number, not conversation.pinned))
        title = index.data()
        menu.addAction(icon("download"), self.tr("Export…"), lambda: self.exported.emit(number, title))
        menu.addSeparator()
        menu.addAction(icon("trash-2", "bad"), self.tr("Delete"), lambda: self.deleted.emit(number))
        menu.popup(self._list.viewport().mapToGlobal(at))

    def _show_carry(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("upload"), self.tr("Import chats…"), self.import_wanted.emit)
        menu.addAction(icon("download"), self.tr("Export all chats…"), self.export_all_wanted.emit)
        menu.popup(self._carry_button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _rename(self, conversation: Conversation) -> None:
        title, agreed = QInputDialog.getText(
            self, self.tr("Rename chat"), self.tr("Title:"), QLineEdit.EchoMode.Normal, conversation.title
        )
        if agreed and title.strip():
            self.renamed.emit(conversation.id, title.strip())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Paddock", "heading"))
        head.addStretch()
        head.addWidget(icon_button("panel-left", self.tr("Hide the sidebar"), self.hide_wanted.emit))
        new = button(self.tr("New chat"), self.new_wanted.emit, icon_name="message-square-plus")
        new.setProperty("align", "left")
        foot = QHBoxLayout()
        models = button(self.tr("Models"), self.models_wanted.emit, role="", icon_name="hard-drive")
        foot.addWidget(models)
        foot.addStretch()
        foot.addWidget(self._theme_button)
        self._carry_button = icon_button("ellipsis", self.tr("Export or import chats"), self._show_carry)
        foot.addWidget(self._carry_button)
        foot.addWidget(icon_button("settings", self.tr("Settings"), self.settings_wanted.emit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 10)
        column.setSpacing(8)
        for each in (head, new, self.search):
            row = QHBoxLayout()
            row.setContentsMargins(12, 0, 12, 0)
            row.addLayout(each) if isinstance(each, QHBoxLayout) else row.addWidget(each)
            column.addLayout(row)
        column.addWidget(self._list, 1)
        column.addWidget(self.jobs)
        foot.setContentsMargins(10, 0, 10, 0)
        column.addLayout(foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._list.viewport() and isinstance(event, QMouseEvent):
            index = self._list.indexAt(event.position().toPoint())
            on_more = index.isValid() and more_rect(self._list.visualRect(index)).contains(event.position().toPoint())
            if event.button() is Qt.MouseButton.RightButton:
                return True  # the menu comes by itself; the chat that is shown stays the lit one
            if on_more and event.type() == QEvent.Type.MouseButtonPress:
                self._show_menu(index, event.position().toPoint())
                return True
            if on_more and event.type() == QEvent.Type.MouseButtonRelease:
                return True
        if watched is self._list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            index = self._list.currentIndex()
            conversation = index.data(Roles.CONVERSATION)
            if conversation is not None and event.key() == Qt.Key.Key_F2:
                self._rename(conversation)
                return True
            if conversation is not None and event.key() == Qt.Key.Key_Delete:
                self.deleted.emit(conversation.id)
                return True
            if conversation is not None and event.key() == Qt.Key.Key_Menu:
                self._show_menu(index, self._list.visualRect(index).center())
                return True
        return super().eventFilter(watched, event)
