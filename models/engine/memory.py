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
    """The scratch buffer of one batch, which first serves the attention and then holds the logits.

    The logits are counted for the whole batch, as llama.cpp does by itself. Ours asks for those of 64 tokens only (see
    `Context`); on a card the difference goes to finding the likeliest of them and to the buffers of CUDA's own kernels.
    The attention takes its mask (`_masks`), without flash attention a row of scores for each head, and on a card a
    copy in f16 of one layer's quantised cache, which is what 131 072 cells of q8_0 cost there.
    """
    logits = shape.n_vocab + shape.n_embd * (1 if on_gpu else 2)
    attention = _masks(shape, params) + max(shape.n_ff, 4 * shape.n_embd)
    if not params.flash_attn:
        attention += shape.n_head * max((cells(layer, params) for layer in shape.layers), default=0)
    copy = 0
    if on_gpu and params.type_k != "f16":
        copy = max((2 * _cache_elements(layer, params) for layer in shape.layers), default=0)
    return max(4 * params.n_ubatch * logits, int(4 * params.n_ubatch * attention) + copy)


def _masks(shape: Shape, params: LoadParams) -> float:
    """The mask of each kind of layer, in f32 a row of the batch: half of that with flash attention, which takes f16."""
    kinds = {layer.window: cells(layer, params) for layer in shape.layers if layer.n_head_kv}
    return sum(kinds.values()) * (0.5 if params.flash_attn else 1)


def _cache_elements(layer: Layer, params: LoadParams) -> int:
    return cells(layer, params) * layer.n_head_kv * (layer.key_length + layer.value_length)


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
        compute=int(4 * params.n_ubatch * (_masks(shape, params) + 2 * shape.n_embd)),
    )
    if on_gpu:
        return card, host
    return Need(), Need(weights=shape.weights_bytes, kv=host.kv, compute=compute_bytes(shape, params, on_gpu=False))
