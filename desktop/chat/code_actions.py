"""What can be done with a block of code: the buttons in its header, and the bar below one wider than its frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollBar, QWidget

from desktop.chat.code_slides import Slide
from desktop.chat.message_item import MessageItem
from desktop.chat.overlays import Action, ActionRow, Pool
from desktop.markdown.decorations import Decoration
from desktop.markdown.highlight import extension
from desktop.markdown.look import CODE_HEADER_PX

if TYPE_CHECKING:
    from desktop.chat.transcript_view import TranscriptView

_BUTTONS_PX = 128
_BAR_PX = 10
_STEP_PX = 40


class SlideBar(QScrollBar):
    """Scrolls one block of code sideways."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(self.tr("Scroll the code sideways"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSingleStep(_STEP_PX)
        self._parent = parent
        self._item: MessageItem | None = None
        self._slide: Slide | None = None
        self.valueChanged.connect(self._move)

    def show_slide(self, item: MessageItem, slide: Slide) -> None:
        """Stand where this block was scrolled to."""
        self._item, self._slide = item, slide
        self.blockSignals(True)
        self.setRange(0, round(slide.furthest))
        self.setPageStep(round(slide.rect.width()))
        self.setValue(round(slide.offset))
        self.blockSignals(False)

    def _move(self, value: int) -> None:
        if self._item is not None and self._slide is not None:
            self._item.code_slides.move(self._slide, value)
            self._parent.update()


class CodeOffers(QObject):
    """Places the buttons and bars of the code in sight; `copy` puts a text on the clipboard and says so."""

    def __init__(self, view: TranscriptView, copy: Callable[[str], None]) -> None:
        super().__init__(view)
        self._view = view
        self._copy = copy
        self._rows = Pool(view.viewport(), ActionRow)
        self._bars = Pool(view.viewport(), SlideBar)

    def place(self, rows: range) -> None:
        """Put them where the code of these rows is now."""
        view = self._view
        headers: set[object] = set()
        bars: set[object] = set()
        for row in rows:
            item, left, above = view.items[row], view.rect_of(row).left(), view.top_of(row)
            top, bottom = -above, view.viewport().height() - above
            for decoration, frame in item.code_frames(top, bottom):
                headers.add(self._place_header(item, decoration, frame.translated(left, above).toAlignedRect()))
            for slide in item.slides(top, bottom):
                where = slide.rect.translated(item.text_at).translated(left, above).toAlignedRect()
                bars.add(self._place_bar(item, slide, where))
        self._rows.keep_only(headers)
        self._bars.keep_only(bars)

    def forget(self) -> None:
        """Other messages are shown."""
        self._rows.keep_only(set())
        self._bars.keep_only(set())

    def controls(self) -> list[tuple[int, QWidget]]:
        """Those in sight, with their heights."""
        buttons = [(row.y(), button) for row in self._rows.used() for button in row.buttons]
        return [*buttons, *((bar.y(), bar) for bar in self._bars.used())]

    def _place_header(self, item: MessageItem, decoration: Decoration, where: QRect) -> object:
        key = item.message.id, decoration.depth
        wraps = self._view.wraps_code
        actions = [
            Action("wrap-text", self.tr("Wrap long lines of code"), lambda: self._view.wrap_code(not wraps), on=wraps),
            Action("copy", self.tr("Copy code"), lambda: self._copy(item.code(decoration))),
            Action("download", self.tr("Save code as a file"), lambda: self._save(item, decoration)),
        ]
        self._rows.get(key).set_actions(actions, "", right=True)
        left, right = where.right() - _BUTTONS_PX, where.right() - 6
        self._rows.place(key, QRect(QPoint(left, where.top() + 2), QPoint(right, where.top() + CODE_HEADER_PX - 2)))
        return key

    def _place_bar(self, item: MessageItem, slide: Slide, where: QRect) -> object:
        key = item.message.id, slide.number
        self._bars.get(key).show_slide(item, slide)
        self._bars.place(key, QRect(where.left() + 8, where.bottom() - _BAR_PX - 2, where.width() - 16, _BAR_PX))
        return key

    def _save(self, item: MessageItem, decoration: Decoration) -> None:
        self._view.save_code_wanted.emit(item.code(decoration), extension(decoration.language))
