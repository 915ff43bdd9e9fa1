"""The figures of a model that decide its memory and speed, from its header or, before the download, its catalogue row.

Sources: llama-model.cpp, llama-hparams.cpp and llama-kv-cache-iswa.cpp of llama.cpp (llama-cpp-python 0.3.36).
"""

from __future__ import annotations

import msgspec

from models.catalogue import CatalogueEntry, ModelShape
from models.gguf import GgufHeader

# Each n-th layer sees everything where the file does not say; in the second set it is the first of n, not the last.
_WINDOW_EVERY = {
    "afmoe": 4, "cohere2": 4, "cohere2moe": 4, "exaone-moe": 4, "exaone4": 4, "gemma2": 2, "gemma3": 6, "gemma3n": 5,
    "gpt-oss": 2, "laguna": 4, "mellum": 4, "muse-glimmer": 4, "olmo2": 4, "plamo3": 8, "smallthinker": 4,
}  # fmt: skip
_FULL_FIRST = {"cohere2moe", "laguna", "smallthinker"}
# These keep a constant state in all layers but each n-th, where the file does not say.
_ATTENTION_EVERY = {"qwen3next": 4, "qwen35": 4, "qwen35moe": 4, "qwen4exp": 4}

# What a Q4_K_M mix spends on an element, for a guess before there is a header: the embedding is Q4_K, a tied one Q6_K.
_BYTES_Q4_K = 144 / 256
_BYTES_Q6_K = 210 / 256
_LARGE = ModelShape(n_layer=48, n_embd=5120, n_head_kv=8, head_size=128, n_vocab=262_144)


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """`window` 0: attention to everything. `state_elements`: f32 a sequence, of a layer without a KV cache."""

    weight_bytes: int
    n_head_kv: int = 0
    key_length: int = 0
    value_length: int = 0
    window: int = 0
    state_elements: int = 0


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """`other_bytes`: weights outside the layers except the embedding. `active_fraction`: of the layers' weights, how
    much one token reads (1 unless experts are mixed). `exact` False: guessed from a catalogue row.
    """

    name: str
    layers: tuple[Layer, ...]
    n_embd: int
    n_head: int
    n_ff: int
    n_vocab: int
    n_ctx_train: int
    token_embd_bytes: int
    other_bytes: int
    tied: bool
    active_fraction: float = 1.0
    exact: bool = True

    @property
    def n_layer(self) -> int:
        return len(self.layers)

    @property
    def weights_bytes(self) -> int:
        return sum(layer.weight_bytes for layer in self.layers) + self.token_embd_bytes + self.other_bytes


def of_header(header: GgufHeader, size_bytes: int | None = None) -> Shape:
    """The shape a header states. `size_bytes` is only for a header that lacks tensors: the file's size instead."""
    known = header.layer_bytes()
    other = header.tensor_bytes - header.token_embd_bytes - sum(known)
    if size_bytes and size_bytes > header.file_bytes:  # parts of a split set that the header was not read with
        missing = (size_bytes - header.file_bytes) // header.n_layer
        known = tuple(size + missing for size in known)
    return Shape(
        name=header.name,
        layers=tuple(_layer(header, number, size) for number, size in enumerate(known)),
        n_embd=header.n_embd,
        n_head=max(header.n_head, default=0),
        n_ff=header.n_ff,
        n_vocab=header.n_vocab,
        n_ctx_train=header.n_ctx_train,
        token_embd_bytes=header.token_embd_bytes,
        other_bytes=other,
        tied=not header.has_output,
        active_fraction=_active_fraction(header),
    )


def of_front(header: GgufHeader, size_bytes: int) -> Shape:
    """The shape of a model that is not here yet, from the front of its header (`read_front`) and its size.

    Without tensors the weights are taken as spread over the layers; what experts share is worked out of the figures.
    """
    shape = of_header(header, size_bytes)
    return msgspec.structs.replace(shape, active_fraction=_guessed_active_fraction(header), exact=False)


def of_entry(entry: CatalogueEntry) -> Shape | None:
    """The shape of a model that is not here yet; None while not even its size is known.

    A figure the catalogue does not know is guessed on the large side, so that the fit is promised too late rather
    than too early.
    """
    shape, size = entry.shape or _LARGE, entry.about_bytes
    if not size:
        return None
    n_embd = shape.n_embd or _LARGE.n_embd or 0
    n_vocab = shape.n_vocab or _LARGE.n_vocab or 0
    embedding = int(n_vocab * n_embd * (_BYTES_Q6_K if shape.tied else _BYTES_Q4_K))
    output = 0 if shape.tied else int(n_vocab * n_embd * _BYTES_Q6_K)
    per_layer = max(0, size - embedding - output) // shape.n_layer
    active = shape.active_params / shape.params if shape.active_params and shape.params else 1.0
    return Shape(
        name=entry.name,
        layers=tuple(_guessed_layer(shape, number, per_layer) for number in range(shape.n_layer)),
        n_embd=n_embd,
        n_head=0,
        n_ff=0,
        n_vocab=n_vocab,
        n_ctx_train=entry.n_ctx or 0,
        token_embd_bytes=embedding,
        other_bytes=size - embedding - per_layer * shape.n_layer,
        tied=shape.tied,
        active_fraction=active,
        exact=False,
    )


