"""Which names an answer about a source file uses, and which of them the file does not have."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_QUOTED = re.compile(r"`([^`\n]{1,120})`")
_LIKE_A_NAME = re.compile(
    r"\b(?:[a-z]+(?:_[a-z0-9]+)+|[a-z]+[A-Z]\w*|[A-Z][a-z]+(?:[A-Z][a-z0-9]*)+|_\w{2,}|[A-Z]{2,}(?:_[A-Z0-9]+)+)\b"
    r"|\b[A-Za-z_]\w+(?=\(\))"
)
_COMMON = frozenset(
    {
        *keyword.kwlist, *dir(builtins), "self", "cls", "this", "null", "undefined", "nullptr", "true", "false", "void",
        "int", "string", "bool", "JavaScript", "TypeScript", "GitHub", "YouTube", "PyPI", "stdin", "stdout", "stderr",
    }
)  # fmt: skip


def names_in(text: str) -> frozenset[str]:
    """Every word of a source file."""
    return frozenset(_WORD.findall(text))


def strange(answer: str, known: frozenset[str]) -> tuple[str, ...]:
    """The names an answer quotes or that look like names, and that are neither in the file nor the language's own."""
    quoted = [word for piece in _QUOTED.findall(answer) for word in _WORD.findall(piece)]
    bare = _LIKE_A_NAME.findall(_QUOTED.sub(" ", answer))
    return tuple(dict.fromkeys(_unknown([*quoted, *bare], known)))


def _unknown(words: Iterable[str], known: frozenset[str]) -> Iterable[str]:
    return (word for word in words if word not in known and word not in _COMMON)
