"""The pages beside the chat, made of the parts and wired to the model at work."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.chat.loading import Choice, Stage
from desktop.documents.report_page import ReportPage
from desktop.library.detours import Detours
from desktop.library.downloading import RunningDownloads
from desktop.library.first_run import FirstRun
from desktop.library.fit import Surveyor
from desktop.library.page import LibraryPage
from desktop.settings.account import AccountCard
from desktop.settings.page import SettingsPage
from desktop.settings.privacy import PrivacyPage
from desktop.shell.measuring import Measuring
from desktop.shell.parts import Parts
from desktop.shell.shortcuts_page import ShortcutsPage
from desktop.task import Task
from models import demo
from models.catalogue import CatalogueEntry
from models.chat.remembered import ALL
from models.engine.hardware import hardware
from models.hub.account import Account, ask
from models.store.outputs import Outputs

LOOK_AGAIN_MS = 500


class Pages(QObject):
    """All of them, `by_name`. What they ask for that is not theirs goes out as signals.

    `downloads` are those under way in the pages before these.

    Signals:
        wanted: Show a page ("chat" is one, too).
        link_wanted: Open a link, once the user has seen it.
        failed: An error to show (PaddockError).
        noticed: A few words to show for a moment.
        restart_wanted: The program is to end and start again.
        recommended: The model to get instead of the built-in one that is at work; empty: a real one is.
        download_moved: A download is further: its model's name, the fraction, and words.
    """

    wanted = Signal(str)
    link_wanted = Signal(str)
    failed = Signal(object)
    noticed = Signal(str)
    restart_wanted = Signal()
    recommended = Signal(str)
    download_moved = Signal(str, float, str)

    def __init__(self, parts: Parts, downloads: RunningDownloads | None = None) -> None:
        super().__init__()
        self._parts = parts
        self.downloads = downloads or RunningDownloads(parts.downloads, lambda: parts.shelf.folders[0])
        surveyor = Surveyor(parts.shelf, parts.catalogue, hardware, parts.wished)
        self.library = LibraryPage(parts.shelf, self.downloads, surveyor, parts.downloads)
        self.first_run = FirstRun(self.downloads, surveyor, parts.mirrors, lambda: parts.downloads.source)
        account = AccountCard(parts.downloads.tokens, self._whose_token)
        account.link_wanted.connect(self.link_wanted)
        self.settings = SettingsPage(parts.preferences.value, parts.mirrors.mirrors, account)
        self.privacy = PrivacyPage(parts.downloads.ledger, lambda: parts.supervisor.guard)
        self.shortcuts = ShortcutsPage()
        self.report = ReportPage(parts.theme)
        self.report.corrected.connect(parts.jobs.correct)
        self.report.closed.connect(partial(self.wanted.emit, "chat"))
        parts.jobs.updated.connect(self.report.on_updated)
        self.measuring = Measuring(parts)
        self.measuring.page.failed.connect(self.failed)
        self.measuring.page.noticed.connect(self.noticed)
        self.by_name: dict[str, QWidget] = {
            "performance": self.measuring.page,
            "library": self.library, "first_run": self.first_run, "settings": self.settings, "privacy": self.privacy,
            "report": self.report, "shortcuts": self.shortcuts,
        }  # fmt: skip
        self._wire_library()
        self._wire_first_run()
        self._wire_settings()
        self.downloads.changed.connect(self._on_download)
        self.downloads.ready.connect(self._on_ready)
        parts.loader.changed.connect(self._on_model)

    def close(self) -> None:
        """Pause what is being downloaded; for closing the program."""
        self.measuring.close()
        self.downloads.close()
        self.library.close_checks()

    def _wire_library(self) -> None:
        library, loader = self.library, self._parts.loader
        library.load_wanted.connect(loader.load)
        library.unload_wanted.connect(loader.unload)
        library.removed.connect(self._on_removed)
        library.link_wanted.connect(self.link_wanted)
        library.settings_wanted.connect(partial(self.wanted.emit, "settings"))
        library.restart_wanted.connect(self.restart_wanted)
        detours = Detours(self.downloads, self._parts.mirrors, lambda: self._parts.downloads.source)
        detours.mirror_wanted.connect(self._go_another_way)
        detours.settings_wanted.connect(partial(self.wanted.emit, "settings"))
        detours.file_wanted.connect(library.doing.choose_file)
        library.place_above(detours)
        library.failed.connect(self.failed)
        library.noticed.connect(self.noticed)

    def _wire_first_run(self) -> None:
        first = self.first_run
        first.download_wanted.connect(self._download)
        first.way_out_wanted.connect(self.library.take_way_out)
        first.file_wanted.connect(self.library.doing.choose_file)
        first.adopt_wanted.connect(self.library.doing.adopt)
        first.mirror_wanted.connect(self._go_another_way)
        first.settings_wanted.connect(partial(self.wanted.emit, "settings"))
        first.library_wanted.connect(partial(self.wanted.emit, "library"))
        first.recommended.connect(self._on_recommended)
        first.tried.connect(self._try)
        first.skipped.connect(partial(self.wanted.emit, "chat"))

    def _wire_settings(self) -> None:
        preferences = self._parts.preferences
        self.settings.changed.connect(preferences.replace)
        self.settings.reload_wanted.connect(self._parts.loader.reload)
        self.settings.privacy_wanted.connect(partial(self.wanted.emit, "privacy"))
        self.settings.performance_wanted.connect(partial(self.wanted.emit, "performance"))
        self.settings.shortcuts_wanted.connect(partial(self.wanted.emit, "shortcuts"))
        preferences.changed.connect(self.settings.show_settings)
        self.settings.forget_wanted.connect(self._forget_answers)

    def _forget_answers(self) -> None:
        """On a thread: the backups are written anew."""
        task = Task(lambda: [Outputs(self._parts.database).forget(ALL)])
        task.failed.connect(self.failed)
        task.produced.connect(lambda count: self.noticed.emit(self.tr("%n stored answer(s) forgotten", "", count)))
        task.start()

    def _whose_token(self) -> Iterator[Account]:
        """On a thread: the keyring and the Hub are asked."""
        source = self._parts.mirrors.source(msgspec.structs.replace(self._parts.preferences.value, mirror=None))
        signed = msgspec.structs.replace(source, token=self._parts.downloads.tokens.read())
        return ask(self._parts.paths, self._parts.gate.child, signed)

    def _go_another_way(self, address: str) -> None:
        """Get models from another place from now on, beginning with those that were out of reach."""
        self._parts.preferences.change(mirror=address or None)
        name = mirror.name if (mirror := self._parts.mirrors.find(address)) else "Hugging Face"
        self.noticed.emit(self.tr("Models come from %1 from now on; the settings change it.").replace("%1", name))
        self.downloads.go_another_way()
        self.library.hub.refresh()

    def _download(self, entry: CatalogueEntry) -> None:
        self.library.download(entry)

    def _on_download(self, name: str) -> None:
        state = self.downloads.state(name)
        if state is not None:
            self.download_moved.emit(name, state.fraction if state.running else 1.0, state.words)

    def _on_ready(self, name: str, path: str) -> None:
        self.download_moved.emit(name, 1.0, "")
        self.noticed.emit(self.tr("%1 is here.").replace("%1", name))
        if self._parts.loader.choice.stage in (Stage.NONE, Stage.FAILED):
            self._parts.loader.load(path)
            self.wanted.emit("chat")
        else:
            self._take_over(path)

    def _take_over(self, path: str) -> None:
        """A real model answers instead of the built-in one, as soon as that has nothing under way."""
        parts = self._parts
        if not demo.made(parts.loader.choice.title):
            return
        if parts.chat.answering or parts.jobs.busy or parts.loader.choice.stage is Stage.LOADING:
            QTimer.singleShot(LOOK_AGAIN_MS, self, partial(self._take_over, path))
        else:
            parts.loader.load(path)

    def _try(self, path: str) -> None:
        """The model inside the program, and a place to write or to drop a file."""
        choice = self._parts.loader.choice
        if choice.path != path or choice.stage in (Stage.NONE, Stage.FAILED):
            self._parts.loader.load(path)
        self.wanted.emit("chat")

    def _on_removed(self, path: str) -> None:
        if self._parts.loader.choice.path == path:
            self._parts.loader.unload()

    def _on_recommended(self, name: str) -> None:
        self.recommended.emit(name if demo.made(self._parts.loader.choice.title) else "")

    def _on_model(self, choice: Choice) -> None:
        loaded = self._parts.supervisor.loaded if choice.stage is Stage.READY else None
        self.library.show_loaded(choice.path if choice.stage is Stage.READY else "")
        self.settings.show_engine(loaded.build if loaded else "")
        if loaded and demo.made(choice.title):
            self.first_run.refresh()  # which says what is recommended
        elif loaded:
            self.recommended.emit("")
