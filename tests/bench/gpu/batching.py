"""How far the logits of a batch of answers are from those of each answer alone: arithmetic, or a mistake?

    python -m tests.bench.gpu.batching MODEL.gguf [--gpu-layers -1] [--flash 0 1] [--widths 1 2 8 16 32] [--tokens 24]

No scheduler, no shortlist, nothing reused: `width` sequences are decoded in lockstep, and then each again by itself,
fed with the tokens the batch chose. Width 1 is the control and must differ by nothing. A mistake of ours cannot show
here; what shows is what llama.cpp's kernels do when the batch grows, and that is the bound a test may ask for. With
NVIDIA_TF32_OVERRIDE=0 cuBLAS leaves 10-bit mantissas alone, which tells how much of it they are.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.engine import llama
from models.engine.protocol import LoadParams
from tests.bench.gpu.engines import Machine, lines
from tests.bench.sheet import Sheet

_WIDTHS = (1, 2, 8, 16, 32)
_SHOWN = 3  # mismatches told in full


@dataclass
class Found:
    """Of one width: the largest difference of a logit, their spread, and the tokens that came out otherwise.

    A mismatch is (answer, position, the lone run's best two logits, the batch's logits of the same two tokens).
    """

    flash: bool
    width: int
    largest: float
    spread: float
    mismatches: int
    gap: float
    told: list[tuple[int, int, list[float], list[float]]]


class Steps:
    """One context, fed by hand."""

    def __init__(self, model: llama.Model, params: LoadParams) -> None:
        self.context = llama.Context(model, params)
        self._batch = llama.Batch(self.context.n_batch)

    def feed(self, fed: list[tuple[int, int, list[int]]]) -> list[NDArray[np.float32]]:
        """Decode (sequence, position, tokens) of each in one batch; the logits behind the last token of each."""
        at, rows = 0, []
        for sequence, position, tokens in fed:
            end = at + len(tokens)
            self._batch.token[at:end] = tokens
            self._batch.position[at:end] = range(position, position + len(tokens))
            self._batch.sequence[at:end] = sequence
            self._batch.output[at:end] = 0
            self._batch.output[end - 1] = 1
            rows.append(end - 1)
            at = end
        self._batch.count = at
        assert self.context.decode(self._batch)
        return [self.context.logits(row).copy() for row in rows]


def compared(model: llama.Model, params: LoadParams, width: int, tokens: int) -> Found:
    """`width` answers of `tokens` tokens, together and alone."""
    vocabulary = model.vocabulary
    texts = [f"The horse number {number} is in the " * (1 + number % 5) for number in range(width)]
    prompts = [vocabulary.tokenize(text, special=False) for text in texts]
    steps = Steps(model, params)
    together: list[list[NDArray[np.float32]]] = [[logits] for logits in _each(steps, prompts)]
    answers = [[int(logits[0].argmax())] for logits in together]
    for _ in range(tokens - 1):
        fed = [
            (n, len(prompt) + len(answer) - 1, answer[-1:])
            for n, (prompt, answer) in enumerate(zip(prompts, answers, strict=True))
        ]
        for n, logits in enumerate(steps.feed(fed)):
            together[n].append(logits)
            answers[n].append(int(logits.argmax()))
    steps.context.close()
    found = Found(params.flash_attn, width, 0.0, float(together[0][0].std()), 0, 0.0, [])
    alone = Steps(model, params)
    for number, (prompt, answer) in enumerate(zip(prompts, answers, strict=True)):
        pending, position = prompt, 0
        for place, token in enumerate(answer):
            (logits,) = alone.feed([(0, position, pending)])
            _note(found, number, place, logits, together[number][place], token)
            position, pending = position + len(pending), [token]
        alone.context.remove(0, 0)
    alone.context.close()
    return found


def _each(steps: Steps, prompts: list[list[int]]) -> list[NDArray[np.float32]]:
    """The prompts one by one, as in the lone runs, so that only the answers' steps differ."""
    return [steps.feed([(n, 0, prompt)])[0] for n, prompt in enumerate(prompts)]


def _note(
    found: Found, number: int, place: int, alone: NDArray[np.float32], batch: NDArray[np.float32], token: int
) -> None:
    found.largest = max(found.largest, float(np.abs(alone - batch).max()))
    two = np.argpartition(alone, -2)[-2:]
    best = two[alone[two].argsort()[::-1]]
    if token != best[0]:
        found.mismatches += 1
        found.gap = max(found.gap, float(alone[best[0]] - alone[token]))
        if len(found.told) < _SHOWN:
            found.told.append((number, place, alone[best].tolist(), batch[best].tolist()))


def diagnosis(
    sheet: Sheet,
    machine: Machine,
    name: str,
    *,
    widths: Sequence[int] = _WIDTHS,
    tokens: int = 24,
    everywhere: bool = True,
) -> None:
    """On the card, and `everywhere`: also without cuBLAS's short mantissas and on the processor."""
    places = [("card", str(machine.gpu_layers), "1")]
    if everywhere:
        places += [("card, no TF32 in cuBLAS", str(machine.gpu_layers), "0"), ("processor", "0", "1")]
    for place, layers, tf32 in places:
        if sheet.left < 5:
            sheet.note("batching ended early", f"before {place}")
            return
        command = [sys.executable, "-m", "tests.bench.gpu.batching", str(machine.model(name)), "--gpu-layers", layers]
        command += ["--tokens", str(tokens), "--widths", *map(str, widths)]
        variables = os.environ if tf32 == "1" else os.environ | {"NVIDIA_TF32_OVERRIDE": "0"}
        try:
            for line in lines(command, variables):
                _tell(sheet, name, place, Found(**json.loads(line)))
        except subprocess.CalledProcessError as died:
            sheet.note(f"{place} failed", died.stderr)


def _tell(sheet: Sheet, name: str, place: str, found: Found) -> None:
    column = f"{place}, {'flash' if found.flash else 'no flash'}, {found.width} at once"
    sheet.add(f"{name}, largest difference of a logit, batch against alone", column, found.largest)
    sheet.note(column, f"{found.mismatches} other tokens, worst gap {found.gap:.3g}, spread {found.spread:.3g}")
    if found.told:
        sheet.note(f"{column}: answers, positions, best two alone, same two in the batch", found.told)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--gpu-layers", type=int, default=-1)
    parser.add_argument("--flash", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--widths", type=int, nargs="+", default=_WIDTHS)
    parser.add_argument("--tokens", type=int, default=24)
    a = parser.parse_args()
    llama.start()
    base = {"n_ctx": 8192, "n_seq_max": max(a.widths), "n_gpu_layers": a.gpu_layers}
    model = llama.Model(a.model, LoadParams(**base), lambda fraction: True)
    for flash in a.flash:
        for width in a.widths:
            params = LoadParams(**base, flash_attn=bool(flash))
            print(json.dumps(asdict(compared(model, params, width, a.tokens))), flush=True)


if __name__ == "__main__":
    main()
