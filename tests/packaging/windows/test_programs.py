"""The two programs of Windows: what they say of themselves, and that the spec makes both of them.

The spec runs here with a pretended platform and without PyInstaller's work: a dry run of its Windows branch, no more.
"""

from __future__ import annotations

import importlib
import runpy
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import PyInstaller.compat
import PyInstaller.utils.hooks
import pytest

PACKAGING = Path(__file__).parents[3] / "packaging"


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch, qapp: object) -> ModuleType:
    for folder in ("", "pyinstaller", "windows"):
        monkeypatch.syspath_prepend(str(PACKAGING / folder))
    return importlib.import_module("programs")


@pytest.fixture
def versioninfo(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """PyInstaller's own reader and packer; what writes into an .exe is Windows' and missing here."""
    monkeypatch.setattr(PyInstaller.compat, "win32api", None, raising=False)
    return importlib.import_module("PyInstaller.utils.win32.versioninfo")


def strings(info: Any) -> dict[str, str]:
    """The words of a version resource. The numbers before them are packed with Windows' own `long`, so not here."""
    table = info.kids[0]
    said = {each.name: each.val for each in table.kids[0].kids}
    packed = table.toRaw()
    assert all(word.encode("utf-16-le") in packed for word in said.values())
    return said


def test_each_program_says_its_name_and_number_as_pyinstaller_packs_it(
    programs: ModuleType, versioninfo: ModuleType, tmp_path: Path
) -> None:
    for program in programs.PROGRAMS:
        told, icon = programs.write(tmp_path, program)
        info = versioninfo.load_version_info_from_text_file(str(told))

        said = strings(info)
        assert said["OriginalFilename"] == f"{program.name}.exe"
        assert (said["ProductName"], said["FileVersion"]) == ("Paddock", programs.version())
        assert info.ffi.fileVersionMS >> 16 == int(programs.version().split(".")[0])
        assert icon.read_bytes()[:4] == b"\0\0\1\0"


def test_a_pre_release_has_numbers_that_windows_takes(programs: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "version", lambda: "1.2.0rc1")

    assert "filevers=(1, 2, 0, 0)" in programs.version_file(programs.PROGRAMS[0])


class Made:
    """Stands for PyInstaller's building blocks: what each was called with."""

    def __init__(self) -> None:
        self.calls: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {}
        self.binaries: list[Any] = []
        self.datas: list[Any] = []
        self.pure: list[Any] = []
        self.scripts: list[Any] = []

    def block(self, name: str) -> Any:
        def call(*words: Any, **more: Any) -> Any:
            self.calls.setdefault(name, []).append((words, more))
            return self if name == "Analysis" else f"{name} {more.get('name', '')}"

        return call


def test_the_spec_makes_a_program_with_a_window_and_one_with_a_console(
    programs: ModuleType, versioninfo: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tmp_path / "engine"
    engine.mkdir()
    (engine / "llama.dll").touch()
    monkeypatch.setenv("PADDOCK_ENGINE_LIBRARIES", str(engine))
    monkeypatch.setenv("PADDOCK_BUNDLE_EXTRA", str(tmp_path))
    monkeypatch.setenv("PADDOCK_BUNDLE_CONTENTS", str(tmp_path / "contents.json"))
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("collect_data_files", "collect_submodules", "copy_metadata"):
        monkeypatch.setattr(PyInstaller.utils.hooks, name, lambda *_: [])
    made = Made()
    blocks = {name: made.block(name) for name in ("Analysis", "PYZ", "EXE", "COLLECT")}

    runpy.run_path(
        str(PACKAGING / "pyinstaller" / "paddock.spec"),
        {**blocks, "SPECPATH": str(PACKAGING / "pyinstaller"), "workpath": str(tmp_path / "work")},
    )

    told = {more["name"]: more for _, more in made.calls["EXE"]}
    assert {name: more["console"] for name, more in told.items()} == {"Paddock": False, "paddock-cli": True}
    for name, more in told.items():
        packed = versioninfo.load_version_info_from_text_file(more["version"])
        assert strings(packed)["InternalName"] == name
        assert Path(more["icon"]).read_bytes()[:4] == b"\0\0\1\0"
    assert made.calls["COLLECT"][0][0][:2] == ("EXE Paddock", "EXE paddock-cli")
