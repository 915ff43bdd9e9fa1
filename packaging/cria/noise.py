"""Text that nobody wrote: made words, any characters, the words and lines of Python's own library.

What is copied from here can only have been read, never known.
"""

from __future__ import annotations

import builtins
import inspect
import json
import re
import sys
from functools import lru_cache
from pathlib import Path
from random import Random

from cria.grammar import pick

_TOKENIZER = Path(__file__).with_name("tokenizer.json")
_ONSETS, _NUCLEI, _CODAS, _ENDINGS = (
    tuple(parts.split())
    for parts in (
        "b c d f g h j k l m n p r s t v w y z br ch cl cr dr fl gl gr pl pr qu sc sh sk sl sp st str th tr wh",
        "a e i o u a e i o ai au ea ee ie oo ou y",
        "n r l s t m d k p th ng ck nd nt st sh x ll rn mp ct",
        "ed ing er or al ly ion ment ness ity ous ive able ism ate ize s es",
    )
)
_LITTLE, _LITTLE_ZH = (
    tuple(words.split())
    for words in (
        "the the the of of and to in a is that for it as with was on be by at from this or which an are its one "
        "all has but they had their were when who will more if out so what up into than them only some could these "
        "may then other any such over most also between through where because while about both each here there can",
        "的 的 的 了 在 是 和 有 人 这 个 上 也 到 就 之 而 以 于 其 为 者 与 所 可 我们 他们 可以 因为 所以 "
        "如果 以及 已经 进行 通过 这个 一个 什么 时候 工作 问题 需要",
    )
)
_SIGNS = "!#$%&()*+,-./:;<=>?@[]^_{}~"
_RARE = "äöüßéèêñçøåæþłžčşğïâ£€¥§°±µ×÷αβγδλπσωΔΩбгджилптя→⇒≤≥≠∞√∑“”‘’—–…·•✓★"
_MODULES = ("argparse", "asyncio", "collections", "decimal", "email", "http.client", "inspect", "json", "logging",
            "os", "pathlib", "random", "re", "shutil", "socket", "sqlite3", "statistics", "string", "subprocess",
            "tarfile", "tempfile", "threading", "tokenize", "trace",
            "unittest", "urllib.request", "zipfile")  # fmt: skip


def made_word(rng: Random) -> str:
    """A word of one to four syllables that may or may not be one."""
    syllables = 1 + int(rng.random() * rng.random() * 4)
    word = "".join(
        pick(rng, _ONSETS) + pick(rng, _NUCLEI) + (pick(rng, _CODAS) if rng.random() < 0.4 else "")
        for _ in range(syllables)
    )
    return word + pick(rng, _ENDINGS) if rng.random() < 0.3 else word


@lru_cache(maxsize=1)
def library_words() -> tuple[str, ...]:
    """Words, one by one, of the docstrings of Python's library; no sentence of it is kept."""
    words = set(dir(builtins))
    for name in _MODULES:
        module = __import__(name, fromlist=["x"])
        words.update(re.findall(r"[A-Za-z]{3,14}", inspect.getdoc(module) or ""))
        for member in vars(module).values():
            if callable(member):
                words.update(re.findall(r"[A-Za-z]{3,14}", inspect.getdoc(member) or ""))
    return tuple(sorted(word for word in words if word.isalpha() and (word.islower() or word.istitle())))


@lru_cache(maxsize=1)
def identifiers() -> tuple[str, ...]:
    """Names that programs have."""
    names = {name for module in _MODULES for name in dir(__import__(module, fromlist=["x"]))}
    return tuple(sorted(name for name in names | set(sys.stdlib_module_names) if not name.startswith("__")))


@lru_cache(maxsize=1)
def pieces() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All that is one token of Cria's: what begins a word, and what else may stand in a line.

    What is never met in training cannot be copied, so every token is to be met. None before there is a tokenizer.
    """
    if not _TOKENIZER.exists():
        return library_words(), tuple(_SIGNS)
    begins, others = [], []
    for token in json.loads(_TOKENIZER.read_text(encoding="utf-8"))["model"]["vocab"]:
        try:
            text = bytes(_BYTES[character] for character in token).decode()
        except (KeyError, UnicodeDecodeError):  # a special token, or half a character
            continue
        if text[:1] == " " and text[1:].isalpha() and text.isascii():
            begins.append(text[1:])
        elif text.isprintable() and text.strip() and not set("|\\") & set(text) and text < "\u2e80":
            others.append(text)
    return tuple(begins), tuple(others)


def _byte_of() -> dict[str, int]:
    """What a byte is written as in a byte-level BPE: itself where it can be seen, else the next letter from U+0100."""
    seen = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in seen]
    return {chr(byte): byte for byte in seen} | {chr(0x100 + at): byte for at, byte in enumerate(hidden)}


_BYTES = _byte_of()


@lru_cache(maxsize=2)
def han(level: int) -> tuple[str, ...]:
    """The characters of GB 2312's level 1 (3 755, by use) or 2 (3 008 rarer ones)."""
    rows = range(16, 56) if level == 1 else range(56, 88)
    raw = (bytes((0xA0 + row, 0xA0 + cell)) for row in rows for cell in range(1, 95))
    return tuple(filter(None, (each.decode("gb2312", "ignore") for each in raw)))


def han_run(rng: Random, length: int) -> str:
    """Chinese characters at random: mostly common, some rarer, a few from all of the block."""
    common, rarer = han(1), han(2)
    return "".join(
        pick(rng, common) if (chance := rng.random()) < 0.93
        else pick(rng, rarer) if chance < 0.985
        else chr(0x4E00 + int(rng.random() * 20_000))
        for _ in range(length)
    )  # fmt: skip


