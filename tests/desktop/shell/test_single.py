from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.handed import Handed
from desktop.shell.single import Single
from models.errors import StoreUnwritable
from tests.desktop.program import until


def start_again(data: str, files: list[str]) -> None:
    """A second start, in a process of its own: its exit code says whether it was the only one."""
    second = Single(Path(data))
    if second.acquire():
        raise SystemExit(3)
    raise SystemExit(0 if second.hand_over(Handed(tuple(files), "compare")) else 1)


def second_start(data: Path, *files: Path) -> int | None:
    process = multiprocessing.get_context("spawn").Process(
        target=start_again, args=(str(data), [str(file) for file in files])
    )
    process.start()
    process.join(30)
    return process.exitcode


def test_a_second_start_hands_its_files_to_the_first_and_ends(tmp_path: Path, qapp: QApplication) -> None:
    first = Single(tmp_path)
    handed: list[Handed] = []
    first.handed.connect(handed.append)
    assert first.acquire()
    file = tmp_path / "请假条.txt"

    assert second_start(tmp_path, file) == 0
    until(lambda: handed, "the files")
    assert handed == [Handed((str(file),), "compare")]
    first.release()


def test_the_lock_is_free_again_after_the_first_has_ended(tmp_path: Path, qapp: QApplication) -> None:
    first = Single(tmp_path)
    assert first.acquire()
    first.release()

    assert second_start(tmp_path) == 3


def test_what_a_late_start_left_behind_is_not_opened_at_the_next_one(tmp_path: Path, qapp: QApplication) -> None:
    first = Single(tmp_path)
    assert first.acquire()
    first.release()
    assert Single(tmp_path).hand_over(Handed((str(tmp_path / "late.txt"),)))
    next_one = Single(tmp_path)
    handed: list[object] = []
    next_one.handed.connect(handed.append)
    assert next_one.acquire()

    assert list((tmp_path / "handed-over").iterdir()) == [] and handed == []
    next_one.release()


def test_a_folder_that_cannot_be_written_is_not_taken_for_another_window(tmp_path: Path, qapp: QApplication) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnwritable, match="Not a directory"):
        Single(tmp_path / "file" / "data").acquire()
