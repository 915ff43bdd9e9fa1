"""The process that sets formulas. What it sets may be hostile: it has no network, no programs, and little time."""

from __future__ import annotations

import re

from latex2mathml.converter import convert
from ziamath.config import config
from ziamath.zmath import Latex

from models.maths.formula import INK, Answer, Formula, Typeset, Unset
from models.process import Channel, ChannelClosed, Wire

_EM = 100.0  # lengths in the SVG are rounded: a large size keeps them sharp
_LARGEST_EM = 120.0
_ELEMENTS = frozenset({"svg", "g", "path", "rect"})
_UNKNOWN = re.compile(r">\\[A-Za-z]+<")  # a command that latex2mathml does not know stays as it is
_BOX = re.compile(r'viewBox="[-\d.]+ ([-\d.]+) ([-\d.]+) ([-\d.]+)"')
_TAG = re.compile(r"<\s*([\w:.-]+)")


def main(wire: Wire) -> None:
    """Answer one formula after the other until the parent has gone."""
    config.svg2 = False  # QtSvg draws nothing but the bars of <symbol> and <use>
    channel: Channel[Answer, Typeset] = Channel(wire, receives=Typeset)
    try:
        while True:
            channel.send(typeset(channel.receive()))
    except ChannelClosed:
        return


def typeset(command: Typeset) -> Answer:
    """The formula, unless ziamath does not know what to do with it."""
    try:
        if _UNKNOWN.search(convert(command.tex)):
            return Unset()
        made = Latex(command.tex, size=_EM, color=INK, inline=not command.display)
        svg = made.svg()
    except Exception:  # noqa: BLE001 - a parser of what strangers write raises anything, and no fault of it is ours
        return Unset()
    box = _BOX.search(svg)
    if box is None:
        return Unset()
    top, width, height = (float(number) / _EM for number in box.groups())
    if not 0 < width <= _LARGEST_EM or not 0 < height <= _LARGEST_EM:
        return Unset()
    if not _ELEMENTS.issuperset(_TAG.findall(svg)):
        return Unset()
    return Formula(svg, width, height, depth=max(0.0, top + height))  # the base line is at 0
