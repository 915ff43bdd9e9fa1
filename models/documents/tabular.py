"""Reads comma- and tab-separated values: which sign parts the cells is seen from the first lines."""

from __future__ import annotations

import csv
from collections import Counter

from models.documents.flow import Flow

_SEPARATORS = ",\t;|"
_SAMPLE_LINES = 100
_LONGEST_CELL = 10_000_000


def read(text: str, flow: Flow) -> None:
    """Write the rows into `flow`; from where it cannot be parted into cells, the lines as they are."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = text.split("\n")
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator_of(text))
    flow.table()
    try:
        for row in reader:
            flow.row(row)
    except csv.Error:
        for line in lines[max(0, reader.line_num - 1) :]:
            flow.line(line)


def separator_of(text: str) -> str:
    """The sign that parts most of the first lines into the same number of cells, more than one."""
    sample = [f"{line}\n" for line in text[: 1024 * _SAMPLE_LINES].split("\n")[:_SAMPLE_LINES]]
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if row)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        score = count / max(1, widths.total()) + min(width, 50) / 1000 if width > 1 else 0.0
        if score > best_score:
            best, best_score = separator, score
    return best
