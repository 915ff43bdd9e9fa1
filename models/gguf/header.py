"""The facts of one model, as its GGUF header states them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

Value = int | float | bool | str | tuple[int | float | bool, ...]
Kind = Literal["model", "projector", "adapter", "vocabulary", "imatrix", "part"]


class Tensor(msgspec.Struct, frozen=True):
    """One tensor: `shape` as ggml writes it (fastest dimension first), `offset` from the start of its file."""

    name: str
    type: str
    shape: tuple[int, ...]
    offset: int
    n_bytes: int

    @property
    def n_elements(self) -> int:
        product = 1
        for side in self.shape:
            product *= side
        return product


class GgufHeader(msgspec.Struct, frozen=True, kw_only=True):
    """A model's header; for a split set, of the whole set: `parts` are its files in order.

    Figures that differ by layer are tuples of `n_layer`. `sliding_window` 0 is none; `sliding_pattern` says which
    layers it binds (empty: the file does not say). `metadata` holds every scalar, every string and the short arrays
    of numbers; vocabulary and merges are only counted. A projector, adapter or part leaves most of this at 0.
    """

    version: int
    kind: Kind
    architecture: str
    name: str
    quantisation: str
    n_layer: int
    n_embd: int
    n_ff: int
    n_head: tuple[int, ...]
    n_head_kv: tuple[int, ...]
    key_length: int
    value_length: int
    n_ctx_train: int
    n_vocab: int
    rope_scaling: str | None
    rope_factor: float
    sliding_window: int
    sliding_pattern: tuple[bool, ...]
    chat_template: str | None
    tokenizer_model: str | None
    tokenizer_pre: str | None
    split_no: int
    split_count: int
    alignment: int
    tensors: tuple[Tensor, ...]
    metadata: dict[str, Value]
    parts: tuple[Path, ...]
    file_bytes: int

    @property
    def tensor_bytes(self) -> int:
        """The weights, without the header and the padding between them."""
        return sum(tensor.n_bytes for tensor in self.tensors)

    @property
    def n_params(self) -> int:
        return sum(tensor.n_elements for tensor in self.tensors)

    @property
    def token_embd_bytes(self) -> int:
        return sum(tensor.n_bytes for tensor in self.tensors if tensor.name == "token_embd.weight")

    @property
    def has_output(self) -> bool:
        """False when the output layer is the token embedding used again (tied)."""
        return any(tensor.name == "output.weight" for tensor in self.tensors)

    def layer_bytes(self) -> tuple[int, ...]:
        """The weights of each layer, in bytes."""
        sums = [0] * self.n_layer
        for tensor in self.tensors:
            prefix, _, rest = tensor.name.partition(".")
            number = rest.partition(".")[0]
            if prefix == "blk" and number.isdecimal() and int(number) < self.n_layer:
                sums[int(number)] += tensor.n_bytes
        return tuple(sums)

    def of_architecture(self, key: str) -> Value | None:
        """The value at `<architecture>.<key>`."""
        return self.metadata.get(f"{self.architecture}.{key}")
