"""Small models made on the spot: real llama.cpp, real tokenizer and chat template, random weights.

What they say is noise, and the same noise every time; streaming, batching, grammars, cancelling and cache reuse are
those of any model. Nothing is downloaded.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np

CONTEXT = 32768
SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
THINKING = ("<think>", "</think>")
CHAT_TEMPLATE = (
    "{% if messages[0].role != 'system' %}<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n{% endif %}"
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
# What the byte pairs are learnt from: enough that ordinary words are a few tokens, as with a real model.
_CORPUS = (
    "You are a helpful assistant. system user assistant\n"
    "The meadow is green and the horse is in the paddock. A model reads the text and writes an answer.\n"
    "Summarise the document in three sentences. What is the name of the company? The answer is forty two.\n"
    "Write a function that returns the sum of two numbers. def add(first, second):\n    return first + second\n"
    "In the year 2024 there were 1234 people, 56 percent of them here. It was the best of times and the worst.\n"
    "请总结这份文件。今天天气很好，我们去公园散步。\n"
    '{"name": "value", "items": [1, 2, 3], "true": false, "null": null}\n'
) * 2


def make_tiny_gguf(
    path: Path,
    seed: int = 0,
    *,
    chat_template: str | None = CHAT_TEMPLATE,
    long_answers: bool = True,
    n_layer: int = 2,
    n_embd: int = 64,
    context: int = CONTEXT,
    specials: Sequence[str] = SPECIALS,
) -> Path:
    """Write a qwen2 model of about 600 kB; returns `path`. The same arguments give the same bytes.

    The weights are 32-bit floats, so that answers hardly depend on the machine.

    `specials` are its control tokens, the one that ends a turn among them.

    With `long_answers` it hardly ever ends an answer by itself, so that streaming and stopping can be seen; without,
    most answers end after some dozen words.
    """
    rng = np.random.default_rng(seed)
    pieces, merges = _byte_pairs(_CORPUS, 400)
    tokens = [*pieces, *specials, *THINKING]
    n_head, n_head_kv, n_ff = 4, 2, 2 * n_embd
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    writer = gguf.GGUFWriter(part, "qwen2")
    writer.add_name(f"tiny-{seed}")
    writer.add_context_length(context)
    writer.add_embedding_length(n_embd)
    writer.add_block_count(n_layer)
    writer.add_feed_forward_length(n_ff)
    writer.add_head_count(n_head)
    writer.add_head_count_kv(n_head_kv)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e6)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    kinds = gguf.TokenType.NORMAL, gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED
    writer.add_token_types([kinds[0]] * len(pieces) + [kinds[1]] * len(specials) + [kinds[2]] * len(THINKING))
    writer.add_token_merges([" ".join(pair) for pair in merges])
    writer.add_eos_token_id(tokens.index("<|im_end|>" if "<|im_end|>" in specials else specials[0]))
    first = tokens.index("<|endoftext|>" if "<|endoftext|>" in specials else specials[0])
    writer.add_bos_token_id(first)
    writer.add_pad_token_id(first)
    writer.add_add_bos_token(False)
    if chat_template is not None:
        writer.add_chat_template(chat_template)

    def weights(name: str, rows: int, columns: int, scale: float = 1.0) -> None:
        values = rng.standard_normal((rows, columns)) * scale / np.sqrt(columns)
        writer.add_tensor(name, values.astype(np.float32))

    def vector(name: str, size: int, value: float) -> None:
        writer.add_tensor(name, np.full(size, value, np.float32))

    weights("token_embd.weight", len(tokens), n_embd, 8.0)
    output = rng.standard_normal((len(tokens), n_embd)) * 2 / np.sqrt(n_embd)
    output[[not _is_text(piece) for piece in tokens]] = 0.0  # words read better than bytes
    output[len(pieces) : len(pieces) + len(specials)] *= 0.0 if long_answers else 1.4
    output[-len(THINKING) :] = 0.0
    writer.add_tensor("output.weight", output.astype(np.float32))
    vector("output_norm.weight", n_embd, 1.0)
    head = n_embd // n_head
    for layer in range(n_layer):
        block = f"blk.{layer}."
        vector(block + "attn_norm.weight", n_embd, 1.0)
        vector(block + "ffn_norm.weight", n_embd, 1.0)
        for name, rows in (("q", n_embd), ("k", n_head_kv * head), ("v", n_head_kv * head)):
            weights(f"{block}attn_{name}.weight", rows, n_embd)
            vector(f"{block}attn_{name}.bias", rows, 0.0)
        weights(block + "attn_output.weight", n_embd, n_embd)
        weights(block + "ffn_gate.weight", n_ff, n_embd)
        weights(block + "ffn_up.weight", n_ff, n_embd)
        weights(block + "ffn_down.weight", n_embd, n_ff)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(path)
    return path


def _byte_characters() -> list[str]:
    """GPT-2's printable stand-in for each byte value."""
    printable = {*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAC + 1), *range(0xAE, 0xFF + 1)}
    spare = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(spare)) for byte in range(256)]


def _is_text(piece: str) -> bool:
    """The token's bytes are whole characters, and more than one letter or mark."""
    alphabet = {character: byte for byte, character in enumerate(_byte_characters())}
    raw = bytes(alphabet.get(character, ord("x")) for character in piece)
    try:
        return len(raw.decode().strip()) > 1
    except UnicodeDecodeError:
        return False


def _byte_pairs(corpus: str, count: int) -> tuple[list[str], list[tuple[str, str]]]:
    """A byte-level BPE learnt from `corpus`: 256 bytes and up to `count` merges, words and spaces as GPT-2 splits."""
    alphabet = _byte_characters()
    words: dict[tuple[str, ...], int] = {}
    for line in corpus.splitlines(keepends=True):
        for number, word in enumerate(line.split(" ")):
            raw = (b" " if number else b"") + word.encode()
            key = tuple(alphabet[byte] for byte in raw)
            words[key] = words.get(key, 0) + 1
    merges: list[tuple[str, str]] = []
    while len(merges) < count:
        pairs: dict[tuple[str, str], int] = {}
        for word, times in words.items():
            for pair in itertools.pairwise(word):
                pairs[pair] = pairs.get(pair, 0) + times
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        words = {_merged(word, best): times for word, times in words.items()}
    learnt = dict.fromkeys("".join(pair) for pair in merges)
    return [*alphabet, *learnt], merges


def _merged(word: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    merged: list[str] = []
    for piece in word:
        if merged and (merged[-1], piece) == pair:
            merged[-1] += piece
        else:
            merged.append(piece)
    return tuple(merged)
