from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QLocale, QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.chat.loading import Stage
from desktop.shell import engine_figures
from desktop.shell.engine_control import EngineControl
from desktop.shell.engine_popover import PROCESSOR
from desktop.shell.parts import Parts
from desktop.shell.status import TopBar
from models.engine.device import Device
from models.engine.hardware import hardware
from models.engine.protocol import Completed
from tests.desktop.program import until

LAST = Completed(
    id=1, finish_reason="stop", prompt_tokens=100, cached_tokens=0, prompt_ms=250.0,
    predicted_tokens=51, predicted_ms=1000.0,
)  # fmt: skip
CARDS = tuple(
    Device(name=f"Card {number}", index=number, driver="580", memory_total=24 << 30, memory_free=(20 - number) << 30)
    for number in (0, 1)
)


@pytest.fixture
def control(ready: Parts, qtbot: QtBot) -> EngineControl:
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.show()
    return EngineControl(bar, ready, lambda: LAST)


def words(popover) -> list[str]:
    return [each.text() for each in popover.findChildren(QLabel) if each.isVisible()]


def test_a_click_on_ready_shows_real_figures(ready: Parts, control: EngineControl) -> None:
    popover = control.show_at(QPoint(10, 10))
    until(lambda: "Processor" in words(popover), "the figures")
    said = words(popover)
    assert (
        "Processor" in said
        and f"151 of {QLocale().toString(16384)} tokens used" in said
        and "50.0 tok/s, first token after 0.25 s" in said
    )
    assert any("of the engine’s process" in each for each in said)
    assert ready.loader.choice.loaded is not None and ready.loader.choice.loaded.build.partition(" (")[0] in said
    assert popover.cards.isVisible() == bool(hardware().devices)
    assert popover.height() >= sum(each.height() for each in popover.findChildren(QLabel) if each.wordWrap())
    popover.close()


def test_a_card_is_chosen_and_the_model_loaded_again(
    ready: Parts, control: EngineControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        engine_figures, "hardware", lambda: msgspec.structs.replace(hardware(), devices=CARDS, engine_has_cuda=True)
    )
    popover = control.show_at(QPoint(10, 10))
    until(popover.cards.isVisible, "the cards")
    assert [popover.cards.itemText(place) for place in range(4)] == [
        "The card with most memory free", "Card 0: 20 GB of 24 GB free", "Card 1: 19 GB of 24 GB free",
        "Processor only",
    ]  # fmt: skip
    assert popover.cards.currentData() is None
    popover.cards.activated.emit(2)
    assert ready.preferences.value.load.main_gpu == 1 and ready.loader.choice.stage is Stage.LOADING
    until(lambda: ready.loader.choice.stage is Stage.READY, "the model again")


def test_the_processor_is_a_choice_and_so_is_the_way_back(ready: Parts, control: EngineControl) -> None:
    popover = control.show_at(QPoint(10, 10))
    control._compute_on(PROCESSOR, popover)
    assert ready.preferences.value.load.n_gpu_layers == 0
    until(lambda: ready.loader.choice.stage is Stage.READY, "the model again")
    control._compute_on(None, control.show_at(QPoint(10, 10)))
    assert ready.preferences.value.load.n_gpu_layers == -1
    until(lambda: ready.loader.choice.stage is Stage.READY, "the model again")


def test_without_a_model_there_are_no_figures(parts: Parts) -> None:
    assert list(engine_figures.gather(parts.supervisor, parts.loader)) == []
