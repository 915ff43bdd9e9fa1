"""A line of plain words out of Markdown, around a place in it: what a search shows of a message."""

from __future__ import annotations

import re

AROUND = 40  # characters shown on either side of the place
_READ = 400  # characters on either side that are looked at: markers that far apart are none of one phrase
_BEGIN, _END = "\ue000", "\ue001"  # stand around the place while the rest is taken away; of the private use area
_PLACE = f"[{_BEGIN}{_END}]*"
_FENCE = re.compile(r"^[ \t>]*(?:```|~~~).*$", re.MULTILINE)
_RULES = tuple(
    (re.compile(pattern, re.MULTILINE), instead)
    for pattern, instead in (
        (rf"^[ \t>]*{_PLACE}(?:#{{1,6}}|[-+*])[ \t]+(?:\[[ xX]\][ \t]+)?", ""),  # a title, an item, a task
        (r"^[ \t]*(?:>[ \t]?)+", ""),
        (r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$", ""),  # below the head of a table
        (r"^[ \t]*(?:[-*_=][ \t]*){3,}$", ""),
        (r"^[ \t]*\||\|[ \t]*$", ""),
        (r"[ \t]\|[ \t]", " · "),
        (rf"!?\[([^\]\n]*)\]\([^()\n{_BEGIN}{_END}]*\)", r"\1"),  # an address stays when the place is in it
        (r"(\*\*|~~)(?=\S)(.+?)(?<=\S)\1", r"\2"),
        (r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", r"\1"),
        (r"(?<!\\)\*(?=[^\s*])([^*\n]+?)(?<=[^\s*\\])\*", r"\1"),
        (r"(?<!\w)_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?!\w)", r"\1"),
        (r"(`+)(.+?)\1", r"\2"),
        (r"\\([\\`*_{}\[\]()#+\-.!|~>])", r"\1"),
    )
)


def plain_around(text: str, start: int, end: int) -> tuple[str, int, int]:
    """One line of the words around text[start:end], without Markdown's signs, and where that place is in it."""
    before, after = text[max(0, start - _READ) : start], text[end : end + _READ]
    if start > _READ:  # from the beginning of a line, if there is one: that is where most signs stand
        before = before.partition("\n")[2] or before
    marked = before + _BEGIN + text[start:end] + _END + after
    in_code = len(_FENCE.findall(text[:start])) % 2 == 1
    marked = _FENCE.sub(lambda fence: fence[0] if _BEGIN in fence[0] else "", marked)
    if not in_code:
        for pattern, instead in _RULES:
            marked = pattern.sub(instead, marked)
    marked = " ".join(marked.split())
    before, _, rest = marked.partition(_BEGIN)
    inside, _, after = rest.partition(_END)
    before = before[-AROUND:].lstrip() if len(before) > AROUND else before
    return before + inside + after[:AROUND].rstrip(), len(before), len(before) + len(inside)
