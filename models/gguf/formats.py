"""The names and sizes of the GGUF format: tensor types, quantisations, architectures, and what is no GGUF at all.

Sources: ggml.h, llama.h and llama-arch.cpp of the engine we ship (llama-cpp-python 0.3.36). The tests compare the
types with the `gguf` package and the architectures with the built library.
"""

from __future__ import annotations

# ggml_type -> (name, elements of a block, bytes of a block)
TENSOR_TYPES: dict[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4),
    1: ("F16", 1, 2),
    2: ("Q4_0", 32, 18),
    3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34),
    9: ("Q8_1", 32, 40),
    10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210),
    15: ("Q8_K", 256, 292),
    16: ("IQ2_XXS", 256, 66),
    17: ("IQ2_XS", 256, 74),
    18: ("IQ3_XXS", 256, 98),
    19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18),
    21: ("IQ3_S", 256, 110),
    22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136),
    24: ("I8", 1, 1),
    25: ("I16", 1, 2),
    26: ("I32", 1, 4),
    27: ("I64", 1, 8),
    28: ("F64", 1, 8),
    29: ("IQ1_M", 256, 56),
    30: ("BF16", 1, 2),
    34: ("TQ1_0", 256, 54),
    35: ("TQ2_0", 256, 66),
    39: ("MXFP4", 32, 17),
    40: ("NVFP4", 64, 36),
    41: ("Q1_0", 128, 18),
    42: ("Q2_0", 64, 18),
}

# llama_ftype -> the name people know it by
FILE_TYPES: dict[int, str] = {
    0: "F32",
    1: "F16",
    2: "Q4_0",
    3: "Q4_1",
    7: "Q8_0",
    8: "Q5_0",
    9: "Q5_1",
    10: "Q2_K",
    11: "Q3_K_S",
    12: "Q3_K_M",
    13: "Q3_K_L",
    14: "Q4_K_S",
    15: "Q4_K_M",
    16: "Q5_K_S",
    17: "Q5_K_M",
    18: "Q6_K",
    19: "IQ2_XXS",
    20: "IQ2_XS",
    21: "Q2_K_S",
    22: "IQ3_XS",
    23: "IQ3_XXS",
    24: "IQ1_S",
    25: "IQ4_NL",
    26: "IQ3_S",
    27: "IQ3_M",
    28: "IQ2_S",
    29: "IQ2_M",
    30: "IQ4_XS",
    31: "IQ1_M",
    32: "BF16",
    36: "TQ1_0",
    37: "TQ2_0",
    38: "MXFP4_MOE",
    39: "NVFP4",
    40: "Q1_0",
    41: "Q2_0",
}

_ARCHITECTURES = """
    llama llama4 deci falcon grok gpt2 gptj gptneox mpt baichuan starcoder refact bloom stablelm qwen qwen2 qwen2moe
    qwen2vl qwen3 qwen3moe qwen3next qwen3vl qwen3vlmoe qwen35 qwen35moe qwen4exp phi2 phi3 phimoe plamo plamo2
    plamo3 codeshell orion internlm2 minicpm minicpm3 gemma gemma2 gemma3 gemma3n gemma4 starcoder2 mamba mamba2
    maple jamba falcon-h1 xverse command-r cohere2 cohere2moe dbrx olmo olmo2 olmoe muse-glimmer openelm arctic
    deepseek deepseek2 deepseek2-ocr deepseek32 deepseek4 chatglm glm4 glm4moe glm-dsa bitnet t5 jais jais2 nemotron
    nemotron_h nemotron_h_moe exaone exaone4 exaone-moe rwkv6 rwkv6qwen2 rwkv7 arwkv7 granite granitemoe
    granitehybrid graniteswitch granite_swa chameleon plm bailingmoe bailingmoe2 bailingmoe3 dots1 dots3note arcee
    afmoe laguna ernie4_5 ernie4_5-moe hunyuan-moe hunyuan-dense hunyuan_vl hy_v3 hy_v4 smollm3 gpt-oss lfm2 lfm2moe
    dream smallthinker llada llada-moe seed_oss grovemoe apertus minimax-01 hrm_text minimax-m2 minimax-m3 cogvlm
    rnd1 pangu-embedded mistral3 mistral4 paddleocr mimo2 step35 spark2_5 maincoder kimi-linear kimi-k3 glm5-next
    talkie mellum nanbeige
"""
# general.architecture of what llama.cpp loads and can answer with; its encoders, drafters and voices are left out.
ARCHITECTURES = frozenset(_ARCHITECTURES.split())

# The first bytes of what is often taken for a model; phrases that end "is not a GGUF model file (it is ...)".
_LOOKALIKES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "it is a zip archive"),
    (b"%PDF-", "it is a PDF document"),
    (b"version https://git-lfs", "it is a Git LFS pointer, not the file itself"),
    (b"\x1f\x8b", "it is a gzip archive"),
    (b"BZh", "it is a bzip2 archive"),
    (b"\xfd7zXZ\x00", "it is an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive"),
    (b"Rar!", "it is a RAR archive"),
    (b"\x80\x02", "it is a PyTorch file"),
    (b"lmgg", "it is a model in the old GGML format"),
    (b"fmgg", "it is a model in the old GGML format"),
    (b"tjgg", "it is a model in the old GGML format"),
    (b"<!doctype", "it is a web page"),
    (b"<html", "it is a web page"),
    (b"<?xml", "it is an XML or web page"),
    (b"{", "it is a JSON text"),
    (b"\x7fELF", "it is a program"),
    (b"MZ", "it is a program"),
)


def lookalike(head: bytes) -> str:
    """What a file that does not start with "GGUF" seems to be, from its first bytes (64 are enough)."""
    if not head.strip(b"\0"):
        return "it starts with zeros, like a download that was cut short"
    # safetensors: the length of a JSON text as u64, then that text
    if int.from_bytes(head[:8], "little") < 1 << 28 and head[8:9] == b"{":
        return "it is a safetensors file"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, kind in _LOOKALIKES:
        if head.startswith(start) or text.lower().startswith(start):
            return kind
    return "it does not start with “GGUF”"
