"""Reads JSON: laid out so that each value has its line, each figure and key as the file has it.

Nothing is parsed into values, so nothing is lost: keys that come twice, 1.10, numbers of any length. Characters that
are written as `\\uXXXX` are shown as themselves. What is no JSON, or is laid out already, is read as it is.
"""

from __future__ import annotations

import re

from models.documents.flow import Flow

_TOKEN = re.compile(r"\s*(\"(?:[^\"\\]|\\.)*\"|[{}\[\],:]|[^\s\"{}\[\],:]+)", re.DOTALL)
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_LONG_LINE = 2_000
_DEEPEST_INDENT = 40


def read(text: str, flow: Flow) -> None:
    """Write the JSON into `flow`."""
    if max(map(len, text.split("\n"))) > _LONG_LINE:
        text = laid_out(text)
    flow.paragraph(_ESCAPE.sub(_unescaped, text) if "\\u" in text else text)


def laid_out(text: str) -> str:
    """The same tokens, each value on a line of its own."""
    pieces: list[str] = []
    depth = at = 0
    opened = False
    while match := _TOKEN.match(text, at):
        at = match.end()
        token = match.group(1)
        if token in "}]":
            depth = max(0, depth - 1)
            pieces.append(token if opened else f"{_margin(depth)}{token}")
        else:
            if opened:
                pieces.append(_margin(depth))
            if token in "{[":
                depth += 1
            pieces.append(f"{token}{_margin(depth)}" if token == "," else f"{token} " if token == ":" else token)
        opened = token in "{["
    pieces.append(text[at:])  # a string that never ends
    return "".join(pieces)


def _margin(depth: int) -> str:
    return "\n" + "  " * min(depth, _DEEPEST_INDENT)


def _unescaped(match: re.Match[str]) -> str:
    """Characters written by their numbers, but for those that JSON has to write so."""
    codes = match.group()
    text = bytes.fromhex(codes.replace("\\u", "")).decode("utf-16-be", "replace")
    return text if text.isprintable() and not set(text) & {'"', "\\", "\ufffd"} else codes
