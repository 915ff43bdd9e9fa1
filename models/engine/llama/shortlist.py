"""The likeliest tokens, found on the graphics card: a few kilobytes cross the bus instead of every logit.

llama.cpp lets a sampler add operations to the graph, one sequence at a time: for 32 answers 32 small graphs a step,
which take half as long as the decode itself. This one adds a few operations for all rows of a batch together, through
the first of them, and leaves the last choice to the CPU, where any chain of samplers can make it.

The k largest of a row lie in the k blocks with the largest maxima, and within these in the k cells with the largest
maxima. So at most 1024 values are ever sorted at once, which on CUDA is one small kernel. A batch of one row, the one
answer that somebody is waiting for, is copied with the maxima of its cells: the CPU then finds the best cells and
looks at nothing else, which is quicker than the kernels are.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine.llama.context import Context
from models.engine.llama.library import LlamaError, ggml_function
from models.engine.llama.sampler import CANDIDATE, Candidates, Chain

_Logits = NDArray[np.float32]
_Tokens = NDArray[np.int32]

_BEST = 64  # blocks of a row, cells of these, and tokens of these that are kept
_CELL = 16  # tokens
_BLOCK = 16  # cells
_COLUMN = 16  # cells
_ROOM = 1024  # more than `_BEST` may be offered
_VIEWS = 256  # places in llama.cpp's buffers that are remembered
_POOL_MAX = 0  # ggml.h, enum ggml_op_pool


class _Tensor(ctypes.Structure):
    """ggml.h's struct ggml_tensor, as far as it is read here."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("buffer", ctypes.c_void_p),
        ("ne", ctypes.c_int64 * 4),
        ("nb", ctypes.c_size_t * 4),
        ("op", ctypes.c_int),
        ("op_params", ctypes.c_int32 * 16),
        ("flags", ctypes.c_int32),
        ("src", ctypes.c_void_p * 10),
        ("view_src", ctypes.c_void_p),
        ("view_offs", ctypes.c_size_t),
    )


_TENSOR_OVERHEAD = 368  # ggml_tensor_overhead() of the version whose structure this is


