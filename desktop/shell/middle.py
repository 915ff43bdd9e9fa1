"""The middle of the window: the page in sight below the bar and the banner, and the source beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.documents.source_pane import WIDTH_PX as SOURCE_PX
from desktop.documents.source_pane import SourcePane
from desktop.shell.status import Banner, TopBar


class Middle(QSplitter):
    """Lays out its parts, which stay the window's."""

    def __init__(self, bar: TopBar, banner: Banner, stack: QStackedWidget, source: SourcePane) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._source = source
        centre = QWidget()
        centre.setObjectName("page")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        notice = QHBoxLayout()
        notice.setContentsMargins(24, 0, 24, 0)
        notice.addWidget(banner)
        column.addWidget(bar)
        column.addLayout(notice)
        column.addWidget(stack, 1)
        self.addWidget(centre)
        self.addWidget(source)
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)

    def show_evidence(self, evidence: object) -> None:
        """Show where it stands in its source, which gets its usual width when it was hidden."""
        was_hidden = self._source.isHidden()
        self._source.show_evidence(evidence)  # type: ignore[arg-type]  # what the signal carries
        if was_hidden:
            total = self.width()
            self.setSizes([total - SOURCE_PX, SOURCE_PX])
