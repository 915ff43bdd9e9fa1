"""The models that answer chats: which of them answers the chat shown, and how its words are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.chat.choices import Choices
from models.catalogue import Sampling as Recommended
from models.chat.controls import sampling
from models.chat.session import ChatSession
from models.engine.protocol import SamplingParams
from models.settings import Settings


@dataclass(frozen=True, slots=True)
class Answerer:
    """A model that answers: its session, what to wait for on an answer's thread, and what its card recommends."""

    session: ChatSession
    before: Callable[[], None]
    recommended: Callable[[], Recommended | None]


class Answerers:
    """The large model and, once `fast` is set, the small one beside it for the chats that want it.

    `choices` are those of the chat shown, and `settings` is asked for the values of the moment.
    """

    def __init__(self, large: Answerer, choices: Choices, settings: Callable[[], Settings]) -> None:
        self.fast: Answerer | None = None
        self._large = large
        self._choices = choices
        self._settings = settings

    @property
    def is_fast(self) -> bool:
        """The chat shown is answered by the small model."""
        return self.fast is not None and self._choices.controls.fast

    @property
    def current(self) -> Answerer:
        """Who answers in the chat shown."""
        return self.fast if self.fast is not None and self._choices.controls.fast else self._large

    def sampling(self) -> SamplingParams:
        """How the chat shown is answered now."""
        return sampling(self._settings().sampling, self.current.recommended(), self._choices.controls)
