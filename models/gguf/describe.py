"""From the keys of a GGUF file to the facts of a model."""

from __future__ import annotations

import math
from pathlib import Path

from models.gguf.cursor import Damage
from models.gguf.formats import FILE_TYPES
from models.gguf.header import GgufHeader, Kind, Tensor, Value

LAYER_LIMIT = 512  # LLAMA_MAX_LAYERS
SPLIT_LIMIT = 1_000
_PLAUSIBLE = 1 << 31
# What every layer computes with, where it is given; none of them is negative.
_REALS = ("attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon", "rope.freq_base", "rope.scaling.factor")


class Facts:
    """The keys of one file, asked for by name and type."""

    def __init__(self, metadata: dict[str, Value]) -> None:
        self._metadata = metadata

    def whole(self, key: str, default: int = 0, limit: int = _PLAUSIBLE) -> int:
        """A whole number from 0 to `limit`."""
        return _whole(key, self._metadata.get(key, default), limit)

    def number(self, key: str, default: float) -> float:
        found = self._metadata.get(key, default)
        if isinstance(found, str | tuple):
            raise Damage(key, "It is not a number.")
        return float(found)

    def text(self, key: str) -> str | None:
        found = self._metadata.get(key)
        if found is not None and not isinstance(found, str):
            raise Damage(key, "It is not a text.")
        return found

    def per_layer(self, key: str, n_layer: int, default: int | tuple[int, ...]) -> tuple[int, ...]:
        """One number for all layers, or one for each."""
        found = self._metadata.get(key, default)
        if not isinstance(found, tuple):
            return (_whole(key, found),) * n_layer
        if len(found) < n_layer:
            raise Damage(key, f"It has {len(found)} values for {n_layer} layers.")
        return tuple(_whole(key, number) for number in found[:n_layer])


def _whole(key: str, found: Value, limit: int = _PLAUSIBLE) -> int:
    if isinstance(found, bool) or not isinstance(found, int):
        raise Damage(key, "It is not a whole number.")
    if not 0 <= found <= limit:
        raise Damage(key, f"{found} is not plausible.")
    return found


def describe(
    version: int,
    alignment: int,
    metadata: dict[str, Value],
    counts: dict[str, int],
    tensors: tuple[Tensor, ...],
    path: Path,
    file_bytes: int,
    n_tensors: int,
) -> GgufHeader:
    """The header of these keys and tensors. `n_tensors` is what the file states: `tensors` may not be known yet.

    Raises: Damage.
    """
    facts = Facts(metadata)
    architecture = facts.text("general.architecture") or ""
    kind = _kind(architecture, facts, n_tensors)

    def key(name: str) -> str:
        return f"{architecture}.{name}"

    n_layer = facts.whole(key("block_count"), limit=LAYER_LIMIT)
    n_embd = facts.whole(key("embedding_length"), limit=1 << 20)
    n_head = facts.per_layer(key("attention.head_count"), n_layer, 0)
    n_head_kv = facts.per_layer(key("attention.head_count_kv"), n_layer, n_head)
    n_ctx_train = facts.whole(key("context_length"))
    if kind == "model":
        _check_numbers(facts, architecture)
        for name, found in (("block_count", n_layer), ("embedding_length", n_embd), ("context_length", n_ctx_train)):
            if not found:
                raise Damage(key(name), "It is missing.")
        if not n_tensors and not facts.whole("split.count", limit=SPLIT_LIMIT):
            raise Damage("tensor count", "There are no weights in it.")
    head_size = n_embd // max(n_head, default=0) if any(n_head) else 0
    pattern = metadata.get(key("attention.sliding_window_pattern"))
    embedding = next((tensor.shape for tensor in tensors if tensor.name == "token_embd.weight"), ())
    file_type = metadata.get("general.file_type")
    return GgufHeader(
        version=version,
        kind=kind,
        architecture=architecture,
        name=facts.text("general.name") or path.stem,
        quantisation=FILE_TYPES.get(file_type, "") if isinstance(file_type, int) else "",
        n_layer=n_layer,
        n_embd=n_embd,
        n_ff=max(facts.per_layer(key("feed_forward_length"), n_layer, 0), default=0),
        n_head=n_head,
        n_head_kv=n_head_kv,
        key_length=facts.whole(key("attention.key_length"), head_size, 1 << 16),
        value_length=facts.whole(key("attention.value_length"), head_size, 1 << 16),
        n_ctx_train=n_ctx_train,
        n_vocab=counts.get("tokenizer.ggml.tokens")
        or facts.whole(key("vocab_size"))
        or (embedding[1] if len(embedding) > 1 else 0),
        rope_scaling=facts.text(key("rope.scaling.type")),
        rope_factor=facts.number(key("rope.scaling.factor"), 1.0),
        sliding_window=facts.whole(key("attention.sliding_window")),
        sliding_pattern=tuple(bool(flag) for flag in pattern) if isinstance(pattern, tuple) else (),
        chat_template=facts.text("tokenizer.chat_template"),
        tokenizer_model=facts.text("tokenizer.ggml.model"),
        tokenizer_pre=facts.text("tokenizer.ggml.pre"),
        split_no=facts.whole("split.no", limit=SPLIT_LIMIT),
        split_count=facts.whole("split.count", limit=SPLIT_LIMIT),
        alignment=alignment,
        tensors=tensors,
        metadata=metadata,
        parts=(path,),
        file_bytes=file_bytes,
    )


def _kind(architecture: str, facts: Facts, n_tensors: int) -> Kind:
    """What this file is, since not every GGUF file is a model that answers."""
    declared = facts.text("general.type")
    if declared == "adapter":
        return "adapter"
    if declared == "imatrix":
        return "imatrix"
    if declared == "mmproj" or architecture == "clip":
        return "projector"
    if facts.whole("split.no", limit=SPLIT_LIMIT):
        return "part"
    if not n_tensors and facts.text("tokenizer.ggml.model") and not facts.whole("split.count", limit=SPLIT_LIMIT):
        return "vocabulary"
    if not architecture:
        raise Damage("general.architecture", "It is missing.")
    return "model"


def _check_numbers(facts: Facts, architecture: str) -> None:
    """llama.cpp takes these unread and aborts at the first token, or computes nothing but NaN. Raises: Damage."""
    for name in _REALS:
        found = facts.number(f"{architecture}.{name}", 1.0)
        if not math.isfinite(found) or found < 0:
            raise Damage(f"{architecture}.{name}", f"{found:g} is not plausible.")
