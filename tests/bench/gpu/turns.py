"""What a person waits for: a second turn, a chat turn while a document is read, stopping, a very long prompt."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from models.engine.client import EngineClient
from models.engine.protocol import PromptProgress, SamplingParams, TextDelta
from tests.bench.gpu.engines import GREEDY, ONCE, Machine, Texts, complete, used_bytes
from tests.bench.second_turn import measure as measure_second_turn
from tests.bench.sheet import Sheet

_CHUNK_TOKENS = 1500
_MAP = SamplingParams(temperature=0, max_tokens=1024, ignore_eos=True)


def second_turn(sheet: Sheet, machine: Machine, name: str, tokens: int, *, rounds: int = 2) -> None:
    """See tests.bench.second_turn: in the same engine, and in a new one that finds the cache on disk."""
    with tempfile.TemporaryDirectory() as folder:
        engine = partial(machine.engine, name, n_ctx=tokens + 1024, n_seq_max=2, kept=Path(folder))
        measure_second_turn(sheet, engine, f"{name}, ", tokens, rounds)


def during_a_map(sheet: Sheet, machine: Machine, name: str, *, count: int = 16, rounds: int = 6) -> None:
    """The first token of a chat turn with nobody else, and while `count` pieces of a document are answered."""
    row = f"{name}, first token of a chat turn of 1024 tokens, ms"
    with machine.engine(name, n_ctx=count * 3072 + 8192, n_seq_max=count + 2) as client:
        texts = Texts(client)
        for _ in sheet.rounds(rounds):
            sheet.add(row, "alone", _first_words_ms(client, texts.next(1024)))
            with ExitStack() as stack:
                pieces = [client.generate(texts.next(_CHUNK_TOKENS), _MAP, background=True) for _ in range(count)]
                answers = [stack.enter_context(closing(answer)) for answer in pieces]
                sheet.add(row, f"ours, while {count} prompts are read", _first_words_ms(client, texts.next(1024)))
                for answer in answers:
                    _wait_for_words(answer)
                sheet.add(row, f"ours, while {count} notes are written", _first_words_ms(client, texts.next(1024)))


def _first_words_ms(client: EngineClient, text: str) -> float:
    started = time.perf_counter()
    with closing(client.generate(text, GREEDY)) as answer:
        _wait_for_words(answer)
        return (time.perf_counter() - started) * 1000


def _wait_for_words(answer: Iterator[object]) -> None:
    for event in answer:
        if isinstance(event, TextDelta):
            return


def stopping(sheet: Sheet, machine: Machine, name: str, *, depth: int = 32768, rounds: int = 5) -> None:
    """From `close` to the first token of the next question, whose own time is beside it."""
    with machine.engine(name, n_ctx=depth + 8192, n_seq_max=2) as client:
        texts = Texts(client)
        for number in sheet.rounds(rounds):
            for place, tokens in (("a prompt is read", depth), ("an answer is written", 512)):
                answer = client.generate(texts.next(tokens), SamplingParams(temperature=0, ignore_eos=True))
                if tokens == depth:
                    while not (isinstance(event := next(answer), PromptProgress) and event.done > depth // 4):
                        pass
                else:
                    for _ in range(5):
                        next(answer)
                time.sleep(0.01 * number)
                started = time.perf_counter()
                answer.close()
                end = complete(client.generate(f"{number} ?", ONCE))
                row = f"{name}, stopping while {place}, ms to the next question's first token"
                sheet.add(row, "ours", (time.perf_counter() - started) * 1000, goal="<= 300")
                sheet.note("of which the question itself, ms", round(end.prompt_ms, 1))


def longest(sheet: Sheet, machine: Machine, name: str, *, n_ctx: int = 131072, tokens: int = 120_000) -> None:
    """A prompt that fills the model's context, and the most memory that takes."""
    before = used_bytes()
    with machine.engine(name, n_ctx=n_ctx, n_seq_max=1) as client, _peak() as peak:
        end = complete(client.generate(Texts(client).next(tokens), GREEDY))
    sheet.note(f"{name}, prompt of", end.prompt_tokens)
    sheet.add(f"{name}, {n_ctx} tokens of context, f16", "peak GB (10^9)", (max(peak) - before) / 1e9, goal="<= 13")
    sheet.add(f"{name}, {n_ctx} tokens of context, f16", "first token, s", end.prompt_ms / 1000)
    sheet.add(f"{name}, {n_ctx} tokens of context, f16", "tok/s", end.predicted_per_second)


@contextmanager
def _peak() -> Iterator[list[int]]:
    """The memory in use, looked at five times a second."""
    seen, ended = [used_bytes()], threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            seen.append(used_bytes())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()
