"""The right side of the window: the page a claim comes from, with the passage lit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.evidence import Evidence, Sources
from desktop.documents.headings import shown
from desktop.documents.page_view import PageView
from desktop.documents.source_text import SourceText
from desktop.task import Task
from desktop.widgets.controls import ElidedLabel, card, icon_button, label
from desktop.widgets.escape import claims_escape
from desktop.widgets.theme import Theme
from desktop.widgets.tips import plain_tip
from desktop.widgets.words import sentence_of
from models.documents.document import Document, PageImage
from models.documents.sentences import flat

WIDTH_PX = 460
RESIZED_AFTER_MS = 200
_LARGEST_SCALE = 4.0
_LARGER = 2.0  # a page of A4 in a narrow pane is read at this


class SourcePane(QFrame):
    """Shows one passage in its document; hidden until there is one.

    Signals:
        closed: The pane was closed; the focus may go back to where it was.
    """

    closed = Signal()

    def __init__(self, theme: Theme, sources: Sources) -> None:
        super().__init__()
        self.setObjectName("source")
        self.setMinimumWidth(320)
        self._sources = sources
        self._evidence: Evidence | None = None
        self._page = 1
        self._pages = 1
        self._task: Task | None = None
        self._title = ElidedLabel("", "heading")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._title.setAccessibleName(self.tr("Source"))
        self._where = label("", "small")
        self._previous = icon_button("chevron-left", self.tr("Previous page"), lambda: self._turn(-1))
        self._next = icon_button("chevron-right", self.tr("Next page"), lambda: self._turn(1))
        self._larger = icon_button("zoom-in", self.tr("Larger page"), self._enlarge)
        self._larger.setCheckable(True)
        self._quote = label("", wrap=True, selectable=True)
        self._notice = label("", "muted", wrap=True)
        self._picture = PageView(theme)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._picture)
        self._scroll.setWidgetResizable(True)
        self._text = SourceText(theme)
        self._stack = QStackedWidget()
        self._nothing = QWidget()
        for each in (self._scroll, self._text, self._nothing):
            self._stack.addWidget(each)
        self._resized = QTimer(self, singleShot=True, interval=RESIZED_AFTER_MS)
        self._resized.timeout.connect(self._paint_again)
        self._lay_out()
        self.hide()

    def show_evidence(self, evidence: Evidence) -> None:
        """Open at the passage."""
        self._evidence = evidence
        self._title.setText(evidence.document)
        self._title.setToolTip(plain_tip(str(evidence.path)))
        self._quote.setText(f"“{flat(evidence.quote)}”")
        self._notice.hide()
        self.show()
        self._page, self._pages = evidence.page, max(evidence.page, 1)
        if evidence.has_pages:
            self._ask_for_page()
        else:
            self._stack.setCurrentWidget(self._nothing)
            self._run(Task(lambda: self._sources.text(evidence), self))
        self._show_place()

    def close_pane(self) -> None:
        self._give_up()
        self._evidence = None
        self.hide()
        self.closed.emit()

    # --- pages ---

    def _turn(self, step: int) -> None:
        page = self._page + step
        if self._evidence is not None and 1 <= page <= self._pages:
            self._page = page
            self._show_place()
            self._ask_for_page()

    def _ask_for_page(self) -> None:
        evidence, page = self._evidence, self._page
        if evidence is None:
            return
        wide_px = max(280, self._scroll.viewport().width()) * self._times()
        scale = min(_LARGEST_SCALE, wide_px * self.devicePixelRatioF() / self._picture.points_wide)
        self._run(Task(lambda: self._sources.page(evidence, page, scale), self))

    def _times(self) -> float:
        """How much wider than the pane a page is shown."""
        return _LARGER if self._larger.isChecked() else 1.0

    def _enlarge(self) -> None:
        """The page is painted anew, as sharp as it is large, and then the passage is brought into sight."""
        self._fit()
        self._ask_for_page()

    def _fit(self) -> None:
        wide_px = round(self._scroll.viewport().width() * self._times())
        self._picture.setMinimumWidth(wide_px if self._larger.isChecked() else 0)

    def _show_lit(self) -> None:
        lit = self._picture.lit()
        if not lit.isNull():
            seen = self._scroll.viewport()
            self._scroll.ensureVisible(lit.left(), lit.center().y(), seen.width() // 8, seen.height() // 3)

    def _paint_again(self) -> None:
        if self.isVisible() and self._evidence is not None and self._evidence.has_pages:
            self._fit()
            self._ask_for_page()

    def _run(self, task: Task) -> None:
        """Only the newest request is heard: a stopped one tells nothing more. Bound methods end with the pane."""
        self._give_up()
        self._task = task
        task.produced.connect(self._on_found)
        task.failed.connect(self._on_failed)
        task.start()

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.stop()
            self._task = None

    def _on_found(self, found: PageImage | Document) -> None:
        if self._evidence is None:
            return
        if isinstance(found, PageImage):
            self._pages = found.pages
            self._picture.show_page(found, self.devicePixelRatioF(), self._evidence.quote)
            self._stack.setCurrentWidget(self._scroll)
            self._show_lit()
        else:
            self._text.show_passage(shown(found.text, found.kind), self._evidence.start, self._evidence.end)
            self._stack.setCurrentWidget(self._text)
        self._show_place()

    def _on_failed(self, error: Exception) -> None:
        """The quote is shown all the same: it was kept with the summary."""
        self._notice.setText(sentence_of(error))
        self._notice.show()
        self._stack.setCurrentWidget(self._nothing)

    def _show_place(self) -> None:
        has_pages = self._evidence is not None and self._evidence.has_pages
        words = self.tr("Page %1 of %2").replace("%1", str(self._page)).replace("%2", str(self._pages))
        self._where.setText(words if has_pages else "")
        self._where.setVisible(has_pages)
        for button, possible in ((self._previous, self._page > 1), (self._next, self._page < self._pages)):
            button.setVisible(has_pages)
            button.setEnabled(possible)
        self._larger.setVisible(has_pages)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(icon_button("x", self.tr("Close the source"), self.close_pane))
        pages = QHBoxLayout()
        pages.addWidget(self._where, 1)
        for each in (self._larger, self._previous, self._next):
            pages.addWidget(each)
        quote = card()
        inside = QVBoxLayout(quote)
        inside.addWidget(self._quote)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(quote)
        column.addWidget(self._notice)
        column.addLayout(pages)
        column.addWidget(self._stack, 1)

    def event(self, event: QEvent) -> bool:
        return claims_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_pane()
            case Qt.Key.Key_PageUp:
                self._turn(-1)
            case Qt.Key.Key_PageDown:
                self._turn(1)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._resized.start()
