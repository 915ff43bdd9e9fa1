"""Real buttons over the painted transcript: they can be reached by keyboard and are named; they are used again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.widgets.controls import ElidedLabel, icon_button
from desktop.widgets.zooming import fit_icon

ICON_PX, MOST_ICON_PX = 16, 20  # more does not fit into the rows kept free for them


@dataclass(frozen=True, slots=True)
class Action:
    """One button: its icon, its words, what it does, whether the words are shown where there is room, and what more
    its tooltip says.

    `on`: it is a switch, and on or off now.
    """

    icon: str
    words: str
    act: Callable[[], object]
    shown: bool = False
    tip: str = ""
    on: bool | None = None


class ActionRow(QWidget):
    """A row of small buttons and a line of figures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._figures = ElidedLabel("", "small")
        self._row.addWidget(self._figures)
        self.buttons: list[QToolButton] = []
        self._actions: list[tuple[str, str, bool]] = []
        self._acts: list[Callable[[], object]] = []
        self._right = False

    def set_actions(self, actions: list[Action], figures: str, *, right: bool) -> None:
        """Show these; the buttons are remade only when they are others."""
        wanted = [(action.icon, action.words + action.tip, action.shown) for action in actions]
        if wanted != self._actions or right != self._right:
            self._remake(actions, right=right)
            self._actions, self._right = wanted, right
        self._acts = [action.act for action in actions]  # connecting anew with every painting would cost more
        for button, action in zip(self.buttons, actions, strict=True):
            if action.on is not None:
                button.setCheckable(True)
                button.setChecked(action.on)
        self._figures.setText(figures)
        self._figures.setVisible(bool(figures))

    def _fit(self) -> None:
        """Words give way to their icons from the left until the others fit: what is offered last is least known."""
        worded = [button for button in self.buttons if button.text()]
        for button in worded:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for button in worded:
            if sum(each.sizeHint().width() + self._row.spacing() for each in self.buttons) <= self.width():
                break
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _act(self, number: int) -> None:
        self._acts[number]()

    def _remake(self, actions: list[Action], *, right: bool) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        while self._row.count():
            self._row.takeAt(0)
        if right:
            self._row.addStretch()
        for number, action in enumerate(actions):
            button = _small(action, partial(self._act, number))
            self.buttons.append(button)
            self._row.addWidget(button)
        self._row.addSpacing(0 if right else 6)
        self._row.addWidget(self._figures)
        if not right:
            self._row.addStretch()
        self._fit()


def _small(action: Action, act: Callable[[], object]) -> QToolButton:
    button = icon_button(action.icon, action.tip or action.words, act)
    fit_icon(button, ICON_PX, ICON_PX, most_px=MOST_ICON_PX)
    if action.shown:
        button.setText(f" {action.words}")  # Fusion leaves no room between icon and words
    return button


Overlay = TypeVar("Overlay", bound=QWidget)


class Pool(Generic[Overlay]):
    """Widgets over `parent` by key, made by `make`; those no longer wanted are hidden and used for the next key."""

    def __init__(self, parent: QWidget, make: Callable[[QWidget], Overlay]) -> None:
        self._parent = parent
        self._make = make
        self._used: dict[object, Overlay] = {}
        self._free: list[Overlay] = []

    def get(self, key: object) -> Overlay:
        """The one of this key."""
        found = self._used.get(key)
        if found is None:
            found = self._free.pop() if self._free else self._make(self._parent)
            self._used[key] = found
        return found

    def keep_only(self, keys: set[object]) -> None:
        """Hide those of all other keys."""
        for key in [key for key in self._used if key not in keys]:
            unused = self._used.pop(key)
            unused.hide()
            self._free.append(unused)

    def place(self, key: object, rect: QRect) -> None:
        widget = self._used[key]
        if widget.geometry() != rect:
            widget.setGeometry(rect)
        if widget.isHidden():
            widget.show()

    def used(self) -> list[Overlay]:
        """Those in use, from top to bottom: the order of the keyboard."""
        return sorted(self._used.values(), key=lambda widget: (widget.y(), widget.x()))
