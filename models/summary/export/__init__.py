"""Summaries as files to pass on: the text, every mark with its passage, and how much was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from models.summary.events import Summary
from models.summary.export.docx import as_docx
from models.summary.export.html import as_html
from models.summary.export.plain import as_csv, as_markdown


def _json(summaries: Sequence[Summary]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(list(summaries)), indent=2) + b"\n"


# By file ending, the bytes of the file.
FORMS: dict[str, Callable[[Sequence[Summary]], bytes]] = {
    "md": lambda summaries: "\n".join(map(as_markdown, summaries)).encode(),
    "html": lambda summaries: as_html(summaries).encode(),
    "docx": as_docx,
    "csv": lambda summaries: as_csv(summaries).encode("utf-8-sig"),  # with the mark by which Excel knows UTF-8
    "json": _json,
}
