"""The fast model: a small one beside the large one, loaded while a chat wants it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.chat.loading import Choice, Loader, Planned, Stage
from models.errors import PaddockError


class FastModel(QObject):
    """Loads it after the large one and within what that leaves; the large one always has right of way.

    `give_back` ends its process and returns when the memory is free; any thread may call it.

    Signals:
        changed: It is further, ready, or gone (Choice).
        unfit: It does not fit beside the large one (Planned).
        failed: It could not be loaded (PaddockError).
    """

    changed = Signal(object)
    unfit = Signal(object)
    failed = Signal(object)

    def __init__(self, loader: Loader, large: Loader, give_back: Callable[[], None]) -> None:
        super().__init__()
        self.loader = loader
        self._large = large
        self.wanted = ""  # the path
        self.give_back = give_back
        loader.make_room = large.wait_until_settled  # what is left is known only then
        large.make_room = give_back
        self.listen()

    def listen(self) -> None:
        """To both loaders, from now on."""
        self.loader.changed.connect(self.changed)
        self.loader.unfit.connect(self._on_unfit)
        self.loader.failed.connect(self._on_failed)
        self._large.changed.connect(self._on_large)

    @property
    def choice(self) -> Choice:
        return self.loader.choice

    def want(self, path: str) -> None:
        """Load it, unless it is there or on its way."""
        self.wanted = path
        at_work = self.choice.stage in (Stage.LOADING, Stage.READY)
        if not (at_work and self.choice.path == path):
            self.loader.load(path)

    def let_go(self) -> None:
        """Nobody wants it any more: its memory is given back."""
        self.wanted = ""
        if self.choice.stage is not Stage.NONE:
            self.loader.unload()

    def _on_large(self, choice: Choice) -> None:
        """It gives way before another large one is planned, and comes back after it."""
        if choice.stage is Stage.LOADING and choice.fraction == 0.0:
            if self.choice.stage is not Stage.NONE:
                self.loader.unload()
        elif choice.stage is Stage.READY and self.wanted and self.choice.stage is Stage.NONE:
            self.loader.load(self.wanted)

    def _on_unfit(self, planned: Planned) -> None:
        self.wanted = ""
        self.unfit.emit(planned)

    def _on_failed(self, error: PaddockError) -> None:
        self.wanted = ""
        self.failed.emit(error)
