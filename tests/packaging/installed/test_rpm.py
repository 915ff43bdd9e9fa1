"""The .rpm, as far as a Debian can try it: what it asks for, what it brings, and that it takes all of it away again."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.packaging.installed.conftest import package


def rpm(root: Path, *words: str) -> str:
    done = subprocess.run(["rpm", "--root", str(root), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_asks_for_libraries_by_their_own_names() -> None:
    asked = subprocess.run(["rpm", "-qp", "--requires", package("*.rpm")], capture_output=True, text=True, check=True)

    wanted = asked.stdout.split("\n")
    assert {"libGL.so.1()(64bit)", "libfontconfig.so.1()(64bit)", "libc.so.6(GLIBC_2.35)(64bit)"} <= set(wanted)
    assert not [line for line in wanted if "Qt6" in line or "python" in line or "ggml" in line]


def test_it_comes_whole_and_goes_without_a_trace(tmp_path: Path) -> None:
    rpm(tmp_path, "--initdb")
    rpm(tmp_path, "-i", "--nodeps", "--force-debian", str(package("*.rpm")))
    program = tmp_path / "opt/paddock/paddock"
    verified = rpm(tmp_path, "-V", "--nodeps", "paddock")
    started = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    rpm(tmp_path, "-e", "--nodeps", "paddock")

    assert verified == ""
    assert started.stdout.startswith("paddock ")
    assert not (tmp_path / "opt/paddock").exists()
    assert not list(tmp_path.glob("usr/**/*paddock*"))
