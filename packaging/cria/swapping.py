"""Words swapped for others, so that whatever the tokenizer knows is copied now and then.

The generator's grammars use some thousand words; of the other tokens a network would never learn even to say again what
it reads. A word is swapped wherever it stands in a sample, in what was asked and in what is answered alike.
"""

from __future__ import annotations

import re
from random import Random

from tokenizers import Tokenizer

from cria.grammar import pick
from cria.noise import pieces
from cria.sample import Sample

# Tasks whose answers are copied from what is asked.
COPYING = {"copy", "notes", "one pass", "answer", "file in a chat", "notes on a chat", "write"}
_OFTEN = 0.6  # of the samples of these tasks
_WORDS = 0.2  # of the words of such a sample
_TWO_PIECES = 0.4
_LONGEST_COPY = 120  # tokens
_CLOSING = 400  # characters, at most, that may belong to the request below a text
_OPENING = 100  # and above it
_WORD = re.compile("[A-Za-z]{2,}")
_CHINESE = re.compile("[\u2e80-\uffef]")


class Swaps:
    """Swaps of one vocabulary."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        known = {word.lower() for group in pieces() for word in group}
        self._words = tuple(sorted(word for word in known if _WORD.fullmatch(word)))
        specials = {token.content for token in tokenizer.get_added_tokens_decoder().values()}
        self._tokens = sorted(number for token, number in tokenizer.get_vocab().items() if token not in specials)

    def swapped(self, sample: Sample, rng: Random) -> Sample:
        """The sample, often with some of its words made others; Chinese has its own strange texts."""
        *asked, _ = sample.messages
        if sample.task not in COPYING or rng.random() >= _OFTEN or any(_CHINESE.search(each.content) for each in asked):
            return sample
        text = "\n".join(each.content for each in asked if each.role != "system")
        instructions = [each.content for each in asked if each.role == "system"]
        opening, closing = text[: min(_OPENING, len(text) // 8)], text[-min(_CLOSING, len(text) // 2) :]
        fixed = _words("\n".join([*instructions, opening, closing]))
        free = _words(text) - fixed
        swaps = {word: self._word(rng) for word in sorted(free) if rng.random() < _WORDS}
        if not swaps:
            return sample
        changed = (
            each if each.role == "system" else each._replace(content=_put(each.content, swaps))
            for each in sample.messages
        )
        return sample._replace(messages=tuple(changed))

    def tokens(self, rng: Random) -> list[int]:
        """Any tokens in any order."""
        return [pick(rng, self._tokens) for _ in range(4 + int(rng.random() * _LONGEST_COPY))]

    def _word(self, rng: Random) -> str:
        word = pick(rng, self._words)
        return word + pick(rng, self._words) if rng.random() < _TWO_PIECES else word


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _put(text: str, swaps: dict[str, str]) -> str:
    def swap(found: re.Match[str]) -> str:
        word = found.group()
        put = swaps.get(word.lower())
        return word if put is None else put.upper() if word.isupper() else put.title() if word[0].isupper() else put

    return _WORD.sub(swap, text)
