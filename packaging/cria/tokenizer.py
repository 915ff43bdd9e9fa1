"""Cria's tokenizer: a byte-level BPE, split as llama.cpp's pre-type `qwen2` does.

Learnt from what is at hand wherever Cria is built: this project's own English and Chinese texts, the words of Python's
standard library, and every character of GB2312's first level, so often that each becomes one token. No text of theirs
is kept, only which bytes go together. The result, `tokenizer.json`, is committed: a model is bound to its tokenizer.

    PYTHONPATH=packaging python -m cria.tokenizer
"""

from __future__ import annotations

import json
import keyword
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

FILE = Path(__file__).with_name("tokenizer.json")
END_OF_TEXT, TURN, END_OF_TURN = SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
SIZE = 8192
# llama.cpp, src/llama-vocab.cpp, LLAMA_VOCAB_PRE_TYPE_QWEN2.
SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_ROOT = Path(__file__).resolve().parents[2]
# A character of Chinese is met so often that all of level one come before the rarest words of English.
_TIMES_A_CHARACTER = 2000
_CHINESE_MARKS = "，。、；：？！“”‘’（）《》〈〉【】「」『』…—·～％￥　＋－×÷°℃"
_WORD = re.compile(r"[A-Za-z]+")
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


def load(path: Path = FILE) -> Tokenizer:
    """The tokenizer as committed."""
    return Tokenizer.from_file(str(path))


def train() -> Tokenizer:
    """Learn the tokenizer anew; the same sources give the same one."""
    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(SPLIT), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        special_tokens=[AddedToken(text, special=True, normalized=False) for text in SPECIALS],
        show_progress=False,
    )
    tokenizer.train_from_iterator(_corpus(), trainer)
    return tokenizer


def first_level() -> str:
    """The 3 755 characters of GB2312's first level, rows 16 to 55: the commonest of Chinese."""
    rows = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return "".join(raw.decode("gb2312", "ignore") for raw in rows)


def _corpus() -> Iterator[str]:
    """Lines to learn from. Chinese goes in character by character: copied text is then cut alike wherever it stands."""
    for character in first_level() + _CHINESE_MARKS:
        yield f"{character}\n" * _TIMES_A_CHARACTER
    for text in _own_texts():
        yield _CHINESE.sub("\n", text)
    words = _library_words()
    for word, count in words.items():
        times = min(count, 400)
        yield f" {word}" * times
        yield f"{word}\n" * (times // 4 + 1)
        yield f" {word.capitalize()}" * (times // 4 + 1)


def _own_texts() -> Iterator[str]:
    """Prompts and documents of this repository, prompts often: they open every passage Cria reads."""
    for path in sorted((_ROOT / "resources" / "prompts").rglob("*.*")):
        yield path.read_text("utf-8") * 40
    for path in sorted([*_ROOT.glob("*.md"), *(_ROOT / "docs").glob("*.md")]):
        yield path.read_text("utf-8") * 3
    for path in sorted((_ROOT / "models").rglob("*.py")):
        yield path.read_text("utf-8")


def _library_words() -> Counter[str]:
    """How often each word stands in the standard library's sources, Python's own words left out."""
    library = Path(json.__file__).parents[1]
    counts: Counter[str] = Counter()
    for path in sorted([*library.glob("*.py"), *library.glob("pydoc_data/*.py"), *library.glob("asyncio/*.py")]):
        counts.update(word.lower() for word in _WORD.findall(path.read_text("utf-8", "replace")))
    for word in (*keyword.kwlist, "self", "cls"):
        counts.pop(word.lower(), None)
    return Counter({word: count for word, count in sorted(counts.items()) if count >= 4 and 1 < len(word) < 16})


def main() -> None:
    """Learn it, write it, say how it cuts."""
    tokenizer = train()
    tokenizer.save(str(FILE), pretty=False)
    whole = sum(len(tokenizer.encode(character).ids) == 1 for character in first_level())
    print(f"{FILE.name}: {tokenizer.get_vocab_size()} tokens; {whole} of {len(first_level())} characters are one")
    if whole < 3500:
        sys.exit("too few characters of Chinese are one token")


if __name__ == "__main__":
    main()
