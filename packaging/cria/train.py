"""Train Cria for a given time on a CUDA machine (or, tiny, on any).

    PYTHONPATH=packaging:. python -m cria.train --seconds 540 --out build/cria

Ends in time with the weights, the curves and a check on samples never seen. The learning rate warms up, stays and falls
at the end (WSD), by the clock. `--resume FOLDER` goes on from a checkpoint, with a schedule of its own: a lower
`--peak` and a longer `--fall`. On several cards:

    PYTHONPATH=packaging:. torchrun --nproc-per-node 4 -m cria.train --tokens 131072 ...
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from cria import attention, check, checkpoint
from cria.batches import Batch, Mix, Workers, task_names
from cria.figures import Figures
from cria.muon import Optimiser
from cria.network import Network, Packed
from cria.ranks import Ranks
from cria.shape import Shape

_EVERY_STEPS = 20
_TOLD_SECONDS = 30.0
_IGNORED = -100


class Learning:
    """A network, its optimiser, and what a batch does to them."""

    def __init__(self, network: Network, tasks: list[str], ranks: Ranks, *, compiled: bool) -> None:
        self.network, self.tasks, self._ranks = network, tasks, ranks
        self.optimiser = Optimiser(network)
        torch._dynamo.config.suppress_errors = True  # what cannot be compiled runs as it is
        torch._dynamo.config.recompile_limit = 64
        if compiled:  # block by block: once for all of them, and no half minute for the whole
            for block in network.blocks:
                block.compile()
        self._device = network.embedding.weight.device
        self._in_bfloat16 = self._device.type == "cuda" or torch.cpu._is_amx_tile_supported()
        # A row a task: tokens, their loss, those guessed right.
        self._sums = torch.zeros(len(tasks) + 1, 3, dtype=torch.float64, device=self._device)

    def step(self, batch: Batch, pace: float) -> None:
        """One step, at `pace` times the learning rate."""
        packed, taught = placed(batch, self._device), learnt(batch, self._device)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._in_bfloat16):
            logits = self.network.logits(self.network(packed)[taught.places])
        losses = functional.cross_entropy(logits.float(), taught.wanted, reduction="none", ignore_index=_IGNORED)
        (losses * taught.weights).sum().backward()
        self._ranks.mean_gradients(self.network.parameters())
        self.optimiser.step(pace)
        with torch.no_grad():
            right = logits.argmax(-1) == taught.wanted
            figures = torch.stack([torch.ones_like(losses), losses, right], -1).double()
            self._sums.index_add_(0, taught.tasks, figures)

    def figures(self) -> dict[str, tuple[float, float]]:
        """Loss and share of right tokens of each task since the last call."""
        sums = self._sums.clone().cpu().numpy()
        self._sums.zero_()
        named = zip(["", *self.tasks], sums, strict=True)
        return {task: (loss / count, right / count) for task, (count, loss, right) in named if task and count}


def placed(batch: Batch, device: torch.device) -> Packed:
    """A batch on the device."""
    lengths = np.diff(batch.bounds, append=len(batch.tokens))
    positions = np.arange(len(batch.tokens)) - np.repeat(batch.bounds, lengths)
    return Packed(*(_sent(each, device) for each in (batch.tokens.astype(np.int64), positions, batch.bounds)))


class Learnt(NamedTuple):
    """What a batch teaches, of shape [places], on the device.

    `places` are those before what is learnt, `wanted` the tokens that follow there, `tasks` their tasks' numbers + 1,
    `weights` what each counts in the loss: a token of an answer of n tokens counts 1/sqrt(n), or the one word of a yes
    or no would be lost among whole pages copied. Their sum is 1.
    """

    places: Tensor
    wanted: Tensor
    tasks: Tensor
    weights: Tensor


def learnt(batch: Batch, device: torch.device) -> Learnt:
    """Filled up to a multiple of a 32nd of the batch, so that memory is asked for in few different sizes."""
    places = np.flatnonzero(batch.learnt[1:])
    samples = np.searchsorted(batch.bounds, places, side="right")
    weights = np.bincount(samples)[samples] ** -0.5
    fill = (0, -len(places) % (len(batch.tokens) // 32))
    arrays = (
        np.pad(places, fill),
        np.pad(batch.tokens[places + 1].astype(np.int64), fill, constant_values=_IGNORED),
        np.pad(batch.learnt[places + 1].astype(np.int64), fill),
        np.pad((weights / max(weights.sum(), 1e-9)).astype(np.float32), fill),
    )
    return Learnt(*(_sent(each, device) for each in arrays))


def _sent(array: NDArray[Any], device: torch.device) -> Tensor:
    values = torch.from_numpy(array)
    return values.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else values


def pace(step: int, gone: float, peak: float, warm_up: int, fall: float) -> float:
    """Of the learning rate, after `gone` (0 to 1) of the time; it falls during the last `fall` of it."""
    return peak * min(1.0, (step + 1) / warm_up, max(0.0, 1 - gone) / fall)


def main() -> None:
    """Train, keep, check."""
    wanted = _arguments()
    began = time.monotonic()
    torch.manual_seed(wanted.seed)
    torch.set_float32_matmul_precision("high")
    tasks = task_names()
    rank = int(os.environ.get("RANK", "0"))
    workers = Workers(
        wanted.workers,
        wanted.seed + 1000 * rank,
        wanted.tokens,
        tasks,
        wanted.first_batch,
        Mix(wanted.short_share, wanted.judging_share),
    )
    ranks = None
    try:
        ranks = Ranks(wanted.device)
        network = _network(wanted, ranks.device)
        if ranks.first:
            print(f"{network.parameters_count / 1e6:.2f}M numbers; tasks: {', '.join(tasks)}", flush=True)
        compiled = network.attend is attention.flash and not wanted.eager
        figures = _trained(Learning(network, tasks, ranks, compiled=compiled), workers, ranks, wanted, began)
    finally:
        workers.close()
        if ranks is not None:
            ranks.close()
    if ranks.first:
        _keep(network, figures, wanted, began)


def _keep(network: Network, figures: Figures, wanted: argparse.Namespace, began: float) -> None:
    weights = {name: each.float().cpu().numpy() for name, each in network.state_dict().items()}
    parts = checkpoint.save(wanted.out, weights, network.shape)
    figures.write(wanted.out / "curves.csv")
    print(
        f"{figures.plot()}\n{', '.join(part.name for part in parts)} after {time.monotonic() - began:.0f} s", flush=True
    )
    if wanted.check:
        check.report(network, wanted.check, until=began + wanted.seconds + wanted.check_seconds)


def _trained(learning: Learning, workers: Workers, ranks: Ranks, wanted: argparse.Namespace, began: float) -> Figures:
    """Steps until the time is over; the figures are of this process's share of them."""
    figures, first_step, told = Figures(), began, began
    together = wanted.tokens * ranks.count
    for step, batch in enumerate(_ahead(workers), 1):
        now = time.monotonic()
        gone = ranks.agreed((now - began) / wanted.seconds)
        if gone >= 1:
            break
        learning.step(batch, pace(step - 1, gone, wanted.peak, wanted.warm_up, wanted.fall))
        if step == 1:
            learning.figures()
            first_step = time.monotonic()
            if ranks.first:
                print(f"first step done after {first_step - began:.0f} s", flush=True)
        elif step % _EVERY_STEPS == 0:
            by_task = learning.figures()
            now = time.monotonic()
            figures.add(step, step * together, now - began, by_task)
            if ranks.first and now - told >= _TOLD_SECONDS:
                told = now
                speed = (step - 1) * together / (now - first_step)
                said = ", ".join(f"{task} {loss:.3f}/{100 * right:.1f}%" for task, (loss, right) in by_task.items())
                print(f"{now - began:5.0f} s, step {step}, {speed / 1e3:.1f}K tokens/s: {said}", flush=True)
    return figures


