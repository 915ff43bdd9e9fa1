from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.library.first_run import FirstRun
from tests.desktop.library.conftest import GIB, World, entry
from tests.desktop.program import until


def opened(world: World, qtbot: QtBot) -> FirstRun:
    made = FirstRun(world.running, world.surveyor)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    until(lambda: buttons(made), "the ways to begin")
    return made


def buttons(made: FirstRun) -> list[str]:
    """The ways to begin, once there are some."""
    found = [each.text().strip() for each in made.findChildren(QPushButton) if each.isVisibleTo(made)]
    return found if len(found) > 1 else []


def press(made: FirstRun, qtbot: QtBot, words: str) -> None:
    button = next(each for each in made.findChildren(QPushButton) if each.text().strip() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_says_what_the_machine_has_and_offers_its_model(world: World, qtbot: QtBot) -> None:
    made = opened(world, qtbot)
    said = "\n".join(each.text() for each in made.findChildren(QLabel))

    assert "A processor, 16 GB of memory" in said
    assert "Middle One" in said and "Fits: " in said
    with qtbot.waitSignal(made.download_wanted) as wanted:
        press(made, qtbot, "Download")
    assert wanted.args[0].name == "Middle One"


def test_there_are_ways_without_a_network(world: World, tiny_model: Path, qtbot: QtBot) -> None:
    theirs = Path.home() / ".lmstudio" / "models" / "org" / "repo" / "Theirs.gguf"
    theirs.parent.mkdir(parents=True)
    shutil.copy(tiny_model, theirs)
    made = opened(world, qtbot)

    with qtbot.waitSignal(made.adopt_wanted) as wanted:
        press(made, qtbot, "Use Theirs from LM Studio")
    assert wanted.args[0].path == str(theirs)
    with qtbot.waitSignal(made.file_wanted):
        press(made, qtbot, "Use a .gguf file you have…")
    with qtbot.waitSignal(made.skipped):
        press(made, qtbot, "Look around first")


def test_what_is_no_longer_offered_leads_to_the_others(world: World, qtbot: QtBot) -> None:
    world.running.start(entry("Middle One", GIB))
    until(lambda: (state := world.running.state("Middle One")) is not None and state.failed, "the failure")
    made = opened(world, qtbot)

    with qtbot.waitSignals([made.way_out_wanted, made.library_wanted]):
        press(made, qtbot, "Choose another")
