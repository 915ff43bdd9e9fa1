"""THIRD-PARTY.txt: whose work is in the bundle, under which licences, with their texts."""

from __future__ import annotations

from collections.abc import Sequence

from inside.inventory import Part

_HEAD = """\
Paddock itself is under the MIT licence (LICENSE.txt). It is handed on with the work of others, each under the licence
named below. Qt and PySide6 are under the LGPL, version 3: they lie in this folder as libraries of their own, so that
you can put your own build of them in their place. Their source is at https://download.qt.io, and which third-party
code is in Qt is said at https://doc.qt.io/qt-6/licenses-used-in-qt.html.
"""
_LINE = "-" * 100


def page(parts: Sequence[Part]) -> str:
    """A table of all parts, then the text of every licence once, with the names of those it belongs to."""
    width = max(len(part.name) for part in parts) + 2
    rows = [f"{part.name:{width}}{part.version}\n{'':{width}}{part.licence}\n{'':{width}}{part.home}" for part in parts]
    belongs: dict[str, list[str]] = {}
    for part in parts:
        for name, text in part.texts:
            belongs.setdefault(text.strip(), []).append(f"{part.name} ({name})")
    texts = [f"{_LINE}\n{', '.join(names)}\n{_LINE}\n\n{text}\n" for text, names in belongs.items()]
    return "\n".join([_HEAD, *rows, "", *texts])
