"""The pages beside the chat, made of the parts and wired to the model at work.

Each is imported and made when it is first asked for: the window opens with none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.chat.loading import Choice, Stage
from desktop.library.downloading import RunningDownloads
from desktop.shell.parts import Parts
from desktop.task import Task
from models import demo
from models.catalogue import CatalogueEntry
from models.chat.remembered import ALL
from models.engine.hardware import hardware
from models.store.outputs import Outputs

if TYPE_CHECKING:
    from desktop.documents.report_page import ReportPage
    from desktop.library.first_run import FirstRun
    from desktop.library.fit import Surveyor
    from desktop.library.page import LibraryPage
    from desktop.settings.page import SettingsPage
    from desktop.settings.privacy import PrivacyPage
    from desktop.shell.measuring import Measuring
    from desktop.shell.shortcuts_page import ShortcutsPage
    from models.hub.account import Account

LOOK_AGAIN_MS = 500
RECOMMEND_MS = 1000  # after the start: nothing waits for it


class Pages(QObject):
    """All of them by their `NAMES`. What they ask for that is not theirs goes out as signals.

    `downloads` are those under way in the pages before these. `made` are the pages that there are by now.

    Signals:
        added: A page was made (QWidget).
        wanted: Show a page ("chat" is one, too).
        evidence_wanted, save_wanted: Of the records of a report: show a passage (Evidence), save it (its message).
        link_wanted: Open a link, once the user has seen it.
        failed: An error to show (PaddockError).
        noticed: A few words to show for a moment.
        restart_wanted: The program is to end and start again.
        recommended: The model to get instead of the built-in one that is at work; empty: a real one is.
        download_moved: A download is further: its model's name, the fraction, and words.
    """

    NAMES = ("performance", "library", "first_run", "settings", "privacy", "report", "shortcuts")

    added = Signal(object)
    wanted = Signal(str)
    evidence_wanted = Signal(object)
    save_wanted = Signal(int)
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
        self.made: dict[str, QWidget] = {}
        self.downloads.changed.connect(self._on_download)
        self.downloads.ready.connect(self._on_ready)
        parts.loader.changed.connect(self._on_model)
        if self.downloads.states():  # the library says what becomes of them
            self.page("library")

    def page(self, name: str) -> QWidget | None:
        """The page of this name; None for any other."""
        if name == "performance":
            return self.measuring.page
        return getattr(self, name) if name in self.NAMES else None

    @cached_property
    def library(self) -> LibraryPage:
        from desktop.library.detours import Detours
        from desktop.library.page import LibraryPage

        parts = self._parts
        library = LibraryPage(parts.shelf, self.downloads, self._surveyor, parts.downloads)
        library.load_wanted.connect(parts.loader.load)
        library.unload_wanted.connect(parts.loader.unload)
        library.removed.connect(self._on_removed)
        library.link_wanted.connect(self.link_wanted)
        library.settings_wanted.connect(partial(self.wanted.emit, "settings"))
        library.restart_wanted.connect(self.restart_wanted)
        detours = Detours(self.downloads, parts.mirrors, lambda: parts.downloads.source)
        detours.mirror_wanted.connect(self._go_another_way)
        detours.settings_wanted.connect(partial(self.wanted.emit, "settings"))
        detours.file_wanted.connect(library.doing.choose_file)
        library.place_above(detours)
        library.failed.connect(self.failed)
        library.noticed.connect(self.noticed)
        library.show_loaded(self._at_work)
        self._add("library", library)
        return library

    @cached_property
    def first_run(self) -> FirstRun:
        from desktop.library.first_run import FirstRun

        parts = self._parts
        first = FirstRun(self.downloads, self._surveyor, parts.mirrors, lambda: parts.downloads.source)
        first.download_wanted.connect(self._download)
        first.way_out_wanted.connect(lambda state: self.library.take_way_out(state))
        first.file_wanted.connect(lambda: self.library.doing.choose_file())
        first.adopt_wanted.connect(lambda found: self.library.doing.adopt(found))
        first.mirror_wanted.connect(self._go_another_way)
        first.settings_wanted.connect(partial(self.wanted.emit, "settings"))
        first.library_wanted.connect(partial(self.wanted.emit, "library"))
        first.recommended.connect(self._on_recommended)
        first.tried.connect(self._try)
        first.skipped.connect(partial(self.wanted.emit, "chat"))
        self._add("first_run", first)
        return first

    @cached_property
    def settings(self) -> SettingsPage:
        from desktop.settings.account import AccountCard
        from desktop.settings.page import SettingsPage

        parts = self._parts
        account = AccountCard(parts.downloads.tokens, self._whose_token)
        account.link_wanted.connect(self.link_wanted)
        settings = SettingsPage(parts.preferences.value, parts.mirrors.mirrors, account)
        settings.changed.connect(parts.preferences.replace)
        settings.reload_wanted.connect(parts.loader.reload)
        settings.privacy_wanted.connect(partial(self.wanted.emit, "privacy"))
        settings.performance_wanted.connect(partial(self.wanted.emit, "performance"))
        settings.shortcuts_wanted.connect(partial(self.wanted.emit, "shortcuts"))
        parts.preferences.changed.connect(settings.show_settings)
        settings.forget_wanted.connect(self._forget_answers)
        settings.show_engine(self._build)
        self._add("settings", settings)
        return settings

    @cached_property
    def privacy(self) -> PrivacyPage:
        from desktop.settings.privacy import PrivacyPage

        parts = self._parts
        privacy = PrivacyPage(parts.downloads.ledger, lambda: parts.supervisor.guard)
        self._add("privacy", privacy)
        return privacy

    @cached_property
    def shortcuts(self) -> ShortcutsPage:
        from desktop.shell.shortcuts_page import ShortcutsPage

        shortcuts = ShortcutsPage()
        self._add("shortcuts", shortcuts)
        return shortcuts

    @cached_property
    def report(self) -> ReportPage:
        from desktop.documents.report_page import ReportPage

        report = ReportPage(self._parts.theme)
        report.corrected.connect(self._parts.jobs.correct)
        report.closed.connect(partial(self.wanted.emit, "chat"))
        report.evidence_wanted.connect(self.evidence_wanted)
        report.save_wanted.connect(self.save_wanted)
        self._parts.jobs.updated.connect(report.on_updated)
        self._add("report", report)
        return report

    @cached_property
    def measuring(self) -> Measuring:
        from desktop.shell.measuring import Measuring

        measuring = Measuring(self._parts)
        measuring.page.failed.connect(self.failed)
        measuring.page.noticed.connect(self.noticed)
        self._add("performance", measuring.page)
        return measuring

    def close(self) -> None:
        """Pause what is being downloaded; for closing the program."""
        if "performance" in self.made:
            self.measuring.close()
        self.downloads.close()
        self.close_checks()

    def close_checks(self) -> None:
        """End the checks of files and the search; before other pages take the place of these, too."""
        if "library" in self.made:
            self.library.close_checks()

    @cached_property
    def _surveyor(self) -> Surveyor:
        from desktop.library.fit import Surveyor

        parts = self._parts
        return Surveyor(parts.shelf, parts.catalogue, hardware, parts.wished)

    @property
    def _at_work(self) -> str:
        """The path of the model at work; empty: none is."""
        choice = self._parts.loader.choice
        return choice.path if choice.stage is Stage.READY else ""

    @property
    def _build(self) -> str:
        """The build line of the engine at work; empty: none is."""
        loaded = self._parts.supervisor.loaded if self._at_work else None
        return loaded.build if loaded else ""

    def _add(self, name: str, page: QWidget) -> None:
        self.made[name] = page
        self.added.emit(page)

    def _forget_answers(self) -> None:
        """On a thread: the backups are written anew."""
        task = Task(lambda: [Outputs(self._parts.database).forget(ALL)])
        task.failed.connect(self.failed)
        task.produced.connect(lambda count: self.noticed.emit(self.tr("%n stored answer(s) forgotten", "", count)))
        task.start()

    def _whose_token(self) -> Iterator[Account]:
        """On a thread: the keyring and the Hub are asked."""
        from models.hub.account import ask

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
        """After the last real model the built-in one is the default again."""
        loader, left = self._parts.loader, self._parts.shelf.choices()
        if len(left) == 1 and left[0].is_demo:
            loader.load(left[0].path)
        elif loader.choice.path == path:
            loader.unload()

    def _on_recommended(self, name: str) -> None:
        self.recommended.emit(name if demo.made(self._parts.loader.choice.title) else "")

    def _on_model(self, choice: Choice) -> None:
        if "library" in self.made:
            self.library.show_loaded(self._at_work)
        if "settings" in self.made:
            self.settings.show_engine(self._build)
        if self._at_work and not demo.made(choice.title):
            self.recommended.emit("")
        elif self._at_work:
            QTimer.singleShot(RECOMMEND_MS, self, self._recommend)

    def _recommend(self) -> None:
        """What the guide recommends, looking at the machine first where it has not yet."""
        if self.first_run.best is None:
            self.first_run.refresh()
        else:
            self._on_recommended(self.first_run.best)
