"""`paddock doctor -m MODEL`: load it as a chat would, and tell where the engine put its layers."""

from __future__ import annotations

from pathlib import Path

import msgspec

from models.engine.client import EngineClient
from models.engine.hardware import hardware
from models.engine.placement import placement, shortfall
from models.engine.plan import Reason, plan
from models.engine.protocol import Loaded, LoadParams
from models.errors import PaddockError
from models.hub.shelf import InstalledModel


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


def try_load(model: InstalledModel, wished: LoadParams, log: Path) -> Tried:
    """Plan, load, and end the process again. Never raises what the world does."""
    try:
        planned = plan(model.header(), model.size_bytes, hardware(), wished)
        if not planned.fits:
            return Tried(model=model.title, steps=planned.steps, problem=str(planned.refusal(model.title)))
        with EngineClient(log) as client:
            *_, loaded = client.load(Path(model.path), planned.params)
    except PaddockError as error:
        return Tried(model=model.title, problem=str(error))
    assert isinstance(loaded, Loaded), "a load ends with Loaded or an error"
    missing = shortfall(planned.params, loaded)
    return Tried(
        model=model.title,
        placement=placement(loaded),
        steps=planned.steps,
        n_ctx=loaded.n_ctx,
        load_ms=loaded.load_ms,
        problem=f"{model.title}: {missing}" if missing else "",
    )