class Shortlist:
    """Adds the operations to the graphs of a context, and reads what they found.

    `attach` a sequence, and its outputs are found here instead of in `Context.logits`. In a batch the outputs of
    attached sequences come before all others. At least the `size` likeliest tokens of an output are found.

    Raises:
        LlamaError: It is not the version of ggml whose structures are written down here.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._n_vocab = context.n_vocab
        self._operations = _Operations()
        self._found: tuple[int, int] | None = None  # in the graph that is being built
        self._interface = lib.llama_sampler_i(
            apply=lib.llama_sampler_i_apply(lambda _sampler, _candidates: None),
            backend_init=lib.llama_sampler_i_backend_init(lambda _sampler, _type, _outputs: True),
            backend_apply=lib.llama_sampler_i_backend_apply(self._extend_graph),
            backend_reset=lib.llama_sampler_i_backend_reset(self._on_new_graph),
        )
        self._chains: dict[int, Chain] = {}
        self._suspended = set[int]()
        # Zeros fill the vocabulary up to whole blocks; cells of them may be among the best.
        n_blocks = _blocks(self._n_vocab)
        padding = n_blocks * _BLOCK * _CELL - self._n_vocab
        self.size = _BEST if n_blocks * _BLOCK <= _BEST else _BEST - -(-padding // _CELL)
        self._views: dict[tuple[int, int], _Logits] = {}
        self._parts: list[_Listed | _Copied] = []
        self._best: list[int] = []
        self._ready: set[int] = set()  # outputs whose candidates nobody has been given
        entries = np.zeros((context.n_outputs_max, _ROOM), CANDIDATE)
        self._ids, self._logits = entries["id"], entries["logit"]
        self._widths = [0] * context.n_outputs_max
        self._candidates = [Candidates(row) for row in entries]

    @staticmethod
    def suits(context: Context) -> bool:
        """What is found for all rows must fit into the buffer that llama.cpp has for one."""
        return context.n_vocab >= max(_ROOM, context.n_outputs_max * _BEST)

    def attached(self, sequence: int) -> bool:
        return sequence in self._chains

    def attach(self, sequence: int) -> None:
        """From the next decode on, which takes some 10 ms longer after a change."""
        if sequence in self._chains:
            return
        chain = Chain()
        chain.add(lib.llama_sampler_init(ctypes.byref(self._interface), None))
        if not self._context.set_sampler(sequence, chain):
            raise LlamaError("the device cannot choose tokens")
        self._chains[sequence] = chain

    def detach(self, sequence: int) -> None:
        self._suspended.discard(sequence)
        self._remove(sequence)

    def _remove(self, sequence: int) -> None:
        if chain := self._chains.pop(sequence, None):
            self._context.set_sampler(sequence, None)
            chain.close()

    def suspend(self) -> None:
        """Until `resume` only what nobody samples from is decoded: every 512 tokens of it take 3 ms less.

        Both together cost some 50 ms, at the decodes that follow.
        """
        self._suspended |= self._chains.keys()
        for sequence in self._suspended:
            self._remove(sequence)

    def resume(self) -> None:
        while self._suspended:
            self.attach(self._suspended.pop())

    def read(self, rows: Sequence[int]) -> None:
        """Wait for the outputs at batch rows `rows`: all of attached sequences, in their order."""
        self._parts.clear()
        self._best.clear()
        self._ready.clear()
        handle, ggml, n_read = self._context.handle, self._operations, 0
        while n_read < len(rows):  # llama.cpp may have decoded the batch in several parts
            row = rows[n_read]
            logits = self._floats(ggml.logits(handle, row), ggml.n_logits(handle, row))
            more = self._floats(ggml.tokens(handle, row), ggml.n_tokens(handle, row))
            if not logits.size:
                raise LlamaError(f"nothing was found for row {row}")
            listed = len(more) == len(logits)
            part = _Listed(more, logits, self._n_vocab) if listed else _Copied(more, logits)
            self._parts.append(part)
            n_read += part.count

    def best(self, number: int) -> int:
        """The likeliest token of output `number` of what was read."""
        if not self._best:
            self._best = [token for part in self._parts for token in part.best()]
        return self._best[number]

    def candidates(self, number: int) -> Candidates:
        """The likeliest tokens of output `number` of what was read; asked for again, they are as at first."""
        if number not in self._ready:
            at = 0
            for part in self._parts:
                tokens, logits = part.candidates()
                end, width = at + part.count, tokens.shape[1]
                self._ids[at:end, :width], self._logits[at:end, :width] = tokens, logits
                self._widths[at:end] = [width] * part.count
                at = end
            self._ready.update(range(at))
        self._ready.remove(number)
        candidates = self._candidates[number]
        candidates.renew(self._widths[number])
        return candidates

    def _floats(self, address: int | None, count: int) -> _Logits:
        """What lies there; the same few places are used step after step."""
        place = address or 0, count
        if (known := self._views.get(place)) is None:
            if len(self._views) >= _VIEWS:
                self._views.clear()
            known = self._views[place] = np.ctypeslib.as_array((ctypes.c_float * count).from_address(place[0]))
        return known

    def _on_new_graph(self, _sampler: object) -> None:
        self._found = None

    def _extend_graph(self, _sampler: object, graph: int, _nodes: int, data: Any) -> None:
        """Called for every attached sequence with its row, those without one with row 0."""
        given = data.contents.logits
        row = _Tensor.from_address(given)
        # llama.cpp hands out views on the logits with one more row; a probe for the number of operations is no view.
        logits = _Tensor.from_address(row.view_src).src[0] if row.view_src else given
        n_rows = _Tensor.from_address(logits).ne[1]
        data.contents.logits = None
        if row.view_offs or not n_rows:  # what the first row takes away holds the others too
            return
        if self._found is None:
            one = n_rows == 1 and row.view_src
            self._found = self._build_one(graph, logits) if one else self._build(graph, logits, n_rows)
        data.contents.logits, data.contents.probs = self._found

    def _build_one(self, graph: int, logits: int) -> tuple[int, int]:
        """The operations for one row: all logits, and the maxima of the cells."""
        ggml, padded = self._operations, logits
        if padding := -self._n_vocab % _CELL:
            padded = ggml.pad(graph, logits, padding, 0, 0, 0)
        return logits, ggml.pool_1d(graph, padded, _POOL_MAX, _CELL, _CELL, 0)

    def _build(self, graph: int, logits: int, n_rows: int) -> tuple[int, int]:
        """The operations: the logits and, as floats, the tokens of the best."""
        ggml = self._operations
        width = int(_Tensor.from_address(logits).ne[0])
        n_blocks = _blocks(width)
        if padding := n_blocks * _BLOCK * _CELL - width:
            logits = ggml.pad(graph, logits, padding, 0, 0, 0)
        maxima = ggml.pool_1d(graph, logits, _POOL_MAX, _CELL, _CELL, 0)
        blocks = ggml.pool_1d(graph, maxima, _POOL_MAX, _BLOCK, _BLOCK, 0)
        n_best = min(_BEST, n_blocks)
        n_cells = n_best * _BLOCK
        blocks = ggml.top_k(graph, blocks, n_best)
        maxima = ggml.get_rows(graph, ggml.reshape_3d(graph, maxima, _BLOCK, n_blocks, n_rows), blocks)
        k = min(_BEST, n_cells)
        cells = ggml.top_k(graph, ggml.reshape_2d(graph, maxima, n_cells, n_rows), k)

        def in_cells(blocks_of_all: int) -> int:
            in_blocks = ggml.reshape_3d(graph, blocks_of_all, _CELL, n_cells, n_rows)
            return int(ggml.reshape_3d(graph, ggml.get_rows(graph, in_blocks, cells), 1, k * _CELL, n_rows))

        values = ggml.reshape_3d(graph, logits, _BLOCK * _CELL, n_blocks, n_rows)
        values = in_cells(ggml.get_rows(graph, values, blocks))
        tokens = ggml.reshape_2d(graph, ggml.arange(graph, 0.0, float(width + padding), 1.0), _BLOCK * _CELL, n_blocks)
        tokens = in_cells(ggml.get_rows(graph, tokens, ggml.reshape_1d(graph, blocks, n_best * n_rows)))
        best = ggml.top_k(graph, ggml.reshape_2d(graph, values, k * _CELL, n_rows), _BEST)
        return ggml.get_rows(graph, values, best), ggml.get_rows(graph, tokens, best)


class _Operations:
    """ggml's functions that make the operations; each takes the graph's context and gives a tensor's address.

    Raises:
        LlamaError: See Shortlist.
    """

    def __init__(self) -> None:
        tensor, integer, long = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
        if ggml_function("ggml_tensor_overhead", ctypes.c_size_t)() != _TENSOR_OVERHEAD:
            raise LlamaError("ggml's tensors have another structure than expected")
        self.pad = _operation("ggml_pad", tensor, integer, integer, integer, integer)
        self.pool_1d = _operation("ggml_pool_1d", tensor, integer, integer, integer, integer)
        self.top_k = _operation("ggml_top_k", tensor, integer)
        self.get_rows = _operation("ggml_get_rows", tensor, tensor)
        self.arange = _operation("ggml_arange", *[ctypes.c_float] * 3)
        self.reshape_1d = _operation("ggml_reshape_1d", tensor, long)
        self.reshape_2d = _operation("ggml_reshape_2d", tensor, long, long)
        self.reshape_3d = _operation("ggml_reshape_3d", tensor, long, long, long)
        # llama.cpp's own, for the address alone: what lies there is ours.
        self.n_logits = _operation("llama_get_sampled_logits_count_ith", ctypes.c_int32, result=ctypes.c_uint32)
        self.logits = _operation("llama_get_sampled_logits_ith", ctypes.c_int32)
        self.n_tokens = _operation("llama_get_sampled_probs_count_ith", ctypes.c_int32, result=ctypes.c_uint32)
        self.tokens = _operation("llama_get_sampled_probs_ith", ctypes.c_int32)


def _operation(name: str, *arguments: Any, result: Any = ctypes.c_void_p) -> Any:
    # A prototype of our own: llama_cpp has declared some of these with other types.
    function = ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)
    return function((name, lib._lib))


def _blocks(n_vocab: int) -> int:
    return -(-n_vocab // (_BLOCK * _CELL))


class _Listed:
    """What was found for several rows: the tokens, as floats, and logits of `_BEST` candidates each."""

    def __init__(self, tokens: _Logits, logits: _Logits, n_vocab: int) -> None:
        self._tokens = tokens.reshape(-1, _BEST)
        self._logits = logits.reshape(-1, _BEST)
        self._n_vocab = n_vocab
        self.count = len(self._tokens)

    def best(self) -> list[int]:
        _, logits = self.candidates()
        best: list[int] = self._tokens[np.arange(self.count), logits.argmax(axis=1)].astype(np.int32).tolist()
        return best

    def candidates(self) -> tuple[_Logits, _Logits]:
        """Tokens and logits, shape (rows, candidates) each; those that only fill up the vocabulary are never chosen."""
        if self._n_vocab % (_BLOCK * _CELL):
            return self._tokens, np.where(self._tokens < self._n_vocab, self._logits, np.float32(-np.inf))
        return self._tokens, self._logits


class _Copied:
    """All logits of one row, and the maxima of its cells."""

    count = 1

    def __init__(self, maxima: _Logits, logits: _Logits) -> None:
        self._maxima = maxima
        self._logits = logits

    def best(self) -> list[int]:
        n_whole = len(self._logits) // _CELL  # the maximum of a last, smaller cell may be one of the zeros that fill it
        at = int(self._maxima[:n_whole].argmax()) * _CELL
        best, rest = at + int(self._logits[at : at + _CELL].argmax()), self._logits[n_whole * _CELL :]
        if rest.size and rest.max() > self._logits[best]:
            best = n_whole * _CELL + int(rest.argmax())
        return [best]

    def candidates(self) -> tuple[_Tokens, _Logits]:
        """Tokens and logits, shape (1, candidates) each."""
        tokens, logits = _best_cells(self._logits, self._maxima, _BEST)
        return tokens[None], logits[None]


def _best_cells(logits: _Logits, maxima: _Logits, k: int) -> tuple[_Tokens, _Logits]:
    """At least the `k` likeliest of all, from the cells that can hold them.

    None of the k likeliest is below the k-th largest of any maxima; those of whole columns are few, and numpy finds
    them quickly.
    """
    n_columns = len(maxima) // _COLUMN
    columns = maxima[: n_columns * _COLUMN].reshape(_COLUMN, n_columns).max(axis=0) if n_columns > k else maxima
    bound = np.partition(columns, -k)[-k] if len(columns) > k else -np.inf
    cells = np.flatnonzero(maxima >= bound)
    tokens = (cells[:, None] * _CELL + np.arange(_CELL)).reshape(-1)
    tokens = tokens[: np.searchsorted(tokens, len(logits))]
    tokens = tokens[logits[tokens] >= bound]
    found = logits[tokens]
    if len(tokens) > _ROOM:
        best = np.argpartition(found, -k)[-k:]
        tokens, found = tokens[best], found[best]
    return tokens.astype(np.int32), found
