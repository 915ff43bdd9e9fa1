"""From a request to the tokens of its prompt, keeping the tokens of the last turn where the text is the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from models.engine.dialect import Dialect, dialect_of
from models.engine.llama import Vocabulary
from models.engine.protocol import ChatMessage, Tool
from models.engine.template import CHATML, ChatTemplate, Segment
from models.errors import PromptEmpty, TemplateRefused


class Prompts:
    """Makes the prompts of one model. Its template is compiled when it is first needed: raw prompts need none."""

    def __init__(self, vocabulary: Vocabulary, template: str | None, *, name: str) -> None:
        self._vocabulary = vocabulary
        self._source = template
        self._name = name
        self.dialect: Dialect = dialect_of(template or CHATML)
        """How the model writes its thoughts and calls."""

    @cached_property
    def _template(self) -> ChatTemplate:
        """Raises: TemplateRefused."""
        vocabulary = self._vocabulary
        return ChatTemplate(
            self._source, name=self._name, specials=list(vocabulary.marks), bos=vocabulary.bos, eos=vocabulary.eos
        )

    def of_messages(
        self, messages: Sequence[ChatMessage], tools: Sequence[Tool] = (), *, cached: Sequence[int] = ()
    ) -> tuple[list[int], bool]:
        """The tokens of a conversation, and whether they leave something open, as `Dialect.opens` says.

        `cached` is what the conversation's sequence holds. A model does not write the tokens that its tokenizer
        would make of its text; so where all of `cached` spells the start of the prompt and a special token
        follows, it is taken as it is, and nothing of it is read again.

        Raises: TemplateRefused.
        """
        if tools and not self.dialect.calls_tools:
            raise TemplateRefused(name=self._name, detail="it has no words for tools.")
        segments = self._template.render(messages, tools)
        opened = self.dialect.opens("".join(segment.text for segment in segments if segment.special))
        if cached and all(segment.special for segment in segments):
            text = "".join(segment.text for segment in segments)
            head = b"".join(self._vocabulary.piece(token, special=True) for token in cached)
            rest = text.encode()[len(head) :]
            if text.encode().startswith(head) and self._starts_special(rest):
                return [*cached, *self._vocabulary.tokenize(rest.decode(), special=True)], opened
        tokens = self._tokens(segments)
        if not tokens:  # llama.cpp cannot go on from nothing
            raise TemplateRefused(name=self._name, detail="it makes nothing of the messages.")
        return tokens, opened

    def of_text(self, text: str) -> list[int]:
        """The tokens of a raw prompt; whoever wrote it may use special tokens.

        Raises: PromptEmpty.
        """
        tokens = self._tokens([Segment(text, True)])
        if not tokens:
            raise PromptEmpty
        return tokens

    def count(self, text: str) -> int:
        """Tokens of a text by itself, special tokens in it being text."""
        return len(self._vocabulary.tokenize(text, special=False))

    def _tokens(self, segments: Sequence[Segment]) -> list[int]:
        """Templates that write the BOS themselves do not get a second one; a mark that is text is cut in two."""
        tokens: list[int] = []
        for segment in segments:
            bos = self._vocabulary.adds_bos and not tokens and not segment.text.startswith(self._vocabulary.bos)
            parts = [segment.text] if segment.special else [segment.text[:1], segment.text[1:]]
            for part in filter(None, parts):
                tokens += self._vocabulary.tokenize(part, special=segment.special, bos=bos and not tokens)
        return tokens

    def _starts_special(self, rest: bytes) -> bool:
        return any(rest.startswith(text.encode()) for text in self._vocabulary.marks)
