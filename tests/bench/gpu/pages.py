"""A document of 300 pages: its notes asked for many at a time, and one after the other."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from models.documents.chunk import chunk
from models.documents.outline import Outline
from models.documents.sentences import sentences_of
from models.engine.client import EngineClient
from models.engine.protocol import SamplingParams
from models.summary import notes
from models.summary.answers import Answered, Asked, ask_all
from models.summary.options import DEFAULT_OPTIONS
from models.summary.plan import budget
from models.summary.prompts import prompts
from tests.bench.gpu.engines import Machine
from tests.bench.sheet import Sheet
from tests.models.summary.planted import of_pages

_WORDS_A_PAGE = 400
_ANSWER = 400  # tokens of every answer: no grammar, no early end
_ALONE = 8  # parts that are asked one after the other; the rest is reckoned from them


def notes_of_a_document(sheet: Sheet, machine: Machine, name: str, *, pages: int = 300, parallel: int = 32) -> None:
    """The map of a summary as the program makes it: its chunks, its questions, its way of asking.

    "Our own bench" is one batch of `parallel` such questions, asked at once and timed from the first to the last word.
    """
    n_ctx = parallel * 3300
    with machine.engine(name, n_ctx=n_ctx, n_seq_max=parallel) as client:
        # Nothing of one measurement is in the cache for another, but for the instructions they all begin with.
        others, few = _questions(client, parallel * 8, n_ctx, parallel, 1), _questions(client, 64, n_ctx, parallel, 2)
        questions = _questions(client, pages, n_ctx, parallel, 3)
        tokens = sum(client.count_messages(question.messages) for question in questions[:4]) / 4 * len(questions)
        sheet.note(f"{name}, {pages} pages", f"{len(questions)} questions, about {tokens:.0f} tokens to read")
        _rate(client, others[:parallel], parallel)
        batch = _rate(client, others[parallel : 2 * parallel], parallel)
        started = time.perf_counter()
        mapped = _rate(client, questions, parallel)
        took_s = time.perf_counter() - started
        alone_s = _ANSWER / _rate(client, few[:_ALONE], 1) * len(questions)
    sheet.add(f"{name}, notes of {pages} pages, s", f"{parallel} at a time", took_s)
    sheet.add(f"{name}, notes of {pages} pages, s", f"one after the other, reckoned from {_ALONE}", alone_s)
    sheet.note("one after the other / at a time (goal >= 5)", round(alone_s / took_s, 2))
    row = f"{name}, tokens written a second, {parallel} at a time, reading included"
    sheet.add(row, "ours, the document", mapped, goal=">= 0.85")
    sheet.add(row, "one batch", batch)


def _questions(client: EngineClient, pages: int, n_ctx: int, parallel: int, seed: int) -> Sequence[Asked]:
    """Those of a summary of `pages` pages that say nothing in particular."""
    document = of_pages(_pages(pages, seed))
    text, sentences, words = document.text, sentences_of(document), prompts("en")
    system = notes.instruction(words, DEFAULT_OPTIONS, "pages.txt")
    room = budget(n_ctx, parallel, client.count_messages([system]))
    chunks = chunk(text, sentences, Outline(text, sentences), room.chunk_tokens, client.count)
    fixed = SamplingParams(temperature=0, max_tokens=_ANSWER, ignore_eos=True, draft=False)
    return [Asked(each.index, (system, notes.question(words, each, text)), fixed) for each in chunks]


def _pages(count: int, seed: int) -> list[str]:
    words = random.Random(seed)
    known = [
        "".join(words.choice("bdfklmnprst") + words.choice("aeiou") for _ in range(words.randint(1, 4)))
        for _ in range(4000)
    ]

    def sentence() -> str:
        return " ".join(words.choices(known, k=20)).capitalize() + "."

    return [" ".join(sentence() for _ in range(_WORDS_A_PAGE // 20)) for _ in range(count)]


def _rate(client: EngineClient, questions: Sequence[Asked], parallel: int) -> float:
    """Tokens written a second; nothing of them is in the cache but how they begin."""
    started, written = time.perf_counter(), 0
    for heard in ask_all(client, questions, parallel, lambda answer: None):
        if isinstance(heard, Answered):
            written += heard.tokens
    assert written == _ANSWER * len(questions), written
    return written / (time.perf_counter() - started)
