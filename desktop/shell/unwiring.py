"""Takes everything that listens to the running program off it, so that another window can be built upon it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from PySide6.QtCore import QMetaMethod, QObject

from desktop.library.downloading import RunningDownloads
from desktop.shell.parts import Parts


def senders(parts: Parts, downloads: RunningDownloads) -> list[QObject]:
    """All to which a window listens."""
    own = (getattr(parts, field.name) for field in fields(parts))
    inner = (parts.chat.choices, parts.fast.loader, downloads)
    return [each for each in (*own, *inner) if isinstance(each, QObject)]


def unwire(objects: Iterable[QObject]) -> None:
    """Nobody hears these objects any more, not even each other: `Parts.follow` mends that.

    A lambda lives as long as the object it listens to, and would go on to call widgets that are gone.
    """
    for each in objects:
        for name, _ in heard(each):
            getattr(each, name).disconnect()


def heard(sender: QObject) -> Iterator[tuple[str, int]]:
    """Its public signals that somebody listens to, and how many do."""
    meta = sender.metaObject()
    for number in range(QObject().metaObject().methodCount(), meta.methodCount()):
        method = meta.method(number)
        name = bytes(method.name().data()).decode()
        if method.methodType() is QMetaMethod.MethodType.Signal and not name.startswith("_"):
            listeners = sender.receivers(f"2{bytes(method.methodSignature().data()).decode()}")
            if listeners:
                yield name, listeners
