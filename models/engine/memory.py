"""How much memory a model takes: the same arithmetic as llama.cpp's own, to the MiB for weights and cache."""

from __future__ import annotations

import msgspec

from models.engine.protocol import LoadParams
from models.engine.shape import Layer, Shape

# Bytes of an element in the KV cache; q8_0 is 32 elements and one f16 scale.
_ELEMENT = {"f16": 2.0, "q8_0": 34 / 32}
_CELL_STEP = 256


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes on one device."""

    weights: int = 0
    kv: int = 0
    compute: int = 0

    @property
    def total(self) -> int:
        return self.weights + self.kv + self.compute


def padded(n: int) -> int:
    """llama.cpp makes its caches in steps of 256 cells."""
    return -(-n // _CELL_STEP) * _CELL_STEP


def cells(layer: Layer, params: LoadParams) -> int:
    """The cells of one layer's cache. With one unified cache a window is kept for each of `n_seq_max` sequences."""
    whole = padded(params.n_ctx)
    if not layer.window:
        return whole
    return padded(min(whole, layer.window * params.n_seq_max + params.n_ubatch))


def kv_bytes(layer: Layer, params: LoadParams) -> int:
    """The KV cache of one layer, or its recurrent states."""
    if layer.state_elements:
        return layer.state_elements * 4 * params.n_seq_max
    keys = layer.key_length * _ELEMENT[params.type_k]
    values = layer.value_length * _ELEMENT[params.type_v]
    return int(cells(layer, params) * layer.n_head_kv * (keys + values))


def compute_bytes(shape: Shape, params: LoadParams, *, on_gpu: bool) -> int:
    """The scratch buffer of one batch, which first holds the attention's mask and scores, and then the logits.

    The mask is f16 with flash attention; without it, it is f32 and a row of scores for each head is held as well.
    """
    logits = shape.n_vocab + shape.n_embd * (1 if on_gpu else 2)
    rows = 0.5 if params.flash_attn else shape.n_head + 1
    *windowed, whole = sorted({cells(layer, params) for layer in shape.layers if layer.n_head_kv}) or [0]
    attention = int(rows * whole) + sum(windowed) // 2 + shape.n_ff + 4 * shape.n_embd
    return 4 * params.n_ubatch * max(logits, attention)


def needs(shape: Shape, params: LoadParams) -> tuple[Need, Need]:
    """What (the graphics card, the main memory) must hold with `n_gpu_layers` resolved (0 to n_layer + 1).

    llama.cpp puts the output layer on the card first and then the layers from the last one down. The embedding
    stays in main memory, where a tied output layer is a second copy of it.
    """
    on_gpu = params.n_gpu_layers
    split = max(0, shape.n_layer + 1 - on_gpu)
    below, above = shape.layers[:split], shape.layers[split:]
    output = shape.other_bytes + (shape.token_embd_bytes if shape.tied else 0)
    card = Need(
        weights=sum(layer.weight_bytes for layer in above) + output,
        kv=sum(kv_bytes(layer, params) for layer in above),
        compute=compute_bytes(shape, params, on_gpu=True),
    )
    host = Need(
        weights=sum(layer.weight_bytes for layer in below) + shape.token_embd_bytes,
        kv=sum(kv_bytes(layer, params) for layer in below),
        compute=4 * params.n_ubatch * 2 * shape.n_embd,
    )
    if on_gpu:
        return card, host
    return Need(), Need(weights=shape.weights_bytes, kv=host.kv, compute=compute_bytes(shape, params, on_gpu=False))
