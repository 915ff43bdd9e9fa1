"""A summary as Markdown with its passages, and its points as rows for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.documents.csv_table import csv_text
from models.documents.sentences import flat
from models.summary.events import Summary, Unread
from models.summary.export.overview import overview
from models.summary.export.words import foot, label, passage, words_of

_LIVE = re.compile(r"(?<!\\)(\\*+)<(?=[a-zA-Z/!?])|(?<=\])\(")  # HTML, links and pictures, wherever the file is opened


def as_markdown(summaries: Sequence[Summary], unread: Sequence[Unread] = ()) -> str:
    """Markdown, each summary with a list of its passages."""
    above = overview(summaries, unread)
    return "\n".join([*([above] if above else []), *map(_one, summaries)])


def _one(summary: Summary) -> str:
    words = words_of(summary)
    lines = [f"# {_still(flat(summary.document))}", "", summary.text.strip()]
    lines += ["", f"## {words.phrase('passages')}", ""] if summary.notes else []
    passages = (_still(passage(note, summary, words)) for note in summary.notes)
    lines += [f"{number}. {each}" for number, each in enumerate(passages, start=1)]
    return "\n".join([*lines, "", _still(foot(summary, words)), ""])


def _still(text: str) -> str:
    """Words that are not ours, readable on a terminal, that fetch and run nothing as Markdown."""
    return _LIVE.sub(lambda match: "\\(" if match[1] is None else f"{match[1] * 2}\\<", text)


def as_csv(summaries: Sequence[Summary]) -> str:
    """One row for each point: document, number, point, passage, pages, check."""
    rows: list[Sequence[object]] = [("document", "number", "point", "passage", "pages", "check")]
    for summary in summaries:
        words = words_of(summary)
        for number, note in enumerate(summary.notes, start=1):
            pages = " ".join(str(page) for page in dict.fromkeys(citation.page for citation in note.citations))
            rows.append((summary.document, number, note.claim, flat(note.quote), pages, label(note, words)))
    return csv_text(rows)
