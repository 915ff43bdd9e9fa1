"""One turn of a chat: the question to the disk, the answer from the engine to the disk and to whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import msgspec

from models.chat.condense import GivenUp
from models.chat.context import messages_for, room_for
from models.chat.events import AnswerFinished, AnswerStarted, ChatEvent, MessageSent
from models.chat.overflow import Overflow
from models.chat.relief import Way, relieve
from models.chat.title import first_words
from models.chat.turn import Turn
from models.engine.protocol import (
    Answering,
    ChatMessage,
    Completed,
    Engine,
    Loaded,
    ReasoningDelta,
    SamplingParams,
    TextDelta,
    Tool,
)
from models.errors import ChatMissing, PaddockError
from models.store.answer import StreamingAnswer
from models.store.conversations import Conversations
from models.store.message import Attachment, Message, Role, State

_STATES = {"stop": State.DONE, "length": State.LENGTH, "cancelled": State.STOPPED}


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
    """Chat turns on any conversation; one session serves many at a time. `model_name` is what people call the model.

    Every turn is an iterator of events; closing it, from any thread, stops the model and keeps what it wrote. Nothing
    runs before the first `next`. In all of them an error of the engine ends the answer as FAILED with its half text
    on the disk (AnswerFinished says so) and is then raised; `regenerate` tries again.

    Raises (all turns, while iterating):
        ChatMissing: The chat or message is gone.
        StoreError: The message could not be saved; it has not been sent.
        EngineError, ModelNotLoaded: No answer, or half of one. ContextFull comes before anything was generated.
    """

    def __init__(
        self, conversations: Conversations, engine: ChatEngine, model_name: Callable[[], str] = lambda: ""
    ) -> None:
        self._conversations = conversations
        self._engine = engine
        self._model_name = model_name

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
            yield from self._answer(turn, message, sampling)

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
                yield from self._answer(turn, edited, sampling)

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

    def _answer(self, turn: Turn, asked: Message, sampling: SamplingParams | None) -> Generator[ChatEvent, None, None]:
        answer = self._conversations.begin_answer(asked.conversation, asked.id)
        yield from self._stream(turn, answer, asked.id, sampling or SamplingParams())

    def _stream(
        self, turn: Turn, answer: StreamingAnswer, leaf: int, sampling: SamplingParams
    ) -> Generator[ChatEvent, None, None]:
        """Write `answer` as the continuation of the branch that ends at `leaf`, and finish it whatever happens."""
        state, failure = State.FAILED, None
        completed: Completed | None = None
        try:
            yield AnswerStarted(answer.message)
            with closing(self._generate(turn, answer.message.conversation, leaf, sampling)) as events:
                for event in events:
                    match event:
                        case Completed():
                            completed = event
                            continue
                        case TextDelta(text=text):
                            answer.add(text)
                        case ReasoningDelta(text=text):
                            answer.add_reasoning(text)
                    yield event
            state = _STATES[completed.finish_reason] if completed else State.STOPPED
        except GeneratorExit:
            state = State.STOPPED
            raise
        except PaddockError as error:
            failure = error
        finally:
            described = None if failure is None else (type(failure).__name__, failure.values)
            finished = answer.finish(state, error=described, receipt=self._receipt(sampling, completed))
        yield AnswerFinished(finished)
        if failure is not None:
            raise failure

    def _generate(self, turn: Turn, conversation: int, leaf: int, sampling: SamplingParams) -> Answering:
        chat = self._conversations.get(conversation)
        branch = self._conversations.branch(conversation, leaf)
        messages = messages_for(chat.instructions, branch, self._conversations.attachments(branch))
        return turn.holds(
            self._engine.generate(messages, sampling, conversation=str(conversation), room=room_for(sampling))
        )

    def _receipt(self, sampling: SamplingParams, completed: Completed | None) -> dict[str, Any]:
        """What made an answer, for the reader and for “run again”; the figures are missing when it was cut short."""
        receipt: dict[str, Any] = {"sampling": _plain(sampling)}
        if self._engine.path is not None:
            receipt["model"] = self._model_name() or self._engine.path.stem
            receipt["file"] = self._engine.path.name
        if self._engine.loaded is not None:
            receipt["engine"] = _plain(self._engine.loaded)
        if completed is not None:
            receipt["figures"] = _plain(completed)
            receipt["seed"] = completed.seed
        return receipt


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    return {name: each for name, each in msgspec.structs.asdict(value).items() if name != "id"}
