"""Several summaries at a glance: a line for each file, those that could not be read too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.summary.events import Summary, Unread
from models.summary.export.words import words_of
from models.summary.prompts import Prompts
from models.summary.report import plain

_MARKS = re.compile(r"\s*(?:\[\d{1,4}\])+")
_PROSE = re.compile(r"^(?![#>*\-]|\s*$).+", re.MULTILINE)  # the first line that is no heading, quotation or point


def overview(summaries: Sequence[Summary], unread: Sequence[Unread]) -> str:
    """Markdown without marks; empty where there is only one file."""
    if len(summaries) + len(unread) < 2 or not summaries:
        return ""
    words = words_of(summaries[0])
    lines = [f"- **{plain(each.document)}**: {_gist(each, words)}" for each in summaries]
    lines += [f"- **{plain(name)}**: {words.phrase('not_read_because', reason=plain(why))}" for name, why in unread]
    return "\n".join([words.phrase("overview"), "", *lines, ""])


def _gist(summary: Summary, words: Prompts) -> str:
    """Its first sentence, else its first point, and how much of the file stands behind it."""
    own = words_of(summary)
    written = _PROSE.search(summary.text.partition(own.phrase("points"))[0])
    first = (
        _MARKS.sub("", written.group()).strip() if written else plain(summary.notes[0].claim) if summary.notes else ""
    )
    scope = summary.scope
    pages = words.phrase("pages_processed", processed=scope.pages_processed, pages=scope.pages)
    return f"{first} ({pages}{'' if summary.complete else ' ' + words.phrase('in_part')})"
