"""A formula, and what goes over the pipe to the process that sets it."""

from __future__ import annotations

import re

import msgspec

LONGEST_TEX = 2_000
DEEPEST = 8  # ziamath's time grows sixfold with two more levels: 8 take 0.3 to 1.3 s, 12 take 12 to 25 s
INK = "currentColor"  # takes the place of the colour in the SVG
# Glyphs beyond the bundled STIX Two Math would be boxes.
WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00010000-\U0001d3ff\U0001d800-\U0010ffff]"
)
_DEEPER = re.compile(r"\\left\b|\\begin\b|(?<!\\)\{")
_SHALLOWER = re.compile(r"\\right\b|\\end\b|(?<!\\)\}")
_STEP = re.compile(rf"(?P<in>{_DEEPER.pattern})|(?P<out>{_SHALLOWER.pattern})")


class Typeset(msgspec.Struct, frozen=True, tag=True):
    """Set `tex`, in the form of a display or of a line."""

    tex: str
    display: bool


class Formula(msgspec.Struct, frozen=True, tag=True):
    """A formula as SVG with the colour `INK`; lengths in em, `depth` is what hangs below the base line."""

    svg: str
    width: float
    height: float
    depth: float


class Unset(msgspec.Struct, frozen=True, tag=True):
    """It cannot be set: it is shown as it was written."""


Answer = Formula | Unset


def may_be_set(tex: str) -> bool:
    """Nothing tells beforehand that `tex` cannot be set, or not in time."""
    return bool(tex.strip()) and len(tex) <= LONGEST_TEX and not WIDE.search(tex) and _depth(tex) <= DEEPEST


def _depth(tex: str) -> int:
    depth = deepest = 0
    for step in _STEP.finditer(tex):
        depth += 1 if step["in"] else -1
        deepest = max(deepest, depth)
    return deepest
