"""What the user asked for may fail for a reason that is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from models.errors import PaddockError

R = TypeVar("R")


def tried(act: Callable[[], R], failed: Callable[[PaddockError], object]) -> R | None:
    """What `act` returns; None when it cannot be done, which `failed` is told."""
    try:
        return act()
    except PaddockError as error:
        failed(error)
        return None
