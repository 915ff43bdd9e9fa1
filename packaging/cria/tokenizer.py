"""Cria's tokenizer: a byte-level BPE, split as llama.cpp's pre-type `qwen2` does.

Learnt from what is at hand wherever Cria is built: the samples it is trained on, this project's documents, sentences of
Python's standard library, and every character of GB2312's first level, so often that each becomes one token. No text of
theirs is kept, only which bytes go together. The result, `tokenizer.json`, is committed: a model is bound to it.

    PYTHONPATH=packaging:. python -m cria.tokenizer
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from cria.generate import samples

FILE = Path(__file__).with_name("tokenizer.json")
END_OF_TEXT, TURN, END_OF_TURN = SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
SIZE = 8192
# llama.cpp, src/llama-vocab.cpp, LLAMA_VOCAB_PRE_TYPE_QWEN2.
SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_ROOT = Path(__file__).resolve().parents[2]
# A character of Chinese is met so often that all of level one come before the rarest words of English.
_TIMES_A_CHARACTER = 3000
_SAMPLES = 1500
_CHINESE_MARKS = "，。、；：？！“”‘’（）《》〈〉【】「」『』…—·～％￥　＋－×÷°℃"
_NOT_PROSE = {"site-packages", "dist-packages", "test", "idlelib", "lib2to3"}
_PROSE = re.compile(r"(?:[A-Za-z]{1,16}[,.;:]? ){5,}[A-Za-z]{1,16}[,.;:]?")
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
    """Texts to learn from. Chinese goes in character by character: copied text is then cut alike wherever it stands."""
    for character in first_level():
        yield f"{character}\n" * _TIMES_A_CHARACTER
    for mark in _CHINESE_MARKS:
        yield f"1{mark}1" * _TIMES_A_CHARACTER
    learnt = (message.content for sample in itertools.islice(samples(0, 2000), _SAMPLES) for message in sample.messages)
    for text in itertools.chain(learnt, _own_texts(), _library_prose()):
        yield _CHINESE.sub("\n", text)


def _own_texts() -> Iterator[str]:
    """The documents of this repository, its prompts and some of its code."""
    for path in sorted(
        [*_ROOT.glob("*.md"), *(_ROOT / "docs").glob("*.md"), *(_ROOT / "resources/prompts").rglob("*.*")]
    ):
        yield path.read_text("utf-8") * 2
    for path in sorted((_ROOT / "models" / "summary").glob("*.py")):
        yield path.read_text("utf-8")


def _library_prose() -> Iterator[str]:
    """The sentences of docstrings of the standard library: lines that begin and go on with plain words."""
    library = Path(json.__file__).parents[1]
    for path in sorted([*library.glob("*.py"), *library.glob("[a-z]*/*.py")]):
        lines = () if path.parent.name in _NOT_PROSE else path.read_text("utf-8", "replace").splitlines()
        for line in lines:
            if _PROSE.fullmatch(line.strip()):
                yield f" {line.strip()}\n" * 4


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
