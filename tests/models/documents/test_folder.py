from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from models.documents.folder import files_below

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its paths end before they are this deep")


def test_the_files_of_all_folders_come_by_name_without_links_and_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/y.txt", ".hidden/x.txt", "a/.x.txt", "c\nd.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "loop").symlink_to("loop")

    found = [path.relative_to(tmp_path).as_posix() for path, refusal in files_below(tmp_path) if not refusal]

    assert found == ["a/b/y.txt", "a/z.txt", "b.txt", "c\nd.txt"]


def test_a_folder_deeper_than_the_stack_is_walked_to_its_end(tmp_path: Path) -> None:
    levels = [Path(f"{tmp_path}{'/d' * depth}") for depth in range(1, sys.getrecursionlimit() + 100)]
    for level in levels:
        level.mkdir()
    file = levels[-1] / "f.txt"
    file.write_text("text")
    try:
        assert list(files_below(tmp_path)) == [(file, None)]
    finally:  # what clears the folder away afterwards is recursive
        file.unlink()
        for level in reversed(levels):
            level.rmdir()


def test_a_folder_that_cannot_be_listed_is_said_and_the_others_are_there(tmp_path: Path) -> None:
    (tmp_path / "z.txt").write_text("text")
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(18):  # together longer than a path may be, for any user
        os.mkdir("n" * 240, dir_fd=here)
        inner = os.open("n" * 240, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)

    [(folder, refusal), (file, none)] = files_below(tmp_path)

    assert folder.name in str(refusal) and "too long" in str(refusal)
    assert file == tmp_path / "z.txt" and none is None
