"""GGUF files written with the `gguf` package, which is the oracle here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFWriter

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
