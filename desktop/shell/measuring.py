"""The measurement among the other work of the program: the model of the chats makes room for it, and comes back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.chat.loading import Stage
from desktop.measuring.page import PerformancePage
from desktop.measuring.run import Measurement
from desktop.shell.parts import Parts
from models.bench import history
from models.bench.llama_bench import LlamaBench
from models.bench.selection import Wish
from models.hub.shelf import InstalledModel


class Measuring(QObject):
    """Owns the page and its measurement."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._before = ""  # the path of the model that was at work
        self.measurement = Measurement(parts.paths, self._make_room)
        self.page = PerformancePage(
            parts.theme,
            self.measurement,
            parts.shelf.choices,
            lambda: history.reports(parts.paths),
            self._obstacle,
            lambda: parts.loader.choice.path,
        )
        self.page.wanted.connect(self._begin)
        self.measurement.ended.connect(self._bring_back)

    def close(self) -> None:
        """For closing the program."""
        self.measurement.close()

    def _obstacle(self) -> str:
        parts = self._parts
        if parts.chat.answering or parts.jobs.busy:
            return self.tr("Something is being answered. Wait for its end, or stop it first.")
        if parts.loader.choice.stage is Stage.LOADING:
            return self.tr("A model is being loaded. Wait for it first.")
        return ""

    def _begin(self, model: InstalledModel, wish: Wish, rival: LlamaBench | None) -> None:
        choice = self._parts.loader.choice
        self._before = choice.path if choice.stage is Stage.READY else ""
        self._parts.fast.let_go()
        if self._before:
            self._parts.loader.unload()
        self.measurement.start(model, self._parts.wished(), wish, rival=rival)

    def _make_room(self) -> None:
        """On the measurement's thread."""
        self._parts.fast.give_back()
        self._parts.supervisor.unload()

    def _bring_back(self) -> None:
        path, self._before = self._before, ""
        if path and self._parts.loader.choice.stage is Stage.NONE:
            self._parts.loader.load(path)
