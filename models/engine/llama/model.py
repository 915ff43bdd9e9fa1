"""Weights in memory."""

from __future__ import annotations

import ctypes
import os
import re
import weakref
from collections.abc import Callable
from pathlib import Path

from llama_cpp import llama_cpp as lib

from models.engine.llama.library import LlamaError, Log, gpus
from models.engine.llama.vocabulary import Vocabulary
from models.engine.protocol import LoadParams

_OFFLOADED = re.compile(r"offloaded (\d+)/\d+ layers")


class Cancelled(LlamaError):
    """The progress callback of a load returned False."""


class Model:
    """Weights in memory.

    `progress` is called with 0..1 while they are read; returning False ends the load. The file must not change
    while the model lives: it is mapped.

    Raises:
        Cancelled: `progress` said so.
        LlamaError: llama.cpp's reason.
    """

    def __init__(self, path: Path, params: LoadParams, progress: Callable[[float], bool]) -> None:
        settings = lib.llama_model_default_params()
        settings.n_gpu_layers = params.n_gpu_layers
        # One card, never layers spread over several; and none for the processor's work, which would else take memory
        # there for long prompts.
        self._card = min(params.main_gpu or 0, max(0, len(gpus()) - 1))
        settings.split_mode = lib.LLAMA_SPLIT_MODE_NONE
        settings.main_gpu = self._card if params.n_gpu_layers else -1
        cancelled = False

        def on_progress(fraction: float, _user: object) -> bool:
            nonlocal cancelled
            cancelled = not progress(fraction)
            return not cancelled

        callback = lib.llama_progress_callback(on_progress)
        settings.progress_callback = callback
        with Log() as log:
            handle = lib.llama_model_load_from_file(os.fsencode(path), settings)
        if not handle:
            raise Cancelled("the load was cancelled") if cancelled else LlamaError(log.errors())
        self._handle: int = handle
        self._free = weakref.finalize(self, lib.llama_model_free, handle)
        self.vocabulary = Vocabulary(lib.llama_model_get_vocab(handle))
        self.n_gpu_layers = int(log.find(_OFFLOADED) or 0)

    @property
    def handle(self) -> int:
        return self._handle

    @property
    def n_ctx_train(self) -> int:
        return int(lib.llama_model_n_ctx_train(self._handle))

    @property
    def n_layer(self) -> int:
        return int(lib.llama_model_n_layer(self._handle))

    @property
    def size_bytes(self) -> int:
        return int(lib.llama_model_size(self._handle))

    @property
    def architecture(self) -> str:
        return self.meta("general.architecture")

    @property
    def device(self) -> str:
        """Where the layers are: the card's name, or "CPU"."""
        return gpus()[self._card] if self.n_gpu_layers else "CPU"

    @property
    def generates(self) -> bool:
        """It can answer: no encoder, no diffusion."""
        encodes = lib.llama_model_has_encoder(self._handle) or lib.llama_model_is_diffusion(self._handle)
        return bool(lib.llama_model_has_decoder(self._handle)) and not encodes

    @property
    def cuts_anywhere(self) -> bool:
        """The KV cache of a sequence can be cut at any position: no recurrent state, no sliding window."""
        stateful = lib.llama_model_is_recurrent(self._handle) or lib.llama_model_is_hybrid(self._handle)
        return not stateful and int(lib.llama_model_n_swa(self._handle)) == 0

    @property
    def chat_template(self) -> str | None:
        raw = lib.llama_model_chat_template(self._handle, None)
        return raw.decode("utf-8", "replace") if raw else None

    def meta(self, key: str) -> str:
        """A scalar of the header as text; empty when it is not there."""
        buffer = ctypes.create_string_buffer(1024)
        count = lib.llama_model_meta_val_str(self._handle, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if count >= 0 else ""

    def close(self) -> None:
        self._free()
