from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from models.errors import ChildDied
from models.process import logfile
from tests.models.process.children import Said, Say
from tests.models.process.conftest import Start


def test_a_log_begins_empty_and_only_its_user_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "engine.log"
    logfile.fresh(path).close()
    path.write_text("old")

    logfile.fresh(path).close()

    assert path.read_bytes() == b""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_tail_is_the_last_eight_kibibytes_whatever_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"\xff" * 20_000 + "末".encode())

    assert len(logfile.tail(path)) > 8000
    assert logfile.tail(path).endswith("末")
    assert logfile.tail(tmp_path / "none") == ""


def test_trimming_keeps_the_tail_and_what_is_written_after_it(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with logfile.fresh(path) as log:
        log.write(b"x" * logfile.LIMIT_BYTES)
        logfile.trim(log.fileno())
        assert path.stat().st_size == logfile.LIMIT_BYTES, "not over the limit yet"
        log.write(b"the end")

        logfile.trim(log.fileno())
        log.write(b", and more")

    assert path.stat().st_size < 2 * logfile.TAIL_BYTES
    assert path.read_bytes().startswith(b"[older lines dropped]")
    assert path.read_bytes().endswith(b"the end, and more")


def test_a_noisy_child_cannot_fill_the_disk(start: Start) -> None:
    child = start("noisy")
    child.send(Say("go"))
    assert child.receive(20) == Said("printed")

    while child.log.stat().st_size > logfile.LIMIT_BYTES:  # until the next heartbeat
        with pytest.raises(TimeoutError):
            child.receive(0.1)

    assert child.log_tail().endswith("the last line\n")


def test_the_last_death_stays_readable_when_the_next_child_has_begun(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    dead = start("dying", log=log)
    dead.send(Say("SIGABRT"))
    with pytest.raises(ChildDied):
        dead.receive(20)

    start("echo", log=log).end()

    death = logfile.last_death(log).read_text()
    assert "SIGABRT" in death.splitlines()[0]
    assert "about to SIGABRT" in death


def test_a_child_that_was_asked_to_end_is_no_death(start: Start) -> None:
    child = start("echo")
    child.end()

    with pytest.raises(ChildDied):
        child.receive(20)
    assert not logfile.last_death(child.log).exists()


def test_text_of_every_script_reaches_the_log_in_any_locale(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    child = start("dying")

    child.send(Say("死 \N{SKULL}"))

    with pytest.raises(ChildDied):
        child.receive(20)
    assert "about to 死 \N{SKULL}" in child.log_tail()
    assert os.environ["LC_ALL"] == "C"
