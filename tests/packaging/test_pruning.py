"""What is left out of the bundle: what nothing uses, what the system must bring itself, and what only those needed."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def pruning(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING / "pyinstaller"))
    return importlib.import_module("pruning")


def row(destination: str, kind: str = "BINARY") -> tuple[str, str, str]:
    return destination, f"/built/{destination}", kind


@pytest.mark.parametrize(
    "destination",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/QtNetwork.abi3.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "python3.11/lib-dynload/readline.cpython-311-x86_64-linux-gnu.so",
        "paddock-0.1.0.dist-info/direct_url.json",
        "numpy-2.3.0.dist-info/RECORD",
        r"PySide6\plugins\platforms\qminimal.dll",
        r"PySide6\plugins\tls\qopensslbackend.dll",
        r"PySide6\translations\qtbase_fr.qm",
        r"PySide6\opengl32sw.dll",
        r"PySide6\Qt6Pdf.dll",
    ],
)
def test_what_nothing_uses_is_left_out(pruning: ModuleType, destination: str) -> None:
    assert pruning.is_unused(row(destination))


@pytest.mark.parametrize(
    "destination",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/QtWidgets.abi3.so",
        "numpy-2.3.0.dist-info/METADATA",
        r"PySide6\plugins\platforms\qwindows.dll",
        r"PySide6\translations\qtbase_zh_CN.qm",
        r"PySide6\Qt6Widgets.dll",
        r"PySide6\MSVCP140.dll",
    ],
)
def test_what_the_program_needs_stays(pruning: ModuleType, destination: str) -> None:
    assert not pruning.is_unused(row(destination))


def test_graphics_and_c_libraries_are_the_systems(pruning: ModuleType) -> None:
    assert pruning.is_host_library(row("libstdc++.so.6"))
    assert not pruning.is_host_library(row("libcrypto.so.3"))
    assert not pruning.is_host_library(row("numpy.libs/libgcc_s-abc.so.1"))


def test_a_library_goes_with_the_last_one_that_needs_it(pruning: ModuleType) -> None:
    rows = [row("module.so", "EXTENSION"), row("libused.so.1"), row("libdeep.so.1"), row("liborphan.so.1")]
    needed = {
        Path("/built/module.so"): {"libused.so.1", "libc.so.6"},
        Path("/built/libused.so.1"): {"libdeep.so.1"},
        Path("/built/liborphan.so.1"): {"libdeep.so.1"},
    }

    assert pruning.unreachable(rows, needed) == {"liborphan.so.1"}
