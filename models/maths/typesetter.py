"""The parent's side of setting formulas: a process that is killed when a formula takes too long.

ziamath's time grows exponentially with nesting (docs/decisions.md), and it runs in Python: in the window's own process
nothing could stop it.
"""

from __future__ import annotations

import contextlib
import threading

from models.errors import ChildDied
from models.maths.formula import Answer, Formula, Typeset, Unset, may_be_set
from models.paths import Paths
from models.process import Child, Limits

FIRST_S = 20.0  # with the start of the process on a busy machine
LIMIT_S = 3.0
DEATHS = 5  # in a row; then formulas stay as they are written until the program is started again
_MEMORY_BYTES = 1024 * 1024 * 1024
_MAIN = "models.maths.worker:main"


class Typesetter:
    """Sets one formula after the other. Any one thread may call; `close` may come from another."""

    def __init__(self, paths: Paths) -> None:
        self._log = paths.logs / "typesetter.log"
        self._child: Child[Typeset, Answer] | None = None
        self._lock = threading.Lock()
        self._deaths = 0
        self._closed = False

    def set(self, tex: str, display: bool) -> Formula | None:
        """The formula, or None where it cannot be set, takes too long, or the process died of it."""
        if not may_be_set(tex) or self._deaths >= DEATHS:
            return None
        try:
            child = self._running()
            child.send(Typeset(tex, display))
            answer = child.receive(LIMIT_S)
        except (ChildDied, TimeoutError):
            self._deaths += 1
            self._end()
            return None
        self._deaths = 0
        return None if isinstance(answer, Unset) else answer

    def close(self) -> None:
        """End the process; nothing is set any more."""
        self._closed = True
        self._end()

    def _running(self) -> Child[Typeset, Answer]:
        """The process; a new one has set something before it is given what may be hostile.

        Raises: ChildDied; TimeoutError.
        """
        with self._lock:
            if self._closed:
                raise ChildDied(name="typesetter", exit="closed")
            if self._child is not None and self._child.exit is None:
                return self._child
            limits = Limits(memory_bytes=_MEMORY_BYTES, sealed=True)
            self._child = Child(_MAIN, receives=Answer, name="typesetter", log=self._log, limits=limits)
            child = self._child
        child.send(Typeset("x", False))
        child.receive(FIRST_S)
        return child

    def _end(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(ChildDied):
                child.end(0.0)
