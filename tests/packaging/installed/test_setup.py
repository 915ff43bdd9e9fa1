"""The setup.exe for Windows: what it does under wine around a stub; whether what it will hold has all it asks for."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.packaging.installed.conftest import package
from tests.packaging.installed.debian import ROOT

WINDOWS = ROOT / "packaging" / "windows"


def script(name: str, *words: str, cwd: Path = ROOT) -> str:
    command = [sys.executable, str(WINDOWS / name), *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=580)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_it_installs_upgrades_refuses_and_goes_for_one_and_for_all_under_wine() -> None:
    told = script("check.py", str(package("*-setup-stub.exe")))

    assert "does on wine what it should" in told
    assert "ok: install for all" in told


def test_every_library_that_the_packages_of_windows_ask_for_is_there() -> None:
    assert "everything they ask for" in script("closure.py")


def test_without_a_build_of_windows_both_forms_are_called_a_stub(tmp_path: Path) -> None:
    script("installer.py", "--zip", "--out", "made", cwd=tmp_path)

    made = sorted(file.name for file in (tmp_path / "made").iterdir())
    assert len(made) == 2
    assert all("-stub." in name for name in made)
    with zipfile.ZipFile(tmp_path / "made" / made[0]) as packed:
        assert {"Paddock/Paddock.exe", "Paddock/paddock-cli.exe", "Paddock/portable"} <= set(packed.namelist())
