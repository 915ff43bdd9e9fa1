"""The KV cache, and the decoding of batches into it."""

from __future__ import annotations

import ctypes
import os
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine.llama.library import LlamaError, Log, default_threads
from models.engine.llama.model import Model
from models.engine.protocol import LoadParams

if TYPE_CHECKING:
    from models.engine.llama.sampler import Chain

_GGML_TYPES = {"f16": lib.GGML_TYPE_F16, "q8_0": lib.GGML_TYPE_Q8_0}
# Rows whose logits may be asked for: of one batch, or one for each sequence; and of one sequence, where it is drafted.
_OUTPUTS = 64
_OUTPUTS_PER_SEQUENCE = 16
_ASKED_EVERY_S = 0.01  # llama.cpp asks before each node of the graph, a thousand times a batch
_ABORTED = 2  # what llama_decode returns then


class Aborted(Exception):
    """Somebody wanted a decode to end; the cache may hold some of its batch."""


class Batch:
    """The tokens of one decode, as numpy views on the arrays llama.cpp reads: fill slices, set `count`."""

    def __init__(self, capacity: int) -> None:
        self.token = np.zeros(capacity, np.int32)
        self.position = np.zeros(capacity, np.int32)
        self.sequence = np.zeros(capacity, np.int32)
        self.output = np.zeros(capacity, np.int8)
        self._one = np.ones(capacity, np.int32)
        # seq_id is an array of pointers to arrays; here each points into `sequence`, so one write sets it.
        self._pointers = self.sequence.ctypes.data + 4 * np.arange(capacity, dtype=np.uintp)
        self._struct = lib.llama_batch(
            n_tokens=0,
            token=self.token.ctypes.data_as(ctypes.POINTER(lib.llama_token)),
            embd=None,
            pos=self.position.ctypes.data_as(ctypes.POINTER(lib.llama_pos)),
            n_seq_id=self._one.ctypes.data_as(ctypes.POINTER(lib.llama_seq_id)),
            seq_id=self._pointers.ctypes.data_as(ctypes.POINTER(ctypes.POINTER(lib.llama_seq_id))),
            logits=self.output.ctypes.data_as(ctypes.POINTER(ctypes.c_int8)),
        )

    @property
    def count(self) -> int:
        return int(self._struct.n_tokens)

    @count.setter
    def count(self, value: int) -> None:
        self._struct.n_tokens = value

    @property
    def struct(self) -> lib.llama_batch:
        return self._struct


class Context:
    """One unified KV cache of `n_ctx` cells, shared by `n_seq_max` sequences.

    Raises:
        LlamaError: Not enough memory, or a combination this build cannot run.
    """

    def __init__(self, model: Model, params: LoadParams) -> None:
        settings = lib.llama_context_default_params()
        settings.n_ctx = params.n_ctx
        settings.n_batch = max(min(params.n_batch, params.n_ctx), params.n_seq_max)
        settings.n_ubatch = min(params.n_ubatch, settings.n_batch)
        settings.n_seq_max = params.n_seq_max
        # Without a limit llama.cpp sets memory for the logits of a whole batch aside: 0.3 GB that nobody reads.
        settings.n_outputs_max = self.n_outputs_max = max(params.n_seq_max, _OUTPUTS)
        settings.n_outputs_max_per_seq = self.n_outputs_max_per_seq = _OUTPUTS_PER_SEQUENCE
        settings.n_threads = settings.n_threads_batch = params.n_threads or default_threads()
        settings.flash_attn_type = (
            lib.LLAMA_FLASH_ATTN_TYPE_ENABLED if params.flash_attn else lib.LLAMA_FLASH_ATTN_TYPE_DISABLED
        )
        settings.type_k, settings.type_v = _GGML_TYPES[params.type_k], _GGML_TYPES[params.type_v]
        settings.kv_unified = True
        settings.swa_full = False
        settings.no_perf = True
        with Log() as log:
            handle = lib.llama_init_from_model(model.handle, settings)
        if not handle:
            raise LlamaError(log.errors())
        self._handle: int = handle
        self._free = weakref.finalize(self, lib.llama_free, handle)
        self._model = model
        self._memory = lib.llama_get_memory(handle)
        self.n_ctx = int(lib.llama_n_ctx(handle))
        self.n_batch = int(lib.llama_n_batch(handle))
        self.n_ubatch = int(lib.llama_n_ubatch(handle))
        self.n_seq_max = int(lib.llama_n_seq_max(handle))
        self.n_vocab = model.vocabulary.size
        self._abort_callback = lib.ggml_abort_callback(0)

    @property
    def handle(self) -> int:
        return self._handle

    def decode(self, batch: Batch) -> bool:
        """Compute a batch; False when there are not enough free cells for it (nothing happened).

        Raises:
            Aborted: See `abort_when`.
            LlamaError: The cache is in an unknown state; the context must not be used again.
        """
        result = lib.llama_decode(self._handle, batch.struct)
        if result == _ABORTED:
            raise Aborted
        if result not in (0, 1):
            raise LlamaError(f"llama_decode returned {result}")
        return bool(result == 0)

    def abort_when(self, wanted: Callable[[], bool] | None) -> None:
        """From now on end a decode as soon as `wanted`; what the processor computes can be ended, a card's part cannot.

        `wanted` is asked on the thread that decodes, a hundred times a second, and may not raise.
        """
        asked_s = 0.0

        def abort(_: object) -> bool:
            nonlocal asked_s
            now = time.perf_counter()
            if now - asked_s < _ASKED_EVERY_S:
                return False
            asked_s = now
            return wanted is not None and wanted()

        self._abort_callback = lib.ggml_abort_callback(abort) if wanted else lib.ggml_abort_callback(0)
        lib.llama_set_abort_callback(self._handle, self._abort_callback, None)

    def logits(self, row: int) -> NDArray[np.float32]:
        """The logits of batch row `row`: a view, valid until the next decode."""
        pointer = lib.llama_get_logits_ith(self._handle, row)
        return np.ctypeslib.as_array(pointer, shape=(self.n_vocab,))

    def remove(self, sequence: int, start: int) -> bool:
        """Forget positions from `start` on; False when this model can only forget the whole sequence."""
        return bool(lib.llama_memory_seq_rm(self._memory, sequence, start, -1))

    def copy(self, source: int, target: int, end: int) -> None:
        """Let `target` share the cells of positions [0, end) of `source`."""
        lib.llama_memory_seq_cp(self._memory, source, target, 0, end)

    def set_sampler(self, sequence: int, chain: Chain | None) -> bool:
        """Let the device choose the tokens of `sequence` with `chain`; False when it cannot."""
        return bool(lib.llama_set_sampler(self._handle, sequence, chain.handle if chain else None))

    def state_bytes(self, sequence: int) -> int:
        """How large `save` makes the file of a sequence, about."""
        return int(lib.llama_state_seq_get_size(self._handle, sequence))

    def save(self, sequence: int, path: Path) -> int:
        """Write the cells of a sequence to a file; how many bytes, 0 when it failed."""
        return int(lib.llama_state_seq_save_file(self._handle, os.fsencode(path), sequence, None, 0))

    def restore(self, sequence: int, path: Path) -> bool:
        """Read cells that `save` wrote with the same model and settings into an empty sequence."""
        tokens, count = (lib.llama_token * 1)(), ctypes.c_size_t()  # without room for tokens it would read nothing
        return bool(lib.llama_state_seq_load_file(self._handle, os.fsencode(path), sequence, tokens, 1, count))

    def close(self) -> None:
        self._free()
