"""How fast a model will write: every token reads all active weights once, and that is what takes the time."""

from __future__ import annotations

from models.engine.hardware import Device, Hardware
from models.engine.memory import kv_bytes
from models.engine.protocol import LoadParams
from models.engine.shape import Shape

# Fitted to an H200 (7B 282, 1.5B 577 tokens a second with llama-bench) and to an RTX 4090 (7B about 150): a card
# reaches this part of its nominal bandwidth, and spends so long on a layer however small it is.
_CARD_EFFICIENCY = 0.75
_CARD_LAYER_S = 60e-6
# A processor reads weights nearly as fast as the copy test moves bytes, but can be short of arithmetic.
_HOST_EFFICIENCY = 0.85
_HOST_MULTIPLICATIONS = {"avx2": 2.0e10, "asimd": 1.5e10}  # a core and second, 4-bit weights
_HOST_SLOW = 0.5e10
_BITS_A_WEIGHT = 4.85  # of a Q4_K_M mix
_TYPICAL_CELLS = 1024
WORDS_A_TOKEN = 0.75  # English
PAGE_TOKENS = 600  # a printed page of English; Chinese takes about as many


def tokens_per_second(shape: Shape, params: LoadParams, machine: Hardware, device: Device | None) -> float | None:
    """One answer, early in a chat, `n_gpu_layers` resolved; None while the memory's speed is not known."""
    on_gpu = params.n_gpu_layers
    split = max(0, shape.n_layer + 1 - on_gpu) if on_gpu else shape.n_layer
    output = shape.other_bytes + (shape.token_embd_bytes if shape.tied else 0)
    below = sum(_read_bytes(shape, params, number) for number in range(split)) + (0 if on_gpu else output)
    above = sum(_read_bytes(shape, params, number) for number in range(split, shape.n_layer)) + output
    seconds = 0.0
    if below:
        if not machine.memory_bandwidth:
            return None
        seconds += max(below / machine.memory_bandwidth / _HOST_EFFICIENCY, _arithmetic_s(below, machine))
    if on_gpu:
        if not device or not device.bandwidth:
            return None
        seconds += above / device.bandwidth / _CARD_EFFICIENCY + (shape.n_layer - split) * _CARD_LAYER_S
    return 1 / seconds if seconds else None


def reading_tokens_per_second(shape: Shape, params: LoadParams, machine: Hardware) -> float | None:
    """A prompt, many tokens at once: arithmetic alone. None where a card does all of it, in no time worth telling."""
    split = max(0, shape.n_layer + 1 - params.n_gpu_layers) if params.n_gpu_layers else shape.n_layer
    below = sum(shape.layers[number].weight_bytes for number in range(split)) * shape.active_fraction
    return 1 / _arithmetic_s(below, machine) if below else None


def _read_bytes(shape: Shape, params: LoadParams, number: int) -> float:
    """What one token reads of a layer: its active weights, and the cache as far as it is filled."""
    layer = shape.layers[number]
    filled = min(1.0, _TYPICAL_CELLS / max(1, params.n_ctx))
    return layer.weight_bytes * shape.active_fraction + kv_bytes(layer, params) * filled


def _arithmetic_s(weight_bytes: float, machine: Hardware) -> float:
    each = max((rate for name, rate in _HOST_MULTIPLICATIONS.items() if name in machine.features), default=_HOST_SLOW)
    return weight_bytes * 8 / _BITS_A_WEIGHT / (each * machine.cores)
