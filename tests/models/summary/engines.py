"""Engines for tests: one that knows the planted facts and errs at chosen rates, and ones that misbehave."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable, Iterator, Sequence

from models.engine.protocol import AnswerEvent, ChatMessage, Completed, PromptProgress, SamplingParams, TextDelta
from models.errors import EngineCrashed, PaddockError

SENTENCE = re.compile(r"^S(\d+): (.+)$", re.MULTILINE)
NOTE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


class Answer:
    """Events one by one; closing from any thread ends it."""

    def __init__(self, events: Iterator[AnswerEvent], on_close: Callable[[], None] = lambda: None) -> None:
        self._events = events
        self._closed = False
        self._on_close = on_close

    def __iter__(self) -> Answer:
        return self

    def __next__(self) -> AnswerEvent:
        if self._closed:
            raise StopIteration
        return next(self._events)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._on_close()


class TextEngine:
    """Answers with the text that `reply` makes of the question; a token is four bytes."""

    def __init__(self, reply: Callable[[str], str] | None = None) -> None:
        if reply is not None:
            self.reply = reply
        self.asked: list[str] = []
        self.open = 0
        self._lock = threading.Lock()

    def reply(self, question: str) -> str:
        raise NotImplementedError

    def generate(
        self,
        messages: Sequence[ChatMessage] | str,
        sampling: SamplingParams = SamplingParams(),  # noqa: B008  the protocol's own default
        *,
        conversation: str | None = None,
        background: bool = False,
    ) -> Answer:
        assert not isinstance(messages, str)
        assert background
        with self._lock:
            self.asked.append(messages[-1].content)
            self.open += 1
        return Answer(self._events(messages[-1].content, sampling), self._closed)

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        return tuple(len(text.encode()) // 4 + 1 for text in texts)

    def count_messages(self, messages: Sequence[ChatMessage]) -> int:
        return sum(self.count([message.content for message in messages])) + 8

    @property
    def chunks_asked(self) -> list[str]:
        return [question for question in self.asked if SENTENCE.search(question)]

    def _events(self, question: str, sampling: SamplingParams) -> Iterator[AnswerEvent]:
        yield PromptProgress(1, 10, 10)
        text = self.reply(question)
        for at in range(0, len(text), 40):
            yield TextDelta(1, text[at : at + 40])
        tokens = len(text) // 4
        cut = sampling.max_tokens is not None and tokens > sampling.max_tokens
        yield Completed(
            id=1, finish_reason="length" if cut else "stop", prompt_tokens=10, cached_tokens=0, prompt_ms=1.0,
            predicted_tokens=tokens, predicted_ms=1.0,
        )  # fmt: skip

    def _closed(self) -> None:
        with self._lock:
            self.open -= 1


class Oracle(TextEngine):
    """Notes exactly the planted facts, by `pattern`; each is spoilt by one of `spoilers` at the rate `error`."""

    def __init__(
        self,
        pattern: re.Pattern[str],
        *,
        error: float = 0.0,
        spoilers: Sequence[Callable[[random.Random, Fact, Sequence[Fact]], Fact]] = (),
    ) -> None:
        super().__init__()
        self._pattern = pattern
        self._error = error
        self._spoilers = spoilers
        self.spoilt = 0

    def reply(self, question: str) -> str:
        if notes := NOTE.findall(question):
            return "\n".join(f"{claim} [{number}]" for number, claim in notes[:8])
        facts = [Fact(int(n), text, text) for n, text in SENTENCE.findall(question) if self._pattern.search(text)]
        chance = random.Random(question)
        lines = []
        for fact in facts:
            if self._spoilers and chance.random() < self._error:
                fact = chance.choice(self._spoilers)(chance, fact, facts)
                self.spoilt += 1
            lines.append(f"S{fact.sentence}|{fact.anchor}|{fact.claim}")
        return "\n".join(lines) or "NONE"


class Fact:
    """A planted fact as the oracle cites it."""

    def __init__(self, sentence: int, anchor: str, claim: str) -> None:
        self.sentence, self.anchor, self.claim = sentence, anchor, claim


class Crashing(TextEngine):
    """Dies at the questions whose turn is in `at`, and is back for the next."""

    def __init__(self, inner: TextEngine, at: Sequence[int]) -> None:
        super().__init__(inner.reply)
        self._at = set(at)
        self._turn = 0

    def _events(self, question: str, sampling: SamplingParams) -> Iterator[AnswerEvent]:
        with self._lock:
            self._turn += 1
            turn = self._turn
        for number, event in enumerate(super()._events(question, sampling)):
            if number == 1 and turn in self._at:
                raise EngineCrashed(exit="signal SIGSEGV")
            yield event


class Refusing(TextEngine):
    """Refuses every question with `error`."""

    def __init__(self, error: PaddockError) -> None:
        super().__init__(lambda question: "")
        self._refusal = error

    def _events(self, question: str, sampling: SamplingParams) -> Iterator[AnswerEvent]:
        raise self._refusal
        yield


def endless(question: str) -> str:
    return "S1|la la la|la " * 20_000


ADVERSARIES: dict[str, Callable[[str], str]] = {
    "empty": lambda question: "",
    "endless": endless,
    "wrong numbers": lambda question: "S900|the pump moved 12 tonnes|The pump moved 12 tonnes.",
    "invented": lambda question: "S1|it was stated in the annual review that|Zorblat Inc paid 999 million dollars. [1]",
    "repeated line": lambda question: "S1|the|x\n" * 400,
    "stops mid-line": lambda question: "S1|",
    "no format": lambda question: "Sure! Here is a summary of the text you gave me: it is about pumps. [1]",
    "replacement characters": lambda question: "S1|\ufffd\ufffd|\ufffd\n\ufffd [1]",
    "bars only": lambda question: "|||\n|||||\n",
    "marks of nothing": lambda question: "[0][99][1000] ]][[",
    "json": lambda question: '{"notes": [{"s": [1], "q": "x", "c": "y"}]}',
}
