"""What can be done with a message, offered as buttons beside it; and what a screen reader is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication

from desktop.chat import card, receipt_words
from desktop.chat.compaction_words import is_compaction
from desktop.chat.message_item import ACTIONS_PX, BETWEEN_PX, HEAD_PX, REASONING_PX, MessageItem
from desktop.chat.overlays import Action, ActionRow, Pool
from models import demo
from models.chat.receipt import figures_of
from models.errors import ContextFull
from models.store.message import State

if TYPE_CHECKING:
    from desktop.chat.transcript_view import TranscriptView


class Offers(QObject):
    """Places the buttons of the messages and code blocks that are in sight."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view

    def place(self, pool: Pool[ActionRow]) -> None:
        """Put the buttons where their messages are now."""
        view = self._view
        used: set[object] = set()
        for row in view.visible_rows():
            item, rect = view.items[row], view.rect_of(row)
            key: object = item.message.id
            if actions := self._actions(item):
                pool.get(key).set_actions(actions, self._figures(item), right=item.is_user)
                top = rect.bottom() - BETWEEN_PX - ACTIONS_PX + 2
                pool.place(key, QRect(rect.left() - (0 if item.is_user else 5), top, rect.width() + 5, ACTIONS_PX))
                used.add(key)
            if item.reasoning:
                used.add(self._place_reasoning(pool, item, rect))
            if item.message.card and card.can_change(item.message.card):
                used.add(self._place_card_stop(pool, item, rect))
        pool.keep_only(used)

    def announce(self, item: MessageItem) -> None:
        """Tell a screen reader that the answer is there."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, self.tr("Answer finished")))

    def _place_reasoning(self, pool: Pool[ActionRow], item: MessageItem, rect: QRect) -> object:
        key = ("reasoning", item.message.id)
        act = self.tr("Hide the reasoning") if item.unfolded else self.tr("Show the reasoning")
        name = "chevron-down" if item.unfolded else "chevron-right"
        words = self._thinking_words(item)
        fold = Action(name, words, lambda: self._view.fold_reasoning(item), shown=True, tip=f"{words}. {act}")
        pool.get(key).set_actions([fold], "", right=False)
        pool.place(key, QRect(rect.left() - 5, rect.top() + HEAD_PX - 4, rect.width(), REASONING_PX))
        return key

    def _thinking_words(self, item: MessageItem) -> str:
        """“Thought for 4 s”, and “Thinking” while it does."""
        took_ms = (item.message.receipt or {}).get("thinking_ms", 0)
        if item.live and not item.text:
            return self.tr("Thinking")
        if not took_ms:
            return self.tr("Reasoning")
        seconds = max(1, round(took_ms / 1000))
        if seconds < 60:
            return self.tr("Thought for %1 s").replace("%1", str(seconds))
        words = self.tr("Thought for %1 min %2 s").replace("%1", str(seconds // 60))
        return words.replace("%2", str(seconds % 60))

    def _place_card_stop(self, pool: Pool[ActionRow], item: MessageItem, rect: QRect) -> object:
        key = ("card", item.message.id)
        running = (item.message.card or {}).get("state") == "running"
        words = self.tr("Pause") if running else self.tr("Go on")
        act = Action(
            "pause" if running else "play", words, lambda: self._view.card_stop_wanted.emit(item.message.id), True
        )
        pool.get(key).set_actions([act], "", right=True)
        pool.place(key, QRect(rect.right() - 126, rect.top() + HEAD_PX + 8, 116, ACTIONS_PX))
        return key

    def _actions(self, item: MessageItem) -> list[Action]:
        if item.message.card and card.lacks_ocr(item.message.card):
            words = self.tr("Add an OCR pack…")
            return [Action("plus", words, self._view.card_pack_wanted.emit, True)]
        if item.live or (item.message.card and not card.whole_text_of(item.message)):
            return []
        view, number = self._view, item.message.id
        actions = [Action("copy", self.tr("Copy"), lambda: self.copy(card.whole_text_of(item.message) or item.text))]
        if item.is_user:
            actions.append(Action("pencil", self.tr("Edit"), lambda: view.edit_wanted.emit(number)))
        elif not item.message.card:
            is_kept = bool((item.message.receipt or {}).get("cached_ms"))
            again = self.tr("Ask again") if is_kept else self.tr("Answer again")
            actions.append(Action("refresh-cw", again, lambda: view.regenerate_wanted.emit(number), is_kept))
            if item.message.receipt:
                actions.append(Action("info", self.tr("Receipt"), lambda: view.receipt_wanted.emit(number)))
            if item.message.error is not None and item.message.error[0] == ContextFull.__name__:
                question = item.message.parent
                words = self.tr("What can be done")
                actions.append(Action("info", words, lambda: view.way_out_wanted.emit(question or 0), True))
            if item.message.state is not State.DONE and item.text:
                actions.append(Action("play", self.tr("Continue"), lambda: view.continue_wanted.emit(number), True))
        elif is_compaction(item.message.card):
            in_use = item.message.card.get("active", True)
            words = self.tr("Do not use the notes") if in_use else self.tr("Use the notes again")
            picture = "undo-2" if in_use else "redo-2"
            actions.append(Action(picture, words, lambda: view.notes_switched.emit(number), True))
        elif item.message.card.get("state") == "done":
            save, reading = self.tr("Save as…"), self.tr("What was read")
            actions.append(Action("download", save, lambda: view.card_save_wanted.emit(number), True))
            actions.append(Action("info", reading, lambda: view.card_reading_wanted.emit(number), True))
            ask = self.tr("Ask about it")
            actions.append(Action("messages-square", ask, lambda: view.card_ask_wanted.emit(number), True))
            if item.message.card.get("task") == "report":
                records = self.tr("Look through and correct")
                actions.append(Action("list", records, lambda: view.card_records_wanted.emit(number), True))
            if card.is_of_demo(item.message.card):
                actions += self._better(number)
        _which, count = item.siblings
        if count > 1:
            actions.append(
                Action("chevron-left", self.tr("Previous version"), lambda: view.branch_wanted.emit(number, -1))
            )
            actions.append(Action("chevron-right", self.tr("Next version"), lambda: view.branch_wanted.emit(number, 1)))
        return actions

    def _better(self, number: int) -> list[Action]:
        """To what the demo model has made: the real model at work does it again, else one is to be had."""
        view = self._view
        if view.model_name and not demo.made(view.model_name):
            words = self.tr("Do it again with %1").replace("%1", view.model_name)
            return [Action("refresh-cw", words, lambda: view.card_again_wanted.emit(number), True)]
        if not view.real_model:
            return []
        words = self.tr("Get %1").replace("%1", view.real_model)
        return [Action("sparkles", words, view.model_wanted.emit, True)]

    def _figures(self, item: MessageItem) -> str:
        parts = []
        which, count = item.siblings
        if count > 1:
            parts.append(f"{which} / {count}")
        if item.message.state is State.STOPPED:
            parts.append(self.tr("stopped"))
        elif item.message.state is State.LENGTH:
            parts.append(self.tr("cut at its longest length"))
        receipt = item.message.receipt or {}
        if badge := receipt_words.badge(receipt):
            parts.append(badge)
        figures = figures_of(receipt)
        if figures is not None and figures.predicted_tokens > 1 and figures.predicted_ms > 0:
            rate = figures.predicted_per_second
            parts.append(self.tr("%1 tok/s").replace("%1", f"{rate:.1f}"))
            parts.append(self.tr("first token %1 s").replace("%1", f"{figures.prompt_ms / 1000:.2f}"))
            parts.append(self.tr("%n token(s)", "", figures.predicted_tokens))
        return " · ".join(parts)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard, and say so."""
        QGuiApplication.clipboard().setText(text)
        self._view.notice.emit(self.tr("Copied"))
