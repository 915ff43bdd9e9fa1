from __future__ import annotations

from hypothesis import given, strategies
from PySide6.QtWidgets import QApplication

from desktop.chat.stops import Stops, join, split

WORDS = strategies.text(min_size=1, max_size=12).filter(lambda word: word == word.strip(" "))


@given(strategies.lists(WORDS, unique=True, max_size=5))
def test_what_is_written_is_read_again(words: list[str]) -> None:
    assert split(join(words)) == tuple(words)


def test_nothing_is_no_word() -> None:
    assert split("") == split(" , ,") == ()


def test_the_usual_ones_are_shown_until_the_chat_has_its_own(qapp: QApplication) -> None:
    stops = Stops()
    chosen: list[object] = []
    stops.chosen.connect(chosen.append)
    stops.show_value(None, ("END",))
    assert stops.line.text() == "END"
    stops.line.editingFinished.emit()
    assert chosen == []
    stops.line.setText("END, \\n\\n")
    stops.line.editingFinished.emit()
    assert chosen == [("END", "\n\n")]
    stops.show_value((), ("END",))
    assert stops.line.text() == ""
