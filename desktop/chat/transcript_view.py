"""The conversation: every message in its place, but only those in sight laid out and painted.

A message that grows is painted from its changed block down. Measured rules: docs/decisions.md, “The transcript”.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.chat import card, message_painting
from desktop.chat.caret_keys import CaretKeys
from desktop.chat.code_actions import CodeOffers
from desktop.chat.finding import Finder
from desktop.chat.message_item import MessageItem
from desktop.chat.overlays import ActionRow, Pool
from desktop.chat.row_actions import Offers
from desktop.chat.rows_view import WHEEL_PX, RowsView
from desktop.chat.selecting import Selecting
from desktop.chat.text_documents import Lit
from desktop.markdown.formulas import Formulas
from desktop.markdown.math_objects import MathObject
from desktop.markdown.renderer import MARK_SCHEME
from desktop.widgets.theme import Theme
from desktop.widgets.tips import plain_tip
from models.store.message import Message


class TranscriptView(RowsView):
    """Shows one branch of a conversation. Messages are told by their ids.

    Signals:
        regenerate_wanted, edit_wanted, continue_wanted, card_stop_wanted: What the user wants of a message (id).
        card_save_wanted, card_reading_wanted: A card's result as a file; what was read of its files (id).
        card_ask_wanted: A question to the files of a card (id).
        card_records_wanted: The records of a report, to be looked through and set right (id).
        card_pack_wanted: An OCR pack, for a card whose file holds only pictures.
        card_again_wanted: The work of a card (id) once more, with the model of now.
        model_wanted: A real model, where the built-in one has made a card.
        receipt_wanted: What made an answer (id).
        branch_wanted: The alternative so many steps on (id, step).
        notes_switched: Notes on older messages (id) are not to be used, or again.
        way_out_wanted: What can be done about a question (id) that was too long.
        citation_activated: Mark n of a card is to be opened (id, n).
        link_activated: A link (its address).
        save_code_wanted: A code block as a file (source, extension).
        wrap_code_changed: Long lines of code are broken from now on, or scrolled.
        notice: A few words to show for a moment.
    """

    regenerate_wanted = Signal(int)
    edit_wanted = Signal(int)
    continue_wanted = Signal(int)
    card_stop_wanted = Signal(int)
    card_save_wanted = Signal(int)
    card_reading_wanted = Signal(int)
    card_ask_wanted = Signal(int)
    card_records_wanted = Signal(int)
    card_pack_wanted = Signal()
    card_again_wanted = Signal(int)
    model_wanted = Signal()
    receipt_wanted = Signal(int)
    branch_wanted = Signal(int, int)
    notes_switched = Signal(int)
    way_out_wanted = Signal(int)
    citation_activated = Signal(int, int)
    link_activated = Signal(str)
    save_code_wanted = Signal(str, str)
    wrap_code_changed = Signal(bool)
    notice = Signal(str)

    def __init__(self, theme: Theme, model_name: str = "", formulas: Formulas | None = None) -> None:
        super().__init__(theme, MathObject(formulas) if formulas else None)
        self.setObjectName("transcript")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Conversation"))
        self.model_name = model_name
        self.real_model = ""  # what cards of the built-in one offer
        self._siblings: dict[int, tuple[int, int]] = {}
        self.selecting = Selecting(self)
        self.selecting.changed.connect(self.viewport().update)
        self.caret = CaretKeys(self)
        self.finder = Finder(self)
        self.finder.changed.connect(self.viewport().update)
        self._offers = Offers(self)
        self._pool = Pool(self.viewport(), ActionRow)
        self._code = CodeOffers(self, self._offers.copy)
        if formulas is not None:
            formulas.changed.connect(self._show_formulas)

    # --- what is shown ---

    def show_branch(self, messages: list[Message], siblings: dict[int, tuple[int, int]]) -> None:
        """Show these messages, oldest first, at their end; `siblings` says which of how many alternatives each is."""
        self._siblings = siblings
        self.rows.show([self._item(message) for message in messages], self.measure)
        self.selecting.forget()
        self.finder.begin_again()
        self._forget_overlays()
        self._fit_bar()
        self.scroll_to_end()
        self._idle.start()
        self.viewport().update()

    def add(self, message: Message) -> None:
        """One more message at the end, in sight; one that is there already is shown anew in its place."""
        if (row := self.rows.row_of(message.id)) is not None:
            self._become(row, message)
            return
        self.rows.add(self._item(message), self.measure)
        self._fit_bar()
        self.scroll_to_end()
        self.viewport().update()

    def begin(self, message: Message) -> None:
        """An answer begins; `grow` adds to it until `finish`. What is in place already is begun again in place."""
        self.add(message)
        self.scroll_to_end()

    def grow(self, text: str) -> None:
        """More of the answer's text."""
        if not self.items:
            return
        row = len(self.items) - 1
        item = self.items[row]
        if item.document is None:
            self._settle(row)
        changed = item.grow(text)
        self._grown(row, changed)

    def grow_reasoning(self, text: str) -> None:
        """More of what the model thinks before it answers."""
        if self.items:
            self.items[-1].grow_reasoning(text)
            self._grown(len(self.items) - 1, 0.0)

    def say_phase(self, words: str) -> None:
        """What goes on while the answer is still empty."""
        if self.items and self.items[-1].live:
            self.items[-1].phase = words
            self._update_row(len(self.items) - 1, 0.0)

    def finish(self, message: Message) -> None:
        """The answer as it is on the disk now."""
        row = self.rows.row_of(message.id)
        if row is not None:
            self._become(row, message)
            self._offers.announce(self.items[row])

    def update_message(self, message: Message) -> None:
        """A message is another one now: a card that went on."""
        row = self.rows.row_of(message.id)
        if row is not None:
            self._become(row, message)

    def set_model_name(self, name: str) -> None:
        """Who answers from now on."""
        self.model_name = name
        self.viewport().update()

    def offer_model(self, name: str) -> None:
        """The cards of the built-in model offer this one; empty: none."""
        self.real_model = name
        self.viewport().update()

    def fold_reasoning(self, item: MessageItem) -> None:
        """Show what the model thought, or fold it away."""
        item.unfolded = not item.unfolded
        self._grown(self.items.index(item), 0.0)

    def show_reasoning(self, item: MessageItem, position: int) -> None:
        """Unfold what the model thought, and scroll to a position of it."""
        if not item.unfolded:
            self.fold_reasoning(item)
        row = self.items.index(item)
        self._show_at_third(row, lambda: item.reasoning_rect_at(position).top())

    @property
    def wraps_code(self) -> bool:
        """Long lines of code are broken; else they are scrolled sideways."""
        return self._wrap_code

    def wrap_code(self, wrap: bool) -> None:
        """Break long lines of code, or scroll them."""
        if wrap != self._wrap_code:
            self._wrap_code = wrap
            self._restyle()
            self.wrap_code_changed.emit(wrap)

    def controls(self) -> list[QWidget]:
        """The buttons and bars in sight, from top to bottom."""
        rows = [(row.y(), button) for row in self._pool.used() for button in row.buttons]
        placed = sorted([*rows, *self._code.controls()], key=lambda each: each[0])
        found: list[QWidget] = [widget for _, widget in placed]
        return [*found, self._to_end] if self._to_end.isVisible() else found

    def _forget_overlays(self) -> None:
        self._pool.keep_only(set())
        self._code.forget()

    def _item(self, message: Message) -> MessageItem:
        item = MessageItem(message)
        item.siblings = self._siblings.get(message.id, (1, 1))
        if message.card is None or not card.is_by_code(message.card):
            told = str((message.card or message.receipt or {}).get("model", ""))
            at_work = item.live or message.card is not None  # who wrote an imported answer, nobody may know
            item.model_name = told or (self.model_name if at_work else "")
        return item

    def _become(self, row: int, message: Message) -> None:
        self.items[row].become(message)
        self.items[row].model_name = self._item(message).model_name or self.items[row].model_name
        self._grown(row, 0.0)

    def _grown(self, row: int, changed: float) -> None:
        """Row `row` is another from its own y `changed` on."""
        self.finder.note(row)
        self._put_idle_off()
        if self.rows.lay_out(row, self.measure, self._look, self.visible_rows()):
            self._fit_bar()
            if self._follow:
                self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._update_row(row, changed)

    def _update_row(self, row: int, changed: float) -> None:
        top = max(0, int(self.top_of(row) + changed))
        self.viewport().update(0, top, self.viewport().width(), max(0, self.viewport().height() - top))

    def _restyle(self) -> None:
        self._forget_overlays()
        super()._restyle()

    def _show_formulas(self) -> None:
        """Some were set: lay their messages out again, those in sight at once."""
        for row, item in enumerate(self.items):
            if item.refresh_formulas(self._look):
                self._settle(row)
                self.finder.note(row)
        if self._follow:
            self.scroll_to_end()
        self.viewport().update()

    # --- the user's hands ---

    def _anchor_at(self, point: QPoint) -> tuple[int, str]:
        for row in self.visible_rows():
            if self.rect_of(row).contains(point):
                return row, self.items[row].anchor_at(self._inside(row, point))
        return -1, ""

    def activate(self, row: int, address: str) -> None:
        """Open a mark or a link of a row, clicked or chosen with the caret."""
        if address.startswith(MARK_SCHEME):
            self.citation_activated.emit(self.items[row].message.id, int(address.removeprefix(MARK_SCHEME)))
        else:
            self.link_activated.emit(address)

    def _copy(self) -> None:
        if text := self.selecting.text():
            QGuiApplication.clipboard().setText(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.items:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.selecting.press(event.position().toPoint(), extend=extend)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self.selecting.is_dragging:
            self.selecting.drag(point)
            return
        _, address = self._anchor_at(point)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if address else Qt.CursorShape.ArrowCursor)
        self.viewport().setToolTip("" if address.startswith(MARK_SCHEME) else plain_tip(address))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.selecting.release():
            row, address = self._anchor_at(event.position().toPoint())
            if address:
                self.activate(row, address)

    def wheelEvent(self, event: QWheelEvent) -> None:
        sideways = event.angleDelta().x() or (
            event.angleDelta().y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        point = event.position().toPoint()
        if not sideways or not self.items:
            super().wheelEvent(event)
            return
        row = self.place_at(point).row
        y = point.y() - self.top_of(row)
        for slide in self.items[row].slides(y, y):
            self.items[row].code_slides.move(slide, slide.offset - sideways / 120 * WHEEL_PX)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7:
            self.caret.toggle()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selecting.select_all()
        elif not self.caret.press(event) and not self.scroll_by_key(event.key()):
            super().keyPressEvent(event)

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        self._pixels_stay = False  # settling may scroll, and pixels may not move while they are painted
        self._settle_visible()
        self._pixels_stay = True
        painter = QPainter(self.viewport())
        clip = QRectF(event.rect())
        painter.fillRect(event.rect(), self._look.colour("ground"))
        for row in self.visible_rows():
            item = self.items[row]
            top = self.top_of(row)
            if top > clip.bottom() or top + item.height < clip.top():
                continue
            painter.save()
            painter.translate(self.left, top)
            inside = clip.translated(-self.left, -top)
            lit, reasoning_lit = self._lit(row, inside)
            message_painting.paint(painter, item, inside, self._look, lit, reasoning_lit)
            self._paint_caret(painter, row)
            painter.restore()
        painter.end()
        self._offers.place(self._pool)
        self._code.place(self.visible_rows())

    def _lit(self, row: int, clip: QRectF) -> tuple[list[Lit], list[Lit]]:
        """What of a row's text, and of its reasoning, is marked."""
        lit: list[Lit] = []
        reasoning: list[Lit] = []
        if self.finder.is_active:
            item = self.items[row]
            seen = item.position_at(clip.topLeft()), item.position_at(clip.bottomRight()) + 1
            lit = self.finder.lit(row, in_text=True, between=seen)
            reasoning = self.finder.lit(row, in_text=False, between=(0, len(item.reasoning) * 2))
        if chosen := self.selecting.within(row):
            lit.append(Lit(*chosen, "selection"))
        return lit, reasoning

    def _paint_caret(self, painter: QPainter, row: int) -> None:
        selection = self.selecting.selection
        if self.caret.shown and selection is not None and selection.head.row == row:
            painter.fillRect(self.items[row].rect_at(selection.head.position), self._look.colour("accent"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._forget_overlays()
            self.viewport().update()
