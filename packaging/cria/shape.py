"""How large Cria is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers of a network; all but `vocabulary` and `context` may be chosen freely.

    The rotary base is qwen2's: with it half of a head's pairs hardly turn within 8 192 tokens, so that a text is found
    again however far back it stands.
    """

    vocabulary: int = 8192
    context: int = 8192
    layers: int = 10
    width: int = 256
    hidden: int = 640
    heads: int = 4
    kv_heads: int = 2
    rope_base: float = 1e6
    norm_epsilon: float = 1e-6

    @property
    def head_width(self) -> int:
        return self.width // self.heads
