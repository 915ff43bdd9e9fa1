"""An older command over newer chats: said with the way back, which one command goes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.paths import Paths
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.schema import VERSION
from tests.models.cli.test_command import Paddock


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paddock:
    """With a backup of this version below chats of the next one."""
    here = Paddock(tmp_path / "home")
    monkeypatch.setenv("PADDOCK_HOME", str(here.home))
    path = Paths.of_this_user().database
    with closing(Database(path)) as database:
        Conversations(database).create("Ponies")
        database.back_up()
    with closing(sqlite3.connect(path)) as upgraded, upgraded:
        upgraded.execute("UPDATE conversation SET title = 'Horses'")
        upgraded.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(VERSION + 1),))
        upgraded.execute(f"PRAGMA user_version = {VERSION + 1}")
    return here


def test_newer_chats_are_refused_with_the_way_back_and_one_command_goes_it(newer: Paddock) -> None:
    code, _, said = newer("export")
    assert code == 1
    assert "paddock go-back" in said

    code, told, _ = newer("go-back", "--json")
    assert code == 0
    kept = Path(json.loads(told)["kept"])
    with closing(sqlite3.connect(next(kept.iterdir()))) as aside:
        assert aside.execute("SELECT title FROM conversation").fetchall() == [("Horses",)]
    assert newer("export")[1].split()[-1] == "Ponies"


def test_the_newer_version_takes_in_again_what_was_kept_aside(newer: Paddock) -> None:
    _, told, _ = newer("go-back", "--json")
    aside = next(Path(json.loads(told)["kept"]).iterdir())
    with closing(sqlite3.connect(aside)) as kept, kept:  # as if this version were the newer one
        kept.execute("INSERT INTO conversation (title, created_ms, updated_ms) VALUES ('Foals', 5, 5)")
        kept.execute("INSERT INTO message (conversation, role, text, reasoning, state, created_ms) SELECT "
                     "max(id), 'user', 'How high?', '', 'done', 5 FROM conversation")  # fmt: skip
        kept.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(VERSION),))
        kept.execute(f"PRAGMA user_version = {VERSION}")

    code, listed, said = newer("export")

    assert code == 0
    assert {line.split()[-1] for line in listed.splitlines()} == {"Ponies", "Foals"}
    assert "1 messages in 1 chats" in said


def test_there_is_no_way_back_where_there_was_no_upgrade(tmp_path: Path) -> None:
    code, told, said = Paddock(tmp_path)("go-back")

    assert (code, told) == (1, "")
    assert "nothing to go back from" in said
