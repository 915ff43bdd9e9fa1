"""The words at the edges of the window: which model, how far it is, what an answer cost, and that nothing leaves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QProgressBar, QPushButton, QWidget

from desktop.widgets.controls import ElidedLabel, Picture, button, icon_button, label, restyle
from desktop.widgets.icons import icon
from desktop.widgets.tips import plain_tip
from desktop.widgets.zooming import fit_icon, pixels
from models.engine.protocol import Completed, Loaded

LOCK_PX = 36  # the picture alone
PICKER_ICON_PX = 16


class ModelState(Enum):
    """Where the model in the picker stands."""

    NONE = "none"
    DOWNLOADING = "downloading"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What the picker says. `fraction` 0 to 1 while something goes on.

    `place` is where a model that is ready computes, in a word, and `placement` the same in figures.
    """

    state: ModelState = ModelState.NONE
    name: str = ""
    fraction: float = 0.0
    place: Literal["processor", "card", "both"] = "processor"
    placement: str = ""
    detail: str = ""


class TopBar(QFrame):
    """The model and its state on the left, the lock and the menu on the right.

    Signals:
        models_asked: The picker was pressed; fill and show its menu at the given point.
        figures_asked: “Ready” was pressed; show the engine's figures at the given point.
        privacy_wanted: The lock was pressed.
        sidebar_wanted: Show the sidebar again.
    """

    models_asked = Signal(QPoint)
    figures_asked = Signal(QPoint)
    privacy_wanted = Signal()
    sidebar_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.show_sidebar = icon_button("panel-left", self.tr("Show the sidebar"), self.sidebar_wanted.emit)
        self.show_sidebar.hide()
        self._picker = QPushButton()
        self._picker.setIcon(icon("chevron-down"))
        fit_icon(self._picker, PICKER_ICON_PX, PICKER_ICON_PX)
        self._picker.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the name
        self._picker.clicked.connect(self._ask)
        font = self._picker.font()
        font.setBold(True)
        self._picker.setFont(font)
        self._state = ElidedLabel("", "small")
        self.ready = QPushButton()
        self.ready.setProperty("role", "state")
        self.ready.clicked.connect(self._ask_figures)
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._bar.setFixedWidth(120)
        self._lock = button(
            self.tr("Nothing leaves this computer"), self.privacy_wanted.emit, role="", icon_name="lock"
        )
        self._lock.setIcon(icon("lock", "good"))
        self._lock_words = self._lock.text()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 6)
        row.setSpacing(8)
        for each in (self.show_sidebar, self._picker, self._bar, self._state, self.ready):
            row.addWidget(each)
        row.addStretch()
        row.addWidget(self._lock)
        self.show_model(ModelStatus())

    def show_model(self, status: ModelStatus) -> None:
        """Say which model there is and how far it is."""
        self._picker.setText(status.name or self.tr("Choose a model"))
        self._picker.setAccessibleName(self.tr("Model: %1").replace("%1", status.name or self.tr("none")))
        working = status.state in (ModelState.DOWNLOADING, ModelState.LOADING)
        self._bar.setVisible(working)
        self._bar.setValue(round(status.fraction * 1000))
        self._bar.setAccessibleName(self._words(status))
        self._state.setText(self._words(status))
        self._state.setToolTip(plain_tip(self._words(status)))
        restyle(self._state, "role", "bad" if status.state is ModelState.FAILED else "small")
        self._state.setVisible(status.state is not ModelState.READY)
        self.ready.setVisible(status.state is ModelState.READY)
        self.ready.setText(self._words(status))
        self.ready.setAccessibleName(self._words(status))
        self.ready.setToolTip(plain_tip(status.placement))
        self._fit()

    def show_lock(self, words: str, *, enforced: bool) -> None:
        """What keeps this window off the network, in few words."""
        self._lock_words = f" {words}"
        self._lock.setAccessibleName(words)
        self._lock.setToolTip(plain_tip(f"{words}\n{self.tr('How that is enforced')}"))
        self._fit()
        self._lock.setIcon(icon("lock", "good" if enforced else "warning"))

    def _words(self, status: ModelStatus) -> str:
        percent = f"{status.fraction:.0%}"
        match status.state:
            case ModelState.DOWNLOADING:
                return self.tr("Downloading %1").replace("%1", percent) + (
                    f" · {status.detail}" if status.detail else ""
                )
            case ModelState.LOADING:
                return self.tr("Loading %1").replace("%1", percent)
            case ModelState.READY:
                match status.place:
                    case "card":
                        return self.tr("Ready · graphics card")
                    case "both":
                        return self.tr("Ready · graphics card and processor")
                return self.tr("Ready · processor")
            case ModelState.FAILED:
                return status.detail or self.tr("Could not be loaded")
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is too little room for everything, the lock stands without its words."""
        self._lock.setText(self._lock_words)
        self._lock.setMinimumWidth(pixels(LOCK_PX))
        row = self.layout()
        if row is not None and row.sizeHint().width() > self.width():
            self._lock.setText("")

    def _ask_figures(self) -> None:
        self.figures_asked.emit(self.ready.mapToGlobal(QPoint(0, self.ready.height() + 2)))

    def _ask(self) -> None:
        self.models_asked.emit(self._picker.mapToGlobal(QPoint(0, self._picker.height() + 2)))


class StatusLine(QLabel):
    """One line under the composer: what the last answer cost and how full the context is."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "small")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(self.tr("Figures of the last answer"))
        self._figures = ""
        self.completed: Completed | None = None  # of the answer the figures are of

    def show_answer(self, completed: Completed | None, loaded: Loaded | None) -> None:
        """Nothing while there is nothing to say."""
        self.completed = completed
        parts: list[str] = []
        if completed is not None and completed.predicted_tokens > 1:
            parts.append(self.tr("%1 tok/s").replace("%1", f"{completed.predicted_per_second:.1f}"))
            parts.append(self.tr("first token %1 s").replace("%1", f"{completed.prompt_ms / 1000:.2f}"))
        if completed is not None and loaded is not None:
            used = completed.prompt_tokens + completed.predicted_tokens
            words = self.tr("context %1 of %2")
            parts.append(words.replace("%1", f"{used:,}").replace("%2", f"{loaded.n_ctx:,}"))
        self._figures = "  ·  ".join(parts)
        self._say(self._figures)

    def interrupt(self, words: str) -> None:
        """Show `words` in place of the figures; without words they are back."""
        self._say(words or self._figures)
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _say(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words or self.tr("Figures of the last answer"))


