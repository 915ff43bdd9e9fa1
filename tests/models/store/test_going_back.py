"""An upgrade and the way back, with two real versions of the schema: nothing that was said is lost on either."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from models.errors import DiskFull, StoreBusy, StoreCanGoBack, StoreNewer
from models.store import backup, connection, going_back, schema
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from models.store.writers import this_process

LATER = 2_000_000_000.0


@contextmanager
def version(monkeypatch: pytest.MonkeyPatch, number: int) -> Iterator[None]:
    """Paddock as it was when the schema had this number."""
    with monkeypatch.context() as then:
        then.setattr(connection, "MIGRATIONS", schema.MIGRATIONS[:number])
        then.setattr(connection, "VERSION", number)
        yield


@contextmanager
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The Paddock after this one."""
    with monkeypatch.context() as then:
        then.setattr(connection, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (x INTEGER) STRICT;"))
        then.setattr(connection, "VERSION", schema.VERSION + 1)
        yield


def say(path: Path, *texts: str, chat: str) -> None:
    with closing(Database(path)) as database:
        chats = Conversations(database)
        here = next((each.id for each in chats.list() if each.title == chat), None) or chats.create(chat).id
        for text in texts:
            chats.append(here, Role.USER, text, parent=chats.get(here).leaf)


def said(path: Path) -> dict[str, list[str]]:
    with closing(Database(path)) as database:
        chats = Conversations(database)
        return {chat.title: [message.text for message in chats.branch(chat.id)] for chat in chats.list()}


@pytest.fixture
def upgraded(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Chats of this version, then opened and gone on with by the next one."""
    say(path, "the meadow is green", chat="meadow")
    with newer(monkeypatch):
        say(path, "said after the upgrade", chat="meadow")
        say(path, "only in the newer", chat="horse")
    return path


def test_an_older_version_says_what_it_can_go_back_to_and_changes_nothing(upgraded: Path) -> None:
    before = upgraded.read_bytes()

    with pytest.raises(StoreCanGoBack, match="the 1 chats of") as caught:
        Database(upgraded)

    assert caught.value.values["known"] == schema.VERSION
    assert upgraded.read_bytes() == before


def test_going_back_brings_the_chats_from_before_and_keeps_the_newer_ones(upgraded: Path) -> None:
    found = backup.before_upgrade(upgraded)
    assert found is not None

    told = going_back.go_back(upgraded, found, LATER)

    assert said(upgraded) == {"meadow": ["the meadow is green"]}
    with closing(sqlite3.connect(Path(told.values["kept"]) / upgraded.name)) as kept:
        texts = [text for (text,) in kept.execute("SELECT text FROM message")]
    assert {"said after the upgrade", "only in the newer"} <= set(texts)
    with closing(Database(upgraded)) as database, database.read() as opened:
        assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_next_upgrade_takes_in_what_was_said_before_and_after_going_back(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = backup.before_upgrade(upgraded)
    assert found is not None
    going_back.go_back(upgraded, found, LATER)
    say(upgraded, "said with the older", chat="barn")

    with newer(monkeypatch), closing(Database(upgraded)) as database:
        told = going_back.take_back(database)
        again = going_back.take_back(database)

    assert told is not None and told.values == {"chats": 2, "messages": 2}
    assert again is None
    with newer(monkeypatch):
        everything = said(upgraded)
    assert everything["barn"] == ["said with the older"]
    assert everything["horse"] == ["only in the newer"]
    assert everything["meadow"] == ["the meadow is green", "said after the upgrade"]


class Ended(BaseException):
    """The process is gone."""


def ended_at(target: str, path: Path, found: backup.Before, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go back, and be gone where `target` would be called."""

    def end(*_: object) -> None:
        raise Ended

    with monkeypatch.context() as then, pytest.raises(Ended):
        then.setattr(target, end)
        going_back.go_back(path, found, LATER)


HERE = going_back.__name__


@pytest.mark.parametrize("at", [f"{HERE}.sync_folder", f"{HERE}.word_index.remove", "pathlib.Path.replace"])
def test_ended_on_the_way_and_begun_anew_the_newer_chats_are_kept_once(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    found = backup.before_upgrade(upgraded)
    assert found is not None

    ended_at(at, upgraded, found, monkeypatch)
    told = going_back.go_back(upgraded, found, LATER + 60)

    assert [str(folder) for folder in upgraded.parent.glob("newer/*")] == [told.values["kept"]]
    assert said(upgraded) == {"meadow": ["the meadow is green"]}


def test_what_else_lies_among_the_newer_chats_is_left_alone(
    upgraded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = backup.before_upgrade(upgraded)
    assert found is not None

    ended_at(f"{HERE}.word_index.remove", upgraded, found, monkeypatch)
    [begun] = upgraded.parent.glob("newer/*")
    (begun / "note.txt").write_text("mine")
    linked = tmp_path / "linked"
    shutil.copytree(begun, linked)
    (begun.parent / "link").symlink_to(linked)
    (begun.parent / "file").write_text("")

    going_back.go_back(upgraded, found, LATER + 60)

    assert (begun / "note.txt").read_text() == "mine"
    assert (linked / upgraded.name).is_file()
    assert said(upgraded) == {"meadow": ["the meadow is green"]}


def test_what_was_said_between_two_ways_back_is_kept_as_well(upgraded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = backup.before_upgrade(upgraded)
    assert found is not None
    going_back.go_back(upgraded, found, LATER)
    with newer(monkeypatch):
        say(upgraded, "said later", chat="foal")

    going_back.go_back(upgraded, found, LATER + 60)

    assert len(list(upgraded.parent.glob("newer/*"))) == 2


def test_the_copy_that_a_taking_in_left_when_it_was_killed_goes_and_that_of_a_live_one_stays(path: Path) -> None:
    killed, live = path.with_name("taking-1@5-abc"), path.with_name(f"taking-{this_process()}-abc")
    for folder in (killed, live):
        folder.mkdir()
        (folder / path.name).write_bytes(b"chats")

    with closing(Database(path)) as database:
        going_back.take_back(database)
    assert (killed.exists(), live.exists()) == (False, True)


def test_the_older_version_leaves_what_it_cannot_read(upgraded: Path) -> None:
    found = backup.before_upgrade(upgraded)
    assert found is not None
    told = going_back.go_back(upgraded, found, LATER)

    with closing(Database(upgraded)) as database:
        assert going_back.take_back(database) is None

    assert [file.name for file in Path(told.values["kept"]).iterdir()] == [upgraded.name]


def test_words_of_the_newer_chats_are_not_found_in_the_older(upgraded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with newer(monkeypatch), closing(Database(upgraded)) as database:
        while database.words.catch_up():
            pass
    found = backup.before_upgrade(upgraded)
    assert found is not None

    going_back.go_back(upgraded, found, LATER)

    with closing(Database(upgraded)) as database:
        while database.words.catch_up():
            pass
        assert not database.words.find(["upgrade"], 1 << 40, 10)
        assert database.words.find(["meadow"], 1 << 40, 10)


@pytest.mark.parametrize("oldest", range(1, schema.VERSION), ids="schema {}".format)
def test_each_version_there_was_can_be_gone_back_to(path: Path, monkeypatch: pytest.MonkeyPatch, oldest: int) -> None:
    with version(monkeypatch, oldest), closing(Database(path)) as database, database.write() as opened:
        opened.execute("INSERT INTO conversation (title, created_ms, updated_ms) VALUES ('old', 1, 1)")
    Database(path).close()

    with version(monkeypatch, oldest):
        with pytest.raises(StoreCanGoBack):
            Database(path)
        found = backup.before_upgrade(path)
        assert found is not None and found.chats == 1
        going_back.go_back(path, found, LATER)
        Database(path).close()


def test_it_waits_for_another_paddock_and_changes_nothing_meanwhile(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = backup.before_upgrade(upgraded)
    assert found is not None
    before = upgraded.read_bytes()
    monkeypatch.setattr(going_back, "LOCK_S", 0.1)
    with newer(monkeypatch), closing(Database(upgraded)), pytest.raises(StoreBusy):
        going_back.go_back(upgraded, found, LATER)

    assert upgraded.read_bytes() == before
    assert not list(upgraded.parent.glob("newer/*"))


def test_a_full_disk_leaves_everything_as_it_was(upgraded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = backup.before_upgrade(upgraded)
    assert found is not None

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(going_back, "sync_folder", full)
    with pytest.raises(DiskFull):
        going_back.go_back(upgraded, found, LATER)

    with pytest.raises(StoreNewer):
        Database(upgraded)


def test_the_copy_from_before_outlives_weeks_of_backups(upgraded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with newer(monkeypatch):
        for day in range(30):
            backup.make(upgraded, LATER + day * 86_400)

    found = backup.before_upgrade(upgraded)

    assert found is not None and found.chats == 1
