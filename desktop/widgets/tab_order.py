"""The way of the Tab key: Qt's is the order in which things were made, the user's that in which they stand."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(group: QWidget, *, before: QWidget) -> None:
    """Let Tab pass through what `group` holds, in its own order, right before it comes to `before`.

    Both are in one window by then; what is put into `group` later is not moved.
    """
    held = [each for each in _round(group) if group.isAncestorOf(each)]
    last = [each for each in _round(before) if each not in held][-1:] or [before]
    for first, second in zip((*last, *held), held, strict=False):
        QWidget.setTabOrder(first, second)


def _round(start: QWidget) -> Iterator[QWidget]:
    """What takes the Tab key after `start` until it is its turn again.

    Not a frame: after that is after all that is in it. Nor the line of a spin box, which goes along with the box.
    """
    at = start.nextInFocusChain()
    while at is not None and at is not start:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.focusProxy() is None:
            yield at
        at = at.nextInFocusChain()
