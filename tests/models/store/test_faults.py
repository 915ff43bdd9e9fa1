"""The disk fails at the n-th call of a kind: never is something called saved that is not there afterwards."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

import msgspec
import pytest

from models.store.connection import connect, is_sound
from models.store.conversations import Conversations
from models.store.database import Database

ROOT = Path(__file__).parents[3]
STRACE = shutil.which("strace")


@cache
def can_trace() -> bool:
    return bool(STRACE) and subprocess.run([STRACE, "-qq", "true"], capture_output=True).returncode == 0


@pytest.fixture(autouse=True)
def _tracing():
    if not can_trace():
        pytest.skip("strace is missing or may not trace here")


def chat_on_a_failing_disk(path: Path, call: str, error: str, when: str) -> list[list[object]]:
    command = [
        STRACE, "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "-e", f"trace={call}",
        "-e", f"inject={call}:error={error}:when={when}", sys.executable, "-m", "tests.models.store.talking", str(path),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return [msgspec.json.decode(line) for line in done.stdout.splitlines()]


def check(path: Path, told: list[list[object]], errors: set[str]) -> None:
    """Everything that was called saved is there, whole; what failed was said in a sentence of ours."""
    database = Database(path)
    assert database.repaired is None
    conversations = Conversations(database)
    found = {one.id: one.text for chat in conversations.list() for one in conversations.messages(chat.id)}
    database.close()
    with closing(connect(path)) as connection:
        assert is_sound(connection)
    assert {number: found.get(number) for kind, number, _ in told if kind == "saved"} == {
        number: text for kind, number, text in told if kind == "saved"
    }
    assert {fact[1] for fact in told if fact[0] == "failed"} <= errors


FAULTS = [
    ("pwrite64", "ENOSPC", {"DiskFull", "StoreUnwritable"}),  # the second where the shared index cannot grow
    ("pwrite64", "EIO", {"StoreUnwritable"}),
    ("fdatasync", "EIO", {"StoreUnwritable"}),
    ("fdatasync", "ENOSPC", {"StoreUnwritable"}),
]
NAMES = [f"{call}-{error}" for call, error, _ in FAULTS]
WHEN = {"opening": {"pwrite64": "30", "fdatasync": "5"}, "chatting": {"pwrite64": "200", "fdatasync": "25"}}
FROM = {"pwrite64": "500+", "fdatasync": "40+"}


@pytest.mark.parametrize(("call", "error", "errors"), FAULTS, ids=NAMES)
@pytest.mark.parametrize("when", WHEN)
def test_a_disk_that_fails_once_never_loses_what_was_called_saved(path, call, error, errors, when):
    check(path, chat_on_a_failing_disk(path, call, error, WHEN[when][call]), errors)


@pytest.mark.parametrize(("call", "error", "errors"), FAULTS, ids=NAMES)
def test_a_disk_that_fails_for_good_is_said_and_loses_nothing_saved(path, call, error, errors):
    told = chat_on_a_failing_disk(path, call, error, FROM[call])

    check(path, told, errors)
    assert {fact[0] for fact in told} == {"saved", "failed"}


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("call", "error", "errors"), FAULTS, ids=NAMES)
def test_a_disk_that_fails_at_any_call_never_loses_what_was_called_saved(tmp_path, call, error, errors):
    for number in range(1, 150):
        path = tmp_path / f"{number}.sqlite3"
        check(path, chat_on_a_failing_disk(path, call, error, str(number)), errors)


def test_a_read_only_disk_is_named(path):
    told = chat_on_a_failing_disk(path, "pwrite64", "EROFS", "1+")

    assert [fact[:2] for fact in told] == [["failed", "StoreUnwritable"]]
