"""Which sentence of the new text stands for which of the old one.

Sentences that both texts have exactly once and in the same order hold the texts together ("patience", Bram Cohen);
between two of them difflib finds what is the same, what is the same but cut into sentences at other places is found
by joining them (a PDF has no rows of a table), and what is left is paired by what it shares.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from models.documents.locate import fold

Pair = tuple[int | None, int | None]  # numbers in the old and in the new text; None: it is not there
Alike = Callable[[int, int], float]  # how much an old and a new sentence share, 0 to 1

_ALIKE = 0.4
_APART = "¦"
_BETWEEN_FIGURES = re.compile(r"(?<=\d)[\s|]+(?=\d)")
_NOTE = re.compile(r"\[\^\w{1,4}\]:?")
_MARKS = re.compile(r"^(?:#{1,6}|[-*+•▪●◦‣–>])\s+")
_MOST_PAIRED = 40_000  # pairs compared within one block; a larger block has nothing in common worth the time


def align(old: Sequence[str], new: Sequence[str], alike: Alike) -> list[tuple[Pair, bool]]:
    """Each sentence once, in reading order, and whether the two of a pair are equal."""
    made: list[tuple[Pair, bool]] = []
    before_old = before_new = 0
    for at_old, at_new in [*_anchors(old, new), (len(old), len(new))]:
        made += _between(old, new, (before_old, at_old), (before_new, at_new), alike)
        if at_old < len(old):
            made.append(((at_old, at_new), True))
        before_old, before_new = at_old + 1, at_new + 1
    return made


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of sentences that are unique in both texts and in the same order in both."""
    old_counts, new_counts = Counter(old), Counter(new)
    places = {key: number for number, key in enumerate(new) if new_counts[key] == 1}
    common = [(number, places[key]) for number, key in enumerate(old) if old_counts[key] == 1 and key in places]
    return _rising(common)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second numbers rise (patience sorting, O(n log n))."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        previous.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            ends.append(index)
        else:
            tops[pile], ends[pile] = place, index
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = previous[at]
    return chain[::-1]


def _between(
    old: Sequence[str], new: Sequence[str], old_range: tuple[int, int], new_range: tuple[int, int], alike: Alike
) -> Iterator[tuple[Pair, bool]]:
    first_old, first_new = old_range[0], new_range[0]
    matcher = SequenceMatcher(None, old[slice(*old_range)], new[slice(*new_range)])
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from (((first_old + a + n, first_new + c + n), True) for n in range(b - a))
        else:
            olds, news = range(first_old + a, first_old + b), range(first_new + c, first_new + d)
            for some_old, some_new, equal in _regrouped(old, new, olds, news):
                if equal:
                    yield from ((pair, True) for pair in zip_longest(some_old, some_new))
                else:
                    yield from ((pair, False) for pair in _paired(some_old, some_new, alike))


def _regrouped(
    old: Sequence[str], new: Sequence[str], olds: range, news: range
) -> Iterator[tuple[range, range, bool]]:  # fmt: skip
    """The block in runs: True for those that say the same, joined, though they are cut differently."""
    at_old, at_new = olds.start, news.start
    if len(olds) * len(news) <= _MOST_PAIRED:
        for i in olds:
            for j in range(at_new, news.stop) if i >= at_old else ():
                if ends := _joined_until(old[: olds.stop], new[: news.stop], i, j):
                    yield range(at_old, i), range(at_new, j), False
                    yield range(i, ends[0]), range(j, ends[1]), True
                    at_old, at_new = ends
                    break
    yield range(at_old, olds.stop), range(at_new, news.stop), False


def _joined_until(old: Sequence[str], new: Sequence[str], i: int, j: int) -> tuple[int, int] | None:
    """Where the sentences from `i` and those from `j` have said the same; None when they do not."""
    one, other = old[i], new[j]
    i, j = i + 1, j + 1
    while one != other:
        if one.startswith(other) and j < len(new):
            other, j = join(other, new[j]), j + 1
        elif other.startswith(one) and i < len(old):
            one, i = join(one, old[i]), i + 1
        else:
            return None
    return (i, j) if one else None


def key_of(text: str, *, marks: bool) -> str:
    """What a sentence is compared by: without white space, widths and case, but no two figures run into one.

    `marks` False: what one format writes and another draws is left out too: marks of headings and list items, and the
    numbers of notes, which begin anew on each page of a PDF.
    """
    said = text if marks else _NOTE.sub("", _MARKS.sub("", text))
    return fold(_BETWEEN_FIGURES.sub(_APART, said))[0]


def join(one: str, other: str) -> str:
    """The key of two sentences in a row."""
    return f"{one}{_APART}{other}" if one[-1:].isdecimal() and other[:1].isdecimal() else one + other


def _paired(olds: range, news: range, alike: Alike) -> Iterator[Pair]:
    """Sentences in order, those put together that are alike: the pairing with the most in common."""
    if not olds or not news or len(olds) * len(news) > _MOST_PAIRED:
        yield from ((number, None) for number in olds)
        yield from ((None, number) for number in news)
        return
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    share = [[alike(a, b) for b in news] for a in olds]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            together = best[i + 1][j + 1] + share[i][j] if share[i][j] >= _ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(olds) or j < len(news):
        if i < len(olds) and j < len(news) and share[i][j] >= _ALIKE and best[i][j] == best[i + 1][j + 1] + share[i][j]:
            yield olds[i], news[j]
            i, j = i + 1, j + 1
        elif i < len(olds) and best[i][j] == best[i + 1][j]:
            yield olds[i], None
            i += 1
        else:
            yield None, news[j]
            j += 1
