from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import StoreBusy, StoreDamaged, StoreNewer, StoreUnwritable
from models.store import connection as connection_module
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.schema import MIGRATIONS, VERSION

ROOT = Path(__file__).parents[3]


def pragma(connection, name):
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_it_is_durable_wiping_and_trusts_nothing_in_the_file(database):
    with database.read() as connection:
        names = ("journal_mode", "synchronous", "secure_delete", "trusted_schema", "foreign_keys", "page_size")
        found = {name: pragma(connection, name) for name in names}
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "trusted_schema": 0, "foreign_keys": 1,
        "page_size": 4096,
    }  # fmt: skip


def test_a_write_that_raises_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute("INSERT INTO meta VALUES ('half', '1')")
        raise ZeroDivisionError

    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM meta WHERE key = 'half'").fetchone() == (0,)


def test_a_file_of_a_newer_version_is_refused_untouched(path, database):
    database.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 3}")
        connection.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(VERSION + 3),))
    before = path.read_bytes()

    with pytest.raises(StoreNewer) as caught:
        Database(path)
    assert caught.value.values == {"found": VERSION + 3, "known": VERSION}
    assert path.read_bytes() == before


def test_an_older_file_is_backed_up_and_brought_up_to_date(path, database, monkeypatch):
    Conversations(database).create("kept")
    database.close()
    monkeypatch.setattr(connection_module, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE added (y INTEGER);"))
    monkeypatch.setattr(connection_module, "VERSION", VERSION + 1)
    again = Database(path)

    with again.read() as connection:
        assert pragma(connection, "user_version") == VERSION + 1
        assert connection.execute("SELECT count(*) FROM added").fetchone() == (0,)
    assert [chat.title for chat in Conversations(again).list()] == ["kept"]
    assert len(list(path.parent.glob("backups/*.sqlite3"))) == 1
    again.close()


def test_a_schema_change_that_fails_leaves_the_old_one(path, database, monkeypatch):
    database.close()
    cut_short = (*MIGRATIONS, "CREATE TABLE added (y); CREATE NONSENSE;")
    monkeypatch.setattr(connection_module, "MIGRATIONS", cut_short)
    monkeypatch.setattr(connection_module, "VERSION", VERSION + 1)

    with pytest.raises(sqlite3.OperationalError):
        Database(path)
    monkeypatch.undo()
    again = Database(path)
    with again.read() as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'added'").fetchone() == (0,)
    again.close()


def test_damage_found_by_the_backup_before_a_schema_change_is_repaired_at_the_next_start(path, database, monkeypatch):
    Conversations(database).create("kept")
    database.close()
    monkeypatch.setattr(connection_module, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE added (y INTEGER);"))
    monkeypatch.setattr(connection_module, "VERSION", VERSION + 1)
    with monkeypatch.context() as patched, pytest.raises(StoreDamaged):
        patched.setattr("models.store.backup.is_sound", lambda _: False)
        Database(path)

    again = Database(path)
    assert again.repaired is not None
    assert [chat.title for chat in Conversations(again).list()] == ["kept"]
    again.close()


def test_a_schema_is_not_changed_under_another_process(path, database, monkeypatch):
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout.readline() == b"open\n"
    database.close()
    monkeypatch.setattr(connection_module, "VERSION", VERSION + 1)
    monkeypatch.setattr("models.store.lock.OpenLock.__init__.__defaults__", (0.1,))

    with pytest.raises(StoreBusy):
        Database(path)
    other.communicate(b"\n")


HOLDER = """
import sys
import threading
from pathlib import Path
from models.store.database import Database
database = Database(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
database.close()
"""

OPENER = """
import sys
import threading
from pathlib import Path
from models.store.conversations import Conversations
from models.store.database import Database
sys.stdin.readline()
database = Database(Path(sys.argv[1]))
chats = Conversations(database)
for number in range(5):
    chats.create(f"{sys.argv[2]}-{number}")
database.close()
"""


def test_processes_that_open_a_new_file_at_once_share_it(path):
    opened = [
        subprocess.Popen([sys.executable, "-c", OPENER, str(path), str(number)], cwd=ROOT, stdin=subprocess.PIPE)
        for number in range(4)
    ]
    for process in opened:
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in opened:
        process.communicate(timeout=60)
    assert [process.returncode for process in opened] == [0] * 4

    database = Database(path)
    titles = {chat.title for chat in Conversations(database).list()}
    database.close()
    assert titles == {f"{process}-{number}" for process in range(4) for number in range(5)}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnwritable):
        Database(tmp_path / "paddock.sqlite3")


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "data").write_text("")

    with pytest.raises(StoreUnwritable) as caught:
        Database(tmp_path / "data" / "paddock.sqlite3")
    assert str(tmp_path / "data") in str(caught.value)


def test_a_folder_in_place_of_the_file_is_named(path):
    path.mkdir()

    with pytest.raises(StoreUnwritable):
        Database(path)
    assert path.is_dir()


@pytest.mark.parametrize("name", ["聊天 记录", "🦊 fox", "a" * 200, "with 'quotes' # and ? marks"])
def test_any_name_of_a_folder_will_do(tmp_path, name):
    database = Database(tmp_path / name / "paddock.sqlite3")
    chat = Conversations(database).create("x")
    database.back_up()

    assert Conversations(database).list() == [chat]
    database.close()


def test_closing_twice_is_fine(database):
    database.close()
    database.close()


@pytest.mark.parametrize("use", [Database.read, Database.write, Database.together])
def test_who_comes_too_late_meets_no_bug(database, use):
    database.close()

    with pytest.raises(StoreUnwritable, match="Paddock is closing"), use(database):
        pass


def test_what_is_written_together_is_seen_by_its_thread_alone_until_all_of_it_is_there(database):
    chats = Conversations(database)
    seen = []

    def look():
        seen.append(len(chats.list()))

    with chats.together():
        assert chats.get(chats.create("one").id).title == "one"
        with chats.together():
            chats.create("two")
        other = threading.Thread(target=look)
        other.start()
        other.join()
    look()

    assert seen == [0, 2]


def test_nothing_is_left_of_what_was_written_together_and_failed(database):
    chats = Conversations(database)
    with pytest.raises(ZeroDivisionError), chats.together():
        chats.create("one")
        raise ZeroDivisionError

    assert chats.list() == []
    assert chats.create("after").title == "after"
