"""What `make package` made, and places to install it in. Nothing here is skipped: a missing part is a failure."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.installed.debian import ROOT, Debian, clean_debian

LIMIT_S = 900  # installing systems and wine take minutes where others work beside
PACKAGES = ROOT / "dist" / "packages"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("package")
            item.add_marker(pytest.mark.timeout(LIMIT_S))


@pytest.fixture(scope="session")
def bundle() -> Path:
    folder = ROOT / "dist" / "paddock"
    assert (folder / "paddock").exists(), "There is no dist/paddock: run make package first."
    return folder


def package(pattern: str) -> Path:
    """The newest of this pattern in dist/packages, of the base flavour."""
    found = sorted(PACKAGES.glob(pattern), key=lambda file: file.stat().st_mtime)
    found = [file for file in found if "-nvidia" not in file.name]
    assert found, f"There is no {pattern} in dist/packages: run make package first."
    return found[-1]


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    assert os.geteuid() == 0, "A clean Debian is entered by root alone: sudo make package-check."
    with clean_debian(tmp_path_factory.mktemp("debian")) as system:
        yield system


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """An X server of the test's own; its socket is seen in the Debian too."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-ac"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        yield f":{number}"
        server.terminate()
