"""`paddock doctor -m MODEL`: load it as a chat would, and tell where the engine put its layers."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from models.engine.placement import placement, shortfall
from models.engine.plan import Plan, Reason
from models.engine.protocol import Loaded, LoadParams
from models.engine.supervisor import Supervisor
from models.errors import PaddockError
from models.hub.shelf import InstalledModel
from models.paths import Paths


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """`placement` None: it was not loaded, and `problem` says why. `steps` are what the plan changed."""

    model: str
    placement: Reason | None = None
    steps: tuple[Reason, ...] = ()
    n_ctx: int = 0
    load_ms: float = 0.0
    problem: str = ""

    def __str__(self) -> str:
        if self.placement is None:
            return f"{self.model}: {self.problem}"
        seconds = self.load_ms / 1000
        return f"{self.model}: {self.placement}, a context of {self.n_ctx}, loaded in {seconds:.1f} s"


def try_load(model: InstalledModel, wished: LoadParams, paths: Paths) -> Tried:
    """Plan, load, and end the process again. Never raises what the world does."""
    planned: Plan | None = None
    loaded: Loaded | None = None
    problem = ""
    with contextlib.closing(Supervisor(paths)) as supervisor:
        try:
            for event in supervisor.load(Path(model.path), wished, name=model.title):
                match event:
                    case Plan():
                        planned = event
                    case Loaded():
                        loaded = event
        except PaddockError as error:
            problem = str(error)
    steps = planned.steps if planned else ()
    if planned is None or loaded is None:
        return Tried(model=model.title, steps=steps, problem=problem)
    missing = shortfall(planned.params, loaded)
    return Tried(
        model=model.title,
        placement=placement(loaded),
        steps=steps,
        n_ctx=loaded.n_ctx,
        load_ms=loaded.load_ms,
        problem=f"{model.title}: {missing}" if missing else "",
    )
