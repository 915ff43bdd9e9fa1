"""Reads Rich Text through striprtf: paragraphs and rows of tables, in whatever code pages the file names.

Left out and counted: pictures, hidden text. Not covered: footnotes and text boxes (striprtf drops them), headings
(RTF has none
but by style), hidden text with groups in it.
"""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from models.documents.flow import Flow

_HEX_RUN = re.compile(r"(?:[0-9a-fA-F]{2}[\s]*){200,}")  # a picture's bytes: nothing to read, and slow to walk
_HIDDEN = re.compile(r"\{\\v(?![a-z0-9])([^{}]*)\}")


def read(data: bytes, flow: Flow) -> None:
    """Write the document into `flow`."""
    source = data.decode("latin-1")
    flow.omit("pictures", len(re.findall(r"\\pict(?![a-z])", source)))
    source = _HEX_RUN.sub("", source)
    for match in _HIDDEN.finditer(source):
        flow.hide(match.group(1))
    source = _HIDDEN.sub("", source)
    in_table = False
    text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    for line in text.split("\n"):
        is_row = line.count("|") > 1 and line.rstrip().endswith("|")
        if is_row:
            if not in_table:
                flow.table()
            flow.row(line.rstrip()[:-1].split("|"))
        else:
            flow.paragraph(line.rstrip())
        in_table = is_row
