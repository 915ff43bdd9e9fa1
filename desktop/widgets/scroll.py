"""A page that scrolls, with its content in a column in the middle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget


def centred(content: QWidget, measure_px: int) -> QScrollArea:
    """`content` at most `measure_px` wide, on the ground of a page."""
    content.setObjectName("page")
    content.setMaximumWidth(measure_px)
    ground = QWidget()
    ground.setObjectName("page")
    row = QHBoxLayout(ground)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch()
    row.addWidget(content, 100)
    row.addStretch()
    scroll = QScrollArea(widgetResizable=True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(ground)
    return scroll
