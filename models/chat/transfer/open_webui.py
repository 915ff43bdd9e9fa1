"""Open WebUI's export: a list of chats, each with a `history` of messages by name; single chats too.

Reasoning stands in its answers as `<details type="reasoning">`, each line quoted and escaped.
"""

from __future__ import annotations

import html
import re
from typing import Any

from models.chat.transfer.tree import Node, field, items, milliseconds, planted, words
from models.store.message import Attachment, Role
from models.store.whole import WholeChat

_OPEN, _CLOSE = '<details type="reasoning"', "</details>"


def is_chat(document: Any) -> bool:
    """Is it one chat of such an export, as the server keeps it or as its page saves it?"""
    return isinstance(field(_inner(document), "history", "messages"), dict)


def _inner(document: Any) -> Any:
    inner = field(document, "chat")
    return inner if isinstance(inner, dict) else document


def chat_in(document: dict[str, Any]) -> WholeChat:
    """The chat with all of its branches."""
    inner = _inner(document)
    kept: dict[str, Any] = inner["history"]["messages"]
    nodes = {name: _node(each) for name, each in kept.items()}
    begun = milliseconds(document.get("created_at"))
    return planted(
        nodes, title=words(document.get("title")) or words(inner.get("title")),
        created_ms=milliseconds(inner.get("timestamp"), 1) if begun is None else begun,
        updated_ms=milliseconds(document.get("updated_at")),
        shown=words(field(inner, "history", "currentId")) or None, pinned=document.get("pinned") is True,
        system_prompt=words(inner.get("system")) or words(field(inner, "params", "system")),
    )  # fmt: skip


def _node(message: Any) -> Node:
    parent = field(message, "parentId")
    made = Node(parent=parent if isinstance(parent, str) else None)
    made.created_ms = milliseconds(field(message, "timestamp"))
    role = words(field(message, "role"))
    made.role = Role.USER if role == "user" else Role.ASSISTANT
    made.text, made.reasoning = _parted(_text(field(message, "content")))
    if role not in ("user", "assistant") and made.text.strip():
        made.text = f"[{role or 'unknown'}:\n{made.text}]"
    notes, attached = _files(items(field(message, "files")))
    if problem := words(field(message, "error", "content")):
        notes.append(f"[error: {problem}]")
    if notes:
        made.text = "\n\n".join(filter(None, [*notes, made.text]))
    made.attachments = tuple(attached)
    if model := words(field(message, "model")):
        made.receipt = {"model": model}
    return made


def _text(content: Any) -> str:
    if not isinstance(content, list):
        return words(content)
    return "\n\n".join(
        words(field(each, "text")) if field(each, "type") == "text"
        else note(words(field(each, "type")), words(field(each, "image_url", "url")))
        for each in content
    )  # fmt: skip


def _parted(text: str) -> tuple[str, str]:
    """The answer and its reasoning, of which there may be several."""
    said: list[str] = []
    thoughts: list[str] = []
    at = 0
    while (start := text.find(_OPEN, at)) >= 0 and (end := text.find(_CLOSE, start)) >= 0:
        inner = text[start:end].partition(">")[2].strip()
        if inner.startswith("<summary>"):
            inner = inner.partition("</summary>")[2].strip()
        thoughts.append("\n".join(re.sub(r"^> ?", "", html.unescape(line)) for line in inner.splitlines()))
        said.append(text[at:start])
        at = end + len(_CLOSE)
    rest = text[at:]
    return "".join([*said, rest.lstrip() if thoughts else rest]), "\n\n".join(thoughts)


def _files(files: list[Any]) -> tuple[list[str], list[Attachment]]:
    """Notes for what cannot be kept, and the texts of files that can."""
    notes: list[str] = []
    attached: list[Attachment] = []
    for each in files:
        name = words(field(each, "name")) or words(field(each, "file", "filename"))
        text = words(field(each, "file", "data", "content"))
        if text:
            attached.append(Attachment(name=name or "file", text=text, sha256=words(field(each, "file", "hash"))))
        else:
            notes.append(note(words(field(each, "type")) or "file", name or words(field(each, "url"))))
    return notes, attached


def note(kind: str, what: str) -> str:
    """“[image: …]” for what is no text; the bytes of a data address are not text either."""
    kind = kind.removesuffix("_url") or "unknown"
    return f"[{kind}: {what[: what.find(',')] if what.startswith('data:') and ',' in what else what}]"
