"""All keys of the window as described data: what the page about them shows, and what installs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys that do the same. `name` is what the window does; without one, the widget that has the focus does it."""

    keys: tuple[str, ...]
    words: str
    name: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys as they are called on this system."""
        return tuple(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in self.keys)


@dataclass(frozen=True, slots=True)
class Group:
    """Keys of one place."""

    title: str
    shortcuts: tuple[Shortcut, ...]


def groups() -> tuple[Group, ...]:
    """All of them, in the language of now."""
    return (_everywhere(), _writing(), _reading(), _chats())


def install(window: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
    """Make the window's own keys do what `acts` says. Raises: KeyError for a key that does nothing, which is a bug."""
    for shortcut in (shortcut for group in groups() for shortcut in group.shortcuts if shortcut.name):
        for key in shortcut.keys:
            QShortcut(QKeySequence(key), window).activated.connect(acts[shortcut.name])


def _everywhere() -> Group:
    return Group(
        QCoreApplication.translate("Shortcuts", "Everywhere"),
        (
            Shortcut(("Ctrl+N",), QCoreApplication.translate("Shortcuts", "New chat"), "new_chat"),
            Shortcut(("Ctrl+K",), QCoreApplication.translate("Shortcuts", "Search all chats"), "search"),
            Shortcut(("Ctrl+F",), QCoreApplication.translate("Shortcuts", "Find in this chat"), "find"),
            Shortcut(("Ctrl+O",), QCoreApplication.translate("Shortcuts", "Choose files"), "choose_files"),
            Shortcut(("Ctrl+P",), QCoreApplication.translate("Shortcuts", "Save the chat as PDF"), "print"),
            Shortcut(("Ctrl+B",), QCoreApplication.translate("Shortcuts", "Show or hide the sidebar"), "sidebar"),
            Shortcut(("Ctrl+,",), QCoreApplication.translate("Shortcuts", "Settings"), "settings"),
            Shortcut(("F1", "Ctrl+/"), QCoreApplication.translate("Shortcuts", "Keyboard shortcuts"), "shortcuts"),
            Shortcut(("Ctrl++", "Ctrl+="), QCoreApplication.translate("Shortcuts", "Everything larger"), "larger"),
            Shortcut(("Ctrl+-",), QCoreApplication.translate("Shortcuts", "Everything smaller"), "smaller"),
            Shortcut(("Ctrl+0",), QCoreApplication.translate("Shortcuts", "The usual size"), "usual_size"),
            Shortcut(
                ("Esc",),
                QCoreApplication.translate("Shortcuts", "Back to the chat; there: stop the answer, close what is open"),
                "escape",
            ),
            Shortcut(("Ctrl+Q",), QCoreApplication.translate("Shortcuts", "Quit"), "quit"),
        ),
    )


def _writing() -> Group:
    return Group(
        QCoreApplication.translate("Shortcuts", "Where you write"),
        (
            Shortcut(("Return",), QCoreApplication.translate("Shortcuts", "Send")),
            Shortcut(("Shift+Return",), QCoreApplication.translate("Shortcuts", "New line")),
            Shortcut(("Tab",), QCoreApplication.translate("Shortcuts", "On to the next button")),
        ),
    )


def _reading() -> Group:
    return Group(
        QCoreApplication.translate("Shortcuts", "In the conversation"),
        (
            Shortcut(("Ctrl+C",), QCoreApplication.translate("Shortcuts", "Copy what is selected")),
            Shortcut(("Ctrl+A",), QCoreApplication.translate("Shortcuts", "Select everything")),
            Shortcut(
                ("F7",), QCoreApplication.translate("Shortcuts", "Show a caret, and select with Shift and arrows")
            ),
            Shortcut(
                ("Return",),
                QCoreApplication.translate("Shortcuts", "With a caret: open the mark or link it stands at"),
            ),
            Shortcut(
                ("Shift+Right", "Shift+Down"),
                QCoreApplication.translate("Shortcuts", "Select on from the last click, or the first line in sight"),
            ),
            Shortcut(
                ("Ctrl+Up", "Ctrl+Down"),
                QCoreApplication.translate("Shortcuts", "With a caret: to the message before, or the next one"),
            ),
            Shortcut(
                ("F3", "Shift+F3"),
                QCoreApplication.translate("Shortcuts", "While something is found: on to the next place, or back"),
            ),
            Shortcut(("PgUp", "PgDown"), QCoreApplication.translate("Shortcuts", "A page up or down")),
            Shortcut(("Home", "End"), QCoreApplication.translate("Shortcuts", "To the beginning or the end")),
        ),
    )


def _chats() -> Group:
    return Group(
        QCoreApplication.translate("Shortcuts", "In the list of chats"),
        (
            Shortcut(("Return",), QCoreApplication.translate("Shortcuts", "Open the chat")),
            Shortcut(("F2",), QCoreApplication.translate("Shortcuts", "Rename")),
            Shortcut(("Del",), QCoreApplication.translate("Shortcuts", "Delete; it can be undone")),
            Shortcut(("Menu",), QCoreApplication.translate("Shortcuts", "Everything that can be done with it")),
        ),
    )
