"""Markdown to markdown-it tokens, with formulas, with the emphasis Chinese needs, and nothing of HTML.

Raw HTML stays text: there is no HTML rule. Links are checked by `safe_link`, images are only ever their words.
"""

from __future__ import annotations

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from desktop.markdown import maths

_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uffef\U00020000-\U0003fffd]"
)


def parse(text: str) -> list[Token]:
    """Block tokens of `text`; `map` of each holds its first line and the one after its last."""
    return _PARSER.parse(text)


def safe_link(address: str) -> str:
    """`address` when it may be offered to the user as a link, else nothing: only the web and mail."""
    return address if _LINK.fullmatch(address) else ""


class _CjkState(StateInline):
    """Emphasis whose markers touch Chinese, Japanese or Korean.

    CommonMark wants a space or punctuation on the other side of a marker that touches punctuation, so the asterisks of
    `**注意：**请` stay (commonmark/commonmark-spec#650). Here wide punctuation counts as a letter, and a wide letter
    on the other side is as good as a space; everything else is section 6.2 of the specification.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N803 - markdown-it's own name
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        left = not after.isspace() and (not _is_narrow_mark(after) or _frees(before))
        right = not before.isspace() and (not _is_narrow_mark(before) or _frees(after))
        can_open = left and (canSplitWord or not right or _is_mark(before))
        can_close = right and (canSplitWord or not left or _is_mark(after))
        return Scanned(can_open, can_close, end - start)


def _is_mark(character: str) -> bool:
    """Punctuation in the specification's sense: Unicode P or S."""
    return unicodedata.category(character)[0] in "PS"


def _is_narrow_mark(character: str) -> bool:
    return _is_mark(character) and not _WIDE.match(character)


def _frees(neighbour: str) -> bool:
    return neighbour.isspace() or _is_mark(neighbour) or _WIDE.match(neighbour) is not None


class _Inline(ParserInline):
    """markdown-it's inline parser over our state."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _CjkState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 40})
    parser.inline = _Inline()
    parser.configure("commonmark")  # once more: the rules of the new inline parser
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline"])
    maths.add_to(parser)
    parser.options["html"] = False
    # Every address is parsed as a link; whether it becomes one is judged where it is painted.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


_PARSER = _parser()
