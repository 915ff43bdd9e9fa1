"""One way to go on, as a button of two lines with an icon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.controls import Picture, label


class WayButton(QPushButton):
    """What it does in a few words, and below what that means; both wrap where they have to."""

    def __init__(self, picture: str, title: str, detail: str, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "outlined")
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(title, "strong", wrap=True))
        words.addWidget(label(detail, "small", wrap=True))
        words.addStretch(1)
        row = QGridLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setHorizontalSpacing(12)
        row.addWidget(Picture(picture, 20, "accent"), 0, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 0, 1)
        row.setColumnStretch(1, 1)
        for each in self.findChildren(QWidget):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: clicked())

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(event.size().width()))  # a button's own minimum is one line

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else super().sizeHint()
