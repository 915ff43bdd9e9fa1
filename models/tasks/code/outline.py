"""The parts of a source file with their lines: Python by its syntax tree, other languages by where lines begin.

What cannot be parsed is parted like any other language. Nothing of the file is run.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LONG_CLASS = 60  # lines; a longer one is taken apart into its methods
_LONGEST_SIGNATURE = 100
_LARGEST_TREE = 2_000_000  # characters
_DEFINITION = re.compile(
    r"^(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub(?:\([\w:]+\))?|unsafe|open"
    r"|override|sealed|data|inline|extern|const|virtual|partial)\s+)*"
    r"(?:(?:function\*?|func|fn|def|class|struct|interface|enum|impl|trait|type|module|namespace|object|record|sub|procedure)\b"
    r"\s*(?:\([^)]*\)\s*)?(?P<name>[\w$:<>.]+)"
    r"|(?:const|let|var)\s+(?P<bound>[\w$]+)\s*=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*=>|\w+\s*=>)"
    r"|[\w:<>,*&\[\] ]+[\s*&](?P<c_name>~?[\w:]+)\s*\([^;]*$)"
)
_NO_NAME = frozenset({"if", "for", "while", "switch", "return", "else", "catch", "elif", "when", "match"})
_CLOSING = ("}", "end", ")")  # at the margin
_COMMENT = re.compile(r"^\s*(?://|/\*|\*|#(?!include|define|if|endif)|--|@|\[)")


class Unit(NamedTuple):
    """Lines [first, last] from 1; `name` is empty for what stands between definitions."""

    name: str
    first: int
    last: int
    signature: str


def outline(file: str, text: str) -> list[Unit]:
    """Units in order that hold every line with something on it, each once."""
    lines = text.split("\n")
    if file.lower().endswith((".py", ".pyi")) and (tree := _tree(text)) is not None:
        return list(_whole(lines, _python(tree.body, lines)))
    return list(_whole(lines, _others(lines)))


def _tree(text: str) -> ast.Module | None:
    if len(text) > _LARGEST_TREE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a file's doubtful escapes are its own affair
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _python(body: Sequence[ast.stmt], lines: Sequence[str], inside: str = "") -> Iterator[Unit]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        last = node.end_lineno or node.lineno
        name = f"{inside}{node.name}"
        if isinstance(node, ast.ClassDef) and last - first >= _LONG_CLASS:
            methods = list(_python(node.body, lines, f"{name}."))
            head = methods[0].first - 1 if methods else last
            yield Unit(name, first, head, _signature(lines[node.lineno - 1]))
            yield from methods
        else:
            yield Unit(name, first, last, _signature(lines[node.lineno - 1]))


def _others(lines: Sequence[str]) -> Iterator[Unit]:
    starts: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line[:1].isspace() or not line:
            continue
        match = _DEFINITION.match(line)
        name = (match["name"] or match["bound"] or match["c_name"] or "") if match else ""
        if name and name not in _NO_NAME:
            starts.append((number, name))
    for at, (start, name) in enumerate(starts):
        first = start
        while first > 1 and _COMMENT.match(lines[first - 2]):
            first -= 1
        following = starts[at + 1][0] if at + 1 < len(starts) else len(lines) + 1
        closing = (n for n in range(start + 1, following) if lines[n - 1].startswith(_CLOSING))
        last = next(closing, following - 1)
        while last > start and (not lines[last - 1].strip() or _COMMENT.match(lines[last - 1])):
            last -= 1
        yield Unit(name, first, last, _signature(lines[start - 1]))


def _whole(lines: Sequence[str], units: Iterator[Unit]) -> Iterator[Unit]:
    """The units with what stands between them."""
    at = 1
    for unit in units:
        yield from _between(lines, at, unit.first - 1)
        yield unit
        at = unit.last + 1
    yield from _between(lines, at, len(lines))


def _between(lines: Sequence[str], first: int, last: int) -> Iterator[Unit]:
    filled = [number for number in range(first, last + 1) if lines[number - 1].strip()]
    if filled:
        yield Unit("", filled[0], filled[-1], "")


def _signature(line: str) -> str:
    return line.strip().rstrip("{: ")[:_LONGEST_SIGNATURE]
