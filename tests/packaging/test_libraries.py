"""What the engine's libraries say of the machine that compiled them: nothing."""

from __future__ import annotations

import importlib
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="switches of GCC and Clang")


@pytest.mark.parametrize("mapped", [False, True])
def test_a_compiled_file_does_not_name_its_folder(
    mapped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING / "llama"))
    tree, work = tmp_path / "a tree", tmp_path / "a tree" / "work"
    work.mkdir(parents=True)
    (tree / "said.cpp").write_text('#include "work/made.h"\nconst char * said() { return __FILE__; }\n')
    (work / "made.h").write_text("inline const char * made() { return __FILE__; }\nauto kept = made;\n")
    flags = importlib.import_module("libraries").nameless(tree, work)["CMAKE_CXX_FLAGS"] if mapped else ""

    compiler = os.environ.get("CXX") or "c++"
    command = [
        *shlex.split(compiler),
        "-g",
        *shlex.split(flags),
        "-c",
        str(tree / "said.cpp"),
        "-o",
        tmp_path / "said.o",
    ]
    subprocess.run(command, check=True, cwd=work)

    assert (str(tree).encode() not in (tmp_path / "said.o").read_bytes()) == mapped
