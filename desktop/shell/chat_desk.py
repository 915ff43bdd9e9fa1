"""What the sidebar wants done with chats and folders, done; and what the list then shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.shell.deleted_dialog import DeletedDialog
from desktop.shell.folder_dialog import FolderDialog
from desktop.shell.parts import Parts
from desktop.shell.searching import Searching
from desktop.shell.sidebar import Sidebar
from desktop.shell.trying import tried
from desktop.task import Task
from models.store.folders import Folder, Folders
from models.store.search import Hit


class ChatDesk(QObject):
    """Stands between the sidebar and the chats on the disk.

    Signals:
        open_wanted: Show a chat (its id).
        hit_wanted: Show a message that a search found (Hit).
        new_wanted: A new chat in a folder (its id).
        undoable: Something was done (a sentence) that the second value, called, takes back.
        failed: An error to show (PaddockError).
    """

    open_wanted = Signal(int)
    hit_wanted = Signal(object)
    new_wanted = Signal(int)
    undoable = Signal(str, object)
    failed = Signal(object)

    def __init__(self, window: QWidget, sidebar: Sidebar, parts: Parts) -> None:
        super().__init__(window)
        self._window = window
        self._sidebar = sidebar
        self._parts = parts
        self._folders = Folders(parts.database)
        self._searching = Searching(parts.database)
        self._deleted: DeletedDialog | None = None
        parts.chat.chats_changed.connect(self.show)
        parts.chat.opened.connect(self.show)
        self._wire_chats()
        self._wire_folders()
        self._wire_search()

    def show(self) -> None:
        """Show the chats and folders there are now."""
        folders = tried(self._folders.list, self.failed.emit) or []
        self._sidebar.show_chats(self._parts.chat.chats(), folders, self._parts.chat.current)

    def _wire_chats(self) -> None:
        chat, listed = self._parts.chat, self._sidebar.chats
        listed.opened.connect(self.open_wanted)
        listed.renamed.connect(chat.rename)
        listed.pinned.connect(chat.pin)
        listed.deleted.connect(self._delete)
        self._sidebar.deleted_wanted.connect(self._show_deleted)

    def _wire_folders(self) -> None:
        listed = self._sidebar.chats
        listed.moved.connect(self._move)
        listed.folder_wanted.connect(self._add_folder)
        listed.folder_renamed.connect(lambda folder, name: self._change(self._folders.rename, folder, name))
        listed.folder_deleted.connect(self._delete_folder)
        listed.instructions_wanted.connect(self._ask_for_instructions)
        listed.new_wanted.connect(self.new_wanted)
        listed.rows.close_folders(self._parts.preferences.value.closed_folders)
        listed.rows.folded.connect(lambda folders: self._parts.preferences.change(closed_folders=folders))

    def _wire_search(self) -> None:
        self._sidebar.searched.connect(self._searching.look_for)
        self._searching.found.connect(self._sidebar.chats.show_hits)
        self._searching.failed.connect(self.failed)
        self._sidebar.chats.hit_opened.connect(self._open_hit)

    def begin(self) -> None:
        """After everything is wired, and when other chats were imported."""
        self.show()
        self._searching.catch_up()

    def close(self) -> None:
        """For closing the program: what is being looked for ends."""
        self._searching.close()

    # --- chats ---

    def _open_hit(self, hit: Hit) -> None:
        self.hit_wanted.emit(hit)

    def _delete(self, conversation: int) -> None:
        self._parts.jobs.stop_chat(conversation)
        self._parts.chat.delete(conversation)
        self._sidebar.jobs.forget_chat(conversation)
        self.undoable.emit(self.tr("Chat deleted"), partial(self._parts.chat.restore, conversation))

    def _show_deleted(self) -> None:
        dialog = DeletedDialog(self._window, lambda: tried(self._parts.conversations.deleted, self.failed.emit) or [])
        dialog.restored.connect(self._restore)
        dialog.purged.connect(lambda chat: self._purge(partial(self._parts.conversations.purge, chat)))
        dialog.emptied.connect(lambda: self._purge(self._parts.conversations.purge_deleted))
        dialog.destroyed.connect(self._forget_dialog)
        self._deleted = dialog
        dialog.open()

    def _restore(self, conversation: int) -> None:
        self._parts.chat.restore(conversation)
        self._refresh_deleted()

    def _purge(self, act: Callable[[], object]) -> None:
        """On a thread: the index and the backups are written anew."""

        def purging() -> list[None]:
            act()
            return []

        task = Task(purging)
        task.failed.connect(self.failed)
        task.finished.connect(self._refresh_deleted)
        task.start()

    def _refresh_deleted(self) -> None:
        if self._deleted is not None:
            self._deleted.refresh()

    def _forget_dialog(self) -> None:
        self._deleted = None

    # --- folders ---

    def _move(self, conversation: int, folder: int | None) -> None:
        before = tried(partial(self._parts.conversations.get, conversation), self.failed.emit)
        if before is None or before.folder == folder:
            return
        self._change(self._folders.move, conversation, folder)
        words = self.tr("Moved out of the folder")
        if folder is not None:
            name = next(
                (each.name for each in tried(self._folders.list, self.failed.emit) or [] if each.id == folder), ""
            )
            words = self.tr("Moved to “%1”").replace("%1", name)
        self.undoable.emit(words, partial(self._change, self._folders.move, conversation, before.folder))

    def _add_folder(self, name: str, conversation: int | None) -> None:
        made = tried(partial(self._folders.create, name), self.failed.emit)
        if made is not None and conversation is not None:
            tried(partial(self._folders.move, conversation, made.id), self.failed.emit)
        self.show()

    def _delete_folder(self, folder: int) -> None:
        self._change(self._folders.delete, folder)
        self.undoable.emit(self.tr("Folder deleted"), partial(self._change, self._folders.restore, folder))

    def _ask_for_instructions(self, folder: Folder) -> None:
        dialog = FolderDialog(self._window, folder)
        dialog.chosen.connect(lambda number, text: self._change(self._folders.set_system_prompt, number, text))
        dialog.open()

    def _change(self, act: Callable[..., object], *values: object) -> None:
        tried(partial(act, *values), self.failed.emit)
        self.show()
