"""How many tokens are drafted, for whom: as many as pay, by what the steps of late have cost.

A step with drafts computes more rows at once. What that costs more than a plain step is a matter of the machine, the
model and the moment, so it is measured while answers are written; how many drafted tokens will be right is known from
the answer so far, with or without drafts. No draft costs anything where nothing repeats.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Sequence

from models.engine.request import Request

_LENGTHS = 1, 3, 7, 15  # tokens behind the last one: the matrix kernels work on 2, 4, 8 and 16 rows
_WORTH = 1.05  # how much more tokens a second must be expected
_SAMPLES = 5  # of which the median counts: another program's turn on the processor is no cost of ours
_STALE = 200  # steps after which a cost must be measured again


class Drafting:
    """Drafts for up to `MOST_ANSWERS` answers of one engine; `ends`, the tokens that end one, are never drafted."""

    MOST_ANSWERS = 4
    """More of them fill a batch by themselves."""

    def __init__(self, ends: Container[int] = ()) -> None:
        self._ends = ends
        self._costs: dict[int, _Cost] = {}  # of a step, by its rows
        self._steps = 0

    def drafts(self, requests: Sequence[Request], limits: Sequence[int], room: int) -> list[list[int]]:
        """What may follow each request's last token: up to so many tokens as `limits` has, `room` in all."""
        self._steps += 1
        nothing: list[list[int]] = [[] for _ in requests]
        found = [self._longest(request, limit) for request, limit in zip(requests, limits, strict=True)]
        plain = self._seconds(len(requests))
        if not plain or not any(found):
            return nothing  # a plain step shows what the others are to be compared with
        best, drafts = len(requests) / plain * _WORTH, nothing
        for length in _LENGTHS:
            cut = [draft[:length] for draft in found]
            rows = sum(map(len, cut))
            if rows > room:
                break
            tokens = sum(_expected(request, len(draft)) for request, draft in zip(requests, cut, strict=True))
            seconds = self._seconds(len(requests) + rows) or plain  # what is not known is tried
            if tokens / seconds > best:
                best, drafts = tokens / seconds, cut
        return drafts

    def measure(self, rows: int, seconds: float) -> None:
        """A step that only wrote took so long."""
        cost = self._costs.setdefault(rows, _Cost())
        cost.step = self._steps
        cost.samples.append(seconds)
        cost.seconds = sorted(cost.samples)[(len(cost.samples) - 1) // 2] if len(cost.samples) > 1 else None

    def _longest(self, request: Request, limit: int) -> list[int]:
        if request.lookup is None:
            return []
        request.lookup.update(request.tokens)
        return request.lookup.draft(request.tokens, min(limit, _LENGTHS[-1]), self._ends)

    def _seconds(self, rows: int) -> float | None:
        """What a step of so many rows costs; None when that is to be found out."""
        cost = self._costs.get(rows)
        if cost is None:
            return None
        if self._steps - cost.step > _STALE:
            del self._costs[rows]
            return None
        return cost.seconds


class _Cost:
    """The last few times of steps with so many rows, and the step that measured the last of them."""

    def __init__(self) -> None:
        self.samples: deque[float] = deque(maxlen=_SAMPLES)
        self.seconds: float | None = None
        self.step = 0


def _expected(request: Request, n_drafted: int) -> float:
    """How many tokens the step brings: the one it always brings, and drafted ones up to the first wrong one."""
    trust = request.lookup.trust if request.lookup else 0.0
    return sum(trust**right for right in range(n_drafted + 1))
