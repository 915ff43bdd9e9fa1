"""Formulas that are seen: set one after the other in the background, kept as pictures for the next painting."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.task import Task
from models.maths.formula import INK, Formula

Key = tuple[str, bool]  # the TeX, and whether it is a display
_FORMULAS_KEPT = 4000
_PICTURES_KEPT = 600
_TOLD_MS = 60


class Formulas(QObject):
    """`typeset(tex, display)` sets one formula, on a thread; None where it cannot.

    Signals:
        changed: Some were set, or given up; at most every 60 ms.
    """

    changed = Signal()

    def __init__(self, typeset: Callable[[str, bool], Formula | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._typeset = typeset
        self._set: OrderedDict[Key, Formula | None] = OrderedDict()
        self._pictures: OrderedDict[tuple[Key, QSize, str], QImage] = OrderedDict()
        self._wanted: deque[Key] = deque()
        self._asked: set[Key] = set()
        self._task: Task | None = None
        self._telling = QTimer(self, singleShot=True, interval=_TOLD_MS)
        self._telling.timeout.connect(self.changed)

    def get(self, tex: str, display: bool) -> Formula | None:
        """The formula, when it is set."""
        return self._set.get((tex, display))

    def is_given_up(self, tex: str, display: bool) -> bool:
        """It cannot be set, or was not in time."""
        return (tex, display) in self._set and self._set[tex, display] is None

    def want(self, tex: str, display: bool) -> None:
        """It is in sight: set it next, unless it is set."""
        key = tex, display
        if key in self._set or key in self._asked:
            return
        self._asked.add(key)
        self._wanted.append(key)
        if self._task is None:
            self._begin()

    def picture(self, tex: str, display: bool, size: QSize, colour: QColor) -> QImage:
        """A formula that is set, `size` in the device's pixels."""
        kept = (tex, display), size, colour.name()
        if kept in self._pictures:
            self._pictures.move_to_end(kept)
            return self._pictures[kept]
        formula = self._set[tex, display]
        assert formula is not None
        made = self._pictures[kept] = _painted(formula.svg.replace(INK, colour.name()), size)
        while len(self._pictures) > _PICTURES_KEPT:
            self._pictures.popitem(last=False)
        return made

    def _begin(self) -> None:
        self._task = Task(self._set_all, self)
        self._task.produced.connect(self._on_set)
        self._task.finished.connect(self._on_finished)
        self._task.start()

    def _set_all(self) -> Iterator[tuple[Key, Formula | None]]:
        """On the thread: the one that came into sight last is set first."""
        while self._wanted:
            key = self._wanted.pop()
            yield key, self._typeset(*key)

    def _on_set(self, made: tuple[Key, Formula | None]) -> None:
        key, formula = made
        self._asked.discard(key)
        self._set[key] = formula
        while len(self._set) > _FORMULAS_KEPT:
            self._set.popitem(last=False)
        if not self._telling.isActive():
            self._telling.start()

    def _on_finished(self) -> None:
        self._task = None
        if self._wanted:
            self._begin()


def _painted(svg: str, size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image
