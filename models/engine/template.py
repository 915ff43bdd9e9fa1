"""The model's own chat template: messages to the prompt text it was trained on.

A template is a program from a stranger's file. It is covered: attributes and calls outside jinja2's sandbox, time
(1 s), memory (256 MiB more than before, where the system can limit it), size of the result. Not covered: what the
text says; a template can put instructions before the user's, so the window shows it.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import json
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import jinja2
import jinja2.sandbox

from models.engine.dialect import dialect_of
from models.engine.protocol import ChatMessage, Tool
from models.errors import TemplateRefused

SECONDS = 1.0
MEMORY_BYTES = 256 << 20
SOURCE_CHARACTERS = 256 << 10
_NUMBER_BITS = 1 << 16

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

_MARK = re.compile("\ue0f0(\\d+)\ue0f1")  # private-use characters around the number of a spelled-out special token


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the prompt; special tokens are read in it only where the template wrote them."""

    text: str
    special: bool


class ChatTemplate:
    """A compiled template. `specials` are the texts that the tokenizer would read as special tokens.

    `dialect` is how the models it was written for write their thoughts and calls.
    A message that spells one (a document can hold "<|im_end|>") stays text: it is a Segment without `special`.

    Raises:
        TemplateRefused: It does not compile.
    """

    def __init__(self, source: str | None, *, name: str, specials: Sequence[str], bos: str = "", eos: str = "") -> None:
        self._name = name
        self.dialect = dialect_of(source or CHATML)
        self._constants = {"bos_token": bos, "eos_token": eos, "documents": None}
        spelled = sorted((text for text in specials if text), key=len, reverse=True)
        self._spelled = re.compile("|".join(map(re.escape, spelled))) if spelled else None
        with self._limits():
            if source and len(source) > SOURCE_CHARACTERS:
                raise jinja2.TemplateError(f"it has {len(source):,} characters")
            self._template = _environment().from_string(source or CHATML)

    def render(self, messages: Sequence[ChatMessage], tools: Sequence[Tool] = ()) -> list[Segment]:
        """The prompt up to where the assistant's answer begins, or goes on when the last message is the assistant's.

        Raises:
            TemplateRefused: It raised an error of its own, or went over a limit.
        """
        try:
            text, found = self._render(messages, tools)
        except TemplateRefused:
            joined = _without_system(messages)
            if joined is None:
                raise
            text, found = self._render(joined, tools)  # Gemma and early Mistral refuse a system message
        return _segments(text, found)

    def _render(self, messages: Sequence[ChatMessage], tools: Sequence[Tool]) -> tuple[str, list[str]]:
        found: list[str] = []

        def mark(match: re.Match[str]) -> str:
            found.append(match.group())
            return f"\ue0f0{len(found) - 1}\ue0f1"

        def marked(value: Any) -> Any:
            match value:
                case str() if self._spelled:
                    return self._spelled.sub(mark, value.replace("\ue0f0", "").replace("\ue0f1", ""))
                case dict():
                    return {marked(key): marked(each) for key, each in value.items()}
                case list():
                    return [marked(each) for each in value]
            return value

        shown = [marked(_of_message(message)) for message in messages]
        begun = shown.pop()["content"] if messages and _is_begun(messages[-1]) else ""
        values = {**self._constants, "messages": shown, "tools": [marked(_of_tool(tool)) for tool in tools] or None}
        with self._limits():
            text = self._template.render(add_generation_prompt=True, **values)
        return (text + self.dialect.before_text(text) + begun if begun else text), found

    @contextlib.contextmanager
    def _limits(self) -> Iterator[None]:
        try:
            with _memory_ceiling(MEMORY_BYTES), _deadline(SECONDS):
                yield
        except _TooLong:
            self._refuse(f"it ran longer than {SECONDS:g} s.")
        except MemoryError:
            self._refuse(f"it needed more than {MEMORY_BYTES >> 20} MiB.")
        except RecursionError:
            self._refuse("it calls itself without end.")
        except jinja2.TemplateError as error:
            self._refuse(str(error))
        except (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError) as error:
            self._refuse(f"{type(error).__name__}: {error}")  # the template's own mistake, as Python names it

    def _refuse(self, detail: str) -> NoReturn:
        raise TemplateRefused(name=self._name, detail=detail[:300]) from None


class _Environment(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """No numbers without end: Python computes one product of them in one go, where no time limit reaches."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
            if bits > _NUMBER_BITS:
                raise jinja2.TemplateError(f"it computes a number of {bits} bits")
        return super().call_binop(context, operator, left, right)


def _environment() -> jinja2.Environment:
    environment = _Environment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"], cache_size=0
    )
    environment.filters["tojson"] = _to_json  # jinja2's own escapes HTML, which a prompt must not
    environment.globals["raise_exception"] = _raise
    environment.globals["strftime_now"] = _strftime_now
    return environment


def _to_json(value: Any, indent: int | None = None, ensure_ascii: bool = False) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)


def _raise(message: object = "") -> NoReturn:
    raise jinja2.TemplateError(str(message))


def _strftime_now(form: str) -> str:
    return datetime.datetime.now().strftime(form)


def _of_message(message: ChatMessage) -> dict[str, Any]:
    """As templates expect it; what a message does not have is not there, because they ask for the key."""
    shown: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.reasoning:
        shown["reasoning_content"] = shown["thinking"] = message.reasoning
    if message.tool_calls:
        shown["tool_calls"] = [
            {"type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    return shown


def _of_tool(tool: Tool) -> dict[str, Any]:
    """As OpenAI's API writes one, which is what templates were written for."""
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": function}


def _is_begun(message: ChatMessage) -> bool:
    """It is an answer that is to be written on."""
    return message.role == "assistant" and not message.tool_calls


def _without_system(messages: Sequence[ChatMessage]) -> list[ChatMessage] | None:
    """The leading system message put before the first question; None when that changes nothing."""
    if len(messages) < 2 or messages[0].role != "system" or messages[1].role != "user":
        return None
    return [ChatMessage("user", f"{messages[0].content}\n\n{messages[1].content}"), *messages[2:]]


def _segments(text: str, found: Sequence[str]) -> list[Segment]:
    segments: list[Segment] = []
    at = 0
    for mark in _MARK.finditer(text):
        number = int(mark.group(1))
        if mark.start() > at:
            segments.append(Segment(text[at : mark.start()], True))
        if number < len(found):
            segments.append(Segment(found[number], False))
        at = mark.end()
    return [*segments, Segment(text[at:], True)] if at < len(text) else segments


class _TooLong(BaseException):
    """Thrown into the rendering thread; BaseException, so that no filter of jinja2's swallows it."""


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Throw `_TooLong` into this thread after `seconds`, between two bytecodes."""
    thread = ctypes.c_ulong(threading.get_ident())
    throw = ctypes.pythonapi.PyThreadState_SetAsyncExc
    lock = threading.Lock()
    over = False

    def strike() -> None:
        with lock:
            if not over:
                throw(thread, ctypes.py_object(_TooLong))

    timer = threading.Timer(seconds, strike)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()


@contextlib.contextmanager
def _memory_ceiling(more_bytes: int) -> Iterator[None]:
    """Let this process grow by `more_bytes` at most; Windows has no such limit that can be lifted again."""
    if sys.platform != "linux":
        yield
        return
    import resource

    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = size + more_bytes if soft == resource.RLIM_INFINITY else min(soft, size + more_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
