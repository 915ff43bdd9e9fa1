"""The left side: new chat, search, the chats, and the way to models and settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from desktop.shell.chat_view import ChatView
from desktop.shell.job_list import JobList
from desktop.widgets.controls import button, icon_button, label
from desktop.widgets.icons import icon
from desktop.widgets.search_field import SearchField
from desktop.widgets.theme import Theme
from models.store.folders import Folder
from models.store.message import Conversation

WIDTH_PX = 262


class Sidebar(QFrame):
    """The list of `chats` says by its own signals what is wanted of one.

    Signals:
        new_wanted: A new chat.
        export_all_wanted, import_wanted: Chats to a file, or from one.
        deleted_wanted: Show what was deleted.
        searched: Words to look for; the messages in which they were said are for `chats.show_hits`.
        models_wanted, settings_wanted, theme_wanted, hide_wanted: The buttons of those names.
    """

    new_wanted = Signal()
    export_all_wanted = Signal()
    import_wanted = Signal()
    deleted_wanted = Signal()
    searched = Signal(str)
    models_wanted = Signal()
    settings_wanted = Signal()
    theme_wanted = Signal()
    hide_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(WIDTH_PX)
        self.chats = ChatView(theme)
        self.search = SearchField(self.tr("Search chats"))
        self.search.textChanged.connect(self.chats.rows.filter)
        self.search.textChanged.connect(self.searched)
        self.search.textChanged.connect(self.chats.forget_opening)
        self.search.returnPressed.connect(self.chats.open_first)
        self.search.to_results.connect(self.chats.setFocus)
        self.jobs = JobList()
        self._theme_button = icon_button("moon", self.tr("Light or dark"), self.theme_wanted.emit)
        theme.changed.connect(lambda: self._show_theme(theme))
        self._show_theme(theme)
        self._lay_out()

    def show_chats(self, conversations: list[Conversation], folders: Sequence[Folder], current: int | None) -> None:
        """Show these chats, the `current` one as open."""
        self.chats.show_chats(conversations, folders, current)

    def _show_theme(self, theme: Theme) -> None:
        self._theme_button.setIcon(icon("sun" if theme.tokens.is_dark else "moon"))
        self.chats.viewport().update()

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("folder"), self.tr("New folder…"), self.chats.ask_for_folder)
        menu.addSeparator()
        menu.addAction(icon("upload"), self.tr("Import chats…"), self.import_wanted.emit)
        menu.addAction(icon("download"), self.tr("Export all chats…"), self.export_all_wanted.emit)
        menu.addSeparator()
        menu.addAction(icon("trash-2"), self.tr("Recently deleted…"), self.deleted_wanted.emit)
        menu.popup(self._more_button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def event(self, event: QEvent) -> bool:
        """Large letters and icons may need more than the usual width."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.setFixedWidth(max(WIDTH_PX, self.minimumSizeHint().width()))
        return done

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
        self._more_button = icon_button("ellipsis", self.tr("Folders, export, deleted chats"), self._show_more)
        foot.addWidget(self._more_button)
        foot.addWidget(icon_button("settings", self.tr("Settings"), self.settings_wanted.emit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 10)
        column.setSpacing(8)
        for each in (head, new, self.search):
            row = QHBoxLayout()
            row.setContentsMargins(12, 0, 12, 0)
            row.addLayout(each) if isinstance(each, QHBoxLayout) else row.addWidget(each)
            column.addLayout(row)
        column.addWidget(self.chats, 1)
        column.addWidget(self.jobs)
        foot.setContentsMargins(10, 0, 10, 0)
        column.addLayout(foot)
