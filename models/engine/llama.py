"""llama.cpp, thin and typed. The only module that imports `llama_cpp`.

A `Model` holds weights and vocabulary, a `Context` one unified KV cache of many sequences, a `Batch` the tokens of
one decode, a `Chain` the way one request chooses tokens. The names are llama.cpp's (include/llama.h); anything that
fails raises `LlamaError`. Nothing here is safe to use from two threads at once.
"""

from __future__ import annotations

import ctypes
import os
import re
import weakref
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from llama_cpp import llama_cpp as lib
from llama_cpp.llama_grammar import json_schema_to_gbnf
from numpy.typing import NDArray

from models.engine.processor import usable_threads
from models.engine.protocol import LoadParams

_GGML_TYPES = {"f16": lib.GGML_TYPE_F16, "q8_0": lib.GGML_TYPE_Q8_0}
_ERROR_LEVEL = 4  # ggml.h: NONE 0, DEBUG 1, INFO 2, WARN 3, ERROR 4, CONT 5
_OFFLOADED = re.compile(r"offloaded (\d+)/\d+ layers")

# A log callback in Python would run on every token. This exported function takes no notice of its arguments.
_silence = ctypes.cast(lib._lib.llama_max_devices, lib.llama_log_callback)

# One entry of llama_token_data: what samplers and grammars work on.
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class LlamaError(Exception):
    """llama.cpp refused; the text is its own last words, for people who report bugs."""


class Cancelled(LlamaError):
    """The progress callback of a load returned False."""


class _Log:
    """Collects llama.cpp's log while something rare runs (a load); silence at all other times."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []
        self._callback = lib.llama_log_callback(self._on_line)

    def __enter__(self) -> _Log:
        lib.llama_log_set(self._callback, None)
        return self

    def __exit__(self, *_: object) -> None:
        lib.llama_log_set(_silence, None)

    def _on_line(self, level: int, text: bytes, _user: object) -> None:
        self.lines.append((level, text.decode("utf-8", "replace")))

    def errors(self) -> str:
        found = [text.strip() for level, text in self.lines if level >= _ERROR_LEVEL and text.strip()]
        return "; ".join(found[-3:]) or "llama.cpp gave no reason"

    def find(self, pattern: re.Pattern[str]) -> str | None:
        return next((m.group(1) for _, text in self.lines if (m := pattern.search(text))), None)


def start() -> None:
    """Once in a process, before anything else here: silence, backends."""
    os.environ["GGML_NO_BACKTRACE"] = "1"  # an abort would start a debugger, and with it seconds of waiting
    lib.llama_log_set(_silence, None)
    lib.llama_backend_init()
    if _ggml("ggml_backend_dev_count", ctypes.c_size_t)() == 0:  # a build with backends as separate libraries
        folder = str(Path(lib.__file__).parent / "lib").encode()
        _ggml("ggml_backend_load_all_from_path", None, ctypes.c_char_p)(folder)


def build() -> str:
    """The engine's build line, for receipts."""
    return f"llama.cpp {lib.llama_version().decode()} ({lib.llama_print_system_info().decode().strip()})"


def default_threads() -> int:
    """Physical cores this process may use: more threads than that make decoding slower."""
    return max(1, min(psutil.cpu_count(logical=False) or 1, usable_threads()))


class Vocabulary:
    """Text to tokens and back. Lives as long as its model."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.size: int = lib.llama_vocab_n_tokens(handle)
        self.adds_bos: bool = lib.llama_vocab_get_add_bos(handle)
        self._pieces: dict[int, bytes] = {}
        self._buffer = ctypes.create_string_buffer(256)

    @property
    def handle(self) -> int:
        return self._handle

    @cached_property
    def end_of_generation(self) -> frozenset[int]:
        """Every token that ends an answer; llama.cpp knows more than the one in the header."""
        return frozenset(token for token in range(self.size) if lib.llama_vocab_is_eog(self._handle, token))

    @cached_property
    def control(self) -> dict[str, int]:
        """The control tokens by the text that spells them: roles, ends, marks a document must not forge."""
        controls = (token for token in range(self.size) if lib.llama_vocab_is_control(self._handle, token))
        return {text: token for token in controls if (text := self.text(token))}

    def text(self, token: int) -> str:
        """The token as the vocabulary spells it; empty for llama.cpp's LLAMA_TOKEN_NULL."""
        raw = lib.llama_vocab_get_text(self._handle, token) if token >= 0 else b""
        return (raw or b"").decode("utf-8", "replace")

    @property
    def bos(self) -> str:
        return self.text(lib.llama_vocab_bos(self._handle))

    @property
    def eos(self) -> str:
        return self.text(lib.llama_vocab_eos(self._handle))

    def tokenize(self, text: str, *, special: bool, bos: bool = False) -> list[int]:
        """Tokens of `text`; `special` reads special tokens in it, which text of strangers must not."""
        raw = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
        room = len(raw) + 2
        tokens = (lib.llama_token * room)()
        count = lib.llama_tokenize(self._handle, raw, len(raw), tokens, room, bos, special)
        if count < 0:
            raise LlamaError(f"the tokenizer needs {-count} tokens for {len(raw)} bytes")
        return tokens[:count]

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes a token stands for; control tokens are empty unless `special`."""
        if not special and (known := self._pieces.get(token)) is not None:
            return known
        count = lib.llama_token_to_piece(self._handle, token, self._buffer, len(self._buffer), 0, special)
        if count < 0:
            self._buffer = ctypes.create_string_buffer(-count)
            return self.piece(token, special=special)
        piece = self._buffer.raw[:count]
        if not special:
            self._pieces[token] = piece
        return piece


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
        cancelled = False

        def on_progress(fraction: float, _user: object) -> bool:
            nonlocal cancelled
            cancelled = not progress(fraction)
            return not cancelled

        callback = lib.llama_progress_callback(on_progress)
        settings.progress_callback = callback
        with _Log() as log:
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
        """Where the layers are: the first GPU's name, or "CPU"."""
        return _first_gpu() if self.n_gpu_layers else "CPU"

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
        settings.n_batch = min(params.n_batch, params.n_ctx)
        settings.n_ubatch = min(params.n_ubatch, params.n_batch)
        settings.n_seq_max = params.n_seq_max
        settings.n_outputs_max_per_seq = 1
        settings.n_threads = settings.n_threads_batch = params.n_threads or default_threads()
        settings.flash_attn_type = (
            lib.LLAMA_FLASH_ATTN_TYPE_ENABLED if params.flash_attn else lib.LLAMA_FLASH_ATTN_TYPE_DISABLED
        )
        settings.type_k, settings.type_v = _GGML_TYPES[params.type_k], _GGML_TYPES[params.type_v]
        settings.kv_unified = True
        settings.swa_full = False
        settings.no_perf = True
        with _Log() as log:
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

    @property
    def handle(self) -> int:
        return self._handle

    def decode(self, batch: Batch) -> bool:
        """Compute a batch; False when there are not enough free cells for it (nothing happened).

        Raises:
            LlamaError: The cache is in an unknown state; the context must not be used again.
        """
        result = lib.llama_decode(self._handle, batch.struct)
        if result not in (0, 1):
            raise LlamaError(f"llama_decode returned {result}")
        return bool(result == 0)

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

    def close(self) -> None:
        self._free()


