from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.library.first_run import FirstRun
from desktop.library.fit import Surveyor
from models.engine.protocol import LoadParams
from models.hub.events import Source
from models.hub.mirrors import Mirrors
from tests.desktop.library.conftest import GIB, World, entry, machine
from tests.desktop.program import until


def opened(world: World, qtbot: QtBot) -> FirstRun:
    mirrors = Mirrors.of_this_machine(world.paths)
    made = FirstRun(world.running, world.surveyor, mirrors, lambda: world.downloads.source)
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


def test_it_says_in_words_why_this_model_and_names_the_usual_one_below(world: World, qtbot: QtBot) -> None:
    better, usual = entry("Better One", 8 * GIB, rank=1), entry("Usual One", 4 * GIB, rank=2)
    world.catalogue = msgspec.structs.replace(world.catalogue, entries=(usual, better))
    world.surveyor = Surveyor(world.shelf, world.catalogue, machine, LoadParams)
    made = opened(world, qtbot)
    said = [each.text() for each in made.findChildren(QLabel)]

    assert "The best model that fits this machine: all of it on A card." in said
    assert any("The usual choice is Usual One (4.3" in words for words in said)
    with qtbot.waitSignal(made.download_wanted) as wanted:
        press(made, qtbot, "Download it instead")
    assert wanted.args[0] is usual


def test_a_hub_out_of_reach_brings_named_mirrors_a_proxy_and_a_file(world: World, qtbot: QtBot) -> None:
    made = opened(world, qtbot)
    assert "Get it from ModelScope" not in buttons(made)

    world.downloads.source = Source(endpoint="http://127.0.0.1:9")
    world.running.start(world.tiny)
    until(lambda: "Get it from ModelScope" in buttons(made), "the other ways")

    others = {"Get it from HF-Mirror", "Get it from Hugging Face", "Own mirror or proxy…", "Use a .gguf file you have…"}
    assert others <= set(buttons(made))
    with qtbot.waitSignal(made.mirror_wanted) as wanted:
        press(made, qtbot, "Get it from ModelScope")
    assert wanted.args == ["https://modelscope.cn"]
    with qtbot.waitSignal(made.settings_wanted):
        press(made, qtbot, "Own mirror or proxy…")


def test_a_second_enter_downloads_no_other_model(world: World, qtbot: QtBot) -> None:
    better, usual = entry("Better One", 8 * GIB, rank=1), entry("Usual One", 4 * GIB, rank=2)
    world.catalogue = msgspec.structs.replace(world.catalogue, entries=(usual, better))
    world.surveyor = Surveyor(world.shelf, world.catalogue, machine, LoadParams)
    made = opened(world, qtbot)
    made.download_wanted.connect(world.running.start)
    next(each for each in made.findChildren(QPushButton) if each.text().strip() == "Download").setFocus()

    qtbot.keyClick(made.focusWidget(), Qt.Key.Key_Space)
    assert world.running.state("Better One") is not None
    assert made.focusWidget().accessibleName() == "Pause: Better One"


def test_another_way_brings_the_model_and_takes_the_offer_away(world: World, qtbot: QtBot) -> None:
    made = opened(world, qtbot)
    there, world.downloads.source = world.downloads.source, Source(endpoint="http://127.0.0.1:9")
    world.running.start(world.tiny)
    until(lambda: "Own mirror or proxy…" in buttons(made), "the other ways")

    world.downloads.source = there
    world.running.go_another_way()
    until(lambda: [model.title for model in world.shelf.models()] == ["Tiny"], "the model")
    until(lambda: "Own mirror or proxy…" not in buttons(made), "the end of the offer")
