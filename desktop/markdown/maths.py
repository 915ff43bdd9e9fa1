r"""Formulas in Markdown: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and `\begin{align}…`, as models write them.

A dollar opens a formula only before what is no blank, and closes one only behind such and before no digit (the rules of
pandoc's tex_math_dollars), so `$5 and $6` is money. The first dollar behind an opening one decides.
`open_block` finds the formula that is being written.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from models.maths.formula import LONGEST_TEX, WIDE

INLINE, BLOCK = "math_inline", "math_block"  # token types; `markup` is what opened it, `content` the TeX
_ENVIRONMENTS = "equation|align|aligned|gather|gathered|multline|alignat|split|cases|eqnarray"
BEGIN = re.compile(rf"\$\$|\\\[|\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}")
_OPENING = re.compile(rf"^[ \t>]*(?P<begin>{BEGIN.pattern.replace('?P<name>', '')})", re.MULTILINE)
_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*(?P<close>\$)")


def add_to(parser: MarkdownIt) -> None:
    """Let `parser` find formulas."""
    parser.block.ruler.before(
        "fence", BLOCK, _block, {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    )
    parser.inline.ruler.before("escape", INLINE, _inline)


def closing(opening: re.Match[str]) -> str:
    """What ends the formula that `opening`, a match of `BEGIN`, begins."""
    if opening["name"]:
        return f"\\end{{{opening['name']}}}"
    return "$$" if opening[0] == "$$" else "\\]"


def open_block(text: str) -> int | None:
    """Where in `text`, which still grows, the line with the opening of a display formula without an end begins."""
    at = text.rfind("\n\n") + 1  # an empty line ends every formula
    while (opening := _OPENING.search(text, at)) is not None:
        begin = BEGIN.match(text, opening.start("begin"))
        assert begin is not None
        close = closing(begin)
        end = text.find(close, begin.end())
        if end < 0:
            return opening.start() if len(text) - begin.start() <= LONGEST_TEX else None
        at = end + len(close)
    return None


def _inline(state: StateInline, silent: bool) -> bool:
    source, start = state.src, state.pos
    if source.startswith(("\\(", "\\["), start):
        opening, close = source[start : start + 2], "\\)" if source[start + 1] == "(" else "\\]"
        end = source.find(close, start + 2, min(state.posMax, start + LONGEST_TEX))
        # CommonMark's own `\(` is a bracket: only with a letter or figure between two of them is it a formula.
        if end < 0 or not any(map(str.isalnum, source[start + 2 : end])):
            return False
        return _push(state, silent, opening, close, end)
    if source.startswith("$$", start):
        end = source.find("$$", start + 2, min(state.posMax, start + LONGEST_TEX))
        return end > 0 and bool(source[start + 2 : end].strip()) and _push(state, silent, "$$", "$$", end)
    if source[start] != "$" or source[start + 1 : start + 2].isspace() or source[start - 1 : start].isdigit():
        return False
    found = _DOLLAR.search(source, start + 1, min(state.posMax, start + LONGEST_TEX))
    if found is None:
        return False
    end = found.start("close")
    if end == start + 1 or source[end - 1].isspace() or source[end + 1 : end + 2].isdigit():
        return False
    tex = source[start + 1 : end]
    if WIDE.search(tex) and "\\text" not in tex and "\\mbox" not in tex:
        return False  # two sums of money in a Chinese sentence
    return _push(state, silent, "$", "$", end)


def _push(state: StateInline, silent: bool, opening: str, close: str, end: int) -> bool:
    if not silent:
        token = state.push(INLINE, "math", 0)
        token.markup = opening
        token.content = state.src[state.pos + len(opening) : end]
        token.meta = {"source": state.src[state.pos : end + len(close)]}
    state.pos = end + len(close)
    return True


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    first = state.bMarks[start_line] + state.tShift[start_line]
    opening = BEGIN.match(state.src, first, state.eMarks[start_line])
    if opening is None:
        return False
    close = closing(opening)
    lines, length = [], 0
    for number in range(start_line, end_line):
        at = state.bMarks[number] + state.tShift[number]
        line = state.src[at : state.eMarks[number]]
        length += len(line) + 1
        if number > start_line and (not line.strip() or state.sCount[number] < state.blkIndent):
            return False
        found = line.find(close, len(opening[0]) if number == start_line else 0)
        if length > LONGEST_TEX or (found >= 0 and line[found + len(close) :].strip()):
            return False
        lines.append(line)
        if found >= 0:
            return _push_block(state, silent, opening, lines, start_line)
    return False


def _push_block(state: StateBlock, silent: bool, opening: re.Match[str], lines: list[str], start_line: int) -> bool:
    source = "\n".join(lines).rstrip()
    tex = source if opening["name"] else source[len(opening[0]) : -2]
    if not any(map(str.isalnum, tex)):
        return False
    if not silent:
        state.line = start_line + len(lines)
        token = state.push(BLOCK, "math", 0)
        token.block = True
        token.markup = opening[0]
        token.content = tex
        token.meta = {"source": source}
        token.map = [start_line, state.line]
    return True
