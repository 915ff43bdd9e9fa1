"""A matrix product on one of ggml's devices: the smallest thing that shows whether a graphics card can be trusted."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine.llama.library import LlamaError, ggml_function

# Of the weights; the columns of the other side take the paths for one answer and for the reading of a prompt.
_INNER, _ROWS, _COLUMNS = 512, 128, (1, 64)
_TYPES = (lib.GGML_TYPE_F16, lib.GGML_TYPE_Q8_0, lib.GGML_TYPE_Q4_K)
_ROOM_BYTES = 1 << 20  # for the descriptions of a few tensors and one graph
_SEED = 7


class _Room(ctypes.Structure):
    """ggml.h's struct ggml_init_params."""

    _fields_ = (("mem_size", ctypes.c_size_t), ("mem_buffer", ctypes.c_void_p), ("no_alloc", ctypes.c_bool))


def products(device: int) -> NDArray[np.float32]:
    """The products of fixed random matrices in the kinds of weights that models have, on device number `device`.

    All in one row, (len(_TYPES) * _ROWS * sum(_COLUMNS),), so that two devices can be compared. Raises: LlamaError.
    """
    get = ggml_function("ggml_backend_dev_get", ctypes.c_void_p, ctypes.c_size_t)
    backend = ggml_function("ggml_backend_dev_init", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)(
        get(device), None
    )
    if not backend:
        raise LlamaError("it could not be started")
    random = np.random.default_rng(_SEED)
    weights = random.standard_normal((_ROWS, _INNER), np.float32)
    found = []
    try:
        for kind in _TYPES:
            for columns in _COLUMNS:
                inputs = random.standard_normal((columns, _INNER), np.float32)
                found.append(_product(backend, _packed(kind, weights), kind, inputs).ravel())
    finally:
        ggml_function("ggml_backend_free", None, ctypes.c_void_p)(backend)
    return np.concatenate(found)


def _packed(kind: int, weights: NDArray[np.float32]) -> bytes:
    """`weights`, (rows, inner), as ggml stores them in `kind`."""
    row = ggml_function("ggml_row_size", ctypes.c_size_t, ctypes.c_int, ctypes.c_int64)(kind, weights.shape[1])
    packed = ctypes.create_string_buffer(row * weights.shape[0])
    ggml_function(
        "ggml_quantize_chunk", ctypes.c_size_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64,
        ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p,
    )(kind, weights.ctypes.data, packed, 0, weights.shape[0], weights.shape[1], None)  # fmt: skip
    return packed.raw


def _product(backend: int, weights: bytes, kind: int, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """(columns, rows). Raises: LlamaError."""
    address = ctypes.c_void_p
    room = ggml_function("ggml_init", address, _Room)(_Room(_ROOM_BYTES, None, True))
    buffer: Any = None
    try:
        tensor = ggml_function("ggml_new_tensor_2d", address, address, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
        left = tensor(room, kind, _INNER, _ROWS)
        right = tensor(room, lib.GGML_TYPE_F32, _INNER, len(inputs))
        result = ggml_function("ggml_mul_mat", address, address, address, address)(room, left, right)
        graph = ggml_function("ggml_new_graph", address, address)(room)
        ggml_function("ggml_build_forward_expand", None, address, address)(graph, result)
        buffer = ggml_function("ggml_backend_alloc_ctx_tensors", address, address, address)(room, backend)
        if not buffer:
            raise LlamaError("it has no memory free")
        put = ggml_function("ggml_backend_tensor_set", None, address, address, ctypes.c_size_t, ctypes.c_size_t)
        put(left, weights, 0, len(weights))
        put(right, inputs.ctypes.data, 0, inputs.nbytes)
        code = ggml_function("ggml_backend_graph_compute", ctypes.c_int, address, address)(backend, graph)
        if code:
            raise LlamaError(f"a matrix product ended with {code}")
        answer = np.empty((len(inputs), _ROWS), np.float32)
        take = ggml_function("ggml_backend_tensor_get", None, address, address, ctypes.c_size_t, ctypes.c_size_t)
        take(result, answer.ctypes.data, 0, answer.nbytes)
        return answer
    finally:
        if buffer:
            ggml_function("ggml_backend_buffer_free", None, address)(buffer)
        ggml_function("ggml_free", None, address)(room)
