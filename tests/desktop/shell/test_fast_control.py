from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.chat.loading import Stage
from desktop.shell.fast_control import FastControl
from desktop.shell.pages import Pages
from desktop.shell.parts import Parts
from desktop.shell.window import MainWindow
from models.chat.controls import Controls
from models.engine.hardware import hardware
from models.settings import Sampling
from tests.desktop.program import until
from tests.gguf_models import make_tiny_gguf


@pytest.fixture
def small(ready: Parts, tmp_path: Path) -> str:
    """A second model on the shelf."""
    path = make_tiny_gguf(tmp_path / "small.gguf")
    ready.shelf.add(path)
    return str(path)


@pytest.fixture
def window(ready: Parts, qtbot: QtBot) -> MainWindow:
    ready.preferences.change(sampling=Sampling(max_tokens=12, seed=1))
    ready.shelf.add(Path(ready.loader.choice.path))
    made = MainWindow(ready, Pages(ready))
    qtbot.addWidget(made)
    made.show()
    made.show_page("chat")
    return made


@pytest.fixture
def fast(window: MainWindow) -> FastControl:
    return window.controls.fast


def menu_of(window: MainWindow) -> QMenu:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())


def test_it_is_chosen_once_loads_beside_and_its_answers_say_so(ready: Parts, window, fast: FastControl, small) -> None:
    window.controls.tools.fast.click()
    menu = menu_of(window)
    menu.actions()[0].trigger()
    menu.close()
    assert ready.preferences.value.fast_model == small and ready.chat.choices.controls.fast
    until(lambda: ready.fast.choice.stage is Stage.READY, "the small model")
    assert ready.loader.choice.stage is Stage.READY and window.controls.tools.fast.isChecked()
    ready.chat.send("hello")
    until(lambda: not ready.chat.busy, "the answer")
    ready.chat.choices.choose(Controls())
    ready.chat.send("and again")
    until(lambda: not ready.chat.busy, "the other answer")
    first, second = (each for each in window.chat.transcript.items if not each.is_user)
    assert (first.message.receipt or {})["file"] == "small.gguf" and first.badge
    assert (second.message.receipt or {})["file"] == Path(ready.loader.choice.path).name and not second.badge


def test_switched_off_it_gives_its_memory_back(ready: Parts, window, fast: FastControl, small) -> None:
    fast._take(small)
    until(lambda: ready.fast.choice.stage is Stage.READY, "the small model")
    window.controls.tools.fast.click()
    assert not ready.chat.choices.controls.fast and ready.fast.choice.stage is Stage.NONE


def test_the_large_one_has_right_of_way_and_the_small_one_comes_back(ready: Parts, fast: FastControl, small) -> None:
    fast._take(small)
    until(lambda: ready.fast.choice.stage is Stage.READY, "the small model")
    stages: list[Stage] = []
    ready.fast.changed.connect(lambda choice: stages.append(choice.stage))
    ready.loader.reload()
    until(lambda: Stage.READY in stages, "both again")
    assert stages[0] is Stage.NONE and ready.loader.choice.stage is Stage.READY


def test_what_does_not_fit_beside_is_said_with_figures_and_the_large_one_answers(
    ready: Parts, window, fast: FastControl, small, monkeypatch
) -> None:
    said: list[str] = []
    fast.troubled.connect(lambda sentence, *_: said.append(sentence))
    full = msgspec.structs.replace(hardware(), ram_available=64 << 20, devices=())
    monkeypatch.setattr(ready.fast.loader._supervisor, "_machine", lambda: full)
    fast._take(small)
    until(lambda: said, "the sentence")
    assert "GB" in said[0] and not ready.chat.choices.controls.fast and not window.banner.isHidden()
    ready.chat.send("hello")
    until(lambda: not ready.chat.busy, "the answer of the large one")
    assert not [each for each in window.chat.transcript.items if each.badge]


def test_a_fast_model_that_is_gone_is_said(ready: Parts, fast: FastControl) -> None:
    said: list[str] = []
    fast.noticed.connect(said.append)
    ready.preferences.change(fast_model="/nowhere/small.gguf")
    ready.chat.choices.choose(Controls(fast=True))
    assert said and not ready.chat.choices.controls.fast
