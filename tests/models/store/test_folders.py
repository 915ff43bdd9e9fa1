from __future__ import annotations

import pytest

from models.errors import ChatMissing, FolderExists
from models.store.database import Database
from models.store.folders import KEPT_AFTER_DELETE_MS, Folders
from models.store.message import Role
from models.store.search import search


@pytest.fixture
def folders(database):
    return Folders(database)


def test_folders_stand_by_name(folders):
    for name in ("Zoo", "archive", "Work"):
        folders.create(name)

    assert [folder.name for folder in folders.list()] == ["archive", "Work", "Zoo"]


@pytest.mark.parametrize("name", ["Work", "work"])
def test_no_two_have_one_name(folders, name):
    folders.create("Work")
    other = folders.create("Home")
    with pytest.raises(FolderExists):
        folders.create(name)
    with pytest.raises(FolderExists):
        folders.rename(other.id, name)


def test_a_folder_may_change_the_case_of_its_own_name(folders):
    assert folders.rename(folders.create("work").id, "Work").name == "Work"


def test_a_chat_goes_in_and_out(folders, conversations):
    work, chat = folders.create("Work"), conversations.create("a")
    folders.move(chat.id, work.id)
    assert [each.folder for each in conversations.list()] == [work.id]
    folders.move(chat.id, None)
    assert conversations.get(chat.id).folder is None


def test_a_chat_inherits_the_instructions_and_adds_its_own(folders, conversations):
    work, chat = folders.create("Work"), conversations.create("a", system_prompt="Answer in German.")
    folders.move(chat.id, work.id)
    folders.set_system_prompt(work.id, "You are a lawyer.")

    assert conversations.get(chat.id).instructions == "You are a lawyer.\n\nAnswer in German."
    assert conversations.get(conversations.create("b").id).instructions == ""


def test_deleting_a_folder_keeps_its_chats_and_is_undone(folders, conversations):
    work, chat = folders.create("Work", system_prompt="You are a lawyer."), conversations.create("a")
    folders.move(chat.id, work.id)
    folders.delete(work.id)
    assert folders.list() == []
    assert (conversations.get(chat.id).folder, conversations.get(chat.id).instructions) == (None, "")

    folders.restore(work.id)
    assert conversations.get(chat.id).folder == work.id


def test_a_deleted_folder_does_not_come_back_beside_one_of_its_name(folders):
    work = folders.create("Work")
    folders.delete(work.id)
    folders.create("Work")
    with pytest.raises(FolderExists):
        folders.restore(work.id)


def test_nothing_goes_into_a_folder_that_is_gone(folders, conversations):
    work, chat = folders.create("Work"), conversations.create("a")
    folders.delete(work.id)
    with pytest.raises(ChatMissing):
        folders.move(chat.id, work.id)
    with pytest.raises(ChatMissing):
        folders.rename(work.id, "Other")


def test_a_folder_deleted_long_ago_leaves_its_chats_and_none_of_its_words(path):
    now = [1_800_000_000.0]
    database = Database(path, now=lambda: now[0])
    folders = Folders(database)
    folders.delete(folders.create("xylophone", system_prompt="marimba").id)
    database.back_up()
    now[0] += KEPT_AFTER_DELETE_MS / 1000 + 1
    folders.purge_expired()

    files = [each for each in path.parent.rglob("*") if each.is_file()]
    assert not [each for each in files if b"xylophone" in each.read_bytes() or b"marimba" in each.read_bytes()]
    database.close()


def test_a_repair_keeps_folders(path, database, folders, conversations):
    work, chat = folders.create("Work", system_prompt="You are a lawyer."), conversations.create("a")
    conversations.append(chat.id, Role.USER, "hello", parent=None)
    folders.move(chat.id, work.id)
    database.close()
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])

    mended = Database(path)
    try:
        assert mended.repaired is not None
        assert [folder.name for folder in Folders(mended).list()] == ["Work"]
        assert [hit.conversation.folder for hit in search(mended, "hello")] == [work.id]
    finally:
        mended.close()
