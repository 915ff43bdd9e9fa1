"""GGUF files written with the `gguf` package, which is the oracle here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGML_QUANT_SIZES, GGUFWriter
from gguf import GGMLQuantizationType as Type

from tests.bench.true_shape import SHAPES

TEMPLATE = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"


def write_model(
    path: Path,
    *,
    architecture: str = "qwen2",
    n_layer: int = 2,
    n_embd: int = 64,
    n_head: int = 4,
    n_head_kv: Any = 2,
    n_vocab: int = 16,
    tied: bool = False,
    merges: int = 0,
    extra: dict[str, Any] | None = None,
    split_max_tensors: int = 0,
) -> Path:
    """A model of the right keys and names, with weights of zeros."""
    writer = GGUFWriter(path, architecture, split_max_tensors=split_max_tensors)
    writer.add_name("Made for tests")
    writer.add_context_length(4096)
    writer.add_embedding_length(n_embd)
    writer.add_block_count(n_layer)
    writer.add_feed_forward_length(2 * n_embd)
    writer.add_head_count(n_head)
    writer.add_head_count_kv(n_head_kv)
    writer.add_file_type(15)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([f"token{number}".encode() for number in range(n_vocab)])
    writer.add_token_types([1] * n_vocab)
    if merges:
        writer.add_token_merges([f"to {number}" for number in range(merges)])
    writer.add_chat_template(TEMPLATE)
    for key, value in (extra or {}).items():
        add = {bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32, str: writer.add_string}
        add.get(type(value), writer.add_array)(key, value)
    weights = np.zeros((n_vocab, n_embd), np.float16)
    writer.add_tensor("token_embd.weight", weights)
    for layer in range(n_layer):
        writer.add_tensor(f"blk.{layer}.attn_norm.weight", np.zeros(n_embd, np.float32))
        writer.add_tensor(f"blk.{layer}.ffn_up.weight", np.zeros((2 * n_embd, n_embd), np.float16))
    if not tied:
        writer.add_tensor("output.weight", weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_seven_billion(path: Path) -> Path:
    """The header of a Qwen2.5-7B in Q4_K_M in full, its 339 tensors and 4.7 GB of holes for weights behind it."""
    shape = SHAPES["7b"]
    writer = GGUFWriter(path, "qwen2")
    writer.add_name("Qwen2.5 7B Instruct")
    writer.add_context_length(shape.n_ctx)
    writer.add_embedding_length(shape.n_embd)
    writer.add_block_count(shape.n_layer)
    writer.add_feed_forward_length(shape.n_ff)
    writer.add_head_count(shape.n_head)
    writer.add_head_count_kv(shape.n_head_kv)
    writer.add_file_type(15)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    # As many tokens and merges as there are, of the lengths that words have.
    writer.add_token_list([f"Ġ{number * 7919 % 999_983:x}".encode() for number in range(shape.n_vocab)])
    writer.add_token_types([1] * shape.n_vocab)
    writer.add_token_merges([f"Ġ{number % 997:x} {number:x}" for number in range(151_387)])
    writer.add_chat_template(TEMPLATE)
    kv_width = shape.n_embd // shape.n_head * shape.n_head_kv
    for name, rows, columns, kind in (
        ("token_embd.weight", shape.n_vocab, shape.n_embd, Type.Q4_K),
        ("output.weight", shape.n_vocab, shape.n_embd, Type.Q6_K),
        ("output_norm.weight", 1, shape.n_embd, Type.F32),
        *(
            (f"blk.{layer}.{name}", rows, columns, kind)
            for layer in range(shape.n_layer)
            for name, rows, columns, kind in (
                ("attn_norm.weight", 1, shape.n_embd, Type.F32),
                ("attn_q.weight", shape.n_embd, shape.n_embd, Type.Q4_K),
                ("attn_q.bias", 1, shape.n_embd, Type.F32),
                ("attn_k.weight", kv_width, shape.n_embd, Type.Q4_K),
                ("attn_k.bias", 1, kv_width, Type.F32),
                ("attn_v.weight", kv_width, shape.n_embd, Type.Q6_K if layer % 2 else Type.Q4_K),
                ("attn_v.bias", 1, kv_width, Type.F32),
                ("attn_output.weight", shape.n_embd, shape.n_embd, Type.Q4_K),
                ("ffn_norm.weight", 1, shape.n_embd, Type.F32),
                ("ffn_gate.weight", shape.n_ff, shape.n_embd, Type.Q4_K),
                ("ffn_up.weight", shape.n_ff, shape.n_embd, Type.Q4_K),
                ("ffn_down.weight", shape.n_embd, shape.n_ff, Type.Q6_K if layer % 2 else Type.Q4_K),
            )
        ),
    ):
        block, block_bytes = GGML_QUANT_SIZES[kind]
        size = rows * columns // block * block_bytes
        sides = (columns,) if rows == 1 else (rows, columns)
        writer.add_tensor_info(name, sides, np.dtype(np.float32), size, kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    weights = sum(one.nbytes for one in writer.tensors[0].values())
    writer.close()
    with path.open("r+b") as file:
        start = -(-file.seek(0, 2) // 32) * 32
        file.truncate(start + weights)
    return path
