"""Attention within each of many samples that lie one behind the other, with FlashAttention where the device has it.

Each way takes q [tokens, heads, width], k and v [tokens, kv_heads, width] and the samples' bounds [samples + 1], and
gives [tokens, heads, width]; a token sees those before it in its own sample.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

Attend = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]
_LONGEST = 8192
_LARGEST_ERROR = 0.02  # of bf16's rounding, about three times what is seen


def plain(q: Tensor, k: Tensor, v: Tensor, bounds: Tensor) -> Tensor:
    """Sample after sample, by PyTorch's own: right everywhere, slow, and what the other ways are held against."""
    lengths = bounds.diff().tolist()  # split, not slices: the gradient of each slice would be as long as all samples
    pieces = [
        functional.scaled_dot_product_attention(
            *(each.transpose(0, 1).unsqueeze(0) for each in heads), is_causal=True, enable_gqa=True
        )[0].transpose(0, 1)
        for heads in zip(*(each.split(lengths) for each in (q, k, v)), strict=True)
        if len(heads[0])
    ]
    return torch.cat(pieces)


def flash(q: Tensor, k: Tensor, v: Tensor, bounds: Tensor) -> Tensor:
    """FlashAttention over samples of different lengths (PyTorch 2.10 and later)."""
    from torch.nn.attention.varlen import varlen_attn

    times = q.shape[1] // k.shape[1]
    k, v = k.repeat_interleave(times, 1), v.repeat_interleave(times, 1)
    if _BY_WINDOW:
        return varlen_attn(q, k, v, bounds, bounds, _LONGEST, _LONGEST, window_size=(-1, 0))
    return varlen_attn(q, k, v, bounds, bounds, _LONGEST, _LONGEST, is_causal=True)


def _by_window() -> bool:
    """Whether this PyTorch's varlen_attn says "causal" by a window; 2.10 has a flag for it."""
    try:
        from torch.nn.attention.varlen import varlen_attn
    except ImportError:
        return False
    return "window_size" in inspect.signature(varlen_attn).parameters


_BY_WINDOW = _by_window()


def fastest(device: torch.device, heads: int, kv_heads: int, width: int) -> Attend:
    """`flash` where it computes the right values and gradients, else `plain`; says on stdout what it found."""
    if device.type != "cuda":
        return plain
    torch.manual_seed(0)
    bounds = torch.tensor([0, 700, 701, 1500, 2048, 2048], dtype=torch.int32, device=device)
    inputs = [torch.randn(2048, each, width, device=device).bfloat16() for each in (heads, kv_heads, kv_heads)]
    wanted = _tried(plain, inputs, bounds)
    try:
        got = _tried(flash, inputs, bounds)
    except Exception as problem:  # noqa: BLE001 - whatever this device or PyTorch lacks, training goes on, slower
        print(f"no FlashAttention: {type(problem).__name__}: {str(problem)[:300]}", flush=True)
        return plain
    error = max(float((a - b).norm() / b.norm()) for a, b in zip(got, wanted, strict=True))
    print(f"FlashAttention is off by {error:.1e}", flush=True)
    return flash if error < _LARGEST_ERROR else plain


def _tried(way: Attend, inputs: list[Tensor], bounds: Tensor) -> list[Tensor]:
    """The values and the three gradients."""
    leaves = [each.detach().clone().requires_grad_() for each in inputs]
    out = way(*leaves, bounds)
    weight = torch.linspace(-1, 1, out.numel(), device=out.device, dtype=out.dtype).view_as(out)
    (out * weight).sum().backward()
    return [out.detach().float(), *(each.grad.float() for each in leaves)]
