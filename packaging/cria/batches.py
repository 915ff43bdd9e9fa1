"""Batches to train on, made by worker processes while the trainer computes.

A batch is always as many tokens as asked for: conversations one behind the other, the last place filled up with what
nothing is learnt from. The i-th batch comes from worker i modulo their number, so the order is the same in every run.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import queue
import sys
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from cria.generate import samples
from cria.sample import Message, Sample
from cria.swapping import COPYING, Swaps
from cria.tokenizer import END_OF_TEXT, END_OF_TURN, TURN, load

# From this batch on, samples may have so many tokens: copying is learnt from short ones, much sooner.
CURRICULUM = ((0, 1024), (300, 2048), (700, 4096), (1100, 8192))
MOST_SAMPLES = 1024
_SHORT_TOKENS = 2048
_PADDING_TOKENS = 8192  # of what fills a batch up at most in one piece: attention goes no further
_AHEAD = 6
_ANY_TOKENS = 0.03  # of the samples: any tokens whatever, to be repeated
_TIMEOUT_S = 120.0


class Batch(NamedTuple):
    """Samples one behind the other.

    `tokens`, uint16; `learnt`, uint8, is nothing where no loss is on the token, else its task's number + 1; `bounds`,
    int32: where samples begin, then the number of tokens until it is full; of the same size in every batch.
    """

    tokens: NDArray[np.uint16]
    learnt: NDArray[np.uint8]
    bounds: NDArray[np.int32]


class Mix(NamedTuple):
    """What is learnt from: `short` of the short samples that only copy, and `judging` of all samples judge alone."""

    short: float = 1.0
    judging: float = 0.0


_WHOLE = Mix()


class Encoder:
    """Conversations as tokens: ChatML, as resources/templates/cria.jinja renders it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        ids = {text: tokenizer.token_to_id(text) for text in (TURN, END_OF_TURN, END_OF_TEXT)}
        self.turn, self.end_of_turn, self.padding = ids[TURN], ids[END_OF_TURN], ids[END_OF_TEXT]
        self._line_end = tokenizer.encode("\n").ids

    def encode(self, sample: Sample) -> tuple[list[int], list[bool]]:
        """The tokens, and whether each is to be learnt: what the assistant says, and that it ends there."""
        tokens: list[int] = []
        learnt: list[bool] = []
        for message in sample.messages:
            head = self._ids(f"{message.role}\n")
            body = self._ids(message.content)
            own = message.role == "assistant"
            tokens += [self.turn, *head, *body, self.end_of_turn, *self._line_end]
            learnt += [False] * (1 + len(head)) + [own] * (len(body) + 1) + [False] * len(self._line_end)
        return tokens, learnt

    def repeating(self, ids: list[int]) -> tuple[list[int], list[bool]]:
        """Tokens said again, whatever they are."""
        head = self.encode(Sample("copy", (Message("user", "Repeat:\n"),)))[0]
        again = [self.turn, *self._ids("assistant\n"), *ids, self.end_of_turn, *self._line_end]
        before = len(head) - 1 - len(self._line_end)  # the end of the turn comes behind the tokens
        learnt = len(ids) + 1
        silent = len(head) + len(ids) + len(again) - learnt - len(self._line_end)
        return (
            [*head[:before], *ids, *head[before:], *again],
            [False] * silent + [True] * learnt + [False] * len(self._line_end),
        )

    def prompt(self, sample: Sample) -> list[int]:
        """All but the last answer, up to where it begins."""
        *before, answer = sample.messages
        return [*self.encode(sample._replace(messages=tuple(before)))[0], self.turn, *self._ids(f"{answer.role}\n")]

    def text(self, tokens: list[int]) -> str:
        """What tokens say."""
        return str(self._tokenizer.decode(tokens))

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


