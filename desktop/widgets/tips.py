"""Tooltips are plain text: Qt reads one that looks like HTML as HTML, and opens the pictures it names."""

from __future__ import annotations

import html


def plain_tip(words: str) -> str:
    """`words` for a tooltip, shown as they are written: names of files and words of models may hold anything."""
    if "<" not in words and "&" not in words:
        return words
    return f"<p style='white-space: pre-wrap'>{html.escape(words)}</p>"
