"""How a family of models writes down what is not plain text: its thoughts, its calls.

A dialect is known by the chat template in force, because the template is what names its marks: a model that was
trained on one comes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.engine import harmony
from models.engine.protocol import Tool
from models.engine.toolcalls import BareCalls, CallParser, TaggedCalls


@dataclass(frozen=True, slots=True)
class Dialect:
    """`thinking` opens and closes the reasoning; `marks` are control tokens the parser has to see spelled out.

    `calls` makes the parser for the calls of one answer; None where the family was not trained to call tools.
    `channels` makes one that takes the place of all others.
    """

    thinking: tuple[str, str] = ("<think>", "</think>")
    marks: tuple[str, ...] = ()
    calls: Callable[[Sequence[Tool]], CallParser] | None = None
    channels: Callable[[bool], harmony.Channels] | None = None

    @property
    def calls_tools(self) -> bool:
        return self.calls is not None or self.channels is not None

    def opens(self, prompt: str) -> bool:
        """The prompt leaves something open that the answer goes on in: its reasoning, or a message on a channel."""
        if self.channels:
            return "<|message|>" in prompt.rpartition("<|start|>")[2]
        return prompt.rstrip().endswith(self.thinking[0].rstrip())

    def before_text(self, prompt: str) -> str:
        """What stands between the prompt and the text of an answer that was begun."""
        if self.channels:
            return harmony.FINAL
        return f"\n{self.thinking[1]}\n\n" if self.opens(prompt) else ""


PLAIN = Dialect()
TAGGED = Dialect(calls=TaggedCalls)
BARE = Dialect(calls=lambda _tools: BareCalls())
HARMONY = Dialect(marks=harmony.MARKS, channels=harmony.Channels)
GEMMA_4 = Dialect(thinking=("<|channel>thought\n", "<channel|>"), marks=("<|channel>", "<channel|>"))


def dialect_of(template: str) -> Dialect:
    """The dialect of the models whose chat template this is."""
    if "<|channel|>" in template:
        return HARMONY
    if "<|channel>" in template:
        return GEMMA_4
    if "<tool_call>" in template:
        return TAGGED
    if "<|start_header_id|>" in template and '"parameters": ' in template and "tools" in template:
        return BARE
    return PLAIN
