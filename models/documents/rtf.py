"""Reads Rich Text through striprtf: paragraphs and rows of tables, in whatever code pages the file names.

Left out and counted: pictures, deletions, hidden text. Not covered: footnotes and text boxes (striprtf drops them),
headings (RTF has none but by style), hidden text with groups in it.
"""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from models.documents.flow import Flow
from models.errors import FileDamaged

_HEX_RUN = re.compile(r"(?:[0-9a-fA-F]{2}[\s]*){200,}")  # a picture's bytes: nothing to read, and slow to walk
_UNSEEN = re.compile(r"\{([^{}]*\\(v|deleted)(?![a-z0-9])[^{}]*)\}")
_CONTROL = re.compile(r"\\[a-z]+-?\d* ?")


def read(name: str, data: bytes, flow: Flow) -> None:
    """Write the document into `flow`. Raises: FileDamaged."""
    source = data.decode("latin-1")
    flow.omit("pictures", len(re.findall(r"\\pict(?![a-z])", source)))
    source = _HEX_RUN.sub("", source)
    for match in _UNSEEN.finditer(source):
        if match.group(2) == "deleted":
            flow.omit("deleted passages")
        else:
            flow.hide(_CONTROL.sub("", match.group(1)))
    source = _UNSEEN.sub("", source)
    in_table = False
    try:
        text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, LookupError, OverflowError) as error:  # numbers that name no character or code page
        raise FileDamaged(name=name, detail="it is not well-formed Rich Text.") from error
    for line in text.split("\n"):
        is_row = line.count("|") > 1 and line.rstrip().endswith("|")
        if is_row:
            if not in_table:
                flow.table()
            flow.row(line.rstrip()[:-1].split("|"))
        else:
            flow.paragraph(line.rstrip())
        in_table = is_row
