"""Icons that grow with the text beside them.

A font reaches every widget by itself, the size of an icon does not: each that was fitted here keeps its own at a zoom
of 1, and is fitted anew when the zoom is another.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QWidget

_ICON, _WHOLE, _MOST = "icon_size", "whole_size", "icon_most"  # properties: what is sized, in pixels at a zoom of 1
_now: list[float] = [1.0]


def pixels(size_px: int) -> int:
    """`size_px` at the zoom of now."""
    return round(size_px * _now[0])


def fit_icon(button: QAbstractButton, width_px: int, height_px: int, *, most_px: int = 0) -> None:
    """Give the button's icon this size; `most_px`: it has room for no higher one, whatever the zoom."""
    button.setProperty(_ICON, QSize(width_px, height_px))
    button.setProperty(_MOST, most_px)
    _fit(button)


def fit_whole(widget: QWidget, size_px: int) -> None:
    """Make it a square of this side."""
    widget.setProperty(_WHOLE, QSize(size_px, size_px))
    _fit(widget)


def use(zoom: float, widgets: Iterable[QWidget]) -> None:
    """From now on; `widgets` are those there are."""
    if zoom != _now[0]:
        _now[0] = zoom
        for each in widgets:
            _fit(each)


def _fit(widget: QWidget) -> None:
    icon, whole = widget.property(_ICON), widget.property(_WHOLE)
    if icon is not None and isinstance(widget, QAbstractButton):
        most = widget.property(_MOST) / icon.height() if widget.property(_MOST) else _now[0]
        widget.setIconSize(icon * min(most, _now[0]))
    if whole is not None:
        widget.setFixedSize(whole * _now[0])
