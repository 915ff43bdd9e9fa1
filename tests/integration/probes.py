"""What the end-to-end tests may ask of a window; each runs in its thread and only looks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from desktop.chat.composer import Composer
from desktop.chat.transcript_view import TranscriptView
from desktop.shell.drop_overlay import DropOverlay


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
    """Role and name of everything to be seen, for a test that looks for something in vain."""
    return [
        f"{each.role().name} {each.text(QAccessible.Text.Name)!r}"
        for each in _walk()
        if each.text(QAccessible.Text.Name) and not each.state().invisible
    ]


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


def messages() -> list[str]:
    """What a screen reader hears of the conversation, oldest first: “You: …”, “Model: …”."""
    view = _transcript()
    interface = QAccessible.queryAccessibleInterface(view)
    return [interface.child(row).text(QAccessible.Text.Name) for row in range(len(view.items))]


def mark_place(number: int) -> tuple[int, int] | None:
    """Where the citation mark [number] of the last message that has it stands on the screen."""
    view = _transcript()
    for row in reversed(range(len(view.items))):
        item = view.items[row]
        document = item.document
        if document is None or item.message.card is None:
            continue
        found = document.find(f"[{number}]")
        if found.isNull():
            continue
        line = found.block().layout().lineForTextPosition(found.selectionStart() - found.block().position())
        x, _ = line.cursorToX(found.selectionStart() - found.block().position() + 1)
        at = item.text_at + found.block().layout().position() + QPointF(x, line.y() + line.height() / 2)
        inside = QPointF(view.left + at.x(), view.top_of(row) + at.y()).toPoint()
        if not view.viewport().rect().contains(inside):
            view.verticalScrollBar().setValue(round(view.verticalScrollBar().value() + inside.y() - 200))
            return None
        place = view.viewport().mapToGlobal(inside)
        return place.x(), place.y()
    return None


def cards() -> list[dict[str, object]]:
    """The cards of the conversation as they are shown."""
    return [item.message.card for item in _transcript().items if item.message.card]


def hung() -> list[str] | None:
    """The words of the zone that is lit under files that are dragged; None: none hang over the window."""
    for each in QApplication.allWidgets():
        if isinstance(each, DropOverlay) and each.isVisible():
            lit = [frame for frame in each.findChildren(QFrame) if frame.property("selected") and frame.isVisible()]
            return [words.text() for frame in lit for words in frame.findChildren(QLabel)]
    return None


def source_words() -> str:
    """What the source pane says above the page, empty while it is closed."""
    return next(
        (each.text() for each in QApplication.allWidgets()
         if isinstance(each, QLabel) and each.accessibleName() == "Source" and each.isVisible()), ""
    )  # fmt: skip


def sockets() -> int:
    """Internet sockets this process has open."""
    import psutil

    return len(psutil.Process().net_connections(kind="inet"))


def _transcript() -> TranscriptView:
    return next(each for each in QApplication.allWidgets() if isinstance(each, TranscriptView))


def focused() -> tuple[str, str]:
    """Name and role of what has the keyboard; empty: nothing has."""
    widget = QApplication.focusWidget()
    interface = QAccessible.queryAccessibleInterface(widget) if widget is not None else None
    return (interface.text(QAccessible.Text.Name), interface.role().name) if interface is not None else ("", "")


def clipboard() -> str:
    return QApplication.clipboard().text()


def written() -> str:
    """What stands in the composer."""
    return next(each for each in QApplication.allWidgets() if isinstance(each, Composer)).text()


def is_dark() -> bool:
    """The window's colours are the dark ones."""
    return QApplication.palette().window().color().lightness() < 128


def differing() -> int:
    """How many pixels of the transcript are otherwise on the screen than a full repaint would have them."""
    viewport = _transcript().viewport()
    place = viewport.mapToGlobal(viewport.rect().topLeft())
    shown = viewport.screen().grabWindow(0, place.x(), place.y(), viewport.width(), viewport.height()).toImage()
    painted = viewport.grab().toImage().convertToFormat(shown.format())
    if shown == painted:
        return 0
    rows, columns = range(shown.height()), range(shown.width())
    return sum(shown.pixel(x, y) != painted.pixel(x, y) for y in rows for x in columns)
