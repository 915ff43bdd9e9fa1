"""Models that llama.cpp loads, without a vocabulary, for what they weigh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np


def write_shape(
    path: Path,
    architecture: str,
    *,
    n_layer: int = 6,
    n_embd: int = 128,
    n_head: int = 4,
    n_head_kv: int = 2,
    head: int = 64,
    n_vocab: int = 4096,
    tied: bool = False,
    keys: dict[str, Any] | None = None,
) -> Path:
    """A qwen2, llama, qwen3, gemma3 or mamba of these figures; `keys` go below the architecture's name."""
    n_ff = 2 * n_embd
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_context_length(131_072)
    writer.add_embedding_length(n_embd)
    writer.add_block_count(n_layer)
    writer.add_feed_forward_length(n_ff)
    writer.add_head_count(n_head)
    writer.add_head_count_kv(n_head_kv)
    writer.add_key_length(head)
    writer.add_value_length(head)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(n_vocab)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_tokenizer_model("no_vocab")
    for key, value in (keys or {}).items():
        writer.add_uint32(f"{architecture}.{key}", value)

    def matrix(name: str, rows: int, columns: int) -> None:
        writer.add_tensor(f"{name}.weight", np.zeros((rows, columns), np.float16))

    def vector(name: str, size: int) -> None:
        writer.add_tensor(name, np.zeros(size, np.float32))

    matrix("token_embd", n_vocab, n_embd)
    vector("output_norm.weight", n_embd)
    if not tied:
        matrix("output", n_vocab, n_embd)
    for layer in range(n_layer):
        block = f"blk.{layer}."
        if architecture == "mamba":
            inner, state, rank = (keys or {})["ssm.inner_size"], (keys or {})["ssm.state_size"], n_embd // 16
            vector(f"{block}attn_norm.weight", n_embd)
            matrix(f"{block}ssm_in", 2 * inner, n_embd)
            writer.add_tensor(f"{block}ssm_conv1d.weight", np.zeros((inner, 4), np.float32))
            vector(f"{block}ssm_conv1d.bias", inner)
            matrix(f"{block}ssm_x", rank + 2 * state, inner)
            matrix(f"{block}ssm_dt", inner, rank)
            vector(f"{block}ssm_dt.bias", inner)
            writer.add_tensor(f"{block}ssm_a", np.zeros((inner, state), np.float32))
            vector(f"{block}ssm_d", inner)
            matrix(f"{block}ssm_out", n_embd, inner)
            continue
        for norm in ("attn_norm", "ffn_norm", *(("post_attention_norm", "post_ffw_norm") * (architecture == "gemma3"))):
            vector(f"{block}{norm}.weight", n_embd)
        if architecture in ("gemma3", "qwen3"):
            vector(f"{block}attn_q_norm.weight", head)
            vector(f"{block}attn_k_norm.weight", head)
        for name, heads in (("q", n_head), ("k", n_head_kv), ("v", n_head_kv)):
            matrix(f"{block}attn_{name}", heads * head, n_embd)
            if architecture == "qwen2":
                vector(f"{block}attn_{name}.bias", heads * head)
        matrix(f"{block}attn_output", n_embd, n_head * head)
        matrix(f"{block}ffn_gate", n_ff, n_embd)
        matrix(f"{block}ffn_up", n_ff, n_embd)
        matrix(f"{block}ffn_down", n_embd, n_ff)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