def batches(seed: int, tokens: int, first: int, step: int, tasks: list[str], mix: Mix = _WHOLE) -> Iterator[Batch]:
    """Batches number first, first + step, ...; a task not in `tasks` counts as the last of them."""
    tokenizer = load()
    encoder, swaps = Encoder(tokenizer), Swaps(tokenizer)
    numbers = {task: number + 1 for number, task in enumerate(tasks)}
    pending: tuple[list[int], list[int]] | None = None
    for number in itertools.count(first, step):
        longest = min(tokens, next(most for since, most in reversed(CURRICULUM) if number >= since))
        source = _encoded(seed * 1_000_003 + number, longest, encoder, swaps, numbers, len(tasks), mix)
        batch = Batch(
            np.full(tokens, encoder.padding, np.uint16),
            np.zeros(tokens, np.uint8),
            np.full(MOST_SAMPLES + 2 + tokens // _PADDING_TOKENS, tokens, np.int32),
        )
        filled = used = 0
        for place in range(MOST_SAMPLES):
            ids, learnt = pending or next(source)
            pending = None
            if filled + len(ids) > tokens:
                pending = (ids, learnt)
                break
            batch.tokens[filled : filled + len(ids)] = ids
            batch.learnt[filled : filled + len(ids)] = learnt
            batch.bounds[place] = filled
            filled += len(ids)
            used = place + 1
        padding = filled + _PADDING_TOKENS * np.arange(len(batch.bounds) - used)
        batch.bounds[used:] = np.minimum(padding, tokens)
        yield batch


def _encoded(
    seed: int, longest: int, encoder: Encoder, swaps: Swaps, numbers: dict[str, int], other: int, mix: Mix
) -> Iterator[tuple[list[int], list[int]]]:
    """Samples that are not too long; where there are long ones at all, some of the short ones that only copy."""
    rng = Random(seed)
    for sample in samples(seed, longest, mix.judging):
        number = numbers.get(sample.task, other)
        if rng.random() < _ANY_TOKENS:
            number = numbers.get("copy", other)
            ids, learnt = encoder.repeating(swaps.tokens(rng))
        else:
            ids, learnt = encoder.encode(swaps.swapped(sample, rng))
        if len(ids) > longest:
            continue
        left_out = sample.task in COPYING and len(ids) < _SHORT_TOKENS < longest and rng.random() >= mix.short
        if not left_out:
            yield ids, [number if each else 0 for each in learnt]


def task_names(seed: int = 0, count: int = 1500) -> list[str]:
    """The tasks of the mix, in the alphabet's order, and "other"."""
    return [*sorted({sample.task for sample in itertools.islice(samples(seed, 1024), count)}), "other"]


class Workers:
    """Processes that make batches ahead; iterate to get them, `close` to end them.

    Begin them before anything of CUDA: where it can be, they are forked, which takes no time.

    Raises: RuntimeError when a worker gives nothing for two minutes.
    """

    def __init__(self, count: int, seed: int, tokens: int, tasks: list[str], start: int = 0, mix: Mix = _WHOLE) -> None:
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._queues = [context.Queue(_AHEAD) for _ in range(count)]
        self._processes = [
            context.Process(target=_work, args=(each, seed, tokens, start + at, count, tasks, mix), daemon=True)
            for at, each in enumerate(self._queues)
        ]
        for process in self._processes:
            process.start()

    def __iter__(self) -> Iterator[Batch]:
        for at in itertools.cycle(range(len(self._queues))):
            try:
                yield Batch(*self._queues[at].get(timeout=_TIMEOUT_S))
            except queue.Empty:
                raise RuntimeError(f"worker {at} made no batch for {_TIMEOUT_S:.0f} s") from None

    def close(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()


def _work(
    out: multiprocessing.Queue[Batch], seed: int, tokens: int, first: int, step: int, tasks: list[str], mix: Mix
) -> None:
    """Until the trainer ends it, or is gone."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    trainer = os.getppid()
    out.cancel_join_thread()
    for batch in batches(seed, tokens, first, step, tasks, mix):
        while True:
            try:
                out.put(batch, timeout=5)
                break
            except queue.Full:
                if os.getppid() != trainer:
                    return
