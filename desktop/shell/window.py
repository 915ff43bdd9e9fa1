"""The main window: sidebar, the page in the middle, the source beside it; and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.chat.loading import Choice, Stage
from desktop.documents.dropping import Wish
from desktop.documents.source_pane import SourcePane
from desktop.handed import Handed
from desktop.shell import shortcuts
from desktop.shell.background import Background
from desktop.shell.chat_controls import ChatControls
from desktop.shell.chat_desk import ChatDesk
from desktop.shell.chat_page import ChatPage
from desktop.shell.drops import Drops
from desktop.shell.engine_control import EngineControl
from desktop.shell.file_tasks import FileTasks
from desktop.shell.middle import Middle
from desktop.shell.model_control import ModelControl
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.place import Place
from desktop.shell.sidebar import Sidebar
from desktop.shell.status import Banner, TopBar
from desktop.shell.toast import Toast
from desktop.shell.transfers import Transfers
from desktop.shell.troubles import Troubles
from models import demo
from models.documents.ocr import Ocr
from models.hub import walk
from models.process import guard
from models.store.message import Message
from models.store.search import Hit

SMALLEST_PX = (760, 560)
FIRST_PX = (1180, 780)


class MainWindow(QWidget):
    """The one window.

    Signals:
        closing: The user closes it; the program ends in order.
        restart_wanted: The user wants the program to end and start again.
    """

    closing = Signal()
    restart_wanted = Signal()

    def __init__(self, parts: Parts, pages: Pages) -> None:
        super().__init__()
        self._parts = parts
        self._quitting = False
        self.setWindowTitle("Paddock")
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST_PX)
        self.resize(*FIRST_PX)
        self.build(pages)
        self.place.restore()

    def build(self, pages: Pages) -> None:
        """Everything in it, in the language of now."""
        parts = self._parts
        self.pages = pages
        self.sidebar = Sidebar(parts.theme)
        self.sidebar.search.setAcceptDrops(False)
        self.bar = TopBar()
        self.banner = Banner()
        self.chat = ChatPage(
            parts.theme, parts.chat, parts.loader, parts.readings, parts.jobs, parts.overflowing, parts.formulas
        )
        self.source = SourcePane(parts.theme, parts.sources)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.chat)
        for page in pages.made.values():
            self._stack.addWidget(page)
        pages.added.connect(self._stack.addWidget)
        self._middle = Middle(self.bar, self.banner, self._stack, self.source)
        self._lay_out()
        self.drops = Drops(self, parts.theme, Ocr(parts.paths))
        self.toast = Toast(self)
        self.troubles = Troubles(self, self.banner, parts.gate)
        self.controls = ChatControls(self.chat, parts)
        self.engine = EngineControl(self.bar, parts, lambda: self.chat.status.completed)
        self.models = ModelControl(self.bar, parts.loader, parts.shelf, parts.preferences)
        self._wire_chats()
        self._wire_files()
        self._wire_pages()
        self._wire_troubles()
        self._wire_background()
        self._add_shortcuts()
        self.place = Place(self, parts.preferences, parts.chat)
        self._show_lock()

    def begin(self) -> None:
        """After everything is wired: the chat and the model of last time."""
        last = self._parts.preferences.value.conversation
        chats = self._parts.chat.chats()
        if any(chat.id == last for chat in chats):
            self._parts.chat.open(last)  # type: ignore[arg-type]  # it is one of them
        else:
            self._parts.chat.new()
        self.desk.begin()
        self.sidebar.jobs.show_all(self._parts.jobs.unfinished(), {chat.id for chat in self._parts.chat.chats()})
        known = chats and self._parts.shelf.demo()  # it has been tried, and goes on so
        if all(model.missing for model in self._parts.shelf.models()) and not known:
            self.show_page("first_run")
        self.models.begin()

    def resume(self, attached: Mapping[Path, str]) -> None:
        """Built anew in the midst of things: the chat that is shown, with these files and their encodings."""
        chat = self._parts.chat
        chat.show_again()
        self._parts.readings.clear()
        for path, encoding in attached.items():
            self._parts.readings.read_as(path, encoding)
        self.desk.show()
        self.sidebar.jobs.show_all(self._parts.jobs.unfinished(), {each.id for each in chat.chats()})

    @property
    def shown(self) -> str:
        """The name of the page in sight."""
        page = self._stack.currentWidget()
        return next((name for name, each in self.pages.made.items() if each is page), "chat")

    def show_page(self, name: str) -> None:
        """One of the pages by its name, or "chat"."""
        page = self.pages.page(name) or self.chat
        self._stack.setCurrentWidget(page)
        if page is self.chat:
            self.chat.focus_composer()
        else:
            self.source.close_pane()  # which gives the focus back to the chat
            page.setFocus()

    def quit(self) -> None:
        """End the program without asking; what is at work pauses and is kept."""
        self._quitting = True
        self.close()

    def take(self, handed: Handed) -> None:
        """Come to the front, with files another start handed over or the command line named."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if handed.files:
            wish = next((each for each in Wish if each.value == handed.wish), Wish.SUMMARISE)
            self.drops.take_paths([Path(name) for name in handed.files], wish)

    # --- wiring ---

    def _wire_chats(self) -> None:
        sidebar = self.sidebar
        self.chat.transcript.wrap_code(self._parts.preferences.value.wrap_code)
        self.chat.transcript.wrap_code_changed.connect(lambda wrap: self._parts.preferences.change(wrap_code=wrap))
        self.desk = ChatDesk(self, sidebar, self._parts)
        self.desk.open_wanted.connect(self._open_chat)
        self.desk.hit_wanted.connect(self._open_hit)
        self.desk.new_wanted.connect(self._new_chat)
        self.desk.undoable.connect(lambda words, undo: self.toast.say(words, self.tr("Undo"), undo))
        self.desk.failed.connect(self.troubles.show)
        self.closing.connect(self.desk.close)
        sidebar.new_wanted.connect(self._new_chat)
        self.transfers = Transfers(self, self._parts.database)
        sidebar.chats.exported.connect(self.transfers.export_chat)
        sidebar.chats.printed.connect(self.transfers.print_chat)
        sidebar.export_all_wanted.connect(self.transfers.export_all)
        sidebar.import_wanted.connect(self.transfers.choose_import)
        self.transfers.imported.connect(self.desk.begin)
        self.transfers.noticed.connect(self.toast.say)
        self.transfers.failed.connect(self.troubles.show)
        sidebar.models_wanted.connect(partial(self.show_page, "library"))
        sidebar.settings_wanted.connect(partial(self.show_page, "settings"))
        sidebar.theme_wanted.connect(self._other_theme)
        sidebar.hide_wanted.connect(self.toggle_sidebar)
        self.bar.sidebar_wanted.connect(self.toggle_sidebar)
        self.bar.privacy_wanted.connect(partial(self.show_page, "privacy"))
        self.models.library_wanted.connect(partial(self.show_page, "library"))
        self.engine.performance_wanted.connect(partial(self.show_page, "performance"))
        self.controls.fast.library_wanted.connect(partial(self.show_page, "library"))

    def _wire_files(self) -> None:
        parts = self._parts
        self.files = FileTasks(self, parts)
        self.files.page_wanted.connect(self.show_page)
        self.files.failed.connect(self.troubles.show)
        self.files.taken.connect(self.chat.writing.let_go)
        self.drops.files_wanted.connect(self.files.begin)
        self.chat.question_wanted.connect(self.files.ask)
        self.chat.ocr_pack_wanted.connect(self.files.add_ocr_pack)
        self.chat.files_wanted.connect(lambda wish, paths: self.drops.take_paths(paths, wish))
        self.drops.models_wanted.connect(self._add_models)
        self.drops.refused.connect(self._say_refused)
        parts.jobs.added.connect(parts.chat.add)
        parts.jobs.updated.connect(parts.chat.update)
        parts.jobs.finished.connect(lambda _: self.desk.show())
        listed = self.sidebar.jobs
        for moved in (parts.jobs.added, parts.jobs.updated):
            moved.connect(listed.show_message)
        listed.opened.connect(self._open_chat)
        listed.stop_wanted.connect(parts.jobs.stop_or_go_on)
        listed.cancel_wanted.connect(parts.jobs.cancel)
        listed.all_cancel_wanted.connect(parts.jobs.cancel_all)
        self.chat.evidence_wanted.connect(self._middle.show_evidence)
        self.source.closed.connect(self.chat.focus_composer)
        self.chat.cards.records_wanted.connect(self._show_records)
        self.pages.recommended.connect(self.chat.transcript.offer_model)
        self.chat.transcript.model_wanted.connect(partial(self.show_page, "first_run"))
        self.pages.evidence_wanted.connect(self._middle.show_evidence)
        self.pages.save_wanted.connect(self.chat.cards.save)

    def _wire_pages(self) -> None:
        pages = self.pages
        pages.wanted.connect(self.show_page)
        pages.download_moved.connect(self.models.show_download)
        for moved in (pages.downloads.changed, pages.downloads.ready, pages.downloads.gone):
            moved.connect(self._show_lock)
        self._parts.loader.changed.connect(self._on_model)

    def _wire_troubles(self) -> None:
        parts, pages = self._parts, self.pages
        for failing in (
            parts.chat.failed, parts.jobs.failed, parts.preferences.failed, self.chat.failed, pages.failed,
            self.controls.failed,
        ):  # fmt: skip
            failing.connect(self.troubles.show)
        self.models.troubled.connect(self.troubles.say)
        self.controls.fast.troubled.connect(self.troubles.say)
        self.models.failed.connect(self.troubles.show)
        for noticing in (
            self.models.noticed, self.chat.noticed, self.files.noticed, pages.noticed, self.controls.noticed,
        ):  # fmt: skip
            noticing.connect(self.toast.say)
        for linking in (self.chat.link_wanted, pages.link_wanted):
            linking.connect(self.troubles.ask_about_link)
        self.troubles.page_wanted.connect(self.show_page)
        for restarting in (self.troubles.restart_wanted, pages.restart_wanted):
            restarting.connect(self.restart_wanted)

    def _wire_background(self) -> None:
        self.background = Background(self, self._parts, self.pages.downloads)
        tray, leaving = self.background.tray, self.background.leaving
        tray.open_wanted.connect(lambda: self.take(Handed()))
        tray.new_chat_wanted.connect(lambda: self.take(Handed()))
        tray.new_chat_wanted.connect(lambda: self._new_chat())
        tray.quit_wanted.connect(self.quit)
        leaving.quit_wanted.connect(self.quit)

    def _add_shortcuts(self) -> None:
        shortcuts.install(
            self,
            {
                "new_chat": self._new_chat,
                "search": self._search,
                "find": self.chat.find_words,
                "choose_files": self.chat.choose_files,
                "print": self._print,
                "sidebar": self.toggle_sidebar,
                "settings": partial(self.show_page, "settings"),
                "shortcuts": partial(self.show_page, "shortcuts"),
                "larger": partial(self._zoom, 0.1),
                "smaller": partial(self._zoom, -0.1),
                "usual_size": partial(self._zoom, None),
                "escape": self._escape,
                "quit": self.quit,
            },
        )

    # --- chats ---

    def _new_chat(self, folder: int | None = None) -> None:
        self.source.close_pane()
        self.chat.new(folder)
        self.show_page("chat")

    def _open_chat(self, conversation: int) -> None:
        if conversation != self._parts.chat.current:
            self.source.close_pane()
            self.chat.open(conversation)
        self.show_page("chat")

    def _open_hit(self, hit: Hit) -> None:
        self.source.close_pane()
        self.chat.open_hit(hit, self.sidebar.search.text())
        self.show_page("chat")

    def _print(self) -> None:
        shown = next((chat for chat in self._parts.chat.chats() if chat.id == self._parts.chat.current), None)
        if shown is not None and shown.leaf is not None:
            self.transfers.print_chat(shown.id, shown.title)

    def _search(self) -> None:
        self.sidebar.show()
        self.bar.show_sidebar.hide()
        self.sidebar.search.setFocus()
        self.sidebar.search.selectAll()

    # --- files ---

    def _add_models(self, paths: list[Path]) -> None:
        """A model file dropped anywhere is put on the shelf where it lies; the last one is loaded."""
        for path in dict.fromkeys(map(walk.first, paths)):  # of a split set all files may come at once
            self.pages.library.doing.add(path)

    def _on_model(self, choice: Choice) -> None:
        """The guide has done its work when a real model is on its way, and so has a sentence about the last one."""
        if choice.stage is Stage.LOADING and choice.fraction == 0.0:
            self.banner.hide()
            if self.shown == "first_run" and not demo.made(choice.title):
                self.show_page("chat")

    def _say_refused(self, sentences: str, scanned: bool) -> None:
        """What of a drop cannot be used; where pictures are among it, with the way to have them read."""
        self.troubles.say(
            sentences, self.tr("Add an OCR pack…") if scanned else "", self.files.add_ocr_pack if scanned else None
        )

    def _show_records(self, message: Message) -> None:
        self.pages.report.show_message(message)
        self.show_page("report")

    # --- looks ---

    def _other_theme(self) -> None:
        self._parts.preferences.change(theme="light" if self._parts.theme.tokens.is_dark else "dark")

    def _zoom(self, step: float | None) -> None:
        zoom = 1.0 if step is None else min(2.0, max(0.7, self._parts.theme.zoom + step))
        self._parts.preferences.change(zoom=round(zoom, 2))

    def toggle_sidebar(self) -> None:
        hidden = not self.sidebar.isHidden()
        self.sidebar.setHidden(hidden)
        self.bar.show_sidebar.setVisible(hidden)

    def _escape(self) -> None:
        if self._stack.currentWidget() is not self.chat:
            self.show_page("chat")
        elif self.sidebar.search.hasFocus() or self.chat.ways_out.put_off():
            self.chat.focus_composer()
        elif self._parts.chat.busy:
            self._parts.chat.stop()
        else:
            self.source.close_pane()

    def _show_lock(self) -> None:
        """What leaves this computer now."""
        display = guard.remote_display()
        enforced = guard.status().level is guard.Level.KERNEL and display is None
        words = self.tr("Nothing leaves this computer") if display is None else self.tr("Shown on another computer")
        if display is None and any(state.running for state in self.pages.downloads.states()):
            host = QUrl(self._parts.downloads.source.endpoint).host()
            words = self.tr("Downloading from %1: only the model file").replace("%1", host)
        self.bar.show_lock(words, enforced=enforced)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self._middle, 1)

    # --- Qt's own ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.chat.keep_draft()
        self.place.keep()
        event.setAccepted(self._quitting or self.background.leaving.close_now())
        if event.isAccepted():
            self.closing.emit()
