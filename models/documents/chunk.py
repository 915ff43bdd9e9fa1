"""Packs sentences into chunks: structure first, then the token budget. A sentence is never cut.

Borders are chosen by what the text says near them (the highest heading in the second half of a chunk, else a
paragraph, else a sentence picked by its own hash), so that an edit on one page moves the borders around it and leaves
the others where they were: their cached results stay valid.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence

from models.documents.document import Chunk, Sentence
from models.documents.structure import heading_level, heading_text

Count = Callable[[Sequence[str]], tuple[int, ...]]

CONTEXT_TOKENS = 120
_COUNT_AT_ONCE = 512


def chunk(text: str, sentences: Sequence[Sentence], budget_tokens: int, count: Count) -> tuple[Chunk, ...]:
    """Chunks of at most `budget_tokens` (a single longer sentence is a chunk of its own).

    Each carries its heading path, and as context the last sentences of the chunk before it: to be understood, not
    cited. `count` gives the tokens of texts, by the loaded model's own tokenizer.
    """
    tokens = _counted(text, sentences, count)
    levels = [heading_level(text[s.start : s.end]) for s in sentences]
    chunks: list[Chunk] = []
    path: list[tuple[int, str]] = []
    for index, (first, last) in enumerate(_borders(text, sentences, tokens, levels, budget_tokens)):
        own = _path_after(path, text, sentences, levels, first, _leading(levels, first, last))
        chunks.append(
            Chunk(
                index=index,
                sentences=tuple(sentences[first:last]),
                tokens=sum(tokens[first:last]),
                heading=" > ".join(title for _, title in own),
                context=_context(text, sentences, tokens, first),
            )
        )
        path = _path_after(path, text, sentences, levels, first, last)
    return tuple(chunks)


def _counted(text: str, sentences: Sequence[Sentence], count: Count) -> list[int]:
    """Tokens of each sentence as it stands in a prompt: with its label and line end."""
    tokens: list[int] = []
    for at in range(0, len(sentences), _COUNT_AT_ONCE):
        tokens += count([f"S100: {text[s.start : s.end]}\n" for s in sentences[at : at + _COUNT_AT_ONCE]])
    return tokens


def _borders(
    text: str, sentences: Sequence[Sentence], tokens: Sequence[int], levels: Sequence[int | None], budget: int
) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(sentences):
        total, last = 0, first
        while last < len(sentences) and (last == first or total + tokens[last] <= budget):
            total += tokens[last]
            last += 1
        if last < len(sentences):
            last = _best_border(text, sentences, tokens, levels, first, last)
        yield first, last
        first = last


def _best_border(
    text: str,
    sentences: Sequence[Sentence],
    tokens: Sequence[int],
    levels: Sequence[int | None],
    first: int,
    last: int,
) -> int:
    """Where to cut before `last`: in the second half of the chunk, at the strongest break."""
    half, total, candidates = sum(tokens[first:last]) / 2, 0, [last]
    for border in range(first + 1, last):
        total += tokens[border - 1]
        if total >= half:
            candidates.append(border)

    def strength(border: int) -> tuple[int, int]:
        level = levels[border]
        gap = text[sentences[border - 1].end : sentences[border].start]
        after_heading = levels[border - 1] is not None  # never part a heading from its text
        kind = 8 if after_heading else level if level is not None else 7 if "\n\n" in gap or "\f" in gap else 8
        return kind, zlib.crc32(text[sentences[border].start : sentences[border].end].encode())

    return min(candidates, key=strength)


def _leading(levels: Sequence[int | None], first: int, last: int) -> int:
    """The end of the headings a chunk opens with: they are part of its own path."""
    while first < last and levels[first] is not None:
        first += 1
    return first


def _path_after(
    path: list[tuple[int, str]],
    text: str,
    sentences: Sequence[Sentence],
    levels: Sequence[int | None],
    first: int,
    last: int,
) -> list[tuple[int, str]]:
    """The heading path in force after sentences [first, last)."""
    for sentence, level in zip(sentences[first:last], levels[first:last], strict=True):
        if level is not None:
            title = heading_text(text[sentence.start : sentence.end])[:60]
            path = [*(entry for entry in path if entry[0] < level), (level, title)]
    return path


def _context(text: str, sentences: Sequence[Sentence], tokens: Sequence[int], first: int) -> str:
    """The last one or two sentences before `first`, within their own small budget."""
    start, total = first, 0
    while start > max(0, first - 2) and total + tokens[start - 1] <= CONTEXT_TOKENS:
        start -= 1
        total += tokens[start]
    return " ".join(text[s.start : s.end] for s in sentences[start:first])
