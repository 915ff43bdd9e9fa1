"""Text between fences that nothing in it can close."""

from __future__ import annotations

import re


def fenced(text: str, language: str = "") -> str:
    """`text` as a block of code, between fences longer than any in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
