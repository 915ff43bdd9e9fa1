"""Summaries as files to pass on: the text, every mark with its passage, and how much was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from models.summary.events import Summary, Unread
from models.summary.export.docx import as_docx
from models.summary.export.html import as_html
from models.summary.export.plain import as_csv, as_markdown


class Form(Protocol):
    """Makes the bytes of a file. Where there are several files, an overview comes first, with those not read."""

    def __call__(self, summaries: Sequence[Summary], unread: Sequence[Unread] = ()) -> bytes: ...


def _markdown(summaries: Sequence[Summary], unread: Sequence[Unread] = ()) -> bytes:
    return as_markdown(summaries, unread).encode()


def _html(summaries: Sequence[Summary], unread: Sequence[Unread] = ()) -> bytes:
    return as_html(summaries, unread).encode()


def _csv(summaries: Sequence[Summary], unread: Sequence[Unread] = ()) -> bytes:
    return as_csv(summaries).encode("utf-8-sig")  # with the mark by which Excel knows UTF-8


def _json(summaries: Sequence[Summary], unread: Sequence[Unread] = ()) -> bytes:
    return msgspec.json.format(msgspec.json.encode(list(summaries)), indent=2) + b"\n"


FORMS: dict[str, Form] = {"md": _markdown, "html": _html, "docx": as_docx, "csv": _csv, "json": _json}  # by file ending
