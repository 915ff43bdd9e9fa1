"""From another program's tree, by names, to ours, by places: nothing is lost, whatever the links say."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from models.store.message import Attachment, Role
from models.store.whole import WholeChat, WholeMessage

LATEST_MS = 1 << 53


class Node(msgspec.Struct, kw_only=True):
    """One message of another program under its `parent`'s name; without text and reasoning it is only a link."""

    parent: str | None
    role: Role = Role.USER
    text: str = ""
    reasoning: str = ""
    created_ms: int | None = None
    receipt: dict[str, Any] | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def says_something(self) -> bool:
        return bool(self.text.strip() or self.reasoning.strip() or self.attachments)


def planted(
    nodes: Mapping[str, Node], *, title: str, created_ms: int | None, updated_ms: int | None,
    shown: str | None, pinned: bool = False, system_prompt: str = "",
) -> WholeChat:  # fmt: skip
    """The chat of these nodes; `shown` names the last message of the branch on the screen.

    Links (nodes that say nothing) are left out, and what follows one follows what is above it. A parent that is
    missing makes a root; a ring is cut where its first node stands. A time that is missing is that of the message
    above, else that of the chat.
    """
    known = [node.created_ms for node in nodes.values() if node.created_ms is not None]
    begun = created_ms if created_ms is not None else min(known, default=0)
    places: dict[str, int | None] = {}
    messages: list[WholeMessage] = []
    for name in in_order(nodes, begun):
        node = nodes[name]
        above = places.get(node.parent) if node.parent is not None else None
        if not node.says_something:
            places[name] = above
            continue
        at = node.created_ms
        if at is None:
            at = begun if above is None else messages[above].created_ms
        places[name] = len(messages)
        messages.append(
            WholeMessage(
                parent=above, role=node.role, text=node.text, reasoning=node.reasoning, created_ms=at,
                receipt=node.receipt, attachments=node.attachments,
            )
        )  # fmt: skip
    leaf = places.get(shown) if shown is not None else None
    ended = max((message.created_ms for message in messages), default=begun)
    return WholeChat(
        title=title.strip(), created_ms=begun, updated_ms=ended if updated_ms is None else updated_ms,
        pinned=pinned, system_prompt=system_prompt.strip(), messages=tuple(messages),
        leaf=leaf if leaf is not None else len(messages) - 1 if messages else None,
    )  # fmt: skip


def in_order(nodes: Mapping[str, Node], begun: int) -> Iterable[str]:
    """By time, but none before its parent; then what hangs in rings."""
    below: dict[str, list[int]] = {}
    names = list(nodes)
    ready: list[tuple[int, int]] = []

    def time(place: int) -> int:
        at = nodes[names[place]].created_ms
        return begun if at is None else at

    for place, name in enumerate(names):
        parent = nodes[name].parent
        if parent is None or parent not in nodes:
            heapq.heappush(ready, (time(place), place))
        else:
            below.setdefault(parent, []).append(place)
    done: set[str] = set()
    first = 0
    while len(done) < len(names):
        if not ready:  # only rings are left
            while names[first] in done:
                first += 1
            heapq.heappush(ready, (time(first), first))
        _, place = heapq.heappop(ready)
        name = names[place]
        if name in done:
            continue
        done.add(name)
        yield name
        for child in below.get(name, ()):
            heapq.heappush(ready, (time(child), child))


def milliseconds(value: object, unit: int = 1000) -> int | None:
    """A time of another program; `unit` is how many milliseconds one of it has.

    What is no number, or lies outside all years, is no time.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    if not 0 <= value <= LATEST_MS / unit:
        return None
    return int(value * unit)


def words(value: object) -> str:
    """`value` when it is text."""
    return value if isinstance(value, str) else ""


def field(value: object, *names: str) -> Any:
    """`value[name][name]…`, None where the file has something else there."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def items(value: object) -> list[Any]:
    """`value` when it is a list."""
    return value if isinstance(value, list) else []
