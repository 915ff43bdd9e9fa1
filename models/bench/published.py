"""The figures others have published for the same work, to put ours beside; they come from other hardware."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from models.bench.events import Alone


class Published(msgspec.Struct, frozen=True):
    """One answer in a context of `n_ctx`."""

    n_ctx: int
    first_token_ms: float
    tokens_per_s: float


# Qwen2.5-7B-Instruct on four RTX 4090, from articles on deploying it.
SOURCE = "Qwen2.5-7B on four RTX 4090"
CAVEAT = "They come from other hardware, another program and perhaps another model than yours: no race, a yardstick."
FIGURES = (
    Published(4096, 820.0, 43.2),
    Published(8192, 1100.0, 39.5),
    Published(16_384, 1800.0, 36.1),
    Published(32_768, 3200.0, 31.7),
)


class Comparison(msgspec.Struct, frozen=True):
    """Ours and theirs at one context. `sooner` and `faster` above 1: ours is that many times better."""

    published: Published
    sooner: float
    faster: float


def compare(measured: Sequence[Alone]) -> tuple[Comparison, ...]:
    """Those contexts that both have."""
    ours = {row.n_ctx: row for row in measured}
    return tuple(
        Comparison(
            one,
            sooner=one.first_token_ms / ours[one.n_ctx].first_token_ms,
            faster=ours[one.n_ctx].tokens_per_s / one.tokens_per_s,
        )
        for one in FIGURES
        if one.n_ctx in ours
    )
