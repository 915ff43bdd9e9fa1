"""The second turn of a long chat: only what is new is read, also after the engine was closed and opened again.

    python -m tests.bench.second_turn MODEL.gguf [--tokens 16384] [--rounds 5] [--gpu-layers 0] [--seconds 900]

Prints how many tokens were in the cache, how many had to be read, and what that took, beside what reading the whole
prompt took in the first turn. Works with and without a graphics card.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.engine.client import EngineClient
from models.engine.llama import default_threads
from models.engine.protocol import ChatMessage, Completed, LoadParams, SamplingParams, TextDelta
from tests.bench.decode import prompt
from tests.bench.sheet import Sheet

_ANSWER = SamplingParams(temperature=0, max_tokens=32, ignore_eos=True)
_QUESTION = "And what is in the second part of it?"


@dataclass
class Chat:
    """A conversation that goes on; `row` names its figures."""

    row: str
    name: str
    messages: list[ChatMessage]


def measure(
    sheet: Sheet, engine: Callable[[], AbstractContextManager[EngineClient]], label: str, tokens: int, rounds: int
) -> None:
    """`engine` opens one with a place for caches on disk, the same place every time."""
    for number in sheet.rounds(rounds):
        chat = Chat(f"{label}second turn of a chat of {tokens} tokens", f"chat {number}", [])
        with engine() as client:
            end = _turn(client, chat, f"{chat.name} {prompt(client, tokens - 64, 1000)}")
            assert end.cached_tokens < 64, end
            sheet.add(chat.row, "the first turn's prompt, ms", end.prompt_ms)
            _again(sheet, client, chat, "in the same engine")
            sheet.note("tokens kept on disk", client.keep())  # as the window does when it closes
        with engine() as client:
            _again(sheet, client, chat, "reopened from disk")


def _again(sheet: Sheet, client: EngineClient, chat: Chat, where: str) -> None:
    """One more question; the answer before it was in the cache too, unless its text is split otherwise by now."""
    last = client.count([chat.messages[-1].content, _QUESTION])
    end = _turn(client, chat, _QUESTION)
    read = end.prompt_tokens - end.cached_tokens
    # A model with random weights says what its own tokenizer would split otherwise: then the answer is read again.
    assert read <= sum(last) + 64, end
    sheet.add(chat.row, f"tokens in the cache, {where}", end.cached_tokens)
    sheet.add(chat.row, f"tokens read, {where}", read)
    sheet.add(chat.row, f"prompt, {where}, ms", end.prompt_ms)


def _turn(client: EngineClient, chat: Chat, text: str) -> Completed:
    chat.messages.append(ChatMessage("user", text))
    *events, end = client.generate(chat.messages, _ANSWER, conversation=chat.name)
    assert isinstance(end, Completed)
    words = "".join(event.text for event in events if isinstance(event, TextDelta))
    chat.messages.append(ChatMessage("assistant", words))
    return end


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--tokens", type=int, default=16384)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--gpu-layers", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--json", type=Path)
    a = parser.parse_args()
    sheet = Sheet(a.seconds, a.json)
    params = LoadParams(n_ctx=a.tokens + 1024, n_seq_max=2, n_threads=a.threads, n_gpu_layers=a.gpu_layers)
    with sheet.section("second turn", a.seconds), tempfile.TemporaryDirectory() as folder:

        @contextmanager
        def engine() -> Iterator[EngineClient]:
            with EngineClient(Path(folder) / "engine.log") as client:
                list(client.load(a.model, params, kept=Path(folder) / "kept"))
                yield client

        measure(sheet, engine, "", a.tokens, a.rounds)


if __name__ == "__main__":
    main()