def word(rng: Random) -> str:
    """Any word: of the library, made, a name of a program, in capitals, with a rare letter."""
    chance = rng.random()
    if chance < 0.2:
        return pick(rng, library_words())
    if chance < 0.55:
        begins, others = pieces()
        return pick(rng, begins) + (pick(rng, others).strip() if rng.random() < 0.3 else "")
    if chance < 0.8:
        return made_word(rng)
    if chance < 0.86:
        return made_word(rng).capitalize()
    if chance < 0.9:
        return pick(rng, identifiers())
    if chance < 0.95:
        return figure(rng)
    if chance < 0.97:
        return made_word(rng).upper()[:6]
    return made_word(rng) + pick(rng, _RARE)


def figure(rng: Random) -> str:
    """Digits in one of the forms they come in."""
    whole = int(10 ** (rng.random() * 6))
    form = int(rng.random() * 6)
    if form == 0:
        return f"{whole:,}"
    if form == 1:
        return f"{whole / 100:.2f}"
    if form == 2:
        return f"{whole % 1000}%"
    if form == 3:
        return f"{pick(rng, 'ABCDEFGHKMPRSTX')}{whole}"
    return str(whole)


def english(rng: Random) -> str:
    """A sentence of random words."""
    count = 3 + int(rng.random() * rng.random() * 40)
    words = [word(rng) for _ in range(count)]
    for at in range(2, count - 1):
        if rng.random() < 0.08:
            words[at] += pick(rng, ",,,;:—")
        elif rng.random() < 0.02:
            words[at] = f"“{words[at]}”" if rng.random() < 0.5 else f"({words[at]})"
    return _opened(rng, " ".join(words)) + pick(rng, "......!?")


def prose(rng: Random) -> str:
    """Random words among the little ones that return in every sentence, so that no two words tell where one is."""
    count = 6 + int(rng.random() * rng.random() * 50)
    words = [pick(rng, _LITTLE) if rng.random() < 0.5 else word(rng) for _ in range(count)]
    for at in range(3, count - 1):
        if rng.random() < 0.07:
            words[at] += pick(rng, ",,,;")
    return _opened(rng, " ".join(words)) + pick(rng, "......!?")


def _opened(rng: Random, text: str) -> str:
    """With a capital, as nearly every sentence."""
    return text[:1].upper() + text[1:] if rng.random() < 0.9 else text


def chinese_prose(rng: Random) -> str:
    """The same in Chinese."""
    parts: list[str] = []
    for _ in range(2 + int(rng.random() * rng.random() * 30)):
        parts.append(pick(rng, _LITTLE_ZH) if rng.random() < 0.45 else han_run(rng, 1 + int(rng.random() * 3)))
        if rng.random() < 0.1:
            parts.append(pick(rng, "，，，、；"))
    return "".join(parts).rstrip("，、；") + pick(rng, "。。。。！？")


def chinese(rng: Random) -> str:
    """A sentence of random characters, with what stands among them."""
    parts: list[str] = []
    for _ in range(1 + int(rng.random() * 5)):
        parts.append(han_run(rng, 2 + int(rng.random() * 14)))
        chance = rng.random()
        if chance < 0.15:
            parts.append(figure(rng) + pick(rng, "年月日元吨个人次"))
        elif chance < 0.2:
            parts.append(f"“{han_run(rng, 3)}”" if rng.random() < 0.5 else f"《{han_run(rng, 4)}》")
        elif chance < 0.25:
            parts.append(pick(rng, identifiers()))
        if rng.random() < 0.6:
            parts.append(pick(rng, "，，，、；："))
    return "".join(parts).rstrip("，、；：") + pick(rng, "。。。。！？")


def code(rng: Random) -> str:
    """A line of a program, or of something like one."""
    name, other, third = (pick(rng, identifiers()) for _ in range(3))
    return pick(rng, (
        f"{name} = {other}({third}, {figure(rng)})",
        f"def {name}({other}: {third}) -> {made_word(rng)}:",
        f"return self.{name}.{other}[{int(rng.random() * 99)}]",
        f"if ({name} != {other}) {{ {third}++; }}",
        f"import {name}  # {made_word(rng)} {made_word(rng)}",
        f"{name.upper()}=\"{other}/{made_word(rng)}\"",
        f"$ {made_word(rng)} --{other} {third}.{pick(rng, ('py', 'json', 'toml', 'txt', 'c', 'log'))}",
        f"https://{made_word(rng)}.example/{other}?{third}={figure(rng)}",
        f"{figure(rng)} ERROR {name}.{other}: {made_word(rng)} {made_word(rng)} not {third}",
    ))  # fmt: skip


def soup(rng: Random) -> str:
    """Letters, digits and signs as they come, or tokens."""
    if rng.random() < 0.4:
        text = "".join(pick(rng, pick(rng, pieces())) for _ in range(3 + int(rng.random() * 20)))
        return " ".join(text.split()) or "-"
    length = 6 + int(rng.random() * 40)
    alphabet = pick(rng, (_SIGNS + _RARE, "0123456789abcdef", "qwertyuiopasdfghjklzxcvbnm ", _SIGNS + "0123456789xyz "))
    text = "".join(pick(rng, alphabet) for _ in range(length))
    return " ".join(text.replace("|", "/").split()) or "-"


def mixed(rng: Random) -> str:
    """Chinese and English in one sentence."""
    parts = [han_run(rng, 2 + int(rng.random() * 6)), word(rng), han_run(rng, 1 + int(rng.random() * 8)), word(rng)]
    return pick(rng, ("", " ")).join(parts) + pick(rng, "。.！")
