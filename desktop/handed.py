"""What one start of the program asks of the window that is open."""

from __future__ import annotations

import msgspec


class Handed(msgspec.Struct, frozen=True):
    """Show yourself, and take these files, for this: one of the names of a Wish."""

    files: tuple[str, ...] = ()
    wish: str = "summarise"
