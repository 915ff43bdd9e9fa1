"""Asks, above the composer, how a chat goes on that has become too long for the model."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout

from desktop.widgets.controls import Picture, button, clear, icon_button, label
from desktop.widgets.way import WayButton
from desktop.widgets.words import sentence_of_plan
from models.chat.overflow import Larger, Overflow, Recent
from models.chat.relief import Way

_COLUMNS = 2


class ContextPanel(QFrame):
    """Hidden while nothing is asked.

    Signals:
        chosen: A way out (Overflow, Way).
        edit_wanted: The question (its message's id) is to be written anew.
        stop_wanted: The notes that are being made are not wanted after all.
    """

    chosen = Signal(object, object)
    edit_wanted = Signal(int)
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title = label("", "strong", wrap=True)
        self._detail = label("", "small", wrap=True)
        self._close = icon_button("x", self.tr("Not now"), self.put_off)
        head = QHBoxLayout()
        head.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        head.addWidget(Picture("info", 20, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._ways = QGridLayout()
        self._ways.setSpacing(8)
        for place in range(_COLUMNS):
            self._ways.setColumnStretch(place, 1)
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._stop = button(self.tr("Stop"), self.stop_wanted.emit, icon_name="square")
        work = QHBoxLayout()
        work.addWidget(self._bar, 1)
        work.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 10, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self._ways)
        column.addLayout(work)
        self.hide()

    def ask(self, overflow: Overflow) -> None:
        """Offer the ways that lead somewhere, with what each means in figures."""
        self._say(
            self.tr("This chat has become too long for the model to read at once"),
            self.tr("It needs %1 tokens and the context holds %2. Nothing was cut: choose how to go on.")
            .replace("%1", number(overflow.needed))
            .replace("%2", number(overflow.n_ctx)),
        )
        clear(self._ways)
        for place, way in enumerate(self._offered(overflow)):
            self._ways.addWidget(way, *divmod(place, _COLUMNS))
        self._show_work(False)
        first = next((way for way in self.ways() if way.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def show_progress(self, fraction: float) -> None:
        """Notes are being made."""
        clear(self._ways)
        self._show_work(True)
        self._bar.setValue(round(fraction * 1000))
        self._say(
            self.tr("Making notes: %1").replace("%1", f"{fraction:.0%}"),
            self.tr("The model reads what is to be shortened, part by part. Every message is kept."),
        )
        self._bar.setAccessibleName(self._title.text())

    def end(self) -> None:
        """No notes are being made any more."""
        if not self._bar.isHidden():
            self.hide()

    def put_off(self) -> bool:
        """Ask no more; False where nothing is asked, or notes are being made."""
        asking = self.isVisible() and self._bar.isHidden()
        if asking:
            self.hide()
        return asking

    def ways(self) -> list[WayButton]:
        """The buttons, from top to bottom."""
        items = (self._ways.itemAt(index) for index in range(self._ways.count()))
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), WayButton)]

    def _offered(self, overflow: Overflow) -> list[WayButton]:
        made: list[WayButton] = []

        def offer(way: Way, picture: str, title: str, detail: str) -> WayButton:
            made.append(WayButton(picture, title, detail, lambda: self.chosen.emit(overflow, way)))
            return made[-1]

        if overflow.compact is not None:
            offer(Way.COMPACT, "list", self.tr("Make notes of the older messages"), self._compacted(overflow.compact))
        if overflow.branch is not None:
            offer(Way.ANEW, "columns-2", self.tr("Go on in a new branch"), self._branched(overflow.branch))
        if overflow.larger is not None:
            words = self.tr("Load the model with a context of %1").replace("%1", number(overflow.larger.n_ctx))
            button = offer(Way.LARGER, "cpu", words, _planned(overflow.larger))
            button.setEnabled(overflow.larger.plan.fits)
        if overflow.shortened is not None:
            offer(Way.SHORTEN, "file-text", self.tr("Make notes of the attached files"), self._shortened(overflow))
        made.append(self._edit(overflow))
        return made

    def _compacted(self, recent: Recent) -> str:
        words = self.tr("%n older message(s), %1 tokens, become notes; the model then reads about %2 tokens in all.",
                        "", recent.left)  # fmt: skip
        filled = words.replace("%1", number(recent.left_tokens)).replace("%2", number(recent.after_tokens))
        return f"{filled} {self.tr('It can be undone.')}"

    def _branched(self, recent: Recent) -> str:
        words = self.tr("Only the last %n message(s) go along, %1 tokens.", "", recent.messages)
        filled = words.replace("%1", number(recent.after_tokens))
        return f"{filled} {self.tr('The others stay in the old branch.')}"

    def _shortened(self, overflow: Overflow) -> str:
        files = [weight for weight in overflow.weights if weight.name]
        named = self.tr("%1: %2 tokens, and about %3 as notes.").replace("%1", ", ".join(each.name for each in files))
        return named.replace("%2", number(sum(each.tokens for each in files))).replace(
            "%3", number(overflow.shortened or 0)
        )

    def _edit(self, overflow: Overflow) -> WayButton:
        own = next((weight.tokens for weight in overflow.weights if not weight.name), 0)
        words = self.tr("The message itself has %1 tokens.").replace("%1", number(own))
        title = self.tr("Write the message anew")
        return WayButton("pencil", title, words, lambda: self.edit_wanted.emit(overflow.question))

    def _say(self, title: str, detail: str) -> None:
        self._title.setText(title)
        self._detail.setText(detail)
        self.setAccessibleName(f"{title}. {detail}")
        if self.isHidden():
            self.show()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def _show_work(self, working: bool) -> None:
        self._bar.setVisible(working)
        self._stop.setVisible(working)
        self._close.setVisible(not working)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:  # the columns around it ask for no height by width
            self.setMinimumHeight(layout.totalHeightForWidth(event.size().width()))


def number(tokens: int) -> str:
    """In the user's way of writing."""
    return QLocale().toString(tokens)


def _planned(larger: Larger) -> str:
    words = sentence_of_plan(larger.plan)
    return words[:1].upper() + words[1:]
