"""What goes into the next message: its text, the files that go along, or the message that is said anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.chat.composer import Composer
from desktop.chat.controller import ChatController
from desktop.chat.loading import Loader
from desktop.documents.file_menu import FileMenu
from desktop.documents.reading import Readings
from desktop.widgets.controls import button, label
from models import demo
from models.store.message import Conversation

WHOLE_SHARE = 0.7  # of the context: what files may take of a message


class Writing(QObject):
    """The composer and the line above it, wired to the chat and to the reader of files.

    `at_hand()` is what the chat shown was about last: its files.

    Signals:
        files_wanted: Something is to be done with attached files (Wish, list of Path).
        attach_wanted: Files are to be chosen.
        question_wanted: A question that the files answer, not the conversation (list of Path, the question).
        noticed: A few words to show for a moment.
    """

    files_wanted = Signal(object, object)
    attach_wanted = Signal()
    question_wanted = Signal(object, str)
    noticed = Signal(str)

    def __init__(
        self,
        page: QWidget,
        chat: ChatController,
        loader: Loader,
        readings: Readings,
        at_hand: Callable[[], list[Path]],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._chat = chat
        self._loader = loader
        self._readings = readings
        self._at_hand = at_hand
        self._send_when_read: str | None = None
        self._edited: int | None = None
        self.composer = Composer()
        self.editing = Editing()
        self.editing.cancelled.connect(self._end_editing)
        self.composer.sent.connect(self._send)
        self.composer.stopped.connect(chat.stop)
        self.composer.draft_changed.connect(self._on_draft)
        self.composer.attach_wanted.connect(self.attach_wanted)
        self.composer.file_removed.connect(readings.remove)
        self.composer.file_menu_wanted.connect(self._offer)
        readings.changed.connect(self._on_chip)
        readings.finished.connect(self._on_read)
        chat.draft_sent.connect(self._on_draft_sent)
        chat.busy_changed.connect(self.composer.set_busy)

    def begin_with(self, text: str) -> None:
        """Put this into the composer, and the keyboard there."""
        self.composer.set_text(text)
        self.composer.field.setFocus()

    def edit(self, message: int, text: str) -> None:
        """The message's text in the composer, to be said anew beside the old one."""
        if not self._chat.busy:
            self._chat.keep_draft(self.composer.text())
            self._edited = message
            self.editing.show()
            self.begin_with(text)

    def open(self, conversation: Conversation | None) -> None:
        """Another chat is shown: what was being written in it."""
        self._send_when_read = None
        self._edited = None
        self.editing.hide()
        self._readings.clear()
        self.composer.clear()
        self.begin_with(conversation.draft if conversation else "")

    def keep_draft(self) -> None:
        """What is being written, on the disk now."""
        self._on_draft(self.composer.text())

    def let_go(self, paths: list[Path]) -> None:
        """These files do not go with the next message."""
        for path in paths:
            self.composer.remove_file(path)
            self._readings.remove(path)

    def _send(self, text: str) -> None:
        """Send at once, or as soon as the files that go along are read."""
        if self._edited is not None:
            message = self._edited
            self._end_editing()
            self._chat.edit(message, text)
        elif self._readings.busy:
            self._send_when_read = text
            self.noticed.emit(self.tr("The message goes as soon as its files are read."))
        elif text and (paths := self._to_be_asked()):
            self.question_wanted.emit(paths, text)
            self._on_draft_sent()
        elif text or self._readings.documents:
            self._chat.send(text, self._readings.attachments())

    def _to_be_asked(self) -> list[Path]:
        """Files that answer the question by their parts; none: it is said to the model as it is.

        The demo model knows nothing but what it reads: after a card its files are asked, or it would say that the few
        sentences of the card are all there is.
        """
        if self._too_much_to_send():
            return self._readings.paths
        by_demo = demo.made(self._loader.choice.title) and not self._readings.documents
        return self._at_hand() if by_demo else []

    def _too_much_to_send(self) -> bool:
        """The files are more than the model can hold beside a conversation: then the question goes to their parts."""
        loaded, planned = self._loader.choice.loaded, self._loader.plan
        n_ctx = loaded.n_ctx if loaded else planned.params.n_ctx if planned else None
        return n_ctx is not None and self._readings.tokens() > WHOLE_SHARE * n_ctx

    def _on_draft(self, text: str) -> None:
        if self._edited is None:
            self._chat.keep_draft(text)

    def _on_draft_sent(self) -> None:
        self._readings.clear()
        self.composer.clear()
        self._chat.keep_draft("")  # it may have been kept once more after it was sent, before that was heard of

    def _end_editing(self) -> None:
        self._edited = None
        self.editing.hide()
        self.composer.set_text(self._chat.draft())

    def _on_read(self) -> None:
        if self._send_when_read is not None:
            self._send_when_read = None
            self._send(self.composer.text().strip())

    def _on_chip(self, path: Path, words: str, bad: bool) -> None:
        self.composer.add_file(path, words, bad=bad)
        if bad:
            self._send_when_read = None  # the user decides whether to go without it

    def _offer(self, path: Path, at: QPoint) -> None:
        """What can be done with an attached file."""
        menu = FileMenu(self._page, [path])
        menu.wished.connect(lambda wish: self.files_wanted.emit(wish, [path]))
        if found := self._readings.encoding_of(path):
            menu.add_encodings(found, self._readings.encodings().get(path, ""))
            menu.encoding_chosen.connect(partial(self._readings.read_as, path))
        menu.add_removal()
        menu.removed.connect(lambda: self.let_go([path]))
        menu.popup(at)


class Editing(QFrame):
    """Says over the composer that a message is being edited.

    Signals:
        cancelled: The user keeps it as it was.
    """

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 6, 0)
        row.addWidget(label(self.tr("Editing a message: the old one stays beside it"), "small"), 1)
        row.addWidget(button(self.tr("Cancel"), self.cancelled.emit, role="link"))
        self.hide()
