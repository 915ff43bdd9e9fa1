"""A trial of one graphics library, in a process of its own: a driver that crashes or hangs takes nothing else along.

The library is loaded, and on each card it sees a few matrix products are compared with the processor's.
"""

from __future__ import annotations

import contextlib
import math
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from models.errors import ChildDied
from models.process import Channel, ChannelClosed, Child, Wire

if TYPE_CHECKING:  # the window asks for a trial and is to open without numpy
    import numpy as np
    from numpy.typing import NDArray

# The first use of a driver can take seconds, and a card that a library has no finished code for has it translated.
DEADLINE_S = 60.0
# Normalised mean squared error; llama.cpp's own tests of the same operation allow that (test-backend-ops, MUL_MAT).
LARGEST_ERROR = 5e-4
_MAIN = f"{__name__}:main"


class Try(msgspec.Struct, frozen=True):
    """Try the library called `name`, as models.engine.backends calls it, and no other."""

    name: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A card as the library sees it, memory in bytes; `error` is that of its products."""

    name: str
    memory_total: int
    memory_free: int
    error: float


class Trial(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What came of it: `why` the library is not to be used, in a few words, or empty; `detail` in the system's words.

    `passing`: the trouble may be gone by the next time (a card asleep, hidden or full).
    """

    cards: tuple[Card, ...] = ()
    why: str = ""
    detail: str = ""
    passing: bool = False

    @property
    def problem(self) -> str:
        """`why` with the detail, in English."""
        return f"{self.why} ({self.detail})" if self.why and self.detail else self.why


def probe(name: str, log: Path, deadline_s: float = DEADLINE_S, main: str = _MAIN) -> Trial:
    """Try the library `name` in a child. Never raises, takes at most `deadline_s` and the child's end."""
    child: Child[Try, Trial] | None = None
    try:
        child = Child(main, receives=Trial, name="graphics trial", log=log)
        child.send(Try(name))
        return child.receive(deadline_s)
    except TimeoutError:
        return Trial(why="a trial on the card gave no answer in time", detail=f"{deadline_s:g} s")
    except ChildDied as death:
        return Trial(why="a trial on the card ended in a crash", detail=str(death.values["exit"]))
    finally:
        if child:
            child.end(0.2)


def main(wire: Wire) -> None:
    """In the child."""
    channel: Channel[Trial, Try] = Channel(wire, receives=Try)
    with contextlib.suppress(ChannelClosed):
        channel.send(_tried(channel.receive().name))


def _tried(name: str) -> Trial:
    from models.engine import llama

    llama.start(only=name)
    rows = llama.backends()  # none, where the engine was built with the library in it
    if rows and (problem := next((row.why_not for row in rows if row.name == name), "it is not there")):
        return Trial(why="its library cannot be loaded", detail=problem)
    devices = llama.devices()
    right = llama.products(next(device.number for device in devices if device.kind == "cpu"))
    cards = []
    try:
        for device in (device for device in devices if device.kind == "gpu"):
            error = difference(llama.products(device.number), right)
            cards.append(
                Card(
                    name=device.name,
                    memory_total=device.memory_total,
                    memory_free=device.memory_free,
                    error=error,
                )
            )
    except llama.LlamaError as refusal:
        return Trial(cards=tuple(cards), why="a trial on the card failed", detail=str(refusal), passing=True)
    return judged(tuple(cards), llama.complaint())


def difference(found: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    """The mean squared error of `found` beside the mean square of `right`; infinite where it is no number."""
    error = float(((found - right) ** 2).mean() / (right**2).mean())
    return error if math.isfinite(error) else math.inf


def judged(cards: tuple[Card, ...], complaint: str = "") -> Trial:
    """By the errors of their products; `complaint` is what the library said when it was loaded."""
    if not cards:
        return Trial(why="the engine found no card that it can use", detail=complaint, passing=True)
    if wrong := next((card for card in cards if card.error > LARGEST_ERROR), None):
        return Trial(
            cards=cards, why="a trial on the card gave a wrong result", detail=f"{wrong.name}, {wrong.error:.2g}"
        )
    return Trial(cards=cards)
