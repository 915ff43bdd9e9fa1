"""The model's line in the top bar, with what the engine reported."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.chat.loading import Choice, Stage
from desktop.shell.model_control import ModelControl
from desktop.shell.parts import Parts
from desktop.shell.status import ModelMenu, TopBar
from models.engine.hardware import hardware
from models.engine.placement import shortfall
from models.engine.protocol import LoadParams
from tests.desktop.program import until

CARD = "NVIDIA GeForce RTX 4090"


@pytest.fixture
def bar(ready: Parts, qtbot: QtBot) -> TopBar:
    made = TopBar()
    qtbot.addWidget(made)
    return made


def chosen(ready: Parts, n_gpu_layers: int, planned: int) -> Choice:
    """What the loader tells once a model of 28 layers and an output is there."""
    loaded = ready.loader.choice.loaded
    assert loaded is not None
    told = msgspec.structs.replace(
        loaded, n_layer=28, n_gpu_layers=n_gpu_layers, device=CARD if n_gpu_layers else "CPU"
    )
    missing = shortfall(LoadParams(n_gpu_layers=planned), told)
    return Choice(Stage.READY, ready.loader.choice.path, "Qwen", 1.0, told, missing)


def actions(bar: QWidget) -> dict[str, QAction]:
    """What the menu that was opened last offers."""
    return {action.text(): action for action in bar.findChildren(ModelMenu)[-1].actions()}


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        (29, ("Ready · graphics card", f"29 of 29 layers on {CARD}")),
        (12, ("Ready · graphics card and processor", f"12 of 29 layers on {CARD}, the others on the processor")),
        (0, ("Ready · processor", "all 29 layers on the processor")),
    ],
)
def test_the_line_says_where_the_engine_put_the_layers(
    ready: Parts, bar: TopBar, layers: int, words: tuple[str, str]
) -> None:
    control = ModelControl(bar, ready.loader, ready.shelf, ready.preferences)
    noticed: list[str] = []
    control.noticed.connect(noticed.append)
    ready.loader.changed.emit(chosen(ready, layers, planned=layers))

    assert (bar.ready.text(), bar.ready.toolTip()) == words
    assert noticed == []


def test_a_card_that_was_planned_with_and_not_used_is_told(ready: Parts, bar: TopBar, qtbot: QtBot) -> None:
    control = ModelControl(bar, ready.loader, ready.shelf, ready.preferences)
    with qtbot.waitSignal(control.noticed) as told:
        ready.loader.changed.emit(chosen(ready, 0, planned=29))

    assert told.args is not None
    assert told.args[0].startswith("0 layers are on the graphics card and not 29")


def test_a_load_on_its_way_can_be_stopped_from_the_menu(ready: Parts, bar: TopBar, qtbot: QtBot) -> None:
    ModelControl(bar, ready.loader, ready.shelf, ready.preferences)
    bar.models_asked.emit(QPoint())
    assert "Stop loading" not in actions(bar)

    ready.loader.load(ready.loader.choice.path)
    bar.models_asked.emit(QPoint())
    actions(bar)["Stop loading"].trigger()

    assert ready.loader.choice.stage is Stage.NONE
    until(lambda: ready.supervisor.pid is None, "the engine's end")


def test_what_does_not_fit_is_refused_with_figures_and_loaded_anyway_when_asked(
    ready: Parts, bar: TopBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    control = ModelControl(bar, ready.loader, ready.shelf, ready.preferences)
    full = msgspec.structs.replace(hardware(), ram_available=1 << 20, devices=())
    monkeypatch.setattr(ready.supervisor, "_machine", lambda: full)
    with qtbot.waitSignal(control.troubled, timeout=30_000) as told:
        ready.loader.reload()
    assert told.args is not None
    sentence, way_out, load_anyway = told.args

    assert "GB" in sentence and way_out == "Load anyway"
    assert ready.supervisor.loaded is not None  # the one before stays until the user has decided
    before = ready.supervisor.pid
    load_anyway()
    until(lambda: ready.loader.choice.stage is Stage.READY, "the load")
    assert ready.supervisor.pid != before


def test_a_real_load_ends_with_everything_where_it_was_planned(ready: Parts) -> None:
    assert ready.loader.choice.stage is Stage.READY
    assert ready.loader.choice.shortfall is None
