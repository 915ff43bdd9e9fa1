"""Files dragged over the window: what the overlay says of them, and where they go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.documents.dropping import MOST_FILES, Dropped, local_paths, look
from desktop.shell.drop_overlay import Dragged, DropOverlay
from desktop.widgets.theme import Theme
from desktop.widgets.words import sentence_of


class Drops(QObject):
    """Takes the drag events of a window.

    The files are remembered from the moment the drag enters: the program they come from may be gone at the drop.

    Signals:
        summarise_wanted, ask_wanted, models_wanted: Files that were dropped, by what is to be done (list of Path).
        refused: Sentences about what cannot be used, one a line.
    """

    summarise_wanted = Signal(object)
    ask_wanted = Signal(object)
    models_wanted = Signal(object)
    refused = Signal(str)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._overlay = DropOverlay(window, theme)
        self._over: Dropped | None = None

    def enter(self, event: QDragEnterEvent) -> None:
        paths = local_paths(event.mimeData())
        if not paths:
            event.ignore()
            return
        self._over = look(paths)
        self._overlay.show_files(
            [
                Dragged(each.path, sentence_of(each.refusal) if each.refusal else "", each.is_model)
                for each in self._over.files
            ]
        )
        self._overlay.point_at(event.position().toPoint())
        self._accept(event)

    def move(self, event: QDragMoveEvent) -> None:
        if self._over is not None:
            self._overlay.point_at(event.position().toPoint())
            self._accept(event)

    def leave(self) -> None:
        self._over = None
        self._overlay.hide()

    def drop(self, event: QDropEvent) -> None:
        over, asks = self._over, self._overlay.wants_question(event.position().toPoint())
        self.leave()
        if over is None:
            paths = local_paths(event.mimeData())
            over = look(paths) if paths else None
        if over is not None:
            self._accept(event)
            self.take(over, asks=asks)

    def take(self, dropped: Dropped, *, asks: bool = False) -> None:
        """Send files on their way, wherever they came from, and say what cannot be used."""
        sentences = [sentence_of(refusal) for refusal in dropped.refusals]
        if dropped.left_out:
            words = self.tr("There are more than %1 files. The first %1 are taken.")
            sentences.append(words.replace("%1", str(MOST_FILES)))
        if sentences:
            self.refused.emit("\n".join(sentences))
        if dropped.models:
            self.models_wanted.emit(dropped.models)
        if dropped.readable:
            (self.ask_wanted if asks else self.summarise_wanted).emit(dropped.readable)

    def take_paths(self, paths: list[Path], *, asks: bool = False) -> None:
        """The same for files that were chosen or handed over."""
        self.take(look(paths), asks=asks)

    def _accept(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)  # never moved: a file manager would delete them
        event.accept()