class Banner(QFrame):
    """One sentence about what went wrong, and one way out.

    Signals:
        acted: The button of the way out was pressed.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._words = label("", wrap=True, selectable=True)
        self._act = button("", self._on_acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(Picture("triangle-alert", 18, "bad"))
        row.addWidget(self._words, 1)
        row.addWidget(self._act)
        row.addWidget(icon_button("x", self.tr("Dismiss"), self.hide))
        self.hide()

    def say(self, sentence: str, way_out: str = "") -> None:
        """Show `sentence`, with a button when there is a `way_out`."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self._act.setText(way_out)
        self._act.setAccessibleName(way_out)
        self._act.setVisible(bool(way_out))
        self.show()

    def _on_acted(self) -> None:
        self.hide()
        self.acted.emit()


class ModelMenu(QMenu):
    """The models that can be loaded now, and below them the one `within` the program.

    Signals:
        chosen: The path of a model.
        stop_wanted: Give up the load on its way.
        library_wanted: The page with all models.
    """

    chosen = Signal(str)
    stop_wanted = Signal()
    library_wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        models: list[tuple[str, str]],
        within: list[tuple[str, str]],
        current: str,
        *,
        loading: bool,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if loading:
            self.addAction(icon("x"), self.tr("Stop loading"), self.stop_wanted.emit)
            self.addSeparator()
        for group in (models, within):
            for title, path in group:
                action = self.addAction(title)
                action.setCheckable(True)
                action.setChecked(path == current)
                action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
            if group:
                self.addSeparator()
        self.addAction(icon("library"), self.tr("All models…"), self.library_wanted.emit)
