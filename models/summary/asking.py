"""Questions asked once: an answer that is kept from an earlier run is not asked for again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

import msgspec

from models.engine.protocol import ChatMessage, Engine, SamplingParams
from models.errors import ModelNotLoaded
from models.store.outputs import Outputs, key_of
from models.summary.answers import Answered, Asked, GaveUp, Heard, ask_all


class Question(NamedTuple):
    """One question of a job by its number, and what its answer is held to.

    `documents` are the sha256 of those it quotes, so that its answer can be forgotten with any of them.
    """

    number: int
    messages: tuple[ChatMessage, ...]
    sampling: SamplingParams
    documents: tuple[str, ...] = ()


class Asking:
    """Asks questions of one model, several at a time, and keeps every whole answer.

    `engine` None: only what is kept is known. `fresh`: nothing that is kept is. `purpose` is part of every key.
    """

    def __init__(
        self,
        engine: Engine | None,
        outputs: Outputs,
        model_key: str,
        parallel: int,
        *,
        fresh: bool,
        purpose: str = "report",
    ) -> None:
        self._engine = engine
        self._outputs = outputs
        self._model_key = model_key
        self._parallel = parallel
        self._fresh = fresh
        self._purpose = purpose

    def known(self, question: Question) -> Answered | None:
        """The answer from an earlier run."""
        kept = None if self._fresh else self._outputs.of(*question.documents).get(self._key(question))
        return None if kept is None else msgspec.msgpack.decode(kept, type=Answered)

    def all(self, questions: Sequence[Question]) -> Generator[Heard | Answered | GaveUp, None, None]:
        """Every question's answer, kept ones first. Raises: ModelNotLoaded when one is not kept and there is no engine.

        Closing stops what is being answered.
        """
        asked: list[Question] = []
        for question in questions:
            if (answer := self.known(question)) is None:
                asked.append(question)
            else:
                yield msgspec.structs.replace(answer, part=question.number)
        if not asked:
            return
        if self._engine is None:
            raise ModelNotLoaded
        parts = [Asked(question.number, question.messages, question.sampling) for question in asked]
        yield from ask_all(self._engine, parts, self._parallel, self._keep({each.number: each for each in asked}))

    def _keep(self, questions: dict[int, Question]) -> Callable[[Answered], None]:
        def keep(answer: Answered) -> None:
            question = questions[answer.part]
            self._outputs.of(*question.documents).put(self._key(question), msgspec.msgpack.encode(answer))

        return keep

    def _key(self, question: Question) -> str:
        """Everything the answer depends on: the words of the question and what holds the answer to its form."""
        sampling = msgspec.json.encode(question.sampling).decode()
        return key_of(self._purpose, self._model_key, sampling, *(message.content for message in question.messages))
