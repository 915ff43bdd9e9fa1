"""An answer that was held to a form: its JSON set out in lines, and a table where it is a flat list."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from models.chat.fence import fenced
from models.store.message import Message, Role

MOST_CHARACTERS = 200_000  # beyond that it is shown as it came
MOST_ROWS, MOST_COLUMNS = 200, 12
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:^=])")
_PLAIN = (str, int, float, bool, type(None))


def shown(message: Message) -> str | None:
    """The Markdown to show in place of the message's text; None where that stands as it is."""
    held = ((message.receipt or {}).get("sampling") or {}).get("json_schema") is not None
    if message.role is not Role.ASSISTANT or not held or len(message.text) > MOST_CHARACTERS:
        return None
    try:
        value = json.loads(message.text)
    except (ValueError, RecursionError):  # stopped half-way
        return fenced(message.text, "json") if message.text.strip() else None
    code = fenced(json.dumps(value, indent=2, ensure_ascii=False), "json")
    rows = flat_list(value)
    return f"{table(rows)}\n\n{code}" if rows else code


def flat_list(value: Any) -> list[dict[str, Any]]:
    """The rows, where `value` is a list of objects of plain values, or an object around one such list; else none."""
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    if not isinstance(value, list) or not all(isinstance(row, dict) and row for row in value):
        return []
    if not all(isinstance(cell, _PLAIN) for row in value for cell in row.values()):
        return []
    return value if len(_columns(value)) <= MOST_COLUMNS else []


def table(rows: Sequence[dict[str, Any]]) -> str:
    """A Markdown table whose cells are text and nothing else."""
    columns = _columns(rows)
    lines = [columns, ["---:" if _numeric(rows, column) else "---" for column in columns]]
    written = [f"| {' | '.join(map(_cell, columns))} |", f"| {' | '.join(lines[1])} |"]
    written += [f"| {' | '.join(_cell(row.get(column)) for column in columns)} |" for row in rows[:MOST_ROWS]]
    if len(rows) > MOST_ROWS:
        more = QCoreApplication.translate(
            "Transcript", "%n more row(s) are in the JSON below.", "", len(rows) - MOST_ROWS
        )
        written += ["", more]
    return "\n".join(written)


def _columns(rows: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _numeric(rows: Sequence[dict[str, Any]], column: str) -> bool:
    values = [row[column] for row in rows if row.get(column) is not None]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "–"
    # By number, because a backslash before a bracket begins a formula.
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", " ".join(str(value).split()))
