from __future__ import annotations

import random
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from models.store.connection import connect, is_sound
from models.store.conversations import Conversations
from models.store.database import Database
from tests.models.store.power import Disk, record
from tests.models.store.test_faults import ROOT, STRACE, can_trace


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """What a program that chats asks of the disk, from the birth of its file on."""
    if not can_trace():
        pytest.skip("strace is missing or may not trace here")
    folder = tmp_path_factory.mktemp("run")
    return record(STRACE, ROOT, "tests.models.store.talking", folder / "paddock.sqlite3", folder / "trace")


def survive(calls, cuts, seed):
    """Cut the power that often; returns what was acknowledged and lost, and files that needed a repair."""
    choose = random.Random(seed)
    moments = sorted(choose.randrange(len(calls)) for _ in range(cuts))
    disk, saved, lost, damaged = Disk(), {}, 0, 0
    for moment, call in enumerate(calls):
        disk.do(call)
        if call.name == "write":
            kind, number, text = msgspec.json.decode(call.data)
            assert kind == "saved"
            saved[number] = text
        for _ in range(moments.count(moment)):
            with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
                disk.cut(Path(folder), choose)
                found, sound = look(Path(folder) / "paddock.sqlite3")
            lost += sum(found.get(number) != text for number, text in saved.items())
            damaged += not sound
    assert saved
    return lost, damaged


def look(path):
    database = Database(path)
    try:
        conversations = Conversations(database)
        found = {one.id: one.text for chat in conversations.list() for one in conversations.messages(chat.id)}
    finally:
        database.close()
    with closing(connect(path)) as connection:
        return found, database.repaired is None and is_sound(connection)


def test_the_replay_of_everything_is_the_file_itself(calls, tmp_path):
    disk = Disk()
    for call in calls:
        disk.do(call)
    for file in disk.files.values():
        file.sync()
    disk.cut(tmp_path, random.Random(0))
    found, sound = look(tmp_path / "paddock.sqlite3")

    assert sound
    assert len(found) == 40
    shutil.rmtree(tmp_path)


def test_300_power_cuts_lose_nothing_acknowledged(calls):
    assert survive(calls, 300, seed=1) == (0, 0)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_20000_power_cuts_lose_nothing_acknowledged(calls):
    assert survive(calls, 20_000, seed=2) == (0, 0)
