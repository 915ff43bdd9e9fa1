"""Where a loaded model's layers are, by the engine's own count and never by the wish."""

from __future__ import annotations

from models.engine.plan import Reason
from models.engine.protocol import Loaded, LoadParams


def placement(loaded: Loaded) -> Reason:
    """“29 of 29 layers on NVIDIA GeForce RTX 4090”, from llama.cpp's report of what it offloaded."""
    layers = loaded.n_layer + 1  # llama.cpp counts the output as one
    values: dict[str, int | float | str] = {
        "n_gpu_layers": loaded.n_gpu_layers, "n_layers": layers, "device": loaded.device,
    }  # fmt: skip
    if not loaded.n_gpu_layers:
        return Reason("on_processor", values)
    return Reason("all_on_card" if loaded.n_gpu_layers >= layers else "some_on_card", values)


def shortfall(params: LoadParams, loaded: Loaded) -> Reason | None:
    """What to tell when fewer layers are on the card than the plan put there; None when all is as planned.

    `params` are those the model was loaded with, `n_gpu_layers` decided by the plan.
    """
    layers = loaded.n_layer + 1
    wished = layers if params.n_gpu_layers < 0 else min(params.n_gpu_layers, layers)
    if loaded.n_gpu_layers >= wished:
        return None
    return Reason("not_on_card", {"n_gpu_layers": loaded.n_gpu_layers, "wished": wished})
