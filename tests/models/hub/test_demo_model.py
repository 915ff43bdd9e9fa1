"""The model inside the program: found by its name, never among the user's, never removed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from models import demo
from models.errors import DemoModelStays, ModelMissing
from models.hub.shelf import Shelf
from models.paths import Paths
from tests.models.gguf.make import write_model


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs"))


def test_it_is_a_choice_and_none_of_the_users_models(shelf: Shelf, stand_in: Path):
    assert shelf.models() == []
    (within,) = shelf.choices()
    assert (within.path, within.name, within.title, within.is_demo) == (str(stand_in), demo.TITLE, demo.TITLE, True)
    assert within.sha256 == hashlib.sha256(stand_in.read_bytes()).hexdigest()


def test_it_stands_after_the_users_models(shelf: Shelf, stand_in: Path):
    shelf.own.mkdir(parents=True)
    write_model(shelf.own / "real.gguf")

    assert [model.name for model in shelf.choices()] == ["real", demo.TITLE]
    assert [model.name for model in shelf.usable()] == ["real"]


@pytest.mark.parametrize("name", [demo.NAME, demo.TITLE, "CRIA"])
def test_it_is_found_by_its_name(shelf: Shelf, stand_in: Path, name: str):
    assert shelf.find(name).is_demo


def test_without_its_file_there_is_none(shelf: Shelf):
    assert (shelf.demo(), shelf.choices()) == (None, [])
    with pytest.raises(ModelMissing):
        shelf.find(demo.NAME)


def test_it_cannot_be_removed(shelf: Shelf, stand_in: Path):
    with pytest.raises(DemoModelStays):
        shelf.remove(shelf.find(demo.NAME))

    assert stand_in.is_file()


def test_adding_its_file_adds_nothing(shelf: Shelf, stand_in: Path):
    assert shelf.add(stand_in).is_demo
    assert shelf.models() == []


def test_a_model_folder_that_holds_it_does_not_make_it_the_users(shelf: Shelf, stand_in: Path):
    shelf.look_in([stand_in.parent])

    assert shelf.models() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_as_if_it_were_not_there(shelf: Shelf, stand_in: Path):
    stand_in.chmod(0)
    try:
        assert shelf.choices() == []
    finally:
        stand_in.chmod(0o600)
