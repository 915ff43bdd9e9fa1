from pathlib import Path

import msgspec
import pytest

from models.bench.doctor import Report, examine
from models.bench.engine_build import engine_build
from models.paths import Paths
from tests.models.engine.shapes import write_shape


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("PADDOCK_HOME", str(tmp_path / "home"))
    return Paths.of_this_user()


def test_a_fresh_machine_is_examined_and_only_lacks_a_model(paths: Paths) -> None:
    found = examine(paths)

    assert found.engine.line.startswith("llama.cpp")
    assert found.problems == ("There is no model yet. See “paddock models list”.",)
    assert all(folder.writable and folder.free_bytes > 0 for folder in found.folders)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Report) == found


def test_a_damaged_model_and_a_folder_that_is_a_file_are_told(paths: Paths) -> None:
    folder = paths.models / "org" / "repo"
    folder.mkdir(parents=True)
    write_shape(folder / "good.gguf", "llama")
    (folder / "bad.gguf").write_bytes(b"GGUF but no more")
    paths.config.touch()

    found = examine(paths)
    assert sorted(model.problem is None for model in found.models) == [False, True]
    assert any("bad" in problem and "GGUF" in problem for problem in found.problems)
    assert any(str(paths.config) in problem for problem in found.problems)
    assert str(found).count("\n! ") == len(found.problems)


@pytest.mark.parametrize("main", ["models.bench.no_such_module:main", "os:abort"])
def test_an_engine_that_does_not_start_is_told_and_not_fatal(paths: Paths, main: str) -> None:
    found = engine_build(paths.logs / "doctor.log", main)

    assert not found.line
    assert "stopped" in found.problem
