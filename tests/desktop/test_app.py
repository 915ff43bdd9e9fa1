"""The program as it is started, in processes of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.schema import VERSION
from tests.desktop.program import paths_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signals")


def started(home: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", *words], env=os.environ | {"PADDOCK_HOME": str(home)}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def wait_for(path: Path, process: subprocess.Popen[str], timeout_s: float = 30.0) -> None:
    end = time.monotonic() + timeout_s
    while not path.exists():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = started(tmp_path)
    wait_for(paths_in(tmp_path).data / "handed-over", process)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def second_start(window: subprocess.Popen[str], home: Path, *words: str) -> tuple[int, str]:
    """Its exit code and what it said, once the first window has taken what it handed over."""
    second = started(home, *words)
    _, said = second.communicate(timeout=30)
    end = time.monotonic() + 20
    while list((paths_in(home).data / "handed-over").iterdir()):
        assert time.monotonic() < end and window.poll() is None
        time.sleep(0.02)
    return second.returncode, said


def test_a_second_start_ends_well_and_gives_its_files_to_the_first(
    window: subprocess.Popen[str], tmp_path: Path
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("hello")

    assert second_start(window, tmp_path, str(file)) == (0, "")
    assert second_start(window, tmp_path, "open", "--summarise", str(file)) == (0, "")


def test_the_end_of_the_session_closes_it_in_order(window: subprocess.Popen[str], tmp_path: Path) -> None:
    second_start(window, tmp_path)  # taken by a running event loop
    window.send_signal(signal.SIGTERM)

    assert window.wait(30) == 0
    assert paths_in(tmp_path).settings.exists() and not (paths_in(tmp_path).data / "window.lock").exists()


def test_a_window_closed_right_after_it_opened_leaves_no_crash_report(
    window: subprocess.Popen[str], tmp_path: Path
) -> None:
    second_start(window, tmp_path)  # taken by a running event loop; the first survey of models is under way
    window.send_signal(signal.SIGTERM)
    _, said = window.communicate(timeout=30)

    assert window.returncode == 0 and "Traceback" not in said, said
    assert not list(paths_in(tmp_path).logs.glob("crash-*"))


def test_a_damaged_settings_file_does_not_keep_it_from_starting(tmp_path: Path) -> None:
    settings = paths_in(tmp_path).settings
    settings.parent.mkdir(parents=True)
    settings.write_text("{ not json")
    process = started(tmp_path)
    try:
        wait_for(paths_in(tmp_path).database, process)
        assert [each.name for each in settings.parent.iterdir() if "damaged" in each.name]
    finally:
        process.kill()
        process.communicate()


def test_chats_of_a_newer_version_are_refused_in_one_sentence(tmp_path: Path) -> None:
    path = paths_in(tmp_path).database
    Database(path).close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(VERSION + 1),))
    process = started(tmp_path)
    watchdog = threading.Timer(30, process.kill)
    watchdog.start()
    assert process.stderr is not None
    said = process.stderr.readline()
    watchdog.cancel()
    process.kill()  # its dialog waits for a click
    process.communicate()

    assert said.startswith("paddock: These chats were written by a newer Paddock")
