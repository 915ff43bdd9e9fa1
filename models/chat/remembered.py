"""Answers that were given before, given again at once where the same question would get the same answer.

The same are all words the model reads, the model (by sha256, else by its file's name, size and time), every value of
the sampling and the seed. What is drawn by chance is remembered only where the user wants that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

from models.chat.receipt import Maker
from models.engine.protocol import SamplingParams
from models.errors import StoreError
from models.store.message import State
from models.store.outputs import Outputs, key_of, of_chat

Which = Literal["off", "exact", "always"]
ALL = "answers"  # the mark of every one of them, to forget them by
_VERSION = "answer 1"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A whole answer, with the receipt of when it was made."""

    text: str
    reasoning: str = ""
    state: State = State.DONE
    receipt: dict[str, Any]
    made_ms: int


class Remembered:
    """The answers by what was asked. `which` is what the user wants now: none, those that are no chance, all.

    Any thread may call. A disk that refuses costs nothing but the time of another answer.
    """

    def __init__(self, outputs: Outputs, which: Callable[[], Which]) -> None:
        self._outputs = outputs
        self._which = which

    def wants(self, sampling: SamplingParams) -> bool:
        """May an answer drawn so be remembered?"""
        which = self._which()
        return which == "always" or (which == "exact" and (sampling.temperature <= 0 or sampling.seed is not None))

    def find(
        self, conversation: int, prompt: str, maker: Maker, sampling: SamplingParams, documents: Sequence[str] = ()
    ) -> Kept | None:
        """The answer to this very question; it is about the chat and these documents (sha256) from now on, too."""
        if not self.wants(sampling):
            return None
        try:
            found = self._about(conversation, documents).get(_key(prompt, maker, sampling))
            return None if found is None else msgspec.json.decode(found, type=Kept)
        except (StoreError, msgspec.MsgspecError):
            return None

    def keep(
        self, conversation: int, prompt: str, maker: Maker, sampling: SamplingParams, documents: Sequence[str],
        answer: Kept,
    ) -> None:  # fmt: skip
        """Remember it."""
        if self.wants(sampling) and maker.file:
            try:
                about = self._about(conversation, documents)
                about.put(_key(prompt, maker, sampling), msgspec.json.encode(answer))
            except StoreError:
                return

    def forget_all(self) -> int:
        """Remove every answer for good, from the backups too; returns how many. Raises: StoreError."""
        return self._outputs.forget(ALL)

    def _about(self, conversation: int, documents: Sequence[str]) -> Outputs:
        return self._outputs.of(ALL, of_chat(conversation), *filter(None, documents))


def _key(prompt: str, maker: Maker, sampling: SamplingParams) -> str:
    values = msgspec.to_builtins(msgspec.structs.replace(sampling, draft=True))  # it changes the pace alone
    return key_of(_VERSION, prompt, maker.key, msgspec.json.encode(values).decode())
