"""Files dragged over the window: what the overlay says of them, and where they go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.documents.dropping import MOST_FILES, Dropped, Wish, local_paths, look
from desktop.documents.naming import few
from desktop.shell.drop_overlay import Dragged, DropOverlay
from desktop.widgets.theme import Theme
from desktop.widgets.words import sentence_of
from models.documents.ocr import Ocr
from models.errors import PictureUnread

_HAND = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress)


class Drops(QObject):
    """Takes the drag events of a window.

    The files are remembered from the moment the drag enters: the program they come from may be gone at the drop.

    Signals:
        files_wanted: Files to read, and what for (Wish, list of Path).
        models_wanted: Models to add (list of Path).
        refused: Sentences about what cannot be used, one a line; True where an OCR pack would help.
    """

    files_wanted = Signal(object, object)
    models_wanted = Signal(object)
    refused = Signal(str, bool)

    def __init__(self, window: QWidget, theme: Theme, ocr: Ocr) -> None:
        super().__init__(window)
        self._ocr = ocr
        self._overlay = DropOverlay(window, theme)
        self._over: Dropped | None = None
        application = QCoreApplication.instance()
        assert application is not None
        self._application = application

    def enter(self, event: QDragEnterEvent) -> None:
        paths = local_paths(event.mimeData())
        if not paths:
            event.ignore()
            return
        self._over = self._look(paths)
        self._overlay.show_files(
            [
                Dragged(each.path, sentence_of(each.refusal) if each.refusal else "", each.is_model)
                for each in self._over.files
            ]
        )
        self._overlay.point_at(event.position().toPoint())
        self._application.installEventFilter(self)
        self._accept(event)

    def move(self, event: QDragMoveEvent) -> None:
        if self._over is not None:
            self._overlay.point_at(event.position().toPoint())
            self._accept(event)

    def leave(self) -> None:
        self._over = None
        self._overlay.hide()
        self._application.removeEventFilter(self)

    def drop(self, event: QDropEvent) -> None:
        over, wish = self._over, self._overlay.wish_at(event.position().toPoint())
        self.leave()
        if over is None:
            paths = local_paths(event.mimeData())
            over = self._look(paths) if paths else None
        if over is not None:
            self._accept(event)
            self.take(over, wish)

    def take(self, dropped: Dropped, wish: Wish = Wish.SUMMARISE) -> None:
        """Send files on their way, wherever they came from, and say what cannot be used."""
        said = few([sentence_of(refusal) for refusal in dropped.refusals])
        if dropped.left_out:
            words = self.tr("There are more than %1 files. The first %1 are taken.")
            said = "\n".join(filter(None, [words.replace("%1", str(MOST_FILES)), said]))
        if said:
            scanned = any(isinstance(each, PictureUnread) for each in dropped.refusals)
            self.refused.emit(said, scanned)
        if dropped.models:
            self.models_wanted.emit(dropped.models)
        if dropped.readable:
            self.files_wanted.emit(wish, dropped.counted if wish is Wish.REPORT else dropped.readable)

    def take_paths(self, paths: list[Path], wish: Wish = Wish.SUMMARISE) -> None:
        """The same for files that were chosen or handed over."""
        self.take(self._look(paths), wish)

    def _look(self, paths: list[Path]) -> Dropped:
        return look(paths, pictures=self._ocr.present)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While something is dragged mouse and keys are the other program's: here again, it has gone without a word."""
        if event.type() in _HAND:
            self.leave()
        return False

    def _accept(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)  # never moved: a file manager would delete them
        event.accept()
