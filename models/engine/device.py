"""A graphics card, as the planner sees it."""

from __future__ import annotations

from typing import Literal

import msgspec


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """`index` is the driver's. `bandwidth` is what its memory moves at best, bytes a second, where the driver tells."""

    name: str
    kind: Literal["cuda"] = "cuda"
    index: int = 0
    driver: str
    memory_total: int
    memory_free: int
    bandwidth: float | None = None
