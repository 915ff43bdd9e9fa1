"""Cria's network: the qwen2 architecture as llama.cpp computes it (src/models/qwen2.cpp), small.

RMSNorm before each part, attention with grouped queries, biases on q, k and v, rotary positions (NEOX: a head's first
half turns with its second), SwiGLU, and one matrix for reading and writing tokens. Samples of a batch lie one behind
the other without padding: `Packed` says where each begins.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from cria import attention
from cria.shape import Shape


class Packed(NamedTuple):
    """Samples one behind the other.

    `tokens` and `positions` (each counted from its sample's begin) are of shape [tokens]; `bounds` of shape
    [samples + 1], int32, the begins and the end, the end repeated where there are fewer samples than room.
    """

    tokens: Tensor
    positions: Tensor
    bounds: Tensor


class Block(nn.Module):
    """Attention and feed-forward, each added to what came in."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        kv_width = shape.kv_heads * shape.head_width
        self.attn_norm = nn.RMSNorm(shape.width, eps=shape.norm_epsilon)
        self.q = nn.Linear(shape.width, shape.width)
        self.k = nn.Linear(shape.width, kv_width)
        self.v = nn.Linear(shape.width, kv_width)
        self.output = nn.Linear(shape.width, shape.width, bias=False)
        self.ffn_norm = nn.RMSNorm(shape.width, eps=shape.norm_epsilon)
        self.gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def qkv(self, x: Tensor, cosine: Tensor, sine: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """q of shape [tokens, heads, head_width]; k and v of shape [tokens, kv_heads, head_width]."""
        x = self.attn_norm(x)
        q, k, v = (part(x).unflatten(-1, (-1, self.shape.head_width)) for part in (self.q, self.k, self.v))
        return rotated(q, cosine, sine), rotated(k, cosine, sine), v

    def after(self, x: Tensor, attended: Tensor) -> Tensor:
        """The rest of the block, `attended` being of shape [tokens, heads, head_width]."""
        x = x + self.output(attended.flatten(-2))
        y = self.ffn_norm(x)
        return x + self.down(functional.silu(self.gate(y)) * self.up(y))

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor, bounds: Tensor, attend: attention.Attend) -> Tensor:
        q, k, v = self.qkv(x, cosine, sine)
        return self.after(x, attend(q, k, v, bounds))


class Network(nn.Module):
    """Tokens in, the last layer's values out; `logits` makes of them a number for each token of the vocabulary."""

    def __init__(self, shape: Shape, attend: attention.Attend = attention.plain) -> None:
        super().__init__()
        self.shape = shape
        self.attend = attend
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.width, eps=shape.norm_epsilon)
        pairs = torch.arange(0, shape.head_width, 2, dtype=torch.float64) / shape.head_width
        angles = torch.outer(torch.arange(shape.context, dtype=torch.float64), shape.rope_base**-pairs)
        self.register_buffer("cosines", angles.cos().float(), persistent=False)
        self.register_buffer("sines", angles.sin().float(), persistent=False)
        self._begin()

    def _begin(self) -> None:
        """Normal weights of deviation 1/sqrt(inputs); what is added to the stream begins at nothing."""
        nn.init.normal_(self.embedding.weight, std=0.02)
        for block in self.blocks:
            for part in (block.q, block.k, block.v, block.gate, block.up):
                nn.init.normal_(part.weight, std=part.in_features**-0.5)
            for part in (block.q, block.k, block.v):
                nn.init.zeros_(part.bias)
            for part in (block.output, block.down):
                nn.init.zeros_(part.weight)

    def forward(self, batch: Packed) -> Tensor:
        """Of shape [tokens, width]."""
        x = self.embedding(batch.tokens)
        cosine, sine = self.cosines[batch.positions], self.sines[batch.positions]
        for block in self.blocks:
            x = block(x, cosine, sine, batch.bounds, self.attend)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """Of shape [..., vocabulary]."""
        return functional.linear(hidden, self.embedding.weight)

    @property
    def parameters_count(self) -> int:
        return sum(each.numel() for each in self.parameters())


def rotated(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Heads turned by their positions; `x` is [tokens, heads, head_width], the others [tokens, head_width / 2]."""
    cosine, sine = cosine.unsqueeze(-2), sine.unsqueeze(-2)
    first, second = x.float().chunk(2, -1)
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1).to(x.dtype)
