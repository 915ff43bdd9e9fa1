"""What of a window cannot be read: words wider or higher than their widget, and widgets that stick out or overlap.

Words that give way on purpose (`ElidedLabel`, a name on a chip, a line of a list) are left out; so is what is scrolled.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitterHandle,
    QToolButton,
    QWidget,
)

from desktop.chat.overlays import ActionRow
from desktop.widgets.controls import ElidedLabel, Picture

SLACK_PX = 1  # of rounding, at scales that are no whole number
LINE_EDIT_PX = 18  # frame, padding and margins beside the words of a field


def faults(window: QWidget) -> list[str]:
    """Each as a sentence that names the widget; none where everything can be read."""
    found = [fault for widget in (window, *_below(window)) for fault in _faults_of(widget)]
    return [f"{type(window).__name__}: {fault}" for fault in dict.fromkeys(found)]


def _below(widget: QWidget) -> Iterator[QWidget]:
    """What is in sight of `widget` and below, without what floats over it."""
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield child
            yield from _below(child)


def _faults_of(widget: QWidget) -> Iterator[str]:
    name = _name(widget)
    wide, high = widget.width() + SLACK_PX, widget.height() + SLACK_PX
    match widget:
        case ElidedLabel() | Picture():
            pass
        case QLabel() if widget.text() and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > high:
                yield f"{name} needs {widget.heightForWidth(widget.width())} px of height and has {widget.height()}"
            widest = max((widget.fontMetrics().horizontalAdvance(word) for word in _words(widget.text())), default=0)
            if widest > wide and not _breaks_anywhere(widget.text()):
                yield f"{name} has a word of {widest} px and {widget.width()} px of room"
        case QLabel() if widget.text():
            yield from _short_of(widget, name)
        case QToolButton() if widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            pass
        case QAbstractButton() if widget.text() and widget.layout() is None:
            yield from _short_of(widget, name)
        case QComboBox():
            yield from _short_of(widget, name)
        case QLineEdit() if not isinstance(widget.parentWidget(), QComboBox):
            needed = widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + LINE_EDIT_PX
            if needed > wide:
                yield f"{name} shows {widget.width()} px of {needed} px of its hint"
        case QScrollArea() if widget.horizontalScrollBar().maximum() > 0:
            yield f"{name} is {widget.horizontalScrollBar().maximum()} px too narrow for what is in it"
    yield from _misplaced(widget)


def _short_of(widget: QWidget, name: str) -> Iterator[str]:
    hint = widget.minimumSizeHint() if isinstance(widget, QComboBox) else widget.sizeHint()
    if hint.width() > widget.width() + SLACK_PX:
        yield f"{name} needs {hint.width()} px of width and has {widget.width()}"
    if isinstance(widget, QLabel) and hint.height() > widget.height() + SLACK_PX:
        yield f"{name} needs {hint.height()} px of height and has {widget.height()}"


def _misplaced(widget: QWidget) -> Iterator[str]:
    """What the layout of `widget` let stick out or put over one another."""
    layout = widget.layout()
    if layout is None or isinstance(widget.parentWidget(), QAbstractScrollArea):
        return
    children = [
        child for child in widget.children()
        if isinstance(child, QWidget) and child.isVisible() and not isinstance(child, (QSplitterHandle, ActionRow))
        and layout.indexOf(child) >= 0
    ]  # fmt: skip
    inside = widget.rect().adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX)
    for child in children:
        if not inside.contains(child.geometry()):
            yield f"{_name(child)} at {_box(child.geometry())} sticks out of {_name(widget)}, {_box(widget.rect())}"
    for one, other in combinations(children, 2):
        shared = one.geometry() & other.geometry()
        if shared.width() > SLACK_PX and shared.height() > SLACK_PX:
            yield f"{_name(one)} and {_name(other)} share {_box(shared)}"


def _words(text: str) -> list[str]:
    """What a line is not broken in: between blanks, and zero-width spaces."""
    return text.replace("\u200b", " ").split()


def _breaks_anywhere(words: str) -> bool:
    """Chinese has no blanks and may be broken between most characters."""
    return any("\u2e80" <= letter <= "\uffef" for letter in words)


def _name(widget: QWidget) -> str:
    said = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    said = said or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {said[:60]!r}"


def _box(rect: QRect) -> str:
    return f"{rect.width()} x {rect.height()} at {rect.x()}, {rect.y()}"
