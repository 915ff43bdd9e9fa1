"""“Ready” in the top bar: a click shows the engine's figures, and another card can be chosen there."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop.shell.engine_figures import Figures, gather
from desktop.shell.engine_popover import PROCESSOR, EnginePopover
from desktop.shell.parts import Parts
from desktop.shell.status import TopBar
from desktop.task import Task
from models.engine.protocol import Completed


class EngineControl(QObject):
    """`last` says what the answer cost that is read last.

    Signals:
        performance_wanted: Show how fast it is.
    """

    performance_wanted = Signal()

    def __init__(self, bar: TopBar, parts: Parts, last: Callable[[], Completed | None]) -> None:
        super().__init__(bar)
        self._bar, self._parts, self._last = bar, parts, last
        bar.figures_asked.connect(self.show_at)

    def show_at(self, at: QPoint) -> EnginePopover:
        """Open the figures there; they come when they are gathered."""
        window = self._bar.window()
        assert isinstance(window, QWidget)
        popover = EnginePopover(window)
        popover.performance_wanted.connect(self.performance_wanted)
        popover.card_wanted.connect(lambda number: self._compute_on(number, popover))
        task = Task(lambda: gather(self._parts.supervisor, self._parts.loader), self)
        task.produced.connect(lambda figures: self._show(popover, figures))
        popover.destroyed.connect(task.stop)
        task.start()
        popover.show_at(at)
        return popover

    def _show(self, popover: EnginePopover, figures: Figures) -> None:
        load = self._parts.preferences.value.load
        popover.show_figures(figures, self._last(), load.main_gpu, processor=load.n_gpu_layers == 0)

    def _compute_on(self, number: int | None, popover: EnginePopover) -> None:
        """A setting, so the model is loaded again."""
        popover.close()
        preferences = self._parts.preferences
        before = preferences.value.load
        if number == PROCESSOR:
            load = msgspec.structs.replace(before, n_gpu_layers=0)
        else:
            load = msgspec.structs.replace(before, main_gpu=number, n_gpu_layers=before.n_gpu_layers or -1)
        if load != before:
            preferences.change(load=load)
            self._parts.loader.reload()
