"""What a page says, without what nobody sees and what every page repeats.

Invisible characters (zero width, direction overrides, tags) are how text is smuggled past a reader's eye: they are
removed and counted. Headers and footers that stand on most pages are dropped before anything is counted or cited.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, product, takewhile

_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u00ad"
    "\U000e0000-\U000e0fff\x00\x01\x03-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]+"
)
# Joiners belong to emoji and to Persian and Indic words; between letters of these scripts they only hide something.
_PLAIN = r"[\x20-\u024f\u3000-\u9fff]"
_IDLE_JOINER = re.compile(rf"(?<={_PLAIN})[\u200c\u200d]+|[\u200c\u200d]+(?={_PLAIN})")
_SUSPECT = re.compile(rf"{_INVISIBLE.pattern}|[\u200c\u200d\u2028\u2029\x85]")
_LINE_SEPARATORS = re.compile("[\u2028\u2029\x85]")
_LINE_HYPHEN = re.compile(r"(\S*)\x02\s*(\S*)")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_LAST_WORD, _FIRST_WORD = re.compile(r"\w*$"), re.compile(r"^\w*")
_INTEGER = re.compile(r"\d+")
_BLANK_RUN = re.compile(r"\n{3,}")

_SENTENCE_ENDS = (".", "!", "?", ";", ":", ",", "。", "！", "？", "；", "：", "，")
_EDGE_LINES = 3
_REPEATED_SHARE = 0.6
_REPEATED_LENGTH = 120
_FEWEST_PAGES = 3


def strip_invisible(text: str) -> tuple[str, int, int]:
    """The text without invisible characters, and how many runs and characters of them there were."""
    passages = characters = 0
    if not _SUSPECT.search("".join(set(text))):  # ten times as fast as looking at every place
        return text, passages, characters
    text = _LINE_SEPARATORS.sub("\n", text)
    for pattern in (_INVISIBLE, _IDLE_JOINER):
        for run in pattern.findall(text):
            passages += 1
            characters += len(run)
        text = pattern.sub("", text)
    return text, passages, characters


def join_hyphens(pages: Sequence[str]) -> list[str]:
    """U+0002 marks a hyphen at a line's end: kept in compounds the document writes elsewhere, else removed."""
    words = set(_COMPOUND.findall("\n".join(pages).casefold()))
    compounds = {"-".join(pair) for word in words for pair in pairwise(word.split("-"))}

    def joined(match: re.Match[str]) -> str:
        left, right = match.groups()
        pair = f"{_LAST_WORD.findall(left)[0]}-{_FIRST_WORD.findall(right)[0]}".casefold()
        keeps = pair in compounds or "-" in left or not right[:1].isalpha()
        return f"{left}-{right}" if keeps else f"{left}{right}"

    return [_LINE_HYPHEN.sub(joined, page) for page in pages]


def drop_repeated(pages: Sequence[str]) -> tuple[list[str], int]:
    """The pages without their running headers and footers, and how many lines were dropped.

    A line counts as repeated when it stands at the edge of 60 % of the pages, equal but for figures that grow with
    the page's number. Of two pages only the second loses what stands at the same place of the first: two titles may be
    alike, and nothing is lost that is said once.
    """
    lines = [page.split("\n") for page in pages]
    edges = [_edge_indexes(page) for page in lines]
    if len(pages) < 2:
        return list(pages), 0
    if len(pages) == 2:
        return _said_once(lines, edges)
    counts: Counter[str] = Counter()
    for number, (page, indexes) in enumerate(zip(lines, edges, strict=True)):
        counts.update({key for index in indexes for key in _keys(page[index], number)})
    repeated = {key for key, count in counts.items() if count >= max(_FEWEST_PAGES, _REPEATED_SHARE * len(pages))}
    kept, dropped = [], 0
    for number, (page, indexes) in enumerate(zip(lines, edges, strict=True)):
        gone = {index for index in indexes if repeated & _keys(page[index], number)}
        dropped += len(gone)
        kept.append("\n".join(line for index, line in enumerate(page) if index not in gone))
    return kept, dropped


def _said_once(lines: Sequence[Sequence[str]], edges: Sequence[Sequence[int]]) -> tuple[list[str], int]:
    """Two pages; the second without the lines that begin both, or end both but for the page's number."""
    tops = zip(edges[0][:_EDGE_LINES], edges[1], strict=False)
    bottoms = zip(edges[0][: -_EDGE_LINES - 1 : -1], reversed(edges[1]), strict=False)
    same = [
        *takewhile(lambda pair: " ".join(lines[0][pair[0]].split()) == " ".join(lines[1][pair[1]].split()), tops),
        *takewhile(lambda pair: _keys(lines[0][pair[0]], 0) & _keys(lines[1][pair[1]], 1), bottoms),
    ]
    gone = {after for _, after in same}
    if gone.issuperset(edges[1]):  # a page for itself, not its furniture
        gone.clear()
    second = (line for index, line in enumerate(lines[1]) if index not in gone)
    return ["\n".join(lines[0]), "\n".join(second)], len(gone)


def _edge_indexes(page: Sequence[str]) -> list[int]:
    """The lines with text among the first and the last ones of a page."""
    filled = [index for index, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]})


def _keys(line: str, number: int) -> set[str]:
    """What a line may be compared by: each figure as it is, or as its distance from the page's number.

    A sentence with growing figures is content ("In 2021 sales were ..."), so its figures count only as they are.
    """
    line = " ".join(line.split())
    figures = _INTEGER.findall(line)
    if not line or len(line) > _REPEATED_LENGTH or len(figures) > 4 or any(len(figure) > 6 for figure in figures):
        return set()
    if line.endswith(_SENTENCE_ENDS):
        return {line}
    readings = product(*((figure, f"#{int(figure) - number:+d}") for figure in figures))
    pieces = _INTEGER.split(line)
    return {"".join(a + b for a, b in zip(pieces, (*reading, ""), strict=True)) for reading in readings}


def tidy(page: str) -> str:
    """Trailing blanks and runs of empty lines say nothing."""
    return _BLANK_RUN.sub("\n\n", "\n".join(line.rstrip() for line in page.split("\n"))).strip("\n")
