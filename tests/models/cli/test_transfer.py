"""Chats out of one computer and into another, by the command as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

from models.paths import Paths
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from tests.models.cli.test_command import Paddock


def test_all_chats_go_to_another_computer_once(tmp_path: Path, monkeypatch):
    here, there = Paddock(tmp_path / "here"), Paddock(tmp_path / "there")
    monkeypatch.setenv("PADDOCK_HOME", str(here.home))
    database = Database(Paths.of_this_user().database)
    conversations = Conversations(database)
    chat = conversations.create("Ponies")
    first = conversations.append(chat.id, Role.USER, "How high?", parent=None)
    for answer in ("148 cm", "14 hands"):
        conversations.append(chat.id, Role.ASSISTANT, answer, parent=first.id)
    database.close()

    code, listed, _ = here("export")
    assert (code, listed.split()[0], listed.split()[-1]) == (0, str(chat.id), "Ponies")
    code, page, _ = here("export", "ponies")
    assert code == 0
    assert "14 hands" in page
    assert "148 cm" not in page  # the branch shown
    code, out, said = here("export", "--all", "-o", tmp_path / "all.json")
    assert (code, out) == (0, "")
    assert "1 chat, 3 messages." in said

    code, out, _ = there("import", tmp_path / "all.json")
    assert (code, out) == (
        0, "all.json (Paddock): 1 chat new, 0 with more messages, 0 here already; 3 messages added.\n",
    )  # fmt: skip
    assert there("export", "--all", "--json")[1] == (tmp_path / "all.json").read_text()
    code, out, _ = there("import", tmp_path / "all.json", "--json")
    assert (code, json.loads(out)["files"][0]["same"], json.loads(out)["files"][0]["new"]) == (0, 1, 0)


def test_what_is_not_there_or_no_chats_is_said_in_a_sentence(tmp_path: Path):
    paddock = Paddock(tmp_path / "home")
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"format": "paddock-chats", "version": 1, "chats": []}')
    bad.write_text('{"format": "paddock-chats", "version": 1, "chats": [{"title": 5}]}')

    code, _, said = paddock("export", "Ponies")
    assert code == 1
    assert "There is no chat “Ponies”" in said
    code, _, said = paddock("import", bad)
    assert code == 1
    assert said.count("\n") == 1
    assert "bad.json” is damaged" in said
    assert "$.chats[0].title" in said
    assert paddock("import", good, bad)[0] == 3
    assert paddock("export", "1", "--all")[0] == 2
