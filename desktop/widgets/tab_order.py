"""The way of the Tab key: Qt's is the order in which things were made, the user's that in which they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(group: QWidget, *, before: QWidget) -> None:
    """Let Tab pass through what `group` holds, in its own order, right before it comes to `before`.

    Both are in one window by then; what is put into `group` later is not moved.
    """
    held = _held(group)
    last = before.previousInFocusChain()
    while held and not _takes_tab(last):  # after a frame would be after all that is in it
        last = last.previousInFocusChain()
    for each in held:
        QWidget.setTabOrder(last, each)
        last = each


def _held(group: QWidget) -> list[QWidget]:
    """What takes the Tab key in `group`, in the order of now."""
    found = []
    at = group.nextInFocusChain()
    while at is not group:
        if group.isAncestorOf(at) and _takes_tab(at):
            found.append(at)
        at = at.nextInFocusChain()
    return found


def _takes_tab(widget: QWidget) -> bool:
    """What only stands for a part of another, as the line of a spin box does, goes along with that."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
