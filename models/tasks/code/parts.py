"""What is asked about some lines of a source file, and which lines of the answer prove themselves.

A note is `12-20|code copied from those lines|what is to say`. Its copied code must stand there (or once elsewhere in
the part: the lines are corrected), and every name it uses must be in the file; a note with a strange name is shown with
it. Not checked: whether what it says of the code is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from models.documents.chunk import Count
from models.documents.locate import Located, fold
from models.tasks.code.names import strange
from models.tasks.code.outline import Unit

MOST_LINES = 8
_SHORTEST_ANCHOR = 3
_LONGEST_LINE = 400  # characters shown of one line: minified files have one of millions
_LINE = re.compile(r"^[\s*\-•]*(?:[Ll]ines?\s*)?L?(\d{1,6})(?:\s*[-–—~]\s*L?(\d{1,6}))?\s*\|(.+)\|([^|]+)$")


class Remark(NamedTuple):
    """A note on lines [first, last]; `strange` names of it are not in the file."""

    first: int
    last: int
    text: str
    strange: tuple[str, ...]


class Piece(NamedTuple):
    """Lines [first, last] that are asked about together, and the units that begin in them."""

    first: int
    last: int
    tokens: int
    units: tuple[Unit, ...]


def pieces_of(units: Sequence[Unit], lines: Sequence[str], longest_tokens: int, count: Count) -> list[Piece]:
    """Neighbouring units together up to the budget; one that is longer is parted, at an empty line if it has one."""
    costs = (0, *count([numbered(number, line) for number, line in enumerate(lines, start=1)]))
    made: list[Piece] = []
    for unit in units:
        cost = sum(costs[unit.first : unit.last + 1])
        if made and made[-1].tokens + cost <= longest_tokens:
            before = made[-1]
            made[-1] = Piece(before.first, unit.last, before.tokens + cost, (*before.units, unit))
            continue
        first = unit.first
        while first <= unit.last:
            last, total = first, costs[first]
            while last < unit.last and total + costs[last + 1] <= longest_tokens:
                last += 1
                total += costs[last]
            if last < unit.last:
                last = next((at for at in range(last, (first + last) // 2, -1) if not lines[at - 1].strip()), last)
            begins = (unit,) if first == unit.first else ()
            made.append(Piece(first, last, sum(costs[first : last + 1]), begins))
            first = last + 1
    return made


def numbered(number: int, line: str) -> str:
    """A line as it is shown to the model."""
    return f"{number}: {line[:_LONGEST_LINE]}"


def grammar() -> str:
    """GBNF of an answer: NONE, or notes."""
    return (
        f'root ::= "NONE" | line ("\\n" line){{0,{MOST_LINES - 1}}}\n'
        'line ::= num ("-" num)? "|" text "|" text\n'
        "num ::= [1-9] [0-9]{0,5}\n"
        "text ::= [^|\\n\\r]{3,240}\n"
    )


def remarks(
    answer: str, cut: bool, piece: Piece, lines: Sequence[str], known: frozenset[str]
) -> tuple[list[Remark], int]:
    """The notes that prove themselves, and how many were written."""
    written = [line for line in answer.split("\n") if line.strip() and line.strip().upper() != "NONE"]
    if cut and written:
        written = written[:-1]
    shown = "\n".join(lines[piece.first - 1 : piece.last])
    located = Located(shown)
    found: list[Remark] = []
    for line in written[: 2 * MOST_LINES]:
        match = _LINE.match(line)
        if match is None:
            continue
        first = int(match.group(1))
        last = max(first, int(match.group(2) or first))
        place = _place(located, match.group(3).strip(" `"), first - piece.first, last - piece.first)
        text = match.group(4).strip()
        if place is None or not text:
            continue
        if not piece.first <= first <= place[0] + piece.first <= last <= piece.last:
            first, last = place[0] + piece.first, place[1] + piece.first
        found.append(Remark(first, last, text, strange(text, known)))
    return found, len(written)


def _place(located: Located, anchor: str, first: int, last: int) -> tuple[int, int] | None:
    """The lines, from 0, where the copied code stands: those cited, else the only ones that have it."""
    if len(fold(anchor)[0]) < _SHORTEST_ANCHOR:
        return None
    places = []
    for start, end in located.all(anchor):
        at = located.text.count("\n", 0, start)
        places.append((at, at + located.text.count("\n", start, end)))
    cited = [place for place in places if first <= place[0] <= last]
    if cited:
        return cited[0]
    return places[0] if len(places) == 1 else None
