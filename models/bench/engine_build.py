"""The engine's build line, asked in a child: a build that this processor cannot run ends the child, not us."""

from __future__ import annotations

from pathlib import Path

import msgspec

from models.engine.backends import Backend
from models.errors import ChildDied
from models.process import Channel, Child, Wire

MAIN = f"{__name__}:main"
_ANSWER_S = 30.0


class Build(msgspec.Struct, frozen=True, tag=True):
    """`line` as llama.cpp prints it; `problem` why there is none.

    `devices` are the graphics cards that the engine itself sees; `cuda_problem` why its CUDA library, where it has
    one, cannot be used. `backends` are the libraries of an engine that has one for each kind of processor and card.
    """

    line: str = ""
    devices: tuple[str, ...] = ()
    cuda_problem: str = ""
    backends: tuple[Backend, ...] = ()
    problem: str = ""


def engine_build(log: Path, main: str = MAIN) -> Build:
    """Start the engine's library in a child and ask it. Never raises."""
    try:
        child: Child[Build, Build] = Child(main, receives=Build, name="engine build", log=log)
    except ChildDied as death:
        return Build(problem=str(death))
    try:
        return child.receive(_ANSWER_S)
    except ChildDied as death:
        return Build(problem=f"{death} {child.log_tail()[-500:].strip()}".strip())
    except TimeoutError:
        return Build(problem=f"The engine did not start within {_ANSWER_S:.0f} seconds.")
    finally:
        child.end()


def main(wire: Wire) -> None:
    """In the child."""
    from models.engine import llama

    channel: Channel[Build, Build] = Channel(wire, receives=Build)
    llama.start()
    devices = llama.gpus()
    why_not = "" if devices else llama.cuda_problem()
    channel.send(Build(line=llama.build(), devices=devices, cuda_problem=why_not, backends=llama.backends()))
