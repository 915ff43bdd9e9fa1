"""How much the model has in view at once: a slider over usual lengths, each with the memory it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QLocale, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.task import Task
from desktop.widgets.controls import button, label, restyle
from desktop.widgets.icons import pixmap
from desktop.widgets.marked_slider import MarkedSlider
from desktop.widgets.words import sentence_of_step
from models.engine.plan import GIB, Plan, gigabytes
from models.engine.protocol import Loaded
from models.engine.speed import PAGE_TOKENS

SIZES = (2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144, 524_288, 1_048_576)
_MARK_PX = 12


def sizes_for(loaded: Loaded) -> tuple[int, ...]:
    """The usual lengths up to what the model was trained for, and the one in force."""
    most = loaded.n_ctx_train or loaded.n_ctx
    return tuple(sorted({size for size in SIZES if size <= most} | {loaded.n_ctx, min(most, SIZES[-1])}))


def short(n_ctx: int) -> str:
    """“8K”."""
    return f"{n_ctx / 1024:g}K" if n_ctx % 512 == 0 else f"{n_ctx:,}"


def _memory(size_bytes: int) -> str:
    """“4.9 GB”."""
    return f"{gigabytes(size_bytes):g} GB" if size_bytes >= GIB // 10 else f"{round(size_bytes / (1 << 20))} MB"


class ContextDial(QWidget):
    """Of the model that is loaded; without one there is nothing to choose. `foresee` is asked on a thread.

    Signals:
        chosen: Load the model again with this context length.
    """

    chosen = Signal(int)

    def __init__(self, foresee: Callable[[int], Plan | None]) -> None:
        super().__init__()
        self._foresee = foresee
        self._loaded: Loaded | None = None
        self._task: Task | None = None
        self.sizes: tuple[int, ...] = ()
        self.plans: dict[int, Plan] = {}
        name = self.tr("Context length")
        self.slider = MarkedSlider(name)
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._show_size)
        self._ruler = _Ruler(self.slider)
        self._words = label("", "small", wrap=True)
        self.load = button(self.tr("Load again with this"), self._choose)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(name, "strong"))
        help = self.tr("How much of the chat and of its files the model has in view at once. Longer needs more memory.")
        words.addWidget(label(help, "small", wrap=True))
        self.slider.setAccessibleDescription(help)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._words, 1)
        below.addWidget(self.load, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        column.addLayout(words)
        column.addWidget(self.slider)
        column.addWidget(self._ruler)
        column.addLayout(below)
        self.show_model(None)

    def show_model(self, loaded: Loaded | None) -> None:
        """Another model, or another context: what each length would need is foreseen anew."""
        if self._task is not None:
            self._task.stop()
            self._task = None
        self._loaded = loaded
        self.plans = {}
        self.sizes = sizes_for(loaded) if loaded else ()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, len(self.sizes) - 1))
            if loaded:
                self.slider.setValue(self.sizes.index(loaded.n_ctx))
                self.slider.mark(self.sizes.index(loaded.n_ctx))
        self.slider.setEnabled(len(self.sizes) > 1)
        self._ruler.show_plans(self.sizes, self.plans)
        self._show_size()
        if loaded and self.isVisible():
            self.foresee()

    def foresee(self) -> None:
        """Ask for the plans that are missing; called when the dial comes into sight."""
        if self._loaded is None or self._task is not None or len(self.plans) == len(self.sizes):
            return
        task = Task(partial(self._plans, self.sizes), self)
        task.produced.connect(lambda plan: self._on_plan(task, plan))
        task.failed.connect(lambda _: self._on_end(task))  # its file is gone: the lengths stand without figures
        task.finished.connect(lambda: self._on_end(task))
        self._task = task.start()

    def _plans(self, sizes: Sequence[int]) -> Iterator[Plan]:
        """On the thread."""
        for size in sizes:
            if plan := self._foresee(size):
                yield plan

    def _on_plan(self, task: Task, plan: Plan) -> None:
        if task is self._task:
            self.plans[plan.params.n_ctx] = plan
            self._ruler.show_plans(self.sizes, self.plans)
            self._show_size()

    def _on_end(self, task: Task) -> None:
        if task is self._task:
            self._task = None

    @property
    def _size(self) -> int:
        return self.sizes[self.slider.value()] if self.sizes else 0

    def _choose(self) -> None:
        self.chosen.emit(self._size)

    def _show_size(self) -> None:
        """What the length under the handle means."""
        loaded, plan = self._loaded, self.plans.get(self._size)
        self.load.setVisible(loaded is not None and self._size != loaded.n_ctx)
        self.load.setEnabled(plan is None or plan.fits)
        if loaded is None:
            self._words.setText(self.tr("Known as soon as a model is loaded."))
            return
        length = self.tr("%1 tokens, about %n page(s)", "", max(1, self._size // PAGE_TOKENS))
        parts = [length.replace("%1", QLocale().toString(self._size))]
        if plan is not None:
            parts.append(sentence_of_step(plan.reason))
            parts += [sentence_of_step(step) for step in plan.steps if plan.fits and step.name != "no_card"]
        if self._size == loaded.n_ctx:
            parts.append(self.tr("in force now"))
        self._words.setText(" · ".join(parts))
        restyle(self._words, "role", "bad" if plan is not None and not plan.fits else "small")
        self.slider.setAccessibleDescription(self._words.text())


class _Ruler(QWidget):
    """Below the slider: each length, what it needs, and whether that fits."""

    def __init__(self, slider: MarkedSlider) -> None:
        super().__init__()
        self._slider = slider
        self._sizes: Sequence[int] = ()
        self._plans: Mapping[int, Plan] = {}

    def show_plans(self, sizes: Sequence[int], plans: Mapping[int, Plan]) -> None:
        self._sizes, self._plans = sizes, dict(plans)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() * 2 + _MARK_PX + 4 if self._sizes else 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        room = self.width() / max(1, len(self._sizes))
        for place, size in enumerate(self._sizes):
            plan = self._plans.get(size)
            x = self._slider.x_of(place)
            lines = [short(size), _memory(plan.total_bytes) if plan else ""]
            for row, words in enumerate(lines):
                wide = metrics.horizontalAdvance(words)
                if wide > room - 4:
                    continue  # no room: the sentence below says it
                left = min(max(0.0, x - wide / 2), self.width() - wide)
                role = QPalette.ColorRole.Text if row == 0 else QPalette.ColorRole.PlaceholderText
                painter.setPen(QColor(self.palette().color(role)))
                painter.drawText(QPoint(round(left), metrics.ascent() + row * metrics.height()), words)
            if plan is not None:
                ratio = painter.device().devicePixelRatioF()
                name, colour = ("check", "good") if plan.fits else ("x", "bad")
                left = min(max(0.0, x - _MARK_PX / 2), self.width() - _MARK_PX)
                painter.drawPixmap(QPoint(round(left), 2 * metrics.height()), pixmap(name, _MARK_PX, colour, ratio))
        painter.end()
