"""What the chats and files of the pictures say, and what the Hub in them has."""

from __future__ import annotations

from typing import Any

QUESTION = "Write a Python function that splits a long text into overlapping pieces, and explain how to choose them."
ANSWER = '''Split by **characters**, and prefer the end of a paragraph:

```python
def pieces(text: str, size: int = 1800, overlap: int = 200) -> list[str]:
    """Split text into overlapping pieces, preferring paragraph ends."""
    found, start = [], 0
    while start < len(text):
        end = min(start + size, len(text))
        cut = text.rfind("\\n\\n", start + size // 2, end)
        end = cut if cut > start and end < len(text) else end
        found.append(text[start:end].strip())
        start = max(end - overlap, start + 1)  # always forward
    return found
```

How to choose depends on the context length `n_ctx`:

| context | size | overlap | good for |
|:--------|-----:|--------:|:---------|
| 4K | 1 800 | 200 | a laptop, 仅 CPU |
| 8K | 4 500 | 400 | 单卡 4090，默认 |
| 32K | 20 000 | 800 | long reports, read at once |

1. The overlap keeps sentences on a border whole;
2. **注意：**中文的一个字约为一个 token；
3. see the [documentation](https://example.org/chunks).

> Every figure above can be checked in the source.
'''
RECEIPT = {
    "model": "Qwen2.5-7B-Instruct-Q4_K_M.gguf",
    "figures": {
        "finish_reason": "stop", "prompt_tokens": 2911, "cached_tokens": 0, "prompt_ms": 812.0,
        "predicted_tokens": 186, "predicted_ms": 4305.0, "seed": 1,
    },
}  # fmt: skip
# What the Hub on this machine has: what is told of a repository, and the sizes of its files.
STOCK: dict[str, tuple[dict[str, Any], dict[str, int]]] = {
    "bartowski/Qwen2.5-7B-Instruct-GGUF": (
        {"license": "apache-2.0", "language": ["en", "zh", "fr", "de", "es"], "downloads": 412_903,
         "gguf": {"architecture": "qwen2", "total": 7_615_616_512, "context_length": 32768}},
        {"Q2_K": 3_015_940_096, "Q4_K_M": 4_683_074_240, "Q5_K_M": 5_444_831_936, "Q8_0": 8_098_525_888,
         "F16": 15_237_853_120},
    ),
    "meta-llama/Llama-3.3-70B-Instruct-GGUF": (
        {"license": "llama3.3", "language": ["en"], "downloads": 96_211, "gated": "manual",
         "gguf": {"architecture": "llama", "total": 70_553_706_496, "context_length": 131072}},
        {"Q4_K_M": 42_520_395_008, "Q8_0": 74_975_054_912},
    ),
    "newlab/Foresight-9B-Instruct-GGUF": (
        {"license": "other", "license_name": "foresight-research", "language": ["en"], "downloads": 8_004,
         "gguf": {"architecture": "foresight2", "total": 9_000_000_000, "context_length": 65536}},
        {"Q4_K_M": 5_600_000_000},
    ),
    "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF": (
        {"license": "apache-2.0", "language": ["en"], "downloads": 51_877,
         "gguf": {"architecture": "qwen2", "total": 1_543_714_304, "context_length": 32768}},
        {"Q4_K_M": 1_117_320_736, "Q8_0": 1_894_532_128},
    ),
}  # fmt: skip
REPORT = """# Annual report

Revenue grew by 8.2 % to 412 million euros in 2025. Operating cost fell by 3 % because inference moved on premises.

## Risks

Two thirds of the accelerators come from one vendor. Rules on where data may be kept change in July and need an audit.
The platform team lost four of its eleven engineers. A second site is planned in Lyon for March 2026.

## Outlook

The board expects growth between 4 % and 6 % in 2026. The dividend stays at 1.20 euros a share.
"""

TABLE = "How much memory the cache takes, by context:\n\n| model | layers | 4K | 8K | 16K | 32K | 128K | 备注 |\n" + (
    "|:--|--:|--:|--:|--:|--:|--:|:--|\n"
) + "".join(
    f"| Model {size}B Instruct | {layers} | {layers * 8} MB | {layers * 16} MB | {layers * 32} MB | {layers * 64} MB "
    f"| {layers * 256} MB | {note} |\n"
    for size, layers, note in (
        (0.5, 24, "适合笔记本"), (1.5, 28, ""), (3, 36, ""), (7, 28, "单卡 4090"), (8, 32, ""), (12, 40, ""),
        (14, 48, ""), (24, 40, "**两张卡**"), (32, 64, ""), (70, 80, "needs 48 GB"), (72, 80, ""), (120, 36, "MoE"),
    )
)  # fmt: skip
CODE = (
    "One request after the other, in turns:\n\n```python\n"
    + "".join(
        f"""def step_{number}(queue: list[Request], budget_tokens: int = {number * 64}) -> list[Token]:
    \"\"\"Decode at most `budget_tokens` of what waits, the oldest first; returns what was sampled.\"\"\"
    batch = take(queue, limit=budget_tokens, at_least_one=True, reason="no request may starve the others that wait")
    return [sample(row, temperature=request.temperature, top_p=request.top_p) for request, row in decode(batch)]


"""
        for number in range(1, 9)
    )
    + "```\n"
)
