"""Train Cria for a given time on a CUDA machine (or, tiny, on any).

    PYTHONPATH=packaging:. python -m cria.train --seconds 540 --out build/cria

Ends in time with the weights, the curves and a check on samples never seen. The learning rate warms up, stays and falls
in the last third (WSD), by the clock. `--resume FOLDER` goes on from a checkpoint, with a schedule of its own.
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

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cria import attention, check, checkpoint
from cria.batches import Batch, Workers, task_names
from cria.figures import Figures
from cria.muon import Optimiser
from cria.network import Network, Packed
from cria.shape import Shape

_WARM_UP_STEPS = 60
_FALL = 0.35  # of the time
_EVERY_STEPS = 20
_WORST_STEPS = 5  # of a step's time, kept free at the end


class Learning:
    """A network, its optimiser, and what a batch does to them."""

    def __init__(self, network: Network, tasks: list[str], *, compiled: bool) -> None:
        self.network, self.tasks = network, tasks
        self.optimiser = Optimiser(network)
        self._body = torch.compile(network) if compiled else network
        self._device = network.embedding.weight.device
        # A row a task: tokens, their loss, those guessed right.
        self._sums = torch.zeros(len(tasks) + 1, 3, dtype=torch.float64, device=self._device)

    def step(self, batch: Batch, pace: float) -> None:
        """One step: the loss is the mean over the learnt tokens."""
        packed, learnt = placed(batch, self._device)
        with torch.autocast(self._device.type, torch.bfloat16):
            hidden = self._body(packed)
            places = learnt[1:].nonzero().squeeze(-1)  # what stands at a place foretells the next
            logits = self.network.logits(hidden[places])
        wanted = packed.tokens[places + 1]
        losses = functional.cross_entropy(logits.float(), wanted, reduction="none")
        losses.mean().backward()
        self.optimiser.step(pace)
        with torch.no_grad():
            right = logits.argmax(-1) == wanted
            each = torch.stack([torch.ones_like(losses), losses, right], -1).double()
            self._sums.index_add_(0, learnt[places + 1].long(), each)

    def figures(self) -> dict[str, tuple[float, float]]:
        """Loss and share of right tokens of each task since the last call."""
        sums = self._sums.cpu().numpy()
        self._sums.zero_()
        named = zip(["", *self.tasks], sums, strict=True)
        return {task: (loss / count, right / count) for task, (count, loss, right) in named if count}


def placed(batch: Batch, device: torch.device) -> tuple[Packed, Tensor]:
    """A batch on the device, and which tokens are learnt."""
    bounds = torch.from_numpy(batch.bounds)
    lengths = np.diff(batch.bounds, append=len(batch.tokens))
    begins = np.repeat(batch.bounds, np.maximum(lengths, 0))
    positions = np.arange(len(batch.tokens)) - begins
    arrays = (batch.tokens.astype(np.int64), positions, batch.learnt.astype(np.int64))
    tokens, positions_there, learnt = (_sent(torch.from_numpy(each), device) for each in arrays)
    return Packed(tokens, positions_there, _sent(bounds, device)), learnt


def _sent(values: Tensor, device: torch.device) -> Tensor:
    return values.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else values


def pace(step: int, gone: float) -> float:
    """Of the learning rate, after `gone` (0 to 1) of the time."""
    return min(1.0, (step + 1) / _WARM_UP_STEPS, max(0.0, 1 - gone) / _FALL)


def main() -> None:
    wanted = _arguments()
    began = time.monotonic()
    torch.manual_seed(wanted.seed)
    torch.set_float32_matmul_precision("high")
    device = torch.device(wanted.device)
    tasks = task_names()
    workers = Workers(wanted.workers, wanted.seed, wanted.tokens, tasks, wanted.first_batch)
    try:
        network = _network(wanted, device)
        print(f"{network.parameters_count / 1e6:.2f}M numbers; tasks: {', '.join(tasks)}", flush=True)
        learning = Learning(network, tasks, compiled=device.type == "cuda" and not wanted.eager)
        figures = _trained(learning, workers, wanted, began)
    finally:
        workers.close()
    weights = {name: each.float().cpu().numpy() for name, each in network.state_dict().items()}
    parts = checkpoint.save(wanted.out, weights, network.shape)
    figures.write(wanted.out / "curves.csv")
    print(
        f"{figures.plot()}\n{', '.join(part.name for part in parts)} after {time.monotonic() - began:.0f} s", flush=True
    )
    if wanted.check:
        check.report(network, wanted.check, until=began + wanted.seconds + wanted.check_seconds)


def _trained(learning: Learning, workers: Workers, wanted: argparse.Namespace, began: float) -> Figures:
    """Steps until the time is over."""
    figures, step, first_step = Figures(), 0, began
    for batch in _ahead(workers):
        now = time.monotonic()
        gone = (now - began) / wanted.seconds
        spent = (now - first_step) / max(1, step - 1) if step > 1 else 0.0
        if gone >= 1 or now + _WORST_STEPS * spent * (step > 10) > began + wanted.seconds:
            break
        learning.step(batch, pace(step, gone))
        step += 1
        if step == 1:
            learning.figures()
            first_step = time.monotonic()
            print(f"first step done after {first_step - began:.0f} s", flush=True)
        elif step % _EVERY_STEPS == 0:
            by_task = learning.figures()
            now = time.monotonic()
            figures.add(step, step * wanted.tokens, now - began, by_task)
            if step % (5 * _EVERY_STEPS) == 0:
                speed = (step - 1) * wanted.tokens / (now - first_step)
                said = ", ".join(f"{task} {loss:.3f}/{100 * right:.1f}%" for task, (loss, right) in by_task.items())
                print(f"{now - began:5.0f} s, step {step}, {speed / 1e3:.0f}K tokens/s: {said}", flush=True)
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


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=540, help="of training, starting up included")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights-*.npz, shape.json, curves.csv")
    parser.add_argument("--resume", type=Path, help="folder of a checkpoint to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--first-batch", type=int, default=0, help="number of the first; by it short samples come first"
    )
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 3))
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
