"""Two versions of a sentence as Markdown, with the words that differ in bold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from models.summary.report import plain

_TOKEN = re.compile(r"\d[\d.,]*\d|[^\W_\u2e80-\u9fff]+|\s+|.", re.DOTALL)


def emphasised(old: str, new: str) -> tuple[str, str]:
    """Both as Markdown that means nothing else."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return (
        "".join(_piece(before[a:b], tag != "equal") for tag, a, b, _, _ in codes),
        "".join(_piece(after[c:d], tag != "equal") for tag, _, _, c, d in codes),
    )


def _piece(tokens: Sequence[str], differs: bool) -> str:
    """Bold begins and ends at a letter or digit: Markdown takes no other place for it inside a word."""
    words = [number for number, token in enumerate(tokens) if token[0].isalnum()]
    if not differs or not words:
        return _plain(tokens)
    first, last = words[0], words[-1] + 1
    return f"{_plain(tokens[:first])}**{_plain(tokens[first:last])}**{_plain(tokens[last:])}"


def _plain(tokens: Sequence[str]) -> str:
    """`plain` takes white space at the ends away; here it stands between two pieces."""
    text = "".join(tokens)
    inner = text.strip()
    if not inner:
        return " " if text else ""
    return f"{' ' * text[:1].isspace()}{plain(inner)}{' ' * text[-1:].isspace()}"
