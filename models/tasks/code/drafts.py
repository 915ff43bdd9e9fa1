"""Tests that a model drafts for a unit: taken out of its answer, parsed, their names looked up. They are never run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from models.tasks.code.names import strange
from models.tasks.code.outline import Unit

_FENCE = re.compile(r"```[\w+-]*\n(.*?)(?:\n```|\Z)", re.DOTALL)
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'")
_LANGUAGES = {"py": "python", "pyi": "python", "js": "javascript", "ts": "typescript", "rs": "rust", "kt": "kotlin"}


class Draft(NamedTuple):
    """`problem` says why it cannot be compiled; `strange` are called names that neither it nor the file defines."""

    code: str
    language: str
    problem: str
    strange: tuple[str, ...]


def worth(units: Sequence[Unit]) -> list[Unit]:
    """The units with a name, private ones only where there are no others."""
    named = [unit for unit in units if unit.name]
    public = [unit for unit in named if not unit.name.rpartition(".")[2].startswith("_")]
    return public or named


def draft(answer: str, file: str, known: frozenset[str]) -> Draft | None:
    """The code of an answer; None when there is none."""
    match = _FENCE.search(answer)
    code = (match.group(1) if match else answer).strip("\n").rstrip().replace("```", "")
    if not code.strip() or not any(character.isalpha() for character in code):
        return None
    suffix = PurePath(file).suffix.lstrip(".").lower()
    if suffix not in ("py", "pyi"):
        return Draft(code, _LANGUAGES.get(suffix, suffix), _unbalanced(code), ())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Draft(code, "python", str(error) or type(error).__name__, ())
    return Draft(code, "python", "", _unknown_calls(tree, known))


def _unknown_calls(tree: ast.Module, known: frozenset[str]) -> tuple[str, ...]:
    """Plain names that are used but neither bound in the tests, nor in the file, nor built in."""
    bound: set[str] = set()
    used: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.append(name)
            case ast.Name(id=name):
                bound.add(name)
            case ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                bound.update((alias.asname or alias.name).partition(".")[0] for alias in names)
            case ast.ExceptHandler(name=str(name)):
                bound.add(name)
    imported_from = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module not in _OUTSIDE
        for alias in node.names
    }
    quoted = " ".join(
        f"`{name}`" for name in [*used, *sorted(imported_from)] if name not in bound or name in imported_from
    )
    return strange(quoted, known)


_OUTSIDE = frozenset({"unittest", "unittest.mock", "pytest", "pathlib", "typing", "collections", "datetime", "decimal"})


def _unbalanced(code: str) -> str:
    """What the brackets of a text say is wrong, by eye alone: strings on one line are passed over."""
    open_brackets: list[str] = []
    for character in _QUOTED.sub("", code):
        if character in "([{":
            open_brackets.append(character)
        elif character in _BRACKETS and (not open_brackets or open_brackets.pop() != _BRACKETS[character]):
            return f"a “{character}” without its beginning"
    return f"a “{open_brackets[-1]}” without its end" if open_brackets else ""
