"""Muon for matrices, AdamW for the rest.

Muon (Keller Jordan, 2024, https://kellerjordan.github.io/posts/muon/): the momentum of a matrix's gradient is made
nearly orthogonal by five steps of a Newton-Schulz iteration, so that every direction learns at the same pace. Small
networks need markedly fewer steps than with AdamW.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor, nn

_A, _B, _C = 3.4445, -4.7750, 2.0315  # of the quintic iteration, from the same place


def orthogonal(matrices: Tensor, steps: int = 5) -> Tensor:
    """[count, rows, columns] -> the same, each matrix's singular values drawn near 1."""
    x = matrices.bfloat16()
    wide = x.shape[-2] <= x.shape[-1]
    x = x if wide else x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        square = x @ x.mT
        x = _A * x + (_B * square + _C * square @ square) @ x
    return (x if wide else x.mT).to(matrices.dtype)


class Muon:
    """Steps of all matrices of a shape at once."""

    def __init__(self, matrices: Iterable[nn.Parameter], rate: float, momentum: float = 0.95, decay: float = 0.01):
        shapes: dict[torch.Size, list[nn.Parameter]] = defaultdict(list)
        for matrix in matrices:
            shapes[matrix.shape].append(matrix)
        self._groups = [
            (group, torch.zeros_like(torch.stack([each.data for each in group]))) for group in shapes.values()
        ]
        self._rate, self._momentum, self._decay = rate, momentum, decay

    @torch.no_grad()
    def step(self, pace: float) -> None:
        """One step at `pace` times the learning rate, and the gradients forgotten."""
        rate = self._rate * pace
        for group, momentum in self._groups:
            gradient = torch.stack([each.grad for each in group])
            momentum.lerp_(gradient, 1 - self._momentum)
            ahead = gradient.lerp(momentum, self._momentum)  # Nesterov's
            rows, columns = gradient.shape[-2:]
            change = orthogonal(ahead) * max(1.0, rows / columns) ** 0.5
            for matrix, each in zip(group, change.unbind(), strict=True):
                matrix.mul_(1 - rate * self._decay).add_(each, alpha=-rate)
                matrix.grad = None


class Optimiser:
    """Both: matrices of the blocks by Muon, embedding, norms and biases by AdamW; gradients clipped together."""

    def __init__(self, network: nn.Module, muon_rate: float = 0.02, adam_rate: float = 0.004, clip: float = 1.0):
        named = list(network.named_parameters())
        matrices = [each for name, each in named if each.ndim == 2 and not name.startswith("embedding")]
        chosen = {id(each) for each in matrices}
        rest = [each for _, each in named if id(each) not in chosen]
        fused = rest[0].device.type == "cuda"
        self._muon = Muon(matrices, muon_rate)
        self._adam = torch.optim.AdamW(rest, adam_rate, (0.9, 0.95), eps=1e-10, weight_decay=0.0, fused=fused)
        self._rest, self._adam_rate, self._clip = rest, adam_rate, clip

    def step(self, pace: float) -> None:
        """One step at `pace` times both learning rates, and the gradients forgotten. Muon's needs no clipping."""
        nn.utils.clip_grad_norm_(self._rest, self._clip)
        for group in self._adam.param_groups:
            group["lr"] = self._adam_rate * pace
        self._muon.step(pace)
        self._adam.step()
        self._adam.zero_grad(set_to_none=True)
