"""A title for a chat, written by the model while nobody waits for it."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import closing
from functools import lru_cache

from models import paths
from models.chat.events import ChatEvent, ChatNamed
from models.chat.fence import fenced
from models.chat.title import first_words
from models.chat.turn import Turn
from models.engine.protocol import ChatMessage, Engine, SamplingParams, TextDelta
from models.store.conversations import Conversations
from models.store.message import Message, Role
from models.store.terms import terms

_WORDS = 6
_READ = 1200  # characters of the question, and of the answer: what a chat is about is said early
_MOST_TOKENS = 32
_FORM = r"[^\n<>{}\[\]|#*`\"“”「」]{2,48}"  # one line, no mark-up, and no “<think>” before it
_NAMED = re.compile(r"^(?:title|标题|题目)\s*[:：]\s*", re.IGNORECASE)
_AROUND = " 。.!！?？:：;；,，'\"“”‘’「」《》"
_WHOLE_ENOUGH = 3  # letters of a word that is no “of” or “in”


def name_chat(conversations: Conversations, engine: Engine, conversation: int) -> Turn:
    """Give the chat a title in place of its first words, and say so by ChatNamed; nothing when there is no better one.

    A title that the user gave, before or meanwhile, stays.

    Raises (while iterating):
        ChatMissing, StoreError: The chat is gone, or could not be read or written.
        EngineError, ModelNotLoaded: There is no model to write one.
    """

    def events(turn: Turn) -> Generator[ChatEvent, None, None]:
        before = conversations.get(conversation).title
        question, answer = _beginning(conversations.branch(conversation))
        if question is None or not before or before != first_words(question.text):
            return
        title = cleaned(_asked(engine, question.text, answer.text if answer else "", turn))
        fits = title != before and not turn.stopped and is_about(title, question.text)
        if fits and conversations.retitle(conversation, before, title):
            yield ChatNamed(conversation, title)

    return Turn(events)


def cleaned(title: str) -> str:
    """The title without what models put around one, cut to the sidebar."""
    return first_words(_NAMED.sub("", title.strip()).strip(_AROUND))


def is_about(title: str, question: str) -> bool:
    """A title takes up at least one word of the question; what does not may be about anything."""
    return bool(_telling(title) & _telling(question))


def _telling(text: str) -> set[str]:
    return {term for term in terms(text) if len(term) >= (_WHOLE_ENOUGH if term.isascii() else 2)}


def _beginning(branch: list[Message]) -> tuple[Message | None, Message | None]:
    question = next((each for each in branch if each.role is Role.USER), None)
    answer = next((each for each in branch if each.role is Role.ASSISTANT and each.text.strip()), None)
    return question, answer


def _asked(engine: Engine, question: str, answer: str, turn: Turn) -> str:
    sampling = SamplingParams(temperature=0.0, max_tokens=_MOST_TOKENS, pattern=_FORM)
    beginning = "\n\n".join(filter(None, (question[:_READ], answer[:_READ])))
    asked = ChatMessage("user", f"{_prompt().format(words=_WORDS)}\n{fenced(beginning)}")
    with closing(turn.holds(engine.generate([asked], sampling, background=True))) as events:
        return "".join(event.text for event in events if isinstance(event, TextDelta))


@lru_cache(maxsize=1)
def _prompt() -> str:
    return (paths.resources() / "prompts" / "title.txt").read_text("utf-8").strip()
