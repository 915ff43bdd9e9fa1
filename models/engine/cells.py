"""How many cells of the unified KV cache are in use. A mirror of llama.cpp's own bookkeeping, in pure Python."""

from __future__ import annotations

from collections.abc import Sequence


class Cells:
    """`capacity` cells; one that several sequences share counts once."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._free = list(range(capacity - 1, -1, -1))
        self._users = [0] * capacity

    @property
    def free(self) -> int:
        return len(self._free)

    def take(self, count: int) -> list[int]:
        """`count` fresh cells with one user; there must be as many."""
        taken = self._free[len(self._free) - count :]
        del self._free[len(self._free) - count :]
        for cell in taken:
            self._users[cell] = 1
        return taken

    def share(self, cells: Sequence[int]) -> None:
        """One more user for each."""
        for cell in cells:
            self._users[cell] += 1

    def release(self, cells: Sequence[int]) -> None:
        """One user less for each; those without any are free again."""
        for cell in cells:
            self._users[cell] -= 1
            if not self._users[cell]:
                self._free.append(cell)

    def sole(self, cells: Sequence[int]) -> int:
        """How many of `cells` would become free by their release."""
        return sum(self._users[cell] == 1 for cell in cells)
