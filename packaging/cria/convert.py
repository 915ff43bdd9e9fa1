"""A checkpoint as a GGUF file for llama.cpp.

    PYTHONPATH=packaging python -m cria.convert build/cria --out resources/cria.gguf

Matrices become Q8_0 (blocks of 32 numbers with a common scale, 8.5 bits each), norms and biases stay 32-bit floats.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import gguf
import numpy as np
from tokenizers import Tokenizer

from cria.checkpoint import Weights, between, restore
from cria.shape import Shape
from cria.tokenizer import END_OF_TEXT, END_OF_TURN, SPECIALS, load

TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "templates" / "cria.jinja"
LARGEST_BYTES = 10 * 1024 * 1024
# Names of PyTorch's modules and of llama.cpp's tensors (src/llama-arch.cpp).
_NAMES = {
    "attn_norm": "attn_norm",
    "q": "attn_q",
    "k": "attn_k",
    "v": "attn_v",
    "output": "attn_output",
    "ffn_norm": "ffn_norm",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}


def write_gguf(weights: Weights, shape: Shape, tokenizer: Tokenizer, path: Path, *, exact: bool = False) -> None:
    """Write the model; with `exact` every number stays a 32-bit float."""
    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_type(gguf.GGUFType.MODEL)
    writer.add_name("Cria")
    writer.add_description("Paddock's built-in demo model: it quotes well and knows nothing.")
    writer.add_license("MIT")
    writer.add_size_label(f"{sum(each.size for each in weights.values()) / 1e6:.1f}M")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32 if exact else gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    _add_tokenizer(writer, tokenizer)
    for name, values in weights.items():
        kind = gguf.GGMLQuantizationType.F32 if exact or values.ndim == 1 else gguf.GGMLQuantizationType.Q8_0
        writer.add_tensor(tensor_name(name), gguf.quants.quantize(values.astype(np.float32), kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_tokenizer(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    model = json.loads(tokenizer.to_str())["model"]
    ids: dict[str, int] = tokenizer.get_vocab()
    tokens = sorted(ids, key=ids.__getitem__)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    kinds = gguf.TokenType
    writer.add_token_types([kinds.CONTROL if token in SPECIALS else kinds.NORMAL for token in tokens])
    writer.add_token_merges([" ".join(pair) for pair in model["merges"]])
    writer.add_eos_token_id(ids[END_OF_TURN])
    writer.add_bos_token_id(ids[END_OF_TEXT])
    writer.add_pad_token_id(ids[END_OF_TEXT])
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE.read_text("utf-8"))


def tensor_name(name: str) -> str:
    """llama.cpp's name of a parameter of `cria.network.Network`."""
    parts = name.split(".")
    if parts[0] == "blocks":
        return f"blk.{parts[1]}.{_NAMES[parts[2]]}.{parts[3]}"
    return {"embedding": "token_embd", "norm": "output_norm"}[parts[0]] + f".{parts[1]}"


def main() -> None:
    """Write the file; ends with 1 when it is larger than the repository is to carry."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="folder of what cria.train wrote")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--begin", type=Path, help="folder of the checkpoint that training went on from")
    parser.add_argument("--share", type=float, default=1.0, help="of the way from there that is gone")
    wanted = parser.parse_args()
    weights, shape = restore(wanted.checkpoint)
    if wanted.begin:
        weights = between(restore(wanted.begin)[0], weights, wanted.share)
    write_gguf(weights, shape, load(), wanted.out)
    size = wanted.out.stat().st_size
    print(f"{wanted.out}: {size / 2**20:.2f} MiB, {sum(each.size for each in weights.values()) / 1e6:.2f}M numbers")
    if size > LARGEST_BYTES:
        sys.exit(f"{wanted.out.name} is larger than {LARGEST_BYTES >> 20} MiB; choose a smaller shape")


if __name__ == "__main__":
    main()
