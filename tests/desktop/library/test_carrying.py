"""Models to another computer and from one, kept ones, and names that no model has: in the page itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.documents.dropping import look
from desktop.library.carrying import ArrivalDialog, DepartureDialog
from desktop.library.page import LibraryPage
from models.catalogue import Renamed
from models.hub.bundle import MANIFEST, Bundle
from models.hub.packing import export
from tests.desktop.library.conftest import World
from tests.desktop.program import until


@pytest.fixture
def page(world: World, installed: Path, qtbot: QtBot) -> LibraryPage:
    made = world.page()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    until(lambda: "On this computer" in said(made), "the model that is here")
    return made


def said(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def press(widget: QWidget, words: str) -> None:
    for each in (*widget.findChildren(QPushButton), *widget.findChildren(QToolButton)):
        if words in (each.text().strip(), each.accessibleName()) and each.isVisible():
            each.click()
            return
    raise AssertionError(f"no button says {words}")


@pytest.fixture
def bundle(world: World, installed: Path, tmp_path: Path) -> Path:
    """A bundle of the one model, which then is here no more."""
    list(export(world.shelf.models(), tmp_path / "stick" / "models", world.shelf, world.catalogue))
    installed.unlink()
    return tmp_path / "stick" / "models"


def test_a_model_is_taken_away_in_a_folder(page: LibraryPage, qtbot: QtBot, tmp_path: Path):
    press(page, "Take models to another computer…")
    dialog = page.doing.carrying
    assert isinstance(dialog, DepartureDialog)
    (box,) = dialog.findChildren(QCheckBox)
    assert (box.isChecked() and "Mine" in box.text()) or "tiny" in box.text()

    with qtbot.waitSignal(dialog.carried):
        dialog.take(tmp_path / "stick")
    assert f"Complete: {tmp_path / 'stick'}" in said(dialog)
    with Bundle(tmp_path / "stick") as made:
        assert len(made.manifest.models) == 1
    press(dialog, "Close")
    assert page.doing.carrying is None


def test_nothing_chosen_is_nothing_to_take(page: LibraryPage, qtbot: QtBot):
    page._take_away()
    assert isinstance(page.doing.carrying, DepartureDialog)
    page.doing.carrying.findChild(QCheckBox).setChecked(False)
    buttons = {each.text().strip(): each.isEnabled() for each in page.doing.carrying.findChildren(QPushButton)}

    assert buttons == {"Cancel": True, "Into a folder…": False, "Into one file…": False}


@pytest.mark.parametrize("what", ["folder", "manifest"])
def test_a_bundle_shows_what_is_in_it_and_is_taken_in(world: World, qtbot: QtBot, bundle: Path, what: str):
    made = world.page()
    qtbot.addWidget(made)
    made.show()
    made.doing.add(bundle if what == "folder" else bundle / MANIFEST)
    until(lambda: isinstance(made.doing.carrying, ArrivalDialog), "the question")
    assert "610" in said(made.doing.carrying) and "licence unknown" in said(made.doing.carrying)
    assert world.shelf.models() == []

    with qtbot.waitSignal(made.doing.carrying.carried):
        press(made.doing.carrying, "Add to this computer")
    assert "All of them are here." in said(made.doing.carrying)
    assert len(world.shelf.models()) == 1
    made.doing.carrying.reject()


def test_a_licence_that_has_to_be_agreed_to_is_in_the_button(world: World, qtbot: QtBot, bundle: Path):
    manifest = json.loads((bundle / MANIFEST).read_bytes())
    manifest["models"][0]["licence"] = {"id": "Own-1.0", "url": "https://example.com", "accept": True}
    (bundle / MANIFEST).write_text(json.dumps(manifest))
    dialog = ArrivalDialog(None, Bundle(bundle), world.shelf, world.catalogue)

    assert "Accept the licences and add" in [each.text().strip() for each in dialog.findChildren(QPushButton)]
    dialog.show()
    with qtbot.waitSignal(dialog.link_wanted) as wanted:
        press(dialog, "Own-1.0")
    assert wanted.args == ["https://example.com"]
    dialog.reject()


def test_a_damaged_bundle_says_so_in_the_dialog(world: World, qtbot: QtBot, bundle: Path):
    model = next(bundle.rglob("*.gguf"))
    content = bytearray(model.read_bytes())
    content[-1] ^= 1
    model.unlink()
    model.write_bytes(content)
    dialog = ArrivalDialog(None, Bundle(bundle), world.shelf, world.catalogue)
    dialog.show()
    press(dialog, "Add to this computer")

    until(lambda: "is damaged" in said(dialog), "the damage")
    assert world.shelf.models() == []
    dialog.reject()


def test_a_dropped_bundle_is_one_model_to_add_and_a_dropped_folder_is_its_files(bundle: Path, tmp_path: Path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("words")
    shutil.make_archive(str(tmp_path / "stick" / "zipped"), "zip", bundle)

    assert look([bundle]).models == [bundle]
    assert look([tmp_path / "stick" / "zipped.zip"]).models == [tmp_path / "stick" / "zipped.zip"]
    assert look([tmp_path / "papers"]).readable == [tmp_path / "papers" / "a.txt"]


def test_an_adopted_model_is_kept_as_ours(world: World, qtbot: QtBot, tiny_model: Path):
    theirs = Path.home() / ".lmstudio" / "models" / "org" / "repo" / "Theirs.gguf"
    theirs.parent.mkdir(parents=True)
    shutil.copy(tiny_model, theirs)
    world.shelf.add(theirs, origin="LM Studio", name="Theirs")
    made = world.page()
    qtbot.addWidget(made)
    made.show()
    until(lambda: "from LM Studio" in said(made), "the adopted model")
    with qtbot.waitSignal(made.noticed):
        press(made, next(
            each.accessibleName() for each in made.findChildren(QToolButton) if "Keep even if" in each.accessibleName()
        ))  # fmt: skip
    theirs.unlink()

    (model,) = world.shelf.models()
    assert (model.origin, model.missing) == ("paddock", False)


def test_a_kept_model_is_not_found_in_the_other_program_again(world: World, qtbot: QtBot, tiny_model: Path):
    theirs = Path.home() / ".lmstudio" / "models" / "org" / "repo" / "Theirs.gguf"
    theirs.parent.mkdir(parents=True)
    shutil.copy(tiny_model, theirs)
    world.shelf.keep(world.shelf.add(theirs, origin="LM Studio", name="Theirs"))
    (survey,) = world.surveyor.survey()

    assert survey.found == ()


def test_a_name_that_no_model_has_shows_the_one_that_is_meant_and_why(world: World, qtbot: QtBot):
    other = Renamed(name="Tiny-2B", id="tiny", reason="There is no Tiny of 2B; this is the nearest.")
    world.surveyor.catalogue = msgspec.structs.replace(world.catalogue, renamed=(other,))
    made = world.page()
    qtbot.addWidget(made)
    made.show()
    until(lambda: "Middle One" in said(made), "the list")
    made.search.setText("tiny-2")

    assert "There is no Tiny of 2B; this is the nearest." in said(made)
    assert "Middle One" not in said(made)
    made.search.setText("nothing at all")
    assert "No model is called so." in said(made)
