"""The chat in the middle of the window: transcript or empty state, composer, figures; wired to its controller."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.chat.branch import Branch
from desktop.chat.context_panel import ContextPanel
from desktop.chat.controller import ChatController
from desktop.chat.find_bar import FindableTranscript
from desktop.chat.loading import Choice, Loader, Stage
from desktop.chat.overflowing import Overflowing
from desktop.chat.revealing import reveal
from desktop.chat.transcript_view import TranscriptView
from desktop.documents.dropping import Wish
from desktop.documents.jobs import FileJobs
from desktop.documents.reading import Readings
from desktop.markdown.formulas import Formulas
from desktop.shell.card_actions import CardActions
from desktop.shell.empty_state import EmptyState
from desktop.shell.receipts import Receipts
from desktop.shell.status import StatusLine
from desktop.shell.writing import Writing
from desktop.widgets import file_dialog
from desktop.widgets.tab_order import tab_begin, tab_through
from desktop.widgets.theme import Theme
from desktop.widgets.tokens import MEASURE_PX
from models.chat.receipt import figures_of
from models.errors import StoreUnwritable
from models.store.message import Message, Role
from models.store.search import Hit

COMPOSER_PX = MEASURE_PX + 32
BESIDE_PX = 24  # around what an empty chat shows
SMALLEST_PX = 96  # of what is above the composer, while something is unfolded there


class ChatPage(QWidget):
    """One chat at a time.

    Signals:
        files_wanted: Something is to be done with files (Wish, list of Path).
        question_wanted: A question that files answer, not the conversation (list of Path, the question).
        ocr_pack_wanted: Pages that are only pictures are to be read.
        evidence_wanted: Show where a claim comes from (Evidence).
        link_wanted: A link of a text was clicked (its address).
        noticed: A few words to show for a moment.
        failed: An error to show (PaddockError).
    """

    files_wanted = Signal(object, object)
    question_wanted = Signal(object, str)
    ocr_pack_wanted = Signal()
    evidence_wanted = Signal(object)
    link_wanted = Signal(str)
    noticed = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        chat: ChatController,
        loader: Loader,
        readings: Readings,
        jobs: FileJobs,
        overflowing: Overflowing,
        formulas: Formulas,
    ) -> None:
        super().__init__()
        self.setObjectName("chat")
        self._chat = chat
        self._loader = loader
        self.transcript = TranscriptView(theme, formulas=formulas)
        self.writing = Writing(self, chat, loader, readings, lambda: self.cards.files_at_hand())
        self.composer = self.writing.composer
        self.ways_out = ContextPanel()
        self.status = StatusLine()
        self.empty = EmptyState()
        self._first = tab_begin(self)
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(SMALLEST_PX)
        self._unfilled = QScrollArea(widgetResizable=True)  # scrolls where something unfolded leaves little room
        self._unfilled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._unfilled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._unfilled.setWidget(self.empty)
        self._stack.addWidget(self._unfilled)
        self._conversation = FindableTranscript(self.transcript)
        self._stack.addWidget(self._conversation)
        self._lay_out()
        self._wire_controller()
        self._wire_transcript()
        self.cards = CardActions(self, self.transcript, jobs)
        self.receipts = Receipts(self, self.transcript, chat)
        self.receipts.noticed.connect(self.noticed)
        for asked, passed_on in (
            (self.cards.evidence_wanted, self.evidence_wanted), (self.cards.ocr_pack_wanted, self.ocr_pack_wanted),
            (self.cards.noticed, self.noticed), (self.cards.failed, self.failed),
            (self.writing.files_wanted, self.files_wanted), (self.writing.question_wanted, self.question_wanted),
            (self.writing.noticed, self.noticed),
        ):  # fmt: skip
            asked.connect(passed_on)
        self.cards.ask_wanted.connect(self._ask_about)
        self.writing.attach_wanted.connect(lambda: self.choose_files(Wish.ASK))
        loader.changed.connect(self._on_model)
        loader.silent.connect(self._on_silent)
        self._wire_overflowing(overflowing)
        self.empty.files_wanted.connect(self.choose_files)
        self.empty.text_wanted.connect(self.writing.begin_with)

    def open(self, conversation: int) -> None:
        """Show a chat; what was being written in the one before is kept."""
        self.writing.keep_draft()
        self._chat.open(conversation)

    def open_hit(self, hit: Hit, words: str) -> None:
        """Show what a search found: the message, with the first of the words lit."""
        self.writing.keep_draft()
        if hit.message is None:
            self._chat.open(hit.conversation.id)
        else:
            self._chat.open_at(hit.message, hit.conversation.id)
            reveal(self.transcript, hit.message, words)

    def new(self, folder: int | None = None) -> None:
        self.writing.keep_draft()
        self._chat.new(folder)

    def keep_draft(self) -> None:
        """What is being written, on the disk now."""
        self.writing.keep_draft()

    def place_on_top(self, header: QWidget) -> None:
        """Above the transcript."""
        self._column.insertWidget(0, header)
        tab_through(header, after=self._first)

    def place_above_composer(self, panel: QWidget) -> None:
        """As wide as the composer; nothing floats over what it would hide."""
        self._bottom.insertWidget(0, panel)
        tab_through(panel, after=self._below)

    def find_words(self) -> None:
        """Find words in the chat that is shown."""
        if self._stack.currentWidget() is self._conversation:
            self._conversation.bar.begin()

    def focus_composer(self) -> None:
        self.composer.field.setFocus()

    def choose_files(self, wish: Wish = Wish.SUMMARISE) -> None:
        """Ask which files, or of a report which folder."""
        titles = {
            Wish.SUMMARISE: self.tr("Summarise files"), Wish.ASK: self.tr("Attach files"),
            Wish.COMPARE: self.tr("Choose two files to compare"), Wish.REPORT: self.tr("Report over a folder"),
        }  # fmt: skip
        if wish is Wish.REPORT:
            folder = file_dialog.open_folder(self, titles[wish])
            paths = [folder] if folder else []
        else:
            paths = file_dialog.open_files(self, titles[wish])
        if paths:
            self.files_wanted.emit(wish, paths)

    def _ask_about(self, paths: list[Path]) -> None:
        self.files_wanted.emit(Wish.ASK, paths)
        self.focus_composer()

    # --- controller ---

    def _wire_controller(self) -> None:
        chat, view = self._chat, self.transcript
        chat.opened.connect(self.writing.open)
        chat.branch_changed.connect(self._on_branch)
        chat.message_added.connect(self._on_added)
        chat.answer_began.connect(self._on_began)
        chat.text_grown.connect(view.grow)
        chat.reasoning_grown.connect(view.grow_reasoning)
        chat.reading.connect(self._say_reading)
        chat.answer_finished.connect(self._on_finished)
        chat.message_updated.connect(view.update_message)
        chat.refused.connect(self.noticed)

    def _on_branch(self, branch: Branch) -> None:
        self.transcript.show_branch(branch.messages, branch.siblings)
        self._show_what_is_there(bool(branch.messages))
        answers = [each for each in branch.messages if each.role is Role.ASSISTANT]
        self._show_figures(answers[-1] if answers else None)

    def _on_added(self, message: Message) -> None:
        self._show_what_is_there(True)
        self.transcript.add(message)

    def _on_began(self, message: Message) -> None:
        self._show_what_is_there(True)
        self.transcript.begin(message)
        if not message.text:
            self._say_reading(0.0)
            self._say_loading(self._loader.choice)

    def _on_finished(self, message: Message) -> None:
        self.transcript.finish(message)
        self._show_figures(message)

    def _on_model(self, choice: Choice) -> None:
        self.transcript.set_model_name(choice.title)
        if self._chat.busy:
            self._say_loading(choice)

    def _say_reading(self, share: float) -> None:
        """How much of the prompt the model has read; then the first word is on its way."""
        words = self.tr("Reading %1").replace("%1", f"{share:.0%}") if share < 1 else self.tr("Writing")
        self.transcript.say_phase(words)

    def _say_loading(self, choice: Choice) -> None:
        if choice.stage is Stage.LOADING:
            self.transcript.say_phase(self.tr("Loading %1").replace("%1", f"{choice.fraction:.0%}"))

    def _on_silent(self, seconds: float) -> None:
        """Nothing is heard of the engine, or again: said where the answer comes, and below when it has begun."""
        words = self.tr("The model is not answering…") if seconds and self._chat.busy else ""
        self.transcript.say_phase(words)
        self.status.interrupt(words)

    def _show_what_is_there(self, something: bool) -> None:
        self._stack.setCurrentWidget(self._conversation if something else self._unfilled)
        self._share_height()

    def _share_height(self) -> None:
        """An empty chat has its composer near the middle, where what stands above it needs no scrolling for that."""
        last = self._column.count() - 1
        if self._stack.currentWidget() is self._conversation:
            self._column.setStretch(last, 0)
            return
        items = [self._column.itemAt(place) for place in range(last)]
        taken = sum(item.sizeHint().height() for item in items if item is not None and item.widget() is not self._stack)
        room = self.height() - taken - last * self._column.spacing()
        below = max(0, min(room * 2 // 5, room - self.empty.sizeHint().height() - BESIDE_PX))
        self._column.setStretch(self._column.indexOf(self._stack), max(1, room - below))
        self._column.setStretch(last, below)

    def _show_figures(self, message: Message | None) -> None:
        completed = figures_of(message.receipt) if message else None
        self.status.show_answer(completed, self._loader.choice.loaded)

    def _wire_overflowing(self, overflowing: Overflowing) -> None:
        """A chat that has become too long: the ways out are asked for above the composer."""
        overflowing.surveyed.connect(lambda _: self.transcript.scroll_to_end())  # what follows takes of its room
        overflowing.surveyed.connect(self.ways_out.ask)
        overflowing.settled.connect(self.ways_out.hide)
        overflowing.failed.connect(self.failed)
        self.ways_out.chosen.connect(overflowing.take)
        self.ways_out.edit_wanted.connect(self._edit)
        self.ways_out.stop_wanted.connect(self._chat.stop)
        self._chat.condensing.connect(self.ways_out.show_progress)
        self._chat.busy_changed.connect(lambda busy: None if busy else self.ways_out.end())
        self.transcript.way_out_wanted.connect(overflowing.survey)
        self.transcript.notes_switched.connect(overflowing.switch)

    # --- transcript ---

    def _wire_transcript(self) -> None:
        view = self.transcript
        view.regenerate_wanted.connect(self._chat.regenerate)
        view.edit_wanted.connect(self._edit)
        view.continue_wanted.connect(self._chat.continue_)
        view.branch_wanted.connect(self._chat.step)
        view.save_code_wanted.connect(self._save_code)
        view.link_activated.connect(self.link_wanted)
        view.notice.connect(self.noticed)

    def _edit(self, message: int) -> None:
        item = next((each for each in self.transcript.items if each.message.id == message), None)
        if item is not None:
            self.writing.edit(message, item.message.text)

    def _save_code(self, code: str, extension: str) -> None:
        chosen = file_dialog.save_file(self, self.tr("Save code"), f"code.{extension.lstrip('.')}")
        if chosen is None:
            return
        path, _ = chosen
        try:
            path.write_text(code, encoding="utf-8")
        except OSError as error:
            self.failed.emit(StoreUnwritable(folder=str(path.parent), detail=f"{error.strerror}."))
        else:
            self.noticed.emit(self.tr("Saved as %1").replace("%1", path.name))

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setMaximumWidth(COMPOSER_PX)
        self._below = tab_begin(middle)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self.ways_out)
        inside.addWidget(self.writing.editing)
        inside.addWidget(self.composer)
        inside.addWidget(self.status)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(24, 0, 24, 10)
        bottom.addStretch(1)
        bottom.addWidget(middle, 1000)
        bottom.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._stack, 3)
        column.addLayout(bottom)
        column.addStretch(0)
        self._column, self._bottom = column, inside

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()
