"""Attention within each of many samples that lie one behind the other, by whichever way the device is fastest at.

Each way takes q [tokens, heads, width], k and v [tokens, kv_heads, width] and the samples' bounds [samples + 1], and
gives [tokens, heads, width]; a token sees those before it in its own sample.
"""

from __future__ import annotations

import inspect
import itertools
import time
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

Attend = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]
_LONGEST = 8192


def plain(q: Tensor, k: Tensor, v: Tensor, bounds: Tensor) -> Tensor:
    """Sample after sample, by PyTorch's own: right everywhere, slow, and what the other ways are held against."""
    ends = bounds.tolist()
    pieces = [
        functional.scaled_dot_product_attention(
            *(each[begin:end].transpose(0, 1).unsqueeze(0) for each in (q, k, v)), is_causal=True, enable_gqa=True
        )[0].transpose(0, 1)
        for begin, end in itertools.pairwise(ends)
        if begin < end
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


def flex(q: Tensor, k: Tensor, v: Tensor, bounds: Tensor) -> Tensor:
    """FlexAttention, compiled, with a mask by sample."""
    from torch.nn.attention.flex_attention import create_block_mask, flex_attention

    count = q.shape[0]
    sample = torch.bucketize(torch.arange(count, device=q.device), bounds[1:], right=True)

    def sees(_batch: Tensor, _head: Tensor, query: Tensor, key: Tensor) -> Tensor:
        return (query >= key) & (sample[query] == sample[key])

    mask = create_block_mask(sees, None, None, count, count, device=q.device)
    q, k, v = (each.transpose(0, 1).unsqueeze(0) for each in (q, k, v))
    return flex_attention(q, k, v, block_mask=mask, enable_gqa=True)[0].transpose(0, 1)


def _by_window() -> bool:
    """Whether this PyTorch's varlen_attn says "causal" by a window; 2.10 has a flag for it."""
    try:
        from torch.nn.attention.varlen import varlen_attn
    except ImportError:
        return False
    return "window_size" in inspect.signature(varlen_attn).parameters


_BY_WINDOW = _by_window()


def fastest(device: torch.device, heads: int, kv_heads: int, width: int) -> Attend:
    """The first way that computes the right values and gradients on this device; says on stdout what it found."""
    if device.type != "cuda":
        return plain
    torch.manual_seed(0)
    bounds = torch.tensor([0, 700, 701, 1500, 2048, 2048], dtype=torch.int32, device=device)
    make = {"device": device, "dtype": torch.bfloat16}
    inputs = [torch.randn(2048, count, width, **make) for count in (heads, kv_heads, kv_heads)]
    wanted = _tried(plain, inputs, bounds)
    for way in (flash, torch.compile(flex)):
        name = getattr(way, "__name__", "flex")
        try:
            begin = time.monotonic()
            got = _tried(way, inputs, bounds)
            error = max(float((a - b).norm() / b.norm()) for a, b in zip(got, wanted, strict=True))
        except Exception as problem:  # noqa: BLE001 - whatever this device or PyTorch lacks, the next way is tried
            print(f"attention {name}: {type(problem).__name__}: {str(problem)[:200]}")
            continue
        print(f"attention {name}: off by {error:.1e}, {time.monotonic() - begin:.1f} s to begin", flush=True)
        if error < 0.02:
            return way
    return plain


def _tried(way: Attend, inputs: list[Tensor], bounds: Tensor) -> list[Tensor]:
    """The values and the three gradients."""
    leaves = [each.detach().clone().requires_grad_() for each in inputs]
    out = way(*leaves, bounds)
    weight = torch.linspace(-1, 1, out.numel(), device=out.device, dtype=out.dtype).view_as(out)
    (out * weight).sum().backward()
    return [out.detach().float(), *(each.grad.float() for each in leaves)]
