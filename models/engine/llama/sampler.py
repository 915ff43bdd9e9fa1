"""Samplers: how a token is chosen from logits."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine.llama.context import Context

# One entry of llama_token_data: what samplers work on.
CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class Candidates:
    """Tokens with their logits, as samplers take and change them, in the memory of `entries`."""

    def __init__(self, entries: NDArray[np.void]) -> None:
        """`entries` are of type CANDIDATE, contiguous."""
        self.entries = entries
        self.struct = lib.llama_token_data_array(
            data=entries.ctypes.data_as(lib.llama_token_data_p), size=len(entries), selected=-1, sorted=False
        )
        self.pointer = ctypes.byref(self.struct)
        self._ids = entries["id"]

    @classmethod
    def of(cls, tokens: NDArray[np.int32], logits: NDArray[np.float32]) -> Candidates:
        entries = np.empty(len(tokens), CANDIDATE)
        entries["id"], entries["logit"], entries["p"] = tokens, logits, 0.0
        return cls(entries)

    def renew(self, count: int) -> None:
        """The first `count` entries were written anew."""
        struct = self.struct
        struct.size, struct.selected, struct.sorted = count, -1, False

    @property
    def chosen(self) -> int | None:
        selected = self.struct.selected
        return int(self._ids[selected]) if selected >= 0 else None


class Chain:
    """Samplers, applied in the order they were added; the last one chooses."""

    def __init__(self) -> None:
        self._handle: int = lib.llama_sampler_chain_init(lib.llama_sampler_chain_params(no_perf=True))
        self._free = weakref.finalize(self, lib.llama_sampler_free, self._handle)

    @property
    def handle(self) -> int:
        return self._handle

    def sample(self, context: Context, row: int) -> int:
        """Choose from the logits of `row` (or take what the device chose) and accept it."""
        return int(lib.llama_sampler_sample(self._handle, context.handle, row))

    def apply(self, candidates: Candidates) -> None:
        lib.llama_sampler_apply(self._handle, candidates.pointer)

    def accept(self, token: int) -> None:
        lib.llama_sampler_accept(self._handle, token)

    def close(self) -> None:
        self._free()

    def greedy(self) -> None:
        self.add(lib.llama_sampler_init_greedy())

    def distribution(self, seed: int) -> None:
        self.add(lib.llama_sampler_init_dist(seed))

    def top_k(self, k: int) -> None:
        self.add(lib.llama_sampler_init_top_k(k))

    def top_p(self, p: float) -> None:
        self.add(lib.llama_sampler_init_top_p(p, 1))

    def min_p(self, p: float) -> None:
        self.add(lib.llama_sampler_init_min_p(p, 1))

    def temperature(self, value: float) -> None:
        self.add(lib.llama_sampler_init_temp(value))

    def penalties(self, n_vocab: int, last_n: int, repeat: float, frequency: float, presence: float) -> None:
        self.add(lib.llama_sampler_init_penalties(n_vocab, last_n, repeat, frequency, presence))

    def logit_bias(self, n_vocab: int, biases: Sequence[tuple[int, float]]) -> None:
        entries = (lib.llama_logit_bias * len(biases))(*(lib.llama_logit_bias(token=t, bias=b) for t, b in biases))
        self.add(lib.llama_sampler_init_logit_bias(n_vocab, len(biases), entries))

    def add(self, sampler: Any) -> None:
        """The chain owns `sampler` from now on."""
        lib.llama_sampler_chain_add(self._handle, sampler)
