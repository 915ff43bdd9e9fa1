"""What the end-to-end tests may ask of a window; each runs in its thread and only looks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget


def ready() -> bool:
    """A window is on the screen."""
    return any(each.isVisible() for each in QApplication.topLevelWidgets())


def place(name: str, role: str = "") -> tuple[int, int] | None:
    """The middle of the first visible control called `name` (its accessible name), or None."""
    for each in _walk():
        if each.text(QAccessible.Text.Name) == name and (not role or each.role().name == role):
            state = each.state()
            if not state.invisible and not state.offscreen and not each.rect().isEmpty():
                middle = each.rect().center()
                return middle.x(), middle.y()
    return None


def names(role: str = "") -> list[str]:
    """The names of everything a screen reader would find, in its order."""
    return [each.text(QAccessible.Text.Name) for each in _walk() if not role or each.role().name == role]


def tree() -> list[str]:
    """Role and name of everything, for a test that looks for something in vain."""
    return [f"{each.role().name} {each.text(QAccessible.Text.Name)!r}" for each in _walk()]


def grab(path: str) -> None:
    """A picture of the main window."""
    main = next(each for each in QApplication.topLevelWidgets() if each.isVisible() and isinstance(each, QWidget))
    main.grab().save(path)


def _walk() -> Iterator[QAccessibleInterface]:
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            yield from _below(QAccessible.queryAccessibleInterface(window))


def _below(interface: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    if interface is None or not interface.isValid():
        return
    yield interface
    for index in range(interface.childCount()):
        yield from _below(interface.child(index))
