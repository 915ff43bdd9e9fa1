"""What the user does in a chat, and what the window is told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.chat import branch as branches
from desktop.chat.answerers import Answerer, Answerers
from desktop.chat.answering import Answering
from desktop.chat.branch import Branch
from desktop.chat.choices import Choices
from models.catalogue import Sampling as Recommended
from models.chat.overflow import Overflow
from models.chat.relief import Way
from models.chat.session import ChatSession
from models.chat.turn import Turn
from models.engine.protocol import SamplingParams
from models.errors import ChatMissing, PaddockError
from models.settings import Settings
from models.store.conversations import Conversations
from models.store.message import Attachment, Conversation, Message

P = ParamSpec("P")
R = TypeVar("R")


class ChatController(QObject):
    """Owns which chat is shown and all answers on their way; any number of chats may answer at once.

    What happens in a chat that is not shown goes to the disk all the same, and is shown when it is opened. `settings`
    is asked for the values of the moment, `choices` are those of the chat shown, and `recommended` says what the
    model's publisher does. `before` runs on the answer's thread before it starts: a model that is about to be loaded.

    Signals:
        opened: Another chat is shown now (Conversation, or None for a new one).
        branch_changed: Show these messages (Branch); an answer on its way follows as `answer_began`.
        message_added: A message is on the disk and belongs at the end (Message); `draft_sent` when it was the draft.
        answer_began, text_grown, reasoning_grown, reading, answer_finished: See `Running`; of the chat shown.
        message_updated: A message is another one now (Message): a card that went on.
        context_full: This question (its id) and what goes before it are too long for the model; nothing was answered.
        condensing: Notes on earlier messages are being made: the share that was read, 0 to 1.
        busy_changed: The chat shown is being answered, or not any more.
        answered: A chat (id), shown or not, has a whole answer to what was said in it.
        chats_changed: The list of chats is another one.
        failed: An error to show (PaddockError).
        refused: A sentence about something that cannot be done now.
    """

    opened = Signal(object)
    branch_changed = Signal(object)
    message_added = Signal(object)
    draft_sent = Signal()
    answer_began = Signal(object)
    text_grown = Signal(str)
    reasoning_grown = Signal(str)
    reading = Signal(float)
    answer_finished = Signal(object)
    message_updated = Signal(object)
    context_full = Signal(int)
    condensing = Signal(float)
    busy_changed = Signal(bool)
    answered = Signal(int)
    chats_changed = Signal()
    failed = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        conversations: Conversations,
        session: ChatSession,
        settings: Callable[[], Settings],
        before: Callable[[], None] = lambda: None,
        recommended: Callable[[], Recommended | None] = lambda: None,
    ) -> None:
        super().__init__()
        self._conversations = conversations
        self.choices = Choices(conversations, settings)
        self._answerers = Answerers(Answerer(session, before, recommended), self.choices, settings)
        self.listen()
        self._current: int | None = None
        self._folder: int | None = None  # of a chat that is not on the disk yet
        self._answering = Answering(conversations, lambda: self._current)
        self._hear_answers()

    def listen(self) -> None:
        """To the chats' choices, from now on."""
        self.choices.failed.connect(self.failed)

    def add_fast(self, fast: Answerer) -> None:
        """From now on the chats that want it are answered by the small model beside the large one."""
        self._answerers.fast = fast

    # --- which chat ---

    @property
    def current(self) -> int | None:
        """The id of the chat shown; None: a new one that is not on the disk yet."""
        return self._current

    @property
    def busy(self) -> bool:
        """The chat shown is being answered."""
        return self._current in self._answering

    @property
    def answering(self) -> bool:
        """Some chat is being answered."""
        return len(self._answering) > 0

    def is_answering(self, conversation: int) -> bool:
        return conversation in self._answering

    def chats(self) -> list[Conversation]:
        return self._tried(self._conversations.list) or []

    def new(self, folder: int | None = None) -> None:
        """Show an empty chat; it gets its place on the disk, in this folder, with its first word."""
        self._leave()
        self._current, self._folder = None, folder
        self.choices.show(None)
        self.opened.emit(None)
        self.branch_changed.emit(Branch([], {}))
        self.busy_changed.emit(False)

    def open(self, conversation: int) -> None:
        """Show a chat, with the answer it is being given."""
        chat = self._tried(self._conversations.get, conversation)
        if chat is None:
            return
        if conversation != self._current:
            self._leave()
        self._current = conversation
        self.choices.show(chat)
        self.opened.emit(chat)
        self.show_branch()
        self.busy_changed.emit(self.busy)

    def show_again(self) -> None:
        """Tell everything of the chat shown anew."""
        if self._current is None:
            self.new(self._folder)
        else:
            self.open(self._current)

    def open_at(self, message: int, conversation: int) -> None:
        """Show a chat with the branch that goes through this message."""
        shown = self._tried(self._conversations.branch, conversation) or []
        if message not in {each.id for each in shown} and conversation not in self._answering:
            self._tried(self._conversations.choose, message)
        self.open(conversation)

    def ensure(self) -> Conversation | None:
        """The chat shown, on the disk from now on; None when the disk refuses, which was said."""
        if self._current is not None:
            return self._tried(self._conversations.get, self._current)
        create = partial(self._conversations.create, system_prompt=self.choices.instructions, folder=self._folder)
        made = self._tried(create)
        if made is not None:
            self._current = made.id
            self.choices.settle(made)
            self.chats_changed.emit()
        return made

    def show_branch(self) -> None:
        """Tell the branch of the chat shown anew."""
        if self._current is None:
            return
        branch = self._tried(branches.shown, self._conversations, self._current)
        if branch is None:
            return
        answer = self._answering.begun(self._current)
        if answer is None:
            self.branch_changed.emit(branch)
            return
        rest = [message for message in branch.messages if message.id != answer.id]
        self.branch_changed.emit(Branch(rest, branch.siblings))
        if len(rest) < len(branch.messages):
            self.answer_began.emit(answer)

    def keep_draft(self, text: str) -> None:
        """Put what is being written on the disk."""
        if self._current is None and not text.strip():
            return
        chat = self.ensure()
        if chat is not None and chat.draft != text:
            self._tried(self._conversations.set_draft, chat.id, text)

    def draft(self) -> str:
        """What was being written in the chat shown."""
        chat = self._tried(self._conversations.get, self._current) if self._current is not None else None
        return chat.draft if chat else ""

    # --- turns ---

    def send(self, text: str, attachments: Sequence[Attachment] = ()) -> None:
        """Say `text` in the chat shown. What cannot be said now is refused, and stays with the user."""
        if self._refuse_when_busy():
            return
        chat = self.ensure()
        if chat is not None:
            sampling = self.sampling()
            make = partial(self._session.reply, chat.id, text, attachments=tuple(attachments), sampling=sampling)
            self._run(chat.id, make, is_reply=True)

    def regenerate(self, message: int) -> None:
        """Another answer beside this one."""
        if self._current is not None and not self._refuse_when_busy():
            self._run(self._current, partial(self._session.regenerate, message, sampling=self.sampling()))

    def repeat(self, message: int) -> None:
        """The same answer once more beside it, by its receipt."""
        if self._current is not None and not self._refuse_when_busy():
            self._run(self._current, partial(self._session.repeat, message))

    def edit(self, message: int, text: str) -> None:
        """The same message with another text, beside the old one."""
        if self._current is not None and not self._refuse_when_busy():
            self._run(self._current, partial(self._session.edit, message, text, sampling=self.sampling()))

    def continue_(self, message: int) -> None:
        """Write on where the answer ended."""
        if self._current is not None and not self._refuse_when_busy():
            self._run(self._current, partial(self._session.continue_, message, sampling=self.sampling()))

    def relieve(self, overflow: Overflow, way: Way) -> None:
        """Do about a full context what the user chose, and answer."""
        if overflow.conversation == self._current and not self._refuse_when_busy():
            make = partial(self._session.relieve, overflow, way, sampling=self.sampling())
            self._run(overflow.conversation, make)

    def step(self, message: int, step: int) -> None:
        """Show the branch through the alternative `step` places further."""
        if self._refuse_when_busy():
            return
        other = self._tried(branches.beside, self._conversations, message, step)
        if other is not None and self._tried(self._conversations.choose, other) is not None:
            self.show_branch()

    def stop(self) -> None:
        """Stop the answer in the chat shown; its half stays."""
        self._answering.stop(self._current)

    # --- the list of chats ---

    def rename(self, conversation: int, title: str) -> None:
        self._tried(self._conversations.rename, conversation, title)
        self.chats_changed.emit()

    def pin(self, conversation: int, pinned: bool) -> None:
        self._tried(self._conversations.pin, conversation, pinned)
        self.chats_changed.emit()

    def delete(self, conversation: int) -> None:
        """Out of sight; `restore` brings it back."""
        self._answering.stop(conversation)
        self._tried(self._conversations.delete, conversation)
        if conversation == self._current:
            self._current = None
            self.new()
        self.chats_changed.emit()

    def restore(self, conversation: int) -> None:
        self._tried(self._conversations.restore, conversation)
        self.chats_changed.emit()
        self.open(conversation)

    def add(self, message: Message) -> None:
        """A message was put on the disk by somebody else: a summary's card."""
        self.chats_changed.emit()
        if message.conversation == self._current:
            self.message_added.emit(message)

    def update(self, message: Message) -> None:
        """That message is another one now."""
        if message.conversation == self._current:
            self.message_updated.emit(message)

    def close(self, timeout_s: float = 5.0) -> None:
        """Stop all answers and wait until their halves are on the disk."""
        self._answering.close(timeout_s)

    # --- inside ---

    @property
    def is_fast(self) -> bool:
        """The chat shown is answered by the small model."""
        return self._answerers.is_fast

    @property
    def _session(self) -> ChatSession:
        return self._answerers.current.session

    def _run(self, conversation: int, make: Callable[[], Turn], *, is_reply: bool = False) -> None:
        before = self._answerers.current.before

        def begin() -> Turn:
            before()
            return make()

        self._answering.begin(conversation, begin, is_reply=is_reply)

    def _hear_answers(self) -> None:
        heard = self._answering
        for signal, told in (
            (heard.text_grown, self.text_grown), (heard.reasoning_grown, self.reasoning_grown),
            (heard.reading, self.reading), (heard.condensing, self.condensing), (heard.began, self.answer_began),
            (heard.finished, self.answer_finished), (heard.context_full, self.context_full),
            (heard.busy_changed, self.busy_changed), (heard.failed, self.failed), (heard.answered, self.answered),
            (heard.chats_changed, self.chats_changed), (heard.branch_changed, self.show_branch),
        ):  # fmt: skip
            signal.connect(told)
        heard.sent.connect(self._on_sent)

    def _on_sent(self, message: Message) -> None:
        self.draft_sent.emit()
        self.message_added.emit(message)

    def _leave(self) -> None:
        """A chat without a word in it does not stay in the list."""
        if self._current is None or self.busy:
            return
        try:
            chat = self._conversations.get(self._current)
            if chat.leaf is None and not chat.draft.strip() and not chat.title:
                self._conversations.delete(chat.id)
                self.chats_changed.emit()
        except ChatMissing:
            return
        except PaddockError as error:
            self.failed.emit(error)

    def _refuse_when_busy(self) -> bool:
        if self.busy:
            self.refused.emit(self.tr("The answer is still being written. Wait for its end, or stop it first."))
        return self.busy

    def sampling(self) -> SamplingParams:
        """How the chat shown is answered now."""
        return self._answerers.sampling()

    def _tried(self, act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """What `act` returns; None when the disk refuses, which is then said."""
        try:
            return act(*args, **kwargs)
        except PaddockError as error:
            self.failed.emit(error)
            return None
