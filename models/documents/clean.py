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
_LINE_HYPHEN = re.compile(r"(?<!\S)(\S*)\x02\s*(\S*)")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:-[^\W\d_]++)+")
_LAST_WORD, _FIRST_WORD = re.compile(r"(?<!\w)\w*+$"), re.compile(r"^\w*")
_INTEGER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^\s*[-–—·|]\s*\d+\s*[-–—·|]\s*$|\b(?:page|seite|página|p\.)\s*:?\s*\d|第\s*\d+\s*[页頁]"
    r"|\b1\s*(?:/|of|von)\s*2\b|^\s*\d+\s*/\s*\d+\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"[:：=]\s*\d+\s*$")
_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}|\d{1,2}\s*月\s*\d{1,2}\s*日")
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
    the page's number. Of two pages each keeps what both have at its outer end, and a blank line before it: two titles
    may be alike, nothing is lost that is said once, and no sentence runs into it.
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
    """Two pages; the first without the footer both have, the second without the header, one blank line inside each."""
    tops = zip(edges[0][:_EDGE_LINES], edges[1], strict=False)
    bottoms = zip(edges[0][: -_EDGE_LINES - 1 : -1], reversed(edges[1]), strict=False)
    headers = list(takewhile(lambda pair: _same_place(lines[0][pair[0]], lines[1][pair[1]], below=False), tops))
    footers = list(takewhile(lambda pair: _same_place(lines[0][pair[0]], lines[1][pair[1]], below=True), bottoms))
    repeated = [{pair[side] for pair in (*headers, *footers)} for side in (0, 1)]
    if any(own.issuperset(edge) for own, edge in zip(repeated, edges, strict=True)):  # a page for itself
        return ["\n".join(page) for page in lines], 0
    below_header = 1 + max((first for first, _ in headers), default=-1)
    above_footer = min((second for _, second in footers), default=len(lines[1]))
    gone_first, gone_second = {first for first, _ in footers}, {second for _, second in headers}
    body_first = [line for at, line in enumerate(lines[0]) if at >= below_header and at not in gone_first]
    body_second = [line for at, line in enumerate(lines[1]) if at < above_footer and at not in gone_second]
    first = [*lines[0][:below_header], "", *body_first] if headers else body_first
    second = [*body_second, "", *lines[1][above_footer:]] if footers else body_second
    return ["\n".join(first), "\n".join(second)], len(headers) + len(footers)


def _same_place(first: str, second: str, *, below: bool) -> bool:
    """Whether two lines at one place of two pages are the same, or the same but for the page's number.

    "Part 1" and "Part 2" above the text are content; below it, a figure that is the page's own number is that, but
    "Defects: 1" counts something.
    """
    if first.split() == second.split():
        return True
    shared = _keys(first, 0) & _keys(second, 1)
    if not shared or _PAGE_NUMBER.search(first):
        return bool(shared)
    return below and not _COUNTED.search(first) and any("#+1" in key for key in shared)


def _edge_indexes(page: Sequence[str]) -> list[int]:
    """The lines with text among the first and the last ones of a page."""
    filled = [index for index, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]})


def _keys(line: str, number: int) -> set[str]:
    """What a line may be compared by: each figure as it is, or as its distance from the page's number.

    A sentence with growing figures is content ("In 2021 sales were ..."), so its figures count only as they are; so
    do those of a date: pages of one day each are not alike.
    """
    line = " ".join(line.split())
    figures = _INTEGER.findall(line)
    if not line or len(line) > _REPEATED_LENGTH or len(figures) > 4 or any(len(figure) > 6 for figure in figures):
        return set()
    if line.endswith(_SENTENCE_ENDS):
        return {line}
    dates = [match.span() for match in _DATE.finditer(line)]
    fixed = [any(start <= match.start() < end for start, end in dates) for match in _INTEGER.finditer(line)]
    readings = product(
        *(
            (figure,) if is_fixed else (figure, f"#{int(figure) - number:+d}")
            for figure, is_fixed in zip(figures, fixed, strict=True)
        )
    )
    pieces = _INTEGER.split(line)
    return {"".join(a + b for a, b in zip(pieces, (*reading, ""), strict=True)) for reading in readings}


def tidy(page: str) -> str:
    """Trailing blanks and runs of empty lines say nothing."""
    return _BLANK_RUN.sub("\n\n", "\n".join(line.rstrip() for line in page.split("\n"))).strip("\n")
