"""The way of the Tab key: Qt's is the order in which things were made, the user's that in which they stand.

Qt is not asked for the neighbours (`nextInFocusChain`): PySide takes what such a call returns for a part of what was
asked, and holds it for dead when that ends.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_begin(parent: QWidget) -> QWidget:
    """Where the way through `parent` begins; made before what is in it. It is never seen nor stopped at."""
    made = QWidget(parent)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders only what could take the key
    made.hide()
    return made


def tab_through(group: QWidget, *, after: QWidget) -> None:
    """Let Tab pass through what `group` holds right after `after`, which takes that key itself.

    Both are in one window by then; what is put into `group` later is not moved.
    """
    held = [each for each in group.findChildren(QWidget) if _takes_tab(each)]
    for first, second in zip((after, *held), held, strict=False):
        QWidget.setTabOrder(first, second)


def _takes_tab(widget: QWidget) -> bool:
    """What only stands for a part of another, as the line of a spin box does, goes along with that."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
