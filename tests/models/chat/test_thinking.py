"""How long the model thought, as the receipt says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.chat import making
from models.chat.making import _Thinking


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    now = [100.0]
    monkeypatch.setattr(making.time, "monotonic", lambda: now[0])
    yield now


def test_it_lasts_from_the_first_thought_to_the_first_word(clock: list[float]) -> None:
    thinking = _Thinking()
    for moment, act in ((101.0, thinking.go_on), (103.0, thinking.go_on), (105.5, thinking.end), (109.0, thinking.end)):
        clock[0] = moment
        act()

    assert thinking.took_ms() == 4500


def test_without_a_word_it_lasts_until_now(clock: list[float]) -> None:
    thinking = _Thinking()
    thinking.go_on()
    clock[0] += 2

    assert thinking.took_ms() == 2000


def test_an_answer_without_thoughts_took_no_time_to_think(clock: list[float]) -> None:
    thinking = _Thinking()
    thinking.end()

    assert thinking.took_ms() == 0
