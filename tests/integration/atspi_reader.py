"""What a screen reader is told of Paddock, over AT-SPI; run by the system's Python, which has its bindings.

    python3 atspi_reader.py             the tree, a JSON list of [depth, role, name, shown, focusable]
    python3 atspi_reader.py press NAME  press the control of that name, as a screen reader's user does

Standard library and gi only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 - its version has to be said first


def walk(thing: Any, depth: int = 0) -> Iterator[tuple[int, Any]]:
    """`thing` and all below it, in the order in which they are read."""
    yield depth, thing
    for place in range(thing.get_child_count()):
        child = thing.get_child_at_index(place)
        if child is not None:
            yield from walk(child, depth + 1)


def application() -> Any:
    """Ours among all that are there."""
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(place)
        if found is not None and (found.get_name() or "").lower().startswith("paddock"):
            return found
    raise SystemExit("Paddock is not on the accessibility bus")


def main() -> None:
    """The tree, or one press."""
    words = sys.argv[1:]
    if words[:1] == ["press"]:
        for _, thing in walk(application()):
            if thing.get_name() == words[1] and thing.get_state_set().contains(Atspi.StateType.SHOWING):
                action = thing.get_action_iface()
                if action is not None and action.get_n_actions():
                    action.do_action(0)
                    return
        raise SystemExit(f"nothing called {words[1]!r} can be pressed")
    print(json.dumps([_line(depth, thing) for depth, thing in walk(application())]))


def _line(depth: int, thing: Any) -> list[Any]:
    state = thing.get_state_set()
    shown = state.contains(Atspi.StateType.VISIBLE) and state.contains(Atspi.StateType.SHOWING)
    return [depth, thing.get_role_name(), thing.get_name(), shown, state.contains(Atspi.StateType.FOCUSABLE)]


if __name__ == "__main__":
    main()
