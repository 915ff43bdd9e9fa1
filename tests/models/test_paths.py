import sys
from pathlib import Path

import pytest

from models.paths import Paths


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed program that is running."""
    monkeypatch.delenv("PADDOCK_HOME", raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Paddock.exe"))
    return tmp_path


def test_a_portable_program_keeps_everything_beside_itself(program: Path) -> None:
    (program / "portable").touch()

    paths = Paths.of_this_user()

    assert {paths.data.parent, paths.config.parent, paths.cache.parent, paths.logs.parent} == {program / "Paddock data"}


def test_an_installed_program_keeps_nothing_beside_itself(program: Path) -> None:
    assert program not in Paths.of_this_user().data.parents
