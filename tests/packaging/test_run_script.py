"""The .run's own script, around a program of two lines: one person's installation, its upgrade and its end."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
PLACES = {"applications/paddock.desktop": "[Desktop Entry]\nTryExec=@EXEC@\nExec=@EXEC@ %F\n"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a shell script for Linux")


@pytest.fixture
def run_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("linux", ""):
        monkeypatch.syspath_prepend(str(PACKAGING / folder))
    program = tmp_path / "paddock"
    (program / "share" / "applications").mkdir(parents=True)
    (program / "paddock").write_text("#!/bin/sh\necho paddock 1\n")
    (program / "paddock").chmod(0o755)
    (program / "share/kio/servicemenus").mkdir(parents=True)
    (program / "share/kio/servicemenus/paddock-servicemenu.desktop").write_text("Exec=@EXEC@\n")
    for place, text in PLACES.items():
        (program / "share" / place).write_text(text)
    archive = tmp_path / "paddock-1-linux-x86_64.tar.xz"
    with tarfile.open(archive, "w:xz") as packed:
        packed.add(program, "paddock")
    made: Path = importlib.import_module("run_file").make(archive, tmp_path)
    return made


def run(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    return subprocess.run(["sh", *map(str, words)], env=environment, capture_output=True, text=True, check=False)


def test_it_installs_upgrades_and_goes_without_a_trace(run_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "家 with a blank"
    home.mkdir()
    program = home / ".local/opt/paddock"

    assert run(home, run_file).returncode == 0
    (program / "of_an_older_version").touch()
    again = run(home, run_file, "--quiet")
    entry = (home / ".local/share/applications/paddock.desktop").read_text()
    started = subprocess.run([home / ".local/bin/paddock"], capture_output=True, text=True, check=True).stdout
    gone = run(home, run_file, "--uninstall")

    assert (again.returncode, again.stderr) == (0, "")
    assert f'Exec="{program}/paddock" %F' in entry
    assert started == "paddock 1\n"
    assert f"still in {home}/.local/share/paddock" in gone.stdout
    assert not [path for path in home.rglob("*") if not path.is_dir() and "mime" not in path.name]


def test_one_that_did_not_arrive_whole_changes_nothing(run_file: Path, tmp_path: Path) -> None:
    run_file.write_bytes(run_file.read_bytes()[:-10])

    refused = run(tmp_path, run_file)

    assert refused.returncode == 1
    assert "did not arrive whole" in refused.stderr
    assert not (tmp_path / ".local").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may")
def test_for_everybody_it_asks_for_root_with_the_command(run_file: Path, tmp_path: Path) -> None:
    refused = run(tmp_path, run_file, "--system")

    assert f"sudo sh {run_file} --system" in refused.stderr
