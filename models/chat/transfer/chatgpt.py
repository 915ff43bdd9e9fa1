"""ChatGPT's export: `conversations.json`, a list of chats, each a `mapping` of nodes by name.

What has no place here stays as a note in the text: “[image: …]”, “[tool python: …]”. Thoughts become the reasoning of
the answer they lead to. Instructions at the beginning (of the system, of the user's profile) become the system prompt.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from models.chat.fence import fenced
from models.chat.transfer.tree import Node, field, in_order, items, milliseconds, planted, words
from models.store.message import Role
from models.store.whole import WholeChat

_CONTEXT = ("user_profile", "user_instructions", "model_set_context")


def is_chat(document: Any) -> bool:
    """Is it one chat of such an export?"""
    return isinstance(field(document, "mapping"), dict)


def chat_in(document: dict[str, Any]) -> WholeChat:
    """The chat with all of its branches."""
    mapping: dict[str, Any] = document["mapping"]
    nodes = {name: _node(each) for name, each in mapping.items()}
    prompt = _prompt(mapping, nodes)
    _hand_down(nodes)
    return planted(
        nodes, title=words(document.get("title")), created_ms=milliseconds(document.get("create_time")),
        updated_ms=milliseconds(document.get("update_time")), shown=words(document.get("current_node")) or None,
        pinned=document.get("is_starred") is True, system_prompt=prompt,
    )  # fmt: skip


def _node(node: Any) -> Node:
    message = field(node, "message")
    parent = field(node, "parent")
    made = Node(parent=parent if isinstance(parent, str) else None)
    if not isinstance(message, dict):
        return made
    content = message.get("content")
    kind = words(field(content, "content_type"))
    role = words(field(message, "author", "role"))
    made.created_ms = milliseconds(message.get("create_time"))
    made.role = Role.USER if role == "user" else Role.ASSISTANT
    if kind == "thoughts":
        thoughts = (
            [words(field(each, "summary")), words(field(each, "content"))] for each in items(field(content, "thoughts"))
        )
        made.reasoning = "\n\n".join(part for pair in thoughts for part in pair if part)
    elif kind == "reasoning_recap":
        made.reasoning = words(field(content, "content"))
    else:
        made.text = _text(content, kind)
    notes = [f"[file: {words(field(each, 'name'))}]" for each in items(field(message, "metadata", "attachments"))]
    made.text = "\n\n".join([*notes, made.text]) if notes else made.text
    if made.text.strip() and role not in ("user", "assistant"):
        name = words(field(message, "author", "name"))
        made.text = f"[{role or 'unknown'}{f' {name}' if name else ''}:\n{made.text}]"
    if model := words(field(message, "metadata", "model_slug")):
        made.receipt = {"model": model}
    return made


def _text(content: Any, kind: str) -> str:
    """The content as text; what is no text is named."""
    if kind == "code":
        language = words(field(content, "language"))
        text = words(field(content, "text"))
        return fenced(text, "" if language == "unknown" else language) if text.strip() else ""
    if kind == "execution_output":
        text = words(field(content, "text"))
        return fenced(text) if text.strip() else ""
    if kind == "tether_quote":
        where = words(field(content, "title")) or words(field(content, "domain")) or words(field(content, "url"))
        return f"[quote: {where}]\n\n{words(field(content, 'text'))}"
    if kind == "user_editable_context" or kind == "model_editable_context":
        return "\n\n".join(filter(None, (words(field(content, name)) for name in _CONTEXT)))
    parts = [_part(each) for each in items(field(content, "parts"))]
    if not parts:
        parts = [words(field(content, name)) for name in ("text", "result", "content")]
    text = "\n\n".join(part for part in parts if part.strip()) if len(parts) > 1 else "".join(parts)
    known = kind in ("text", "multimodal_text")
    return text if known or not (text.strip() or kind) else f"[{kind}]\n\n{text}".rstrip()


def _part(part: Any) -> str:
    if isinstance(part, str):
        return part
    kind = words(field(part, "content_type"))
    if kind == "audio_transcription":
        return words(field(part, "text"))
    named = words(field(part, "asset_pointer")) or words(field(part, "audio_asset_pointer", "asset_pointer"))
    for known in ("image", "audio", "video"):
        if known in kind:
            return f"[{known}: {named}]"
    return f"[{kind or 'unknown'}: {msgspec.json.encode(part).decode()}]"


def _prompt(mapping: dict[str, Any], nodes: dict[str, Node]) -> str:
    """What stands before all the rest, in one line without branches: taken out of the nodes and given back."""
    children = Counter(node.parent for node in nodes.values())
    below = {node.parent: name for name, node in nodes.items()}
    roots = [name for name, node in nodes.items() if node.parent is None or node.parent not in nodes]
    found: list[str] = []
    name: str | None = roots[0] if len(roots) == 1 else None
    while name is not None:
        node, message = nodes[name], field(mapping[name], "message")
        instructs = (
            field(message, "author", "role") == "system"
            or field(message, "content", "content_type") in ("user_editable_context", "model_editable_context")
        )  # fmt: skip
        if node.says_something and not instructs:
            break
        if node.says_something:
            found.append(_text(field(message, "content"), words(field(message, "content", "content_type"))))
            node.text = ""
        name = below[name] if children[name] == 1 else None
    return "\n\n".join(found)


def _hand_down(nodes: dict[str, Node]) -> None:
    """Give thoughts that lead to one answer alone to that answer."""
    children = Counter(node.parent for node in nodes.values())
    below = {node.parent: name for name, node in nodes.items()}
    waiting: dict[str, list[str]] = {}  # joined once: a long row of thoughts must not be copied at each step
    for name in in_order(nodes, 0):
        node = nodes[name]
        thoughts = waiting.pop(name, [])
        if node.reasoning:
            thoughts.append(node.reasoning)
        heir = below.get(name) if children[name] == 1 and not node.text.strip() and not node.attachments else None
        if thoughts and heir is not None and nodes[heir].role is Role.ASSISTANT and heir != name:
            waiting[heir] = thoughts
            node.reasoning = ""
            nodes[heir].receipt = nodes[heir].receipt or node.receipt
        else:
            node.reasoning = "\n\n".join(thoughts)
