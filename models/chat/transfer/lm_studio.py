"""LM Studio's conversation files: a list of messages, each with its `versions`, of which one is selected.

The versions of a message are branches; the next message follows the selected one. Reasoning is a step in the style
“thinking”; what a tool was asked and said is kept as a block of code.
"""

from __future__ import annotations

from typing import Any

import msgspec

from models.chat.fence import fenced
from models.chat.transfer.tree import Node, field, items, milliseconds, planted, words
from models.store.message import Role
from models.store.whole import WholeChat

_PROMPT = "llm.prediction.systemPrompt"
_UNSEEN = ("debugInfoBlock", "status", "toolStatus")  # nothing anyone said


def is_chat(document: Any) -> bool:
    """Is it such a file?"""
    messages = field(document, "messages")
    return isinstance(messages, list) and all(isinstance(field(each, "versions"), list) for each in messages)


def chat_in(document: dict[str, Any]) -> WholeChat:
    """The chat with every version. Its times are the file's own; messages have none there."""
    nodes: dict[str, Node] = {}
    above: str | None = None
    prompts = [words(document.get("systemPrompt"))]
    for field_ in items(field(document, "perChatPredictionConfig", "fields")):
        if field(field_, "key") == _PROMPT and words(field(field_, "value")):
            prompts = [words(field(field_, "value"))]
    for place, message in enumerate(document["messages"]):
        versions = message["versions"]
        selected = message.get("currentlySelected")
        chosen = selected if isinstance(selected, int) and 0 <= selected < len(versions) else len(versions) - 1
        for number, version in enumerate(versions):
            nodes[f"{place}.{number}"] = _node(version, above)
        above = f"{place}.{chosen}" if versions else above
    begun = milliseconds(document.get("createdAt"), 1)
    ended = milliseconds(document.get("userLastMessagedAt"), 1) or milliseconds(
        document.get("assistantLastMessagedAt"), 1
    )
    return planted(
        nodes, title=words(document.get("name")), created_ms=begun, updated_ms=ended, shown=above,
        pinned=document.get("pinned") is True, system_prompt=prompts[0],
    )  # fmt: skip


def _node(version: Any, above: str | None) -> Node:
    role = words(field(version, "role"))
    made = Node(parent=above, role=Role.USER if role == "user" else Role.ASSISTANT)
    texts = [_content(items(field(version, "content")))]
    thoughts: list[str] = []
    for step in items(field(version, "steps")):
        kind = words(field(step, "type"))
        if kind in _UNSEEN:
            continue
        if kind == "contentBlock":
            content = _content(items(field(step, "content")))
            (thoughts if field(step, "style", "type") == "thinking" else texts).append(content)
            model = words(field(step, "genInfo", "indexedModelIdentifier")) or words(
                field(step, "genInfo", "identifier")
            )
            made.receipt = {"model": model} if model else made.receipt
        elif kind == "citationBlock":
            where = words(field(step, "source", "fileName")) or words(field(step, "source", "absoluteFilePath"))
            texts.append(f"[quote: {where}]\n\n{words(field(step, 'citedText'))}")
        else:
            texts.append(_named(step, kind))
    made.text = "\n\n".join(text for text in texts if text.strip()) if len(texts) > 1 else texts[0]
    made.reasoning = "\n\n".join(text for text in thoughts if text.strip())
    if role not in ("user", "assistant") and made.text.strip():
        made.text = f"[{role or 'unknown'}:\n{made.text}]"
    if made.receipt is None and made.role is Role.ASSISTANT and words(field(version, "senderInfo", "senderName")):
        made.receipt = {"model": words(field(version, "senderInfo", "senderName"))}
    return made


def _content(content: list[Any]) -> str:
    return "\n\n".join(text for text in map(_part, content) if text) if len(content) != 1 else _part(content[0])


def _part(part: Any) -> str:
    kind = words(field(part, "type"))
    if kind == "text":
        return words(field(part, "text"))
    if kind == "file":
        what = "image" if field(part, "fileType") == "image" else "file"
        return f"[{what}: {words(field(part, 'name')) or words(field(part, 'fileIdentifier'))}]"
    return _named(part, kind)


def _named(part: Any, kind: str) -> str:
    return f"[{kind or 'unknown'}]\n\n{fenced(msgspec.json.encode(part).decode(), 'json')}"
