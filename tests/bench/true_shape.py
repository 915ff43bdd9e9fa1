"""Models with the true shapes and quantisation of Qwen2.5, random weights: their speed is the real model's.

    python -m tests.bench.true_shape 0.5b OUT.gguf --vocab .../ggml-vocab-qwen2.gguf

The vocabulary file lies in llama.cpp's source tree under models/. What such a model says is noise.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType as Type
from gguf import GGUFReader, GGUFWriter, LlamaFileType

from tests.gguf_models import CHAT_TEMPLATE


@dataclass(frozen=True)
class Shape:
    """The figures of a model card's config.json."""

    n_layer: int
    n_embd: int
    n_ff: int
    n_head: int
    n_head_kv: int
    tied: bool
    n_ctx: int
    n_vocab: int = 151936


SHAPES = {
    "0.5b": Shape(24, 896, 4864, 14, 2, True, 32768),
    "1.5b": Shape(28, 1536, 8960, 12, 2, True, 32768),
    "3b": Shape(36, 2048, 11008, 16, 2, True, 32768),
    "7b": Shape(28, 3584, 18944, 28, 4, False, 131072, 152064),
}

# Bytes of a block, weights in it, where its float16 scales lie, and the scale that gives weights of deviation 1.
# Q4_K: weight = d*sc*q - dmin*m with sc and m over 0..63 and q over 0..15, centred by dmin = 7.5 d.
_BLOCKS = {
    Type.Q4_K: (144, 256, ((0, 1 / 230.0), (2, 7.5 / 230.0))),
    Type.Q6_K: (210, 256, ((208, 1 / 1360.0),)),
    Type.Q5_0: (22, 32, ((0, 1 / 9.2),)),
    Type.Q8_0: (34, 32, ((0, 1 / 74.0),)),
}
_DEVIATION = 0.02


def true_shape(name: str, path: Path, vocabulary: Path, seed: int = 0) -> Path:
    """Write the model `name` of SHAPES with llama.cpp's Q4_K_M mix of types; returns `path`."""
    shape = SHAPES[name]
    rng = np.random.default_rng(seed)
    writer = GGUFWriter(path, "qwen2")
    writer.add_name(f"synthetic-qwen2.5-{name}")
    writer.add_context_length(shape.n_ctx)
    writer.add_embedding_length(shape.n_embd)
    writer.add_block_count(shape.n_layer)
    writer.add_feed_forward_length(shape.n_ff)
    writer.add_head_count(shape.n_head)
    writer.add_head_count_kv(shape.n_head_kv)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e6)
    writer.add_file_type(LlamaFileType.MOSTLY_Q4_K_M)
    _vocabulary(writer, vocabulary, shape.n_vocab)

    def matrix(tensor: str, rows: int, columns: int, kind: Type) -> None:
        if columns % 256:  # llama.cpp's own fallback for rows that are no whole super-blocks
            kind = Type.Q5_0 if kind is Type.Q4_K else Type.Q8_0
        writer.add_tensor(tensor, _random_blocks(rng, rows, columns, kind), raw_dtype=kind)

    def vector(tensor: str, size: int, value: float) -> None:
        writer.add_tensor(tensor, np.full(size, value, np.float32))

    matrix("token_embd.weight", shape.n_vocab, shape.n_embd, Type.Q6_K if shape.tied else Type.Q4_K)
    vector("output_norm.weight", shape.n_embd, 1.0)
    if not shape.tied:
        matrix("output.weight", shape.n_vocab, shape.n_embd, Type.Q6_K)
    kv_width = shape.n_embd // shape.n_head * shape.n_head_kv
    for layer in range(shape.n_layer):
        eighth = shape.n_layer // 8
        # llama-quant.cpp, use_more_bits: the first and last eighth of the layers, and every third in between
        more = layer < eighth or layer >= 7 * shape.n_layer // 8 or (layer - eighth) % 3 == 2
        sensitive = Type.Q6_K if more else Type.Q4_K
        block = f"blk.{layer}."
        vector(f"{block}attn_norm.weight", shape.n_embd, 1.0)
        vector(f"{block}ffn_norm.weight", shape.n_embd, 1.0)
        for part, rows, kind in (
            ("q", shape.n_embd, Type.Q4_K),
            ("k", kv_width, Type.Q4_K),
            ("v", kv_width, sensitive),
        ):
            matrix(f"{block}attn_{part}.weight", rows, shape.n_embd, kind)
            vector(f"{block}attn_{part}.bias", rows, 0.0)
        matrix(f"{block}attn_output.weight", shape.n_embd, shape.n_embd, Type.Q4_K)
        matrix(f"{block}ffn_gate.weight", shape.n_ff, shape.n_embd, Type.Q4_K)
        matrix(f"{block}ffn_up.weight", shape.n_ff, shape.n_embd, Type.Q4_K)
        matrix(f"{block}ffn_down.weight", shape.n_embd, shape.n_ff, sensitive)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _random_blocks(rng: np.random.Generator, rows: int, columns: int, kind: Type) -> np.ndarray:
    """Random quantised bytes whose weights have mean 0 and deviation `_DEVIATION`; shape (rows, bytes of a row)."""
    size, weights, scales = _BLOCKS[kind]
    blocks = rng.integers(0, 256, (rows * columns // weights, size), np.uint8)
    for offset, scale in scales:
        blocks[:, offset : offset + 2] = np.frombuffer(np.float16(scale * _DEVIATION).tobytes(), np.uint8)
    return blocks.reshape(rows, -1)


def _vocabulary(writer: GGUFWriter, path: Path, size: int) -> None:
    """The tokenizer of a vocabulary file, filled up to `size` with unused tokens."""
    fields = GGUFReader(path).fields

    def values(key: str) -> list[np.ndarray]:
        field = fields[f"tokenizer.ggml.{key}"]
        return [field.parts[index] for index in field.data]

    tokens = [bytes(token) for token in values("tokens")]
    kinds = [int(kind[0]) for kind in values("token_type")]
    unused = range(len(tokens), size)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens + [f"[PAD{number}]".encode() for number in unused])
    writer.add_token_types(kinds + [5] * len(unused))
    writer.add_token_merges([bytes(merge).decode() for merge in values("merges")])
    writer.add_eos_token_id(151645)
    writer.add_bos_token_id(151643)
    writer.add_pad_token_id(151643)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("out", type=Path)
    parser.add_argument("--vocab", type=Path, required=True)
    chosen = parser.parse_args()
    true_shape(chosen.shape, chosen.out, chosen.vocab)


if __name__ == "__main__":
    main()
