"""What went wrong, said in the banner with its way out; and links, which are opened through the gate."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.shell.link_dialog import LinkDialog
from desktop.shell.status import Banner
from desktop.task import Task
from desktop.widgets.words import sentence_of
from models.errors import (
    ContextFull,
    DoesNotFit,
    EngineForeign,
    GateGone,
    ModelFileMissing,
    ModelLoadFailed,
    ModelNotLoaded,
    PaddockError,
    StaysOffline,
    ValueOutOfRange,
)
from models.process import Gate


class Troubles(QObject):
    """Speaks through the banner.

    Signals:
        page_wanted: The way out is a page (its name).
        restart_wanted: The way out is the next start of the program.
    """

    page_wanted = Signal(str)
    restart_wanted = Signal()

    def __init__(self, window: QWidget, banner: Banner, gate: Gate) -> None:
        super().__init__(window)
        self._window = window
        self._banner = banner
        self._gate = gate
        self._way_out: Callable[[], object] | None = None
        banner.acted.connect(self._take_way_out)

    def say(self, sentence: str, way_out: str = "", action: Callable[[], object] | None = None) -> None:
        """A sentence that stays until it is answered."""
        self._way_out = action
        self._banner.say(sentence, way_out)

    def show(self, error: PaddockError) -> None:
        """An error with its way out."""
        match error:
            case EngineForeign():
                self.say(sentence_of(error))
            case ModelNotLoaded() | ModelLoadFailed() | DoesNotFit() | ModelFileMissing():
                self.say(sentence_of(error), self.tr("Choose a model"), partial(self.page_wanted.emit, "library"))
            case ContextFull() | ValueOutOfRange() | StaysOffline():
                self.say(sentence_of(error), self.tr("Settings"), partial(self.page_wanted.emit, "settings"))
            case GateGone():
                self.say(sentence_of(error), self.tr("Restart Paddock"), self.restart_wanted.emit)
            case _:
                self.say(sentence_of(error))

    def ask_about_link(self, address: str) -> None:
        """Show where a link leads, and open it when that is wanted."""
        LinkDialog(self._window, address, None if self._gate.shut else self._open_link).open()

    def _take_way_out(self) -> None:
        act, self._way_out = self._way_out, None
        if act is not None:
            act()

    def _open_link(self, address: str) -> None:
        def opening() -> list[None]:
            self._gate.open_link(address)
            return []

        task = Task(opening, self)
        task.failed.connect(self.show)
        task.start()
