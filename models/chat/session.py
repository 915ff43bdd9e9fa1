"""One turn of a chat: the question to the disk, the answer from the engine to the disk and to whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from models.chat.condense import GivenUp
from models.chat.context import messages_for, room_for, with_form
from models.chat.events import AnswerFinished, AnswerStarted, ChatEvent, MessageSent
from models.chat.making import Making
from models.chat.overflow import Overflow
from models.chat.receipt import Maker, sampling_of
from models.chat.relief import Way, relieve
from models.chat.remembered import Remembered
from models.chat.title import first_words
from models.chat.turn import Turn
from models.engine.protocol import (
    AnswerEvent,
    Answering,
    ChatMessage,
    Completed,
    Engine,
    Loaded,
    SamplingParams,
    Tool,
)
from models.errors import ChatMissing, PaddockError, ReceiptIncomplete
from models.store.answer import StreamingAnswer
from models.store.conversations import Conversations
from models.store.message import Attachment, Message, Role, State


class ChatEngine(Engine, Protocol):
    """An engine that keeps room for an answer, and can say which model it runs: the supervisor."""

    def generate(
        self,
        messages: Sequence[ChatMessage] | str,
        sampling: SamplingParams = ...,
        *,
        conversation: str | None = None,
        background: bool = False,
        tools: Sequence[Tool] = (),
        room: int = 1,
    ) -> Answering:
        """As `Engine.generate`; an answer that would get less than `room` tokens is refused with ContextFull."""
        ...

    @property
    def loaded(self) -> Loaded | None: ...

    @property
    def path(self) -> Path | None: ...


class ChatSession:
    """Chat turns on any conversation; one session serves many at a time.

    `model_name` is what people call the model, `sha256` that of its file where it is known. A question that was asked
    before gets the answer that is `remembered`; to answer again always asks the model. `fast`: see `Maker`.

    Every turn is an iterator of events; closing it, from any thread, stops the model and keeps what it wrote. Nothing
    runs before the first `next`. In all of them an error of the engine ends the answer as FAILED with its half text
    on the disk (AnswerFinished says so) and is then raised; `regenerate` tries again.

    Raises (all turns, while iterating):
        ChatMissing: The chat or message is gone.
        StoreError: The message could not be saved; it has not been sent.
        EngineError, ModelNotLoaded: No answer, or half of one. ContextFull comes before anything was generated.
    """

    def __init__(
        self,
        conversations: Conversations,
        engine: ChatEngine,
        model_name: Callable[[], str] = lambda: "",
        sha256: Callable[[], str | None] = lambda: None,
        remembered: Remembered | None = None,
        *,
        fast: bool = False,
    ) -> None:
        self._conversations = conversations
        self._engine = engine
        self._model_name = model_name
        self._sha256 = sha256
        self._remembered = remembered
        self._fast = fast

    def reply(
        self,
        conversation: int,
        text: str,
        *,
        parent: int | None = None,
        sampling: SamplingParams | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> Turn:
        """Say `text` under `parent` (None: at the end of the branch shown last) and answer it."""

        def events(turn: Turn) -> Generator[ChatEvent, None, None]:
            under = self._conversations.get(conversation).leaf if parent is None else parent
            named = text if text.strip() or not attachments else attachments[0].name
            message = self._conversations.append(
                conversation, Role.USER, text, parent=under, attachments=attachments, title=first_words(named),
                from_draft=True,
            )  # fmt: skip
            yield MessageSent(message)
            yield from self._answer(turn, message, sampling, recall=True)

        return Turn(events)

    def regenerate(self, message: int, *, sampling: SamplingParams | None = None) -> Turn:
        """Another answer beside the answer `message`, or to the question `message`."""

        def events(turn: Turn) -> Generator[ChatEvent, None, None]:
            asked = self._conversations.message(message)
            if asked.role is Role.ASSISTANT:
                if asked.parent is None:
                    raise ChatMissing
                asked = self._conversations.message(asked.parent)
            yield from self._answer(turn, asked, sampling)

        return Turn(events)

    def edit(self, message: int, text: str, *, sampling: SamplingParams | None = None) -> Turn:
        """`text` beside the old `message`, with its attachments; answered when the user said it."""

        def events(turn: Turn) -> Generator[ChatEvent, None, None]:
            old = self._conversations.message(message)
            edited = self._conversations.append(
                old.conversation, old.role, text, parent=old.parent,
                attachments=self._conversations.attachments([old]).get(old.id, ()),
            )  # fmt: skip
            yield MessageSent(edited)
            if edited.role is Role.USER:
                yield from self._answer(turn, edited, sampling, recall=True)

        return Turn(events)

    def continue_(self, message: int, *, sampling: SamplingParams | None = None) -> Turn:
        """Write on at the end of the answer `message`, in place."""

        def events(turn: Turn) -> Generator[ChatEvent, None, None]:
            answer = self._conversations.reopen_answer(message)
            yield from self._stream(turn, answer, message, sampling or SamplingParams())

        return Turn(events)

    def relieve(self, overflow: Overflow, way: Way, *, sampling: SamplingParams | None = None) -> Turn:
        """Do about a full context what the user chose, and answer the question that did not fit.

        Raises, besides: NothingCondensed; then nothing was changed, as when it is stopped before the answer begins.
        """

        def events(turn: Turn) -> Generator[ChatEvent, None, None]:
            try:
                asked = yield from relieve(
                    self._conversations, self._engine, overflow, way, holder=turn, model=self._model_name()
                )
            except GivenUp:
                return
            yield from self._answer(turn, asked, sampling)

        return Turn(events)

    def repeat(self, message: int) -> Turn:
        """The answer `message` once more beside it, drawn as its receipt says; the new receipt says if it is the same.

        Raises, besides: ReceiptIncomplete.
        """

        def events(turn: Turn) -> Generator[ChatEvent, None, None]:
            first = self._conversations.message(message)
            sampling = sampling_of(first.receipt)
            if sampling is None or first.parent is None:
                raise ReceiptIncomplete
            answer = self._conversations.begin_answer(first.conversation, first.parent)
            yield from self._stream(turn, answer, first.parent, sampling, first=first)

        return Turn(events)

    def _answer(
        self, turn: Turn, asked: Message, sampling: SamplingParams | None, *, recall: bool = False
    ) -> Generator[ChatEvent, None, None]:
        answer = self._conversations.begin_answer(asked.conversation, asked.id)
        yield from self._stream(turn, answer, asked.id, sampling or SamplingParams(), recall=recall)

    def _stream(
        self, turn: Turn, answer: StreamingAnswer, leaf: int, sampling: SamplingParams, *, recall: bool = False,
        first: Message | None = None,
    ) -> Generator[ChatEvent, None, None]:  # fmt: skip
        """Write `answer` as the continuation of the branch that ends at `leaf`, and finish it whatever happens.

        With `recall` an answer that is remembered will do; with `first` it is compared with that one.
        """
        making = Making(answer, sampling, self._maker())
        failure = None
        try:
            yield AnswerStarted(answer.message)
            with closing(self._events(turn, making, leaf, recall=recall)) as events:
                for event in events:
                    making.take(event)
                    if not isinstance(event, Completed):
                        yield event
            making.end()
        except GeneratorExit:
            making.state = State.STOPPED
            raise
        except PaddockError as error:
            failure = error
        finally:
            described = None if failure is None else (type(failure).__name__, failure.values)
            finished = answer.finish(making.state, error=described, receipt=making.receipt(self._engine.loaded, first))
        if self._remembered is not None and first is None and not answer.message.text:
            making.remember(self._remembered, finished)
        yield AnswerFinished(finished)
        if failure is not None:
            raise failure

    def _events(self, turn: Turn, making: Making, leaf: int, *, recall: bool) -> Generator[AnswerEvent, None, None]:
        """What is remembered of this very question, else what the engine says."""
        number = making.answer.message.conversation
        chat = self._conversations.get(number)
        branch = self._conversations.branch(number, leaf)
        attached = self._conversations.attachments(branch)
        messages = messages_for(with_form(chat.instructions, making.sampling), branch, attached)
        making.asks(messages, attached)
        if recall and self._remembered is not None and making.recall(self._remembered):
            yield from making.recalled()
            return
        with closing(turn.holds(self._engine.generate(
            messages, making.sampling, conversation=str(number), room=room_for(making.sampling)
        ))) as events:  # fmt: skip
            yield from events

    def _maker(self) -> Maker:
        """The model as it is now."""
        path = self._engine.path
        if path is None:
            return Maker()
        try:
            now = path.stat()
            size, changed = now.st_size, now.st_mtime_ns
        except OSError:  # it answers all the same from the memory it is in
            size = changed = 0
        return Maker(
            name=self._model_name() or path.stem, file=path.name, sha256=self._sha256(), size_bytes=size,
            mtime_ns=changed, fast=self._fast,
        )  # fmt: skip