def _layer(header: GgufHeader, number: int, weight_bytes: int) -> Layer:
    if _is_recurrent(header, number):
        return Layer(weight_bytes=weight_bytes, state_elements=_state_elements(header))
    shared = _whole(header, "attention.shared_kv_layers")
    if number >= header.n_layer - shared:  # gemma 3n and 4: the last layers look into an earlier layer's cache
        return Layer(weight_bytes=weight_bytes)
    windowed = _is_windowed(header, number)
    swa_key, swa_value = _whole(header, "attention.key_length_swa"), _whole(header, "attention.value_length_swa")
    return Layer(
        weight_bytes=weight_bytes,
        n_head_kv=header.n_head_kv[number],
        key_length=swa_key if windowed and swa_key else header.key_length,
        value_length=swa_value if windowed and swa_value else header.value_length,
        window=header.sliding_window if windowed else 0,
    )


def _guessed_layer(shape: ModelShape, number: int, weight_bytes: int) -> Layer:
    if shape.n_layer_kv and number * shape.n_layer_kv % shape.n_layer >= shape.n_layer_kv:
        return Layer(weight_bytes=weight_bytes)
    head = shape.head_size or _LARGE.head_size or 0
    windowed = shape.window and shape.window_every and (number + 1) % shape.window_every
    return Layer(
        weight_bytes=weight_bytes,
        n_head_kv=shape.n_head_kv or _LARGE.n_head_kv or 0,
        key_length=head,
        value_length=head,
        window=(shape.window or 0) if windowed else 0,
    )


def _is_windowed(header: GgufHeader, number: int) -> bool:
    if not header.sliding_window:
        return False
    if number < len(header.sliding_pattern):
        return header.sliding_pattern[number]
    every = _whole(header, "attention.sliding_window_pattern") or _WINDOW_EVERY.get(header.architecture)
    if not every:
        return False  # an unknown pattern is planned as if every layer kept everything
    return number % every != (0 if header.architecture in _FULL_FIRST else every - 1)


def _is_recurrent(header: GgufHeader, number: int) -> bool:
    if not header.n_head_kv[number]:
        return True
    every = _whole(header, "full_attention_interval") or _ATTENTION_EVERY.get(header.architecture)
    return bool(every) and (number + 1) % (every or 1) != 0


def _state_elements(header: GgufHeader) -> int:
    """n_embd_r + n_embd_s of llama-hparams.cpp, for Mamba and the gated delta nets of Qwen."""
    inner, state = _whole(header, "ssm.inner_size"), _whole(header, "ssm.state_size")
    convolution = max(0, _whole(header, "ssm.conv_kernel") - 1)
    return convolution * (inner + 2 * _whole(header, "ssm.group_count") * state) + inner * state


def _active_fraction(header: GgufHeader) -> float:
    experts, used = _whole(header, "expert_count"), _whole(header, "expert_used_count")
    if not experts or not used or not header.tensor_bytes:
        return 1.0
    mixed = sum(tensor.n_bytes for tensor in header.tensors if "_exps." in tensor.name)
    return 1 - mixed / header.tensor_bytes * (1 - min(1.0, used / experts))


def _guessed_active_fraction(header: GgufHeader) -> float:
    """The same from the figures alone: three matrices an expert, four of attention, three where a layer has none."""
    experts, used = _whole(header, "expert_count"), _whole(header, "expert_used_count")
    if not experts or not used:
        return 1.0
    dense = min(_whole(header, "leading_dense_block_count"), header.n_layer)
    expert_ff = _whole(header, "expert_feed_forward_length") or header.n_ff
    mixed = (header.n_layer - dense) * 3 * header.n_embd * expert_ff * experts
    heads = 2 * sum(header.n_head) + 2 * sum(header.n_head_kv)
    rest = header.n_embd * header.key_length * heads + dense * 3 * header.n_embd * header.n_ff
    return 1 - mixed / max(1, mixed + rest) * (1 - min(1.0, used / experts))


def _whole(header: GgufHeader, key: str) -> int:
    found = header.of_architecture(key)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 < found < 1 << 31 else 0
