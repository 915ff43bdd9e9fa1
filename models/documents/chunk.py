"""Packs sentences into chunks: structure first, then the token budget.

A sentence is never cut, unless it alone is more than a chunk may hold: then at its clauses.

Borders are chosen by what the text says near them (the highest heading in the second half of a chunk, else a
paragraph, else a sentence picked by its own hash), so that an edit on one page moves the borders around it and leaves
the others where they were: their cached results stay valid.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence

from models.documents.document import Chunk, Sentence
from models.documents.outline import Outline
from models.documents.sentences import cut, flat

Count = Callable[[Sequence[str]], tuple[int, ...]]

CONTEXT_TOKENS = 120
_COUNT_AT_ONCE = 512
_SHORTEST_PIECE = 16  # characters
_PIECE_SHARE = 0.8  # of the budget: tokens are not spread evenly over a sentence
_PARAGRAPH, _SENTENCE = 7, 8  # as breaks, weaker than any heading (1 to 6)


def chunk(
    text: str, sentences: Sequence[Sentence], outline: Outline, budget_tokens: int, count: Count
) -> tuple[Chunk, ...]:
    """Chunks of at most `budget_tokens`, which together hold all of `sentences`.

    Each carries its heading path, and as context the last sentences of the chunk before it: to be understood, not
    cited. `count` gives the tokens of texts, by the loaded model's own tokenizer.
    """
    sentences, tokens = _fitting(text, sentences, budget_tokens, count)
    return tuple(
        Chunk(
            index=index,
            sentences=tuple(sentences[first:last]),
            tokens=sum(tokens[first:last]),
            heading=" > ".join(outline.path_at(_after_headings(sentences[first:last], outline).start)),
            context=_context(text, sentences, tokens, first),
        )
        for index, (first, last) in enumerate(_borders(text, sentences, tokens, outline, budget_tokens))
    )


def _fitting(
    text: str, sentences: Sequence[Sentence], budget: int, count: Count
) -> tuple[Sequence[Sentence], Sequence[int]]:
    """The sentences and their tokens; the pieces of one that is over the budget keep its number."""
    tokens = _counted(text, sentences, count)
    if max(tokens, default=0) <= budget:
        return sentences, tokens
    pieces: list[Sentence] = []
    for sentence, own in zip(sentences, tokens, strict=True):
        if own <= budget:
            pieces.append(sentence)
            continue
        longest = max(_SHORTEST_PIECE, int((sentence.end - sentence.start) * _PIECE_SHARE * budget / own))
        for start, end in cut(text, sentence.start, sentence.end, longest):
            page = sentence.page + text.count("\f", sentence.start, start)
            pieces.append(Sentence(sentence.id, start, end, page))
    return pieces, _counted(text, pieces, count)


def _counted(text: str, sentences: Sequence[Sentence], count: Count) -> list[int]:
    """Tokens of each sentence as it stands in a prompt: with its label and line end."""
    tokens: list[int] = []
    for at in range(0, len(sentences), _COUNT_AT_ONCE):
        tokens += count([f"S100: {flat(text[s.start : s.end])}\n" for s in sentences[at : at + _COUNT_AT_ONCE]])
    return tokens


def _borders(
    text: str, sentences: Sequence[Sentence], tokens: Sequence[int], outline: Outline, budget: int
) -> Iterator[tuple[int, int]]:
    """[first, last) of each chunk."""
    first = 0
    while first < len(sentences):
        total, last = 0, first
        while last < len(sentences) and (last == first or total + tokens[last] <= budget):
            total += tokens[last]
            last += 1
        if last < len(sentences):
            candidates = _second_half(tokens, first, last)
            last = min(candidates, key=lambda border: _break_at(text, sentences, outline, border))
        yield first, last
        first = last


def _second_half(tokens: Sequence[int], first: int, last: int) -> list[int]:
    """The borders that leave the chunk at least half full."""
    half, total, candidates = sum(tokens[first:last]) / 2, 0, [last]
    for border in range(first + 1, last):
        total += tokens[border - 1]
        if total >= half:
            candidates.append(border)
    return candidates


def _break_at(text: str, sentences: Sequence[Sentence], outline: Outline, border: int) -> tuple[int, int]:
    """How weak the break before sentence `border` is: the least is the best place to cut."""
    before, after = sentences[border - 1], sentences[border]
    own = text[after.start : after.end]
    gap = text[before.end : after.start]
    if outline.level(before) is not None:  # never part a heading from its text
        strength = _SENTENCE + 1
    elif (level := outline.level(after)) is not None:
        strength = level
    else:
        strength = _PARAGRAPH if "\n\n" in gap or "\f" in gap else _SENTENCE
    return strength, zlib.crc32(own.encode("utf-8", "surrogatepass"))


def _after_headings(sentences: Sequence[Sentence], outline: Outline) -> Sentence:
    """The first sentence that is no heading: those a chunk opens with are part of its own path."""
    return next((s for s in sentences if outline.level(s) is None), sentences[-1])


def _context(text: str, sentences: Sequence[Sentence], tokens: Sequence[int], first: int) -> str:
    """The last one or two sentences before `first`, within their own small budget."""
    start, total = first, 0
    while start > max(0, first - 2) and total + tokens[start - 1] <= CONTEXT_TOKENS:
        start -= 1
        total += tokens[start]
    return " ".join(text[s.start : s.end] for s in sentences[start:first])
