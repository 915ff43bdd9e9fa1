"""What stands on the screen is what a full repaint would put there, whatever moved meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication

from desktop.chat.transcript_view import TranscriptView
from tests.desktop.chat.test_transcript_view import message

CODE = "```python\n" + "".join(f"line_{number} = {number} * 'x'\n" for number in range(14)) + "```\n"
CHAT = [f"Message **{number}**\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n{CODE}" for number in range(14)]


def differing(view: TranscriptView) -> int:
    """Rows of pixels that are otherwise on the screen than they would be painted now."""
    place = view.viewport().mapTo(view.window(), QPoint(0, 0))
    size = view.viewport().size()
    shown = view.screen().grabWindow(view.window().winId(), place.x(), place.y(), size.width(), size.height()).toImage()
    fresh = view.viewport().grab().toImage().convertToFormat(shown.format())
    assert shown.size() == fresh.size()
    return sum(bytes(shown.constScanLine(y)) != bytes(fresh.constScanLine(y)) for y in range(shown.height()))


def painted(view: TranscriptView) -> None:
    """What is to be painted anew is, and nothing else."""
    view._idle.stop()
    QApplication.processEvents()
    QApplication.sendEvent(view.window(), QEvent(QEvent.Type.UpdateRequest))


def settled(view: TranscriptView) -> None:
    """All heights are measured, the last ones first, and a frame is painted after each."""
    for row in reversed(range(len(view.items))):
        painted(view)
        view._settle(row)
        painted(view)
        assert differing(view) == 0


def test_heights_measured_in_idle_time_move_nothing_on_the_screen(view: TranscriptView) -> None:
    view.show_branch([message(number + 1, text=text) for number, text in enumerate(CHAT)], {})
    painted(view)
    assert not all(item.exact for item in view.items)
    settled(view)


@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
def test_other_colours_move_nothing_on_the_screen(view: TranscriptView, at: float) -> None:
    view.show_branch([message(number + 1, text=text) for number, text in enumerate(CHAT)], {})
    settled(view)
    bar = view.verticalScrollBar()
    bar.setValue(round(bar.maximum() * at))
    painted(view)
    for choice in ("dark", "light", "dark"):
        view._theme.choose(choice)
        settled(view)