class Candidates:
    """Tokens with their logits, as samplers and grammars take and change them."""

    def __init__(self, tokens: NDArray[np.int32], logits: NDArray[np.float32]) -> None:
        self.entries = np.empty(len(tokens), _CANDIDATE)
        self.entries["id"], self.entries["logit"], self.entries["p"] = tokens, logits, 0.0
        self.struct = lib.llama_token_data_array(
            data=self.entries.ctypes.data_as(lib.llama_token_data_p), size=len(tokens), selected=-1, sorted=False
        )

    @property
    def chosen(self) -> int | None:
        if self.struct.selected < 0:
            return None
        return int(self.struct.data[self.struct.selected].id)


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
        lib.llama_sampler_apply(self._handle, ctypes.byref(candidates.struct))

    def accept(self, token: int) -> None:
        lib.llama_sampler_accept(self._handle, token)

    def close(self) -> None:
        self._free()

    def greedy(self) -> None:
        self._add(lib.llama_sampler_init_greedy())

    def distribution(self, seed: int) -> None:
        self._add(lib.llama_sampler_init_dist(seed))

    def top_k(self, k: int) -> None:
        self._add(lib.llama_sampler_init_top_k(k))

    def top_p(self, p: float) -> None:
        self._add(lib.llama_sampler_init_top_p(p, 1))

    def min_p(self, p: float) -> None:
        self._add(lib.llama_sampler_init_min_p(p, 1))

    def temperature(self, value: float) -> None:
        self._add(lib.llama_sampler_init_temp(value))

    def penalties(self, n_vocab: int, last_n: int, repeat: float, frequency: float, presence: float) -> None:
        self._add(lib.llama_sampler_init_penalties(n_vocab, last_n, repeat, frequency, presence))

    def logit_bias(self, n_vocab: int, biases: Sequence[tuple[int, float]]) -> None:
        entries = (lib.llama_logit_bias * len(biases))(*(lib.llama_logit_bias(token=t, bias=b) for t, b in biases))
        self._add(lib.llama_sampler_init_logit_bias(n_vocab, len(biases), entries))

    def grammar(self, vocabulary: Vocabulary, text: str) -> None:
        """A GBNF grammar from its rule `root`. Raises: LlamaError with the parser's words."""
        with _Log() as log:
            sampler = lib.llama_sampler_init_grammar(vocabulary.handle, text.encode(), b"root")
        if not sampler:
            raise LlamaError(log.errors())
        self._add(sampler)

    def _add(self, sampler: int) -> None:
        lib.llama_sampler_chain_add(self._handle, sampler)


def grammar_of_schema(schema: str) -> str:
    """GBNF of a JSON schema. Raises: ValueError, KeyError or TypeError from the converter for what it cannot do."""
    return str(json_schema_to_gbnf(schema))


def _ggml(name: str, result: Any, *arguments: Any) -> Any:
    """A function of ggml, through libllama's handle: `_ggml.libggml` can be a second copy it does not see."""
    function = getattr(lib._lib, name)
    function.restype, function.argtypes = result, list(arguments)
    return function


def _first_gpu() -> str:
    get = _ggml("ggml_backend_dev_get", ctypes.c_void_p, ctypes.c_size_t)
    kind = _ggml("ggml_backend_dev_type", ctypes.c_int, ctypes.c_void_p)
    describe = _ggml("ggml_backend_dev_description", ctypes.c_char_p, ctypes.c_void_p)
    for index in range(_ggml("ggml_backend_dev_count", ctypes.c_size_t)()):
        if kind(get(index)) in (1, 2):  # ggml-backend.h: CPU 0, GPU 1, IGPU 2
            return str(describe(get(index)).decode("utf-8", "replace"))
    return "GPU"
