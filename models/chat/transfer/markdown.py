"""Chats as Markdown: the branch shown of each, with reasoning folded and attachments named."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from models.chat.transfer.shown import Line, lines, title_of
from models.store.whole import WholeChat


def as_markdown(chats: Sequence[WholeChat]) -> str:
    """The chats one after the other, each under its title."""
    return "\n---\n\n".join("".join(_chat(chat)) for chat in chats)


def _chat(chat: WholeChat) -> Iterator[str]:
    yield f"# {' '.join(title_of(chat).split())}\n"
    if chat.instructions.strip():
        yield "\n" + "\n".join(f"> {line}".rstrip() for line in chat.instructions.strip().splitlines()) + "\n"
    for line in lines(chat):
        yield from _message(line)


def _message(line: Line) -> Iterator[str]:
    message = line.message
    yield f"\n## {' '.join(line.speaker.split())}\n\n*{line.aside}*\n"
    for attachment in message.attachments:
        yield f"\n[file: {attachment.name}]\n"
    if message.reasoning.strip():  # plain HTML, which every reader of Markdown folds
        yield f"\n<details><summary>Reasoning</summary><pre>{html.escape(message.reasoning.strip())}</pre></details>\n"
    if message.text.strip():
        yield f"\n{message.text.rstrip()}\n"
