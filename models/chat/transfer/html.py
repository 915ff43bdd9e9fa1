"""Chats as one page of HTML: the branch shown of each, Markdown set, reasoning folded, a list of chats at the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt

from models.chat.transfer.shown import Line, lines, title_of
from models.documents.html_page import page
from models.store.message import Role
from models.store.whole import WholeChat

_STYLE = """
section{margin:1.5rem 0}section>header{color:var(--soft);font-size:.85rem;margin-bottom:.25rem}
section>header b{color:var(--ink);margin-right:.6rem}
.user{border-left:3px solid var(--accent);padding-left:.9rem}.plain{white-space:pre-wrap}
pre{border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow-x:auto;overflow-wrap:normal}
code,pre{font:14px/1.5 ui-monospace,"Noto Sans Mono CJK SC",monospace}
table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left}
details{color:var(--soft);margin:.6rem 0}summary{cursor:pointer}
@media print{body{margin:0}}
"""


def as_html(chats: Sequence[WholeChat]) -> str:
    """The whole page. What the chats say is shown, never run: raw HTML is text, a picture is a link to it."""
    # Neither is taken from a chat: both would let it speak to somewhere else or run in the reader's browser.
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 40})
    markdown.enable(["table", "strikethrough"]).disable("image")
    parts = [f'<article id="c{number}">{"".join(_chat(chat, markdown))}</article>' for number, chat in enumerate(chats)]
    listed = "".join(f'<li><a href="#c{place}">{escape(title_of(chat))}</a></li>' for place, chat in enumerate(chats))
    contents = f"<nav><ol>{listed}</ol></nav><hr>" if len(chats) > 1 else ""
    title = title_of(chats[0]) if len(chats) == 1 else "Chats"
    return page(title, contents + "<hr>".join(parts), style=_STYLE)


def _chat(chat: WholeChat, markdown: MarkdownIt) -> Iterator[str]:
    yield f"<h1>{escape(title_of(chat))}</h1>"
    if chat.instructions.strip():
        yield f'<blockquote class="plain">{escape(chat.instructions.strip())}</blockquote>'
    for line in lines(chat):
        yield f'<section class="{line.message.role}">{"".join(_message(line, markdown))}</section>'


def _message(line: Line, markdown: MarkdownIt) -> Iterator[str]:
    message = line.message
    yield f"<header><b>{escape(line.speaker)}</b> {escape(line.aside)}</header>"
    for attachment in message.attachments:
        yield f'<p class="note">📎 {escape(attachment.name)}</p>'
    if message.reasoning.strip():
        inner = escape(message.reasoning.strip())
        yield f'<details><summary>Reasoning</summary><div class="plain">{inner}</div></details>'
    if message.role is Role.USER:  # as it was written
        yield f'<div class="plain">{escape(message.text)}</div>' if message.text.strip() else ""
    else:
        yield markdown.render(message.text)
