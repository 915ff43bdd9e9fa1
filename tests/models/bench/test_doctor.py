from pathlib import Path

import msgspec
import pytest

from models.bench import doctor
from models.bench.doctor import Report, examine
from models.bench.engine_build import Build, engine_build
from models.bench.try_load import try_load
from models.engine.device import Device
from models.engine.hardware import hardware
from models.engine.plan import Reason
from models.engine.protocol import LoadParams
from models.hub.shelf import Shelf
from models.paths import Paths
from tests.gguf_models import make_tiny_gguf
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


def test_a_model_that_is_tried_says_where_its_layers_are(paths: Paths, tmp_path: Path) -> None:
    model = Shelf(paths).look(make_tiny_gguf(tmp_path / "tiny.gguf"))
    tried = try_load(model, LoadParams(n_ctx=512, n_gpu_layers=0), paths)
    found = examine(paths, tried=tried)

    assert tried.problem == ""
    assert tried.placement == Reason("on_processor", {"n_gpu_layers": 0, "n_layers": 3, "device": "CPU"})
    assert "Layers    tiny-0: all 3 layers on the processor, a context of 512, loaded in" in str(found)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Report) == found


def test_a_model_that_does_not_load_is_a_problem_and_not_fatal(paths: Paths, tmp_path: Path) -> None:
    model = Shelf(paths).look(write_shape(tmp_path / "no-words.gguf", "llama"))
    Path(model.path).write_bytes(Path(model.path).read_bytes()[:-4096])
    found = examine(paths, tried=try_load(model, LoadParams(n_ctx=512), paths))

    assert found.tried and found.tried.placement is None
    assert any("no-words" in problem for problem in found.problems)


CARD = Device(name="NVIDIA GeForce RTX 4090", driver="580.1", memory_total=24 << 30, memory_free=23 << 30)


@pytest.mark.parametrize(
    ("build", "has_cuda", "words"),
    [
        (Build(line="CPU"), False, "built without CUDA"),
        (Build(line="CPU", cuda_problem="libcudart.so.13: cannot open"), True, "libcudart.so.13: cannot open"),
        (Build(line="CPU"), True, "driver new enough"),
    ],
    ids=["no CUDA build", "a library is missing", "an old driver"],
)
def test_a_card_that_the_engine_does_not_use_is_a_problem_with_its_reason(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, build: Build, has_cuda: bool, words: str
) -> None:
    machine = msgspec.structs.replace(hardware(), devices=(CARD,), engine_has_cuda=has_cuda)
    monkeypatch.setattr(doctor, "hardware", lambda: machine)
    monkeypatch.setattr(doctor, "engine_build", lambda _log: build)
    found = examine(paths)

    assert any(CARD.name in problem and words in problem for problem in found.problems)
    assert "no card: the engine works on the processor" in str(found)


def test_a_card_in_use_is_named_and_no_problem(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = msgspec.structs.replace(hardware(), devices=(CARD,), engine_has_cuda=True)
    monkeypatch.setattr(doctor, "hardware", lambda: machine)
    monkeypatch.setattr(doctor, "engine_build", lambda _log: Build(line="CUDA", devices=(CARD.name,)))
    found = examine(paths)

    assert f"In use    {CARD.name}" in str(found)
    assert not any(CARD.name in problem for problem in found.problems)


@pytest.mark.parametrize("main", ["models.bench.no_such_module:main", "os:abort"])
def test_an_engine_that_does_not_start_is_told_and_not_fatal(paths: Paths, main: str) -> None:
    found = engine_build(paths.logs / "doctor.log", main)

    assert not found.line
    assert "stopped" in found.problem
