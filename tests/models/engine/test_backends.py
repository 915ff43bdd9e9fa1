"""Which of the engine's libraries is loaded, and the reason for each that is not: real libraries, made here."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from models.engine.backends import Backend, best_variant, in_use, libraries, load, loading_problem

pytestmark = pytest.mark.skipif(not shutil.which("gcc"), reason="no compiler to make libraries with")


def library(folder: Path, name: str, source: str) -> None:
    (folder / "source.c").write_text(source)
    file = folder / f"libggml-{name}.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", file, folder / "source.c"], check=True)


def variant(folder: Path, name: str, score: int) -> None:
    library(folder, f"cpu-{name}", f"int ggml_backend_score(void) {{ return {score}; }}")


def loaded(folder: Path, *refused: Backend) -> tuple[tuple[Backend, ...], list[str]]:
    """What `load` says, and the files it gave to ggml."""
    given: list[str] = []
    rows = load(libraries(folder), lambda path: given.append(Path(path.decode()).name) or 1, refused)
    return rows, given


def test_the_best_variant_the_processor_can_run_is_loaded_and_no_other(tmp_path: Path) -> None:
    for name, score in (("x64", 1), ("haswell", 60), ("zen4", 0)):
        variant(tmp_path, name, score)

    rows, given = loaded(tmp_path)

    assert given == ["libggml-cpu-haswell.so"]
    assert rows == (
        Backend("cpu-haswell"),
        Backend("cpu-x64", "cpu-haswell is quicker on this processor"),
        Backend("cpu-zen4", "this processor lacks instructions it uses"),
    )
    assert in_use(rows) == ("cpu-haswell",)


def test_a_graphics_library_whose_driver_is_missing_has_the_systems_own_words(tmp_path: Path) -> None:
    library(tmp_path, "driver", "int driver(void) { return 1; }")
    file = tmp_path / "libggml-cuda.so"
    (tmp_path / "cuda.c").write_text("int driver(void); int use(void) { return driver(); }")
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-o", file, tmp_path / "cuda.c", tmp_path / "libggml-driver.so"], check=True
    )
    (tmp_path / "libggml-driver.so").unlink()

    rows, given = loaded(tmp_path)

    assert given == []
    assert rows[0].name == "cuda"
    assert "libggml-driver.so" in rows[0].why_not
    assert "No such file" in rows[0].why_not


def test_a_frozen_program_says_the_systems_words_and_not_pyinstallers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def frozen(path: str) -> None:
        raise OSError("Most likely it was not found when the application was frozen.") from OSError(
            "libcuda.so.1: gone"
        )

    monkeypatch.setattr("ctypes.CDLL", frozen)

    assert loading_problem(tmp_path / "libggml-cuda.so") == "libcuda.so.1: gone"


def test_one_that_was_found_not_to_work_is_not_touched(tmp_path: Path) -> None:
    library(tmp_path, "cuda", "__attribute__((constructor)) void die(void) { __builtin_trap(); }")

    rows, given = loaded(tmp_path, Backend("cuda", "it ended its process"))

    assert (rows, given) == ((Backend("cuda", "it ended its process"),), [])


def test_one_of_another_version_is_said_to_be(tmp_path: Path) -> None:
    variant(tmp_path, "x64", 1)

    assert load(libraries(tmp_path), lambda path: None) == (
        Backend("cpu-x64", "it belongs to another version of the engine"),
    )


def test_a_build_with_everything_in_one_has_no_backends_of_its_own(tmp_path: Path) -> None:
    for name in ("libggml.so", "libggml-base.so.0", "libllama.so", "libggml-base.so"):
        (tmp_path / name).touch()

    assert libraries(tmp_path) == {}


def test_no_variant_is_better_than_one_that_dies() -> None:
    assert best_variant({"cpu-zen4": 0}) is None
