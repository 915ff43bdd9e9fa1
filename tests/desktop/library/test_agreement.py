"""The command and the window say the same of one home."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.library.fit import Surveyor
from models.catalogue import Catalogue
from models.engine.protocol import LoadParams
from models.hub.known import Known
from models.hub.shelf import Shelf
from models.paths import Paths
from tests.desktop.library.conftest import World, machine
from tests.desktop.library.test_page import cards, opened


def place(model: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(model, target))


def test_the_command_and_the_page_agree(
    world: World, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Installed, verified, damaged, lent and gone, another program's, and what can be had."""
    home, user = tmp_path / "paddock", Path(os.environ["HOME"])
    monkeypatch.setenv("PADDOCK_HOME", str(home))
    paths = Paths.of_this_user()
    good = place(tiny_model, paths.models / "me" / "mine" / "Mine-Q4_K_M.gguf")
    Known.of(paths).note(good, sha256=world.tiny.files[0].sha256, verified=True)
    place(tiny_model, paths.models / "me" / "cut" / "Cut-Q4_K_M.gguf").write_bytes(tiny_model.read_bytes()[:2000])
    place(tiny_model, user / ".lmstudio" / "models" / "some" / "one" / "Other-Q4_K_M.gguf")
    shelf = Shelf(paths)
    lent = place(tiny_model, tmp_path / "stick" / "Lent.gguf")
    shelf.add(lent)
    lent.unlink()
    world.surveyor = Surveyor(shelf, Catalogue.load(), machine, LoadParams)
    command = [sys.executable, "-m", "desktop", "models", "list", "--json"]

    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)
    (survey,) = world.surveyor.survey()

    installed = [
        (one.model.path, one.model.size_bytes, one.model.verified, one.model.problem) for one in survey.installed
    ]
    assert [(one["path"], one["size_bytes"], one["verified"], one["problem"]) for one in said["installed"]] == installed
    assert [(one["path"], one["program"]) for one in said["found"]] == [(one.path, one.program) for one in survey.found]
    assert {one["id"] for one in said["catalogue"]} == {offer.entry.id for offer in survey.offers}
    assert (len(installed), len(survey.found)) == (3, 1)

    world.shelf = shelf
    shown = cards(opened(world, qtbot))
    titles = [one["title"] for one in said["installed"]] + [one["name"] for one in said["catalogue"]] + ["Other-Q4_K_M"]
    assert set(titles) == set(shown)
