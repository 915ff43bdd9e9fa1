"""`paddock gpu` as a user runs it, on a computer whose driver is a library made here."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.models.cli.test_command import Paddock
from tests.models.engine.test_hardware import LIBRARY


@pytest.fixture
def paddock(tmp_path: Path) -> Paddock:
    """With two cards of 24 GB."""
    if not shutil.which("gcc"):
        pytest.skip("no compiler to make a driver's library with")
    source, folder = tmp_path / "nvml.c", tmp_path / "driver"
    folder.mkdir()
    source.write_text(LIBRARY.replace("INIT", "return 0;").replace("EXTRA", "").replace("555.42", "580.95"))
    subprocess.run(["gcc", "-shared", "-fPIC", "-w", "-o", folder / "libnvidia-ml.so.1", source], check=True)
    made = Paddock(tmp_path / "home")
    made.environment["LD_LIBRARY_PATH"] = str(folder)
    return made


def test_it_says_which_cards_there_are_and_whether_they_are_used(paddock: Paddock) -> None:
    code, said, _ = paddock("gpu")

    assert code == 0
    assert said.startswith("Stub RTX, 24 GB (1 free), driver 580.95\nStub RTX, 24 GB (2 free), driver 580.95\n")

    state = json.loads(paddock("gpu", "status", "--json")[1])
    assert [card["driver"] for card in state["cards"]] == ["580.95", "580.95"]
    assert state["pack"] is None


def test_a_file_that_is_no_pack_is_refused_and_nothing_is_left(paddock: Paddock, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"picture")

    code, _, sentence = paddock("gpu", "install", tmp_path / "holiday.jpg")

    assert code == 1
    assert "“holiday.jpg” cannot be used as the pack for NVIDIA cards: it is no such pack." in sentence
    assert not (paddock.home / "data" / "gpu").exists()


def test_where_no_pack_was_made_the_download_says_so(paddock: Paddock) -> None:
    code, _, sentence = paddock("gpu", "install")

    assert code == 1
    assert "paddock gpu install FILE" in sentence
