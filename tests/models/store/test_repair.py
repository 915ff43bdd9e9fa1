from __future__ import annotations

import random
import shutil

import pytest

from models.errors import ChatsRepaired, StoreDamaged
from models.store import repair, salvage
from models.store.connection import damage_mark
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Attachment, Role, State
from models.store.schema import PAGE_BYTES


def fill(database, chats=6, rounds=20):
    """Chats of short and long messages, some over several pages."""
    conversations = Conversations(database)
    choose = random.Random(0)
    for number in range(chats):
        chat, parent = conversations.create(f"chat {number}"), None
        with database.write() as connection:  # one commit instead of hundreds: the rows are what counts here
            for turn in range(rounds):
                text = f"{number}.{turn} " + "词 word " * choose.choice([1, 10, 40, 1500])
                parent = connection.execute(
                    "INSERT INTO message (conversation, parent, role, text, state, created_ms, receipt) "
                    "VALUES (?, ?, 'user', ?, 'done', 1, '{}')",
                    (chat.id, parent, text),
                ).lastrowid
            connection.execute("UPDATE conversation SET leaf = ? WHERE id = ?", (parent, chat.id))
    return conversations


def everything(conversations):
    return {one.id: one.text for chat in conversations.list() for one in conversations.messages(chat.id)}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A closed database file and what is in it."""
    path = tmp_path_factory.mktemp("pristine") / "paddock.sqlite3"
    database = Database(path)
    content = everything(fill(database))
    database.close()
    return path, content


def reopened(path):
    database = Database(path)
    try:
        return database.repaired, everything(Conversations(database)), Conversations(database).list()
    finally:
        database.close()


def test_a_sound_file_is_read_page_by_page_as_sqlite_reads_it(pristine):
    path, content = pristine
    rows = [(rowid, values[4]) for rowid, values in salvage.rows_of(path, path.with_name("none")) if len(values) == 12]

    assert dict(rows) == content


def test_committed_pages_still_in_the_log_are_read_too(path, database, tmp_path):
    content = everything(fill(database, chats=1))
    rows = salvage.rows_of(path, path.with_name(f"{path.name}-wal"))

    assert {rowid: values[4] for rowid, values in rows if len(values) == 12} == content


def test_a_broken_header_costs_nothing(pristine, path):
    content = pristine[0].read_bytes()
    path.write_bytes(b"\0" * 100 + content[100:])
    repaired, found, chats = reopened(path)

    assert found == pristine[1]
    assert isinstance(repaired, ChatsRepaired)
    assert (repaired.values["messages"], repaired.values["chats"]) == (len(found), len(chats))


def test_the_damaged_file_is_kept_as_it_was(pristine, path):
    damaged = b"\0" * 5000 + pristine[0].read_bytes()[5000:]
    path.write_bytes(damaged)
    repaired, _, _ = reopened(path)

    assert [kept.read_bytes() for kept in path.parent.glob("damaged/*/paddock.sqlite3")] == [damaged]
    assert str(next(path.parent.glob("damaged/*"))) == repaired.values["kept"]


def test_what_the_file_lost_comes_from_the_newest_sound_backup(path, database):
    content = everything(fill(database))
    good = database.back_up()
    database.close()
    rotten = good.with_name(good.name.replace("paddock-2", "paddock-9"))
    rotten.write_bytes(b"\0" * 9000)
    path.write_bytes(b"\0" * (path.stat().st_size // 2))
    repaired, found, _ = reopened(path)

    assert found == content
    assert repaired.values["from_backup"] == len(content)


def test_a_message_whose_parent_is_lost_stays_in_its_chat(pristine, path):
    shutil.copy(pristine[0], path)
    database = Database(path)
    with database.write() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        middle = sorted(pristine[1])[5]
        connection.execute("UPDATE message SET parent = NULL WHERE parent = ?", (middle,))
        connection.execute("DELETE FROM message WHERE id = ?", (middle,))
        connection.execute("UPDATE message SET parent = ? WHERE id = ?", (middle - 1, middle + 1))
    database.close()
    damage_mark(path).touch()
    _, found, _ = reopened(path)

    assert found == {number: text for number, text in pristine[1].items() if number != middle}


def test_messages_of_a_lost_chat_are_gathered_in_a_new_one(path, database):
    conversations = fill(database, chats=1)
    content = everything(conversations)
    with database.read() as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'conversation'").fetchone()[0]
    database.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: (root - 1) * PAGE_BYTES] + bytes(PAGE_BYTES) + whole[root * PAGE_BYTES :])
    _, found, chats = reopened(path)

    assert found == content
    assert [(chat.title, chat.leaf) for chat in chats] == [("", max(content))]


def test_a_repair_that_was_cut_short_is_done_again_from_the_copy(pristine, path, monkeypatch):
    path.write_bytes(b"\0" * 100 + pristine[0].read_bytes()[100:])
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(repair, "_count", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        Database(path)
    path.unlink()  # as if the end had come between two renames
    _, found, _ = reopened(path)

    assert found == pristine[1]
    assert not damage_mark(path).exists()


def test_a_repair_whose_copy_somebody_took_away_begins_anew(pristine, path):
    path.write_bytes(b"\0" * 100 + pristine[0].read_bytes()[100:])
    damage_mark(path).write_text("damaged/20200101T000000.000000Z")
    half = path.with_name("repair-abc")
    half.mkdir()
    (half / path.name).write_bytes(b"half a repair")
    _, found, _ = reopened(path)

    assert found == pristine[1]
    assert not half.exists()


def test_a_file_that_was_emptied_comes_back_from_the_newest_backup(path, database):
    content = everything(fill(database))
    database.back_up()
    database.close()
    path.write_bytes(b"")
    for log in path.parent.glob(f"{path.name}-*"):
        log.unlink()

    repaired, found, _ = reopened(path)
    assert found == content
    assert repaired.values["from_backup"] == len(content)


def test_damage_met_while_running_is_said_and_repaired_at_the_next_start(path, database, monkeypatch):
    content = everything(fill(database))
    database.back_up()
    database.close()
    monkeypatch.setattr("models.store.connection.CHECKED_AT_START_BYTES", 0)  # as for a large file
    whole = path.read_bytes()
    page = next(
        at
        for at in range(PAGE_BYTES, len(whole), PAGE_BYTES)
        if whole[at] == 0x0D and b"word" in whole[at : at + PAGE_BYTES]
    )
    path.write_bytes(whole[:page] + b"\xff" * PAGE_BYTES + whole[page + PAGE_BYTES :])
    running = Database(path)
    assert running.repaired is None
    with pytest.raises(StoreDamaged):
        everything(Conversations(running))
    running.close()

    repaired, found, _ = reopened(path)
    assert found == content
    assert repaired.values["from_backup"] > 0


@pytest.mark.parametrize(
    "content", [b"not a database", b"SQLite format 3\0", b"\0" * 100_000], ids=["text", "torn", "zeros"]
)
def test_a_file_that_is_no_database_is_set_aside_and_a_new_one_begun(path, content):
    path.write_bytes(content)
    _, found, _ = reopened(path)

    assert found == {}
    assert [kept.read_bytes() for kept in path.parent.glob("damaged/*/*")] == [content]


def test_attachments_and_a_half_answer_are_saved_too(path, database):
    conversations = Conversations(database)
    chat = conversations.create()
    attached = [Attachment(name="a", text="b" * 9000)]
    asked = conversations.append(chat.id, Role.USER, "?", parent=None, attachments=attached)
    answer = conversations.begin_answer(chat.id, asked.id)
    answer.add("whole")
    answer.finish(State.STOPPED)
    database.close()
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    again = Database(path)
    branch = Conversations(again).branch(chat.id)

    assert [(one.text, one.state) for one in branch] == [("?", State.DONE), ("whole", State.STOPPED)]
    assert Conversations(again).attachments(branch) == {asked.id: attached}
    again.close()


def mutant(content: bytes, choose: random.Random) -> tuple[bytes, set[int]]:
    """A damaged copy, and the numbers (from 0) of the pages that were touched."""
    pages = len(content) // PAGE_BYTES
    damaged = bytearray(content)
    match choose.choice(["flips", "zeros", "cut", "swap"]):
        case "flips":
            places = [choose.randrange(len(content)) for _ in range(choose.randrange(1, 20))]
            for place in places:
                damaged[place] ^= 1 << choose.randrange(8)
            return bytes(damaged), {place // PAGE_BYTES for place in places}
        case "zeros":
            lost = {choose.randrange(pages) for _ in range(choose.randrange(1, 4))}
            for page in lost:
                damaged[page * PAGE_BYTES : (page + 1) * PAGE_BYTES] = bytes(PAGE_BYTES)
            return bytes(damaged), lost
        case "cut":
            end = choose.randrange(len(content))
            return bytes(damaged[:end]), set(range(end // PAGE_BYTES, pages))
        case _:
            one, other = choose.randrange(pages), choose.randrange(pages)
            for to, source in ((one, other), (other, one)):
                damaged[to * PAGE_BYTES : (to + 1) * PAGE_BYTES] = content[source * PAGE_BYTES :][:PAGE_BYTES]
            return bytes(damaged), {one, other}


class Noting(dict[int, bytes]):
    """Pages that remember which of them were asked for."""

    asked: set[int]

    def get(self, number, default=None):
        self.asked.add(number)
        return super().get(number, default)


def pages_by_row(path):
    """For each message, the numbers (from 0) of the pages its row lies on: a leaf and its overflow pages."""
    pages = Noting(salvage._pages(path))
    found = {}
    for number, page in pages.items():
        pages.asked = {number}
        for rowid, values in salvage._rows(pages, page, 100 if number == 1 else 0):
            if len(values) == 12:
                found[rowid] = {one - 1 for one in pages.asked}
            pages.asked = {number}
    return found


def survive(pristine, folder, mutants, seed):
    """How many rows on pages that nobody touched there were, and how many of them are there after the repair."""
    content, messages = pristine[0].read_bytes(), pristine[1]
    lies_on = pages_by_row(pristine[0])
    choose = random.Random(seed)
    expected = found_again = 0
    for number in range(mutants):
        path = folder / str(number) / "paddock.sqlite3"
        path.parent.mkdir()
        damaged, touched = mutant(content, choose)
        path.write_bytes(damaged)
        _, found, _ = reopened(path)
        for row, text in messages.items():
            if not lies_on[row] & touched:
                expected += 1
                found_again += found.get(row) == text
        shutil.rmtree(path.parent)
    return expected, found_again


def test_30_damaged_files_start_and_keep_what_was_on_sound_pages(pristine, tmp_path):
    expected, found = survive(pristine, tmp_path, 30, seed=1)

    assert expected > 1000
    assert found >= 0.999 * expected


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_1000_damaged_files_start_and_keep_what_was_on_sound_pages(pristine, tmp_path):
    expected, found = survive(pristine, tmp_path, 1000, seed=2)

    assert found >= 0.999 * expected
