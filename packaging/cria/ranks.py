"""Several graphics cards learning together, one process each, as `torchrun` starts them.

Each computes on batches of its own; the gradients' mean is what all of them step by, so that they stay alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import timedelta

import torch
from torch import Tensor, distributed, nn

_PATIENCE = timedelta(seconds=90)


class Ranks:
    """This process among `count`; by itself where it was not started by `torchrun`."""

    def __init__(self, kind: str) -> None:
        self.count = int(os.environ.get("WORLD_SIZE", "1"))
        self.number = int(os.environ.get("RANK", "0"))
        self.device = torch.device(kind)
        self._talk = None
        if kind == "cuda":
            self.device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
            torch.cuda.set_device(self.device)
        if self.count > 1:
            os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
            distributed.init_process_group("nccl" if kind == "cuda" else "gloo", timeout=_PATIENCE)
            self._talk = distributed.new_group(backend="gloo", timeout=_PATIENCE)
            self._try()

    @property
    def first(self) -> bool:
        """Whether this is the one that tells and keeps."""
        return self.number == 0

    def agreed(self, number: float) -> float:
        """The first process's number; the device goes on computing meanwhile."""
        if self._talk is None:
            return number
        told = torch.tensor([number], dtype=torch.float64)
        distributed.broadcast(told, 0, group=self._talk)
        return float(told)

    def mean_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Put the mean over all processes in each gradient's place."""
        if self.count == 1:
            return
        gradients = [each.grad for each in parameters if each.grad is not None]
        whole = torch.cat([each.flatten() for each in gradients])
        self._mean(whole)
        at = 0
        for each in gradients:
            each.copy_(whole[at : at + each.numel()].view_as(each))
            at += each.numel()

    def close(self) -> None:
        if self.count > 1:
            distributed.destroy_process_group()

    def _mean(self, values: Tensor) -> None:
        distributed.all_reduce(values)
        values /= self.count

    def _try(self) -> None:
        """Raises: RuntimeError when a mean comes out wrong."""
        values = torch.full((1024,), float(self.number), device=self.device)
        self._mean(values)
        if not torch.allclose(values, torch.full_like(values, (self.count - 1) / 2)):
            raise RuntimeError(f"rank {self.number} got {float(values[0])} for the mean of the ranks")
