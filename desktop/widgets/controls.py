"""Small controls made the same way everywhere: each has a name for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from desktop.widgets.icons import icon
from desktop.widgets.tips import plain_tip
from desktop.widgets.zooming import fit_icon, fit_whole

ICON_PX = 18
GAP_PX = 6  # between an icon and the words of its button


def icon_button(name: str, words: str, clicked: Callable[[], object], *, colour: str = "muted") -> QToolButton:
    """A button that shows only an icon; `words` are its name and its tooltip."""
    button = QToolButton()
    button.setIcon(icon(name, colour))
    fit_icon(button, ICON_PX, ICON_PX)
    button.setAccessibleName(words)
    button.setToolTip(plain_tip(words))
    button.clicked.connect(lambda: clicked())
    return button


def button(words: str, clicked: Callable[[], object], *, role: str = "outlined", icon_name: str = "") -> QPushButton:
    """A button with words. `role`: primary, outlined or link."""
    made = QPushButton(words)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    made.setAccessibleName(words)
    if icon_name:
        made.setText(f" {words}")  # Fusion leaves no room between icon and words
        made.setIcon(icon(icon_name, "on_accent" if role == "primary" else "muted"))
        fit_icon(made, ICON_PX + GAP_PX, ICON_PX)
    made.clicked.connect(lambda: clicked())
    return made


def label(words: str, role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Words, always plain text: what comes from files and models must not be read as HTML."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


class ElidedLabel(QLabel):
    """One line of plain text that gives way in its middle where there is too little room."""

    def __init__(self, words: str, role: str = "") -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        self.style().drawItemText(
            painter, self.rect(), self.alignment().value, self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )
        painter.end()


class Picture(QLabel):
    """An icon that stands by itself and follows the theme; those who listen to the words around it are not told."""

    def __init__(self, name: str, size_px: int, colour: str = "muted") -> None:
        super().__init__()
        self._icon = icon(name, colour)
        fit_whole(self, size_px)

    def show_icon(self, name: str, colour: str = "muted") -> None:
        """Another icon of the same size."""
        self._icon = icon(name, colour)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


def line() -> QFrame:
    """A thin rule."""
    made = QFrame()
    made.setProperty("role", "line")
    made.setFixedHeight(1)
    return made


def card(role: str = "card") -> QFrame:
    """A framed group."""
    made = QFrame()
    made.setProperty("role", role)
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and let it look again."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and destroy it once control is back in the event loop."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


def fit_height(dialog: QDialog) -> None:
    """Make a dialog of fixed width as high as its words need now: wrapped labels do not ask for it themselves.

    One that grows beyond the foot of the screen, where its buttons are, moves up.
    """
    layout = dialog.layout()
    if layout is not None:
        for inner in reversed(dialog.findChildren(QWidget)):  # what changed within a group is told only next turn
            if inner.layout() is not None:
                inner.updateGeometry()
        layout.activate()
        dialog.setFixedHeight(max(layout.totalHeightForWidth(dialog.width()), layout.totalMinimumSize().height()))
        free, frame = dialog.screen().availableGeometry(), dialog.frameGeometry()
        foot = frame.top() + dialog.height() + frame.height() - dialog.geometry().height()
        if dialog.isVisible() and foot > free.bottom():
            dialog.move(frame.left(), max(free.top(), frame.top() - (foot - free.bottom())))


class Chip(QFrame):
    """A file's name in a rounded frame, with a button for what can be done with it and one that takes it away.

    Signals:
        menu_wanted: Say what can be done with it, there (QPoint of the screen).
        removed: The button was pressed.
    """

    menu_wanted = Signal(QPoint)
    removed = Signal()

    def __init__(self, name: str, detail: str, *, bad: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        self.setProperty("bad", bad)
        self.setAccessibleName(f"{name} {detail}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        picture = Picture("file-warning" if bad else "file-text", 16, "bad" if bad else "accent")
        self._name = label("")
        self._name.setText(self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 240))
        self._name.setToolTip(plain_tip(name))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 3, 3)
        row.setSpacing(6)
        for each in (picture, self._name, label(detail, "bad" if bad else "small")):
            row.addWidget(each)
        self.more = icon_button("ellipsis", self.tr("Do with %1").replace("%1", name), self._ask_for_menu)
        self.cross = icon_button("x", self.tr("Remove %1").replace("%1", name), self.removed.emit)
        for small in (self.more, self.cross):
            fit_icon(small, 14, 14)
            row.addWidget(small)
        self.more.setHidden(bad)  # once it is within: before, not to hide it is to open it as a window

    def _ask_for_menu(self) -> None:
        self.menu_wanted.emit(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.more.isHidden():
            self.menu_wanted.emit(event.globalPos())