def _ahead(workers: Workers) -> Iterator[Batch]:
    """Batches, the next always at hand: a thread takes them off the workers' queues."""
    ready: queue.Queue[Batch | Exception] = queue.Queue(4)

    def take() -> None:
        try:
            for batch in workers:
                ready.put(batch)
        except Exception as problem:  # noqa: BLE001 - raised where batches are asked for
            ready.put(problem)

    threading.Thread(target=take, daemon=True).start()
    while True:
        got = ready.get()
        if isinstance(got, Exception):
            raise got
        yield got


def _network(wanted: argparse.Namespace, device: torch.device) -> Network:
    """A new one, or the checkpoint's."""
    if wanted.resume:
        weights, shape = checkpoint.restore(wanted.resume)
    else:
        weights, shape = (
            None,
            dataclasses.replace(Shape(), layers=wanted.layers, width=wanted.width, hidden=wanted.hidden),
        )
    network = Network(shape, attention.fastest(device, shape.heads, shape.kv_heads, shape.head_width)).to(device)
    if weights is not None:
        network.load_state_dict({name: torch.from_numpy(values) for name, values in weights.items()})
    return network


def _workers() -> int:
    """All cores but those of the trainers."""
    ranks = int(os.environ.get("WORLD_SIZE", "1"))
    return max(1, (os.cpu_count() or 2) // ranks - 3)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=540, help="of training, starting up included")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights-*.npz, shape.json, curves.csv")
    parser.add_argument("--resume", type=Path, help="folder of a checkpoint to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--first-batch", type=int, default=0, help="number of the first; by it short samples come first"
    )
    parser.add_argument("--short-share", type=float, default=1.0, help="of short samples that only copy; less: longer")
    parser.add_argument(
        "--judging-share", type=float, default=0.0, help="of samples that judge, beside those of the mix"
    )
    parser.add_argument("--warm-up", type=int, default=60, help="steps in which the learning rate rises")
    parser.add_argument("--peak", type=float, default=1.0, help="of the learning rate")
    parser.add_argument("--fall", type=float, default=0.35, help="of the time, at the end, in which it goes to nothing")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--workers", type=int, default=_workers(), help="of each process")
    parser.add_argument("--tokens", type=int, default=262_144, help="of a batch")
    parser.add_argument("--layers", type=int, default=Shape().layers)
    parser.add_argument("--width", type=int, default=Shape().width)
    parser.add_argument("--hidden", type=int, default=Shape().hidden)
    parser.add_argument("--eager", action="store_true", help="do not compile")
    parser.add_argument("--check", type=int, default=64, help="unseen samples of each task to answer at the end")
    parser.add_argument("--check-seconds", type=float, default=45, help="for that, after the training")
    return parser.parse_args()


if __name__ == "__main__":
    main()
