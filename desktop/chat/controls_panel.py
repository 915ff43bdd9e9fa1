"""The controls of a chat, unfolded above its composer: context, temperature and top-p first, the rest under More."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.chat.context_dial import ContextDial
from desktop.chat.dial import Base, Dial
from desktop.chat.stops import Stops
from desktop.widgets.controls import button, icon_button, label, line
from desktop.widgets.escape import claims_escape
from desktop.widgets.icons import icon
from desktop.widgets.sampling import described
from models.chat.controls import NAMES, Controls
from models.engine.plan import Plan

FIRST = 2  # values that are not under More
MOST_SHARE = 0.6  # of the page's height
LEAST_PX = 120


class ControlsPanel(QFrame):
    """Shows the controls it is given.

    Signals:
        chosen: The chat's controls are to be these (Controls).
        context_chosen: Load the model again with this context length.
        closed: The user folds it up.
    """

    chosen = Signal(object)
    context_chosen = Signal(int)
    closed = Signal()

    def __init__(self, foresee: Callable[[int], Plan | None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Controls of this chat"))
        self._controls = Controls()
        self._most_px = 320
        self.context = ContextDial(foresee)
        self.context.chosen.connect(self.context_chosen)
        self.dials = [Dial(value) for value in described()]
        for dial in self.dials:
            dial.chosen.connect(partial(self._choose, dial.described.name))
        self.stops = Stops()
        self.stops.chosen.connect(partial(self._choose, "stop"))
        self._more = button(self.tr("More"), self._toggle_more, role="link", icon_name="chevron-right")
        self._more.setCheckable(True)
        self._all_usual = button(self.tr("All as usual"), self._forget, role="link", icon_name="undo-2")
        self._under_more = QWidget()
        self._under_more.hide()
        self._lay_out()

    def show_controls(self, controls: Controls, bases: Mapping[str, Base], stop: Sequence[str] = ()) -> None:
        """What the chat sets, and what holds where it sets nothing; by the names of `Controls`. `stop`: usually."""
        self._controls = controls
        for dial in self.dials:
            name = dial.described.name
            dial.show_value(getattr(controls, name), bases[name])
        self.stops.show_value(controls.stop, stop)
        self._all_usual.setEnabled(bool(controls.own))

    def fit_into(self, page_px: int, others_px: int) -> None:
        """The page is so high, and what else stands on it needs so much: the panel takes of the rest what it needs."""
        self._most_px = max(LEAST_PX, min(round(page_px * MOST_SHARE), page_px - others_px))
        self._fit()

    def _fit(self) -> None:
        """As high as its values need at this width, where there is room."""
        self.ensurePolished()
        inner = self._content.layout()
        assert inner is not None
        inner.activate()
        wanted = max(inner.totalHeightForWidth(self._scroll.viewport().width()), inner.totalMinimumSize().height())
        self.setFixedHeight(min(self._most_px, wanted + self._head.sizeHint().height() + 8))

    def _choose(self, name: str, value: float | tuple[str, ...] | None) -> None:
        self.chosen.emit(self._controls.with_value(name, value))

    def _forget(self) -> None:
        without = msgspec.structs.replace(self._controls, preset="", **dict.fromkeys((*NAMES, "stop")))
        self.chosen.emit(without)

    def _toggle_more(self) -> None:
        self._under_more.setVisible(self._more.isChecked())
        self._more.setText(f" {self.tr('Less')}" if self._more.isChecked() else f" {self.tr('More')}")
        self._more.setIcon(icon("chevron-down" if self._more.isChecked() else "chevron-right"))
        self._fit()
        if self._more.isChecked():
            QTimer.singleShot(0, self, partial(self._scroll.ensureWidgetVisible, self.dials[FIRST], 0, 40))

    def _lay_out(self) -> None:
        self._content = QWidget()
        self._content.setObjectName("panel")
        inside = QVBoxLayout(self._content)
        inside.setContentsMargins(16, 0, 12, 8)
        inside.setSpacing(0)
        inside.addWidget(self.context)
        more = QVBoxLayout(self._under_more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(0)
        for place, dial in enumerate(self.dials):
            into = inside if place < FIRST else more
            into.addWidget(line())
            into.addWidget(dial)
        more.addWidget(line())
        more.addWidget(self.stops)
        inside.addWidget(line())
        inside.addSpacing(4)
        inside.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._under_more)
        inside.addStretch()
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.addWidget(label(self.tr("Controls of this chat"), "section"))
        head.addStretch()
        head.addWidget(self._all_usual)
        head.addWidget(icon_button("x", self.tr("Fold the controls up"), self.closed.emit))
        self._head = head
        self._scroll = scroll = QScrollArea(widgetResizable=True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._content)
        for each in (self._content, scroll.viewport()):  # the ground of the card shows through
            each.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(scroll)

    # --- Qt's own ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.context.foresee()

    def event(self, event: QEvent) -> bool:
        return claims_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
