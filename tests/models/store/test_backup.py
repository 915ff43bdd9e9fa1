from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from models.errors import StoreDamaged
from models.store import backup
from models.store.conversations import Conversations
from models.store.database import Database


class Clock:
    def __init__(self) -> None:
        self.now_s = datetime(2026, 1, 1, tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ticking(path, clock):
    database = Database(path, now=clock)
    yield database
    database.close()


def test_half_an_hour_of_change_makes_a_backup(path, ticking, clock):
    conversations = Conversations(ticking)
    conversations.create("early")
    assert backup.all_of(path) == []

    clock.now_s += backup.EVERY_S
    conversations.create("late")
    ticking.close()
    copy = Database(backup.all_of(path)[0])
    assert [chat.title for chat in Conversations(copy).list()] == ["late", "early"]
    copy.close()


def test_without_change_there_is_no_backup(path, ticking, clock):
    clock.now_s += 10 * backup.EVERY_S
    Conversations(ticking).list()
    ticking.close()

    assert backup.all_of(path) == []


def test_the_half_hour_goes_on_counting_over_a_restart(path, ticking, clock):
    ticking.close()
    clock.now_s += backup.EVERY_S
    again = Database(path, now=clock)
    Conversations(again).create("late")
    again.close()

    assert len(backup.all_of(path)) == 1


def test_the_newest_and_one_of_each_day_are_kept(path, ticking, clock):
    for _ in range(60):
        clock.now_s += timedelta(hours=6).total_seconds()
        ticking.back_up()

    days = {copy.stem[:16] for copy in backup.all_of(path)}
    assert len(days) == backup.KEPT_DAYS
    assert len(backup.all_of(path)) <= backup.KEPT_DAYS + backup.KEPT_NEWEST


@pytest.mark.parametrize("name", ["{stem} (copy).sqlite3", "paddock-mine.sqlite3"])
def test_a_copy_that_someone_made_beside_a_backup_is_in_nobodys_way(path, ticking, clock, name):
    Conversations(ticking).create("early")
    ticking.back_up()
    [ours] = backup.all_of(path)
    other = ours.with_name(name.format(stem=ours.stem))
    other.write_bytes(ours.read_bytes())
    ticking.close()

    again = Database(path, now=clock)
    for _ in range(2 * backup.KEPT_NEWEST):
        clock.now_s += 1
        again.back_up()
    again.close()

    assert other.exists()
    assert other not in backup.all_of(path)
    assert backup.before_upgrade(path) is not None


def test_a_clock_that_is_put_back_ends_no_backups(path, ticking, clock):
    conversations = Conversations(ticking)
    clock.now_s += timedelta(days=3000).total_seconds()
    for _ in range(2 * backup.KEPT_NEWEST):
        clock.now_s += timedelta(days=1).total_seconds()
        ticking.back_up()
    ticking.close()

    clock.now_s -= timedelta(days=3000).total_seconds()
    again = Database(path, now=clock)
    conversations = Conversations(again)
    conversations.create("said after it")
    again.close()
    assert b"said after it" in backup.all_of(path)[0].read_bytes()


def test_what_a_copying_left_that_was_killed_goes_with_the_next_one(path, ticking):
    ticking.back_up()
    left = backup.folder(path) / f"{path.stem}-20200101T000000.000000Z.part"
    left.write_bytes(b"half a copy")
    left.with_name(f"{left.name}-journal").write_bytes(b"its journal")

    made = ticking.back_up()
    assert made in list(backup.folder(path).iterdir())
    assert not list(backup.folder(path).glob("*.part*"))


def test_what_is_deleted_for_good_is_in_no_copy_that_was_killed_half_way(path, ticking):
    conversations = Conversations(ticking)
    chat = conversations.create("secret-title")
    made = ticking.back_up()
    made.rename(made.with_suffix(".part"))

    conversations.purge(chat.id)
    assert all(b"secret-title" not in file.read_bytes() for file in path.parent.rglob("*") if file.is_file())


def test_an_unsound_copy_is_not_kept_and_older_ones_stay(path, ticking, clock, monkeypatch):
    good = ticking.back_up()
    clock.now_s += 1
    monkeypatch.setattr(backup, "is_sound", lambda _: False)

    with pytest.raises(StoreDamaged):
        ticking.back_up()
    assert list(backup.folder(path).iterdir()) == [good]


def test_a_backup_that_fails_in_the_background_does_not_fail_the_message(path, ticking, clock):
    backup.folder(path).write_text("in the way")
    clock.now_s += backup.EVERY_S

    assert Conversations(ticking).create("saved").title == "saved"


def test_a_copy_that_was_begun_before_a_purge_does_not_keep_what_was_purged(path, ticking, monkeypatch):
    conversations = Conversations(ticking)
    chat = conversations.create("secret-title")
    copied, purged = threading.Event(), threading.Event()

    def slow_check(connection):
        copied.set()
        purged.wait(30)
        return True

    monkeypatch.setattr(backup, "is_sound", slow_check)
    copying = threading.Thread(target=ticking.back_up)
    copying.start()
    copied.wait(30)
    purging = threading.Thread(target=conversations.purge, args=(chat.id,))
    purging.start()
    while conversations.list():
        pass
    purged.set()
    copying.join()
    purging.join()

    assert b"secret-title" not in backup.all_of(path)[0].read_bytes()
