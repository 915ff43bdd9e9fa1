from __future__ import annotations

import msgspec

from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Attachment, Role, State
from models.store.taking import Taken, take
from models.store.whole import WholeChat, WholeFolder, WholeMessage, whole


def said(text, parent=None, role=Role.USER, at=5, **more):
    return WholeMessage(parent=parent, role=role, text=text, created_ms=at, **more)


def chat_of(*messages, **more):
    return WholeChat(**{"title": "a", "created_ms": 1, "updated_ms": 9, "messages": messages} | more)


TREE = chat_of(
    said("hello"),
    said("hi", 0, Role.ASSISTANT, reasoning="hm", state=State.LENGTH, receipt={"model": "m", "figures": {"a": 1.5}}),
    said("ho", 0, Role.ASSISTANT, error=("EngineHung", {}), card={"document": "x", "notes": []}),
    said("and?", 1, attachments=(Attachment(name="a.txt", text="A\x00", sha256="00"),)),
    pinned=True, system_prompt="Be kind.", draft="half", leaf=3, controls={"temperature": 0.2},
    folder=WholeFolder(name="Work", system_prompt="Be brief."),
)  # fmt: skip


def taken(database: Database, *chats):
    return list(take(database, chats))


def every(database: Database):
    with database.read() as connection:
        numbers = [row[0] for row in connection.execute("SELECT id FROM conversation ORDER BY id")]
        return [whole(connection, number) for number in numbers]


def test_a_whole_chat_comes_back_as_it_was(database):
    assert taken(database, TREE) == [Taken(conversation=1, messages=4)]

    assert every(database) == [TREE]


def test_taking_the_same_again_adds_nothing(database):
    taken(database, TREE)

    assert taken(database, TREE) == [Taken(conversation=1, messages=0, grew=True)]
    assert every(database) == [TREE]


def test_two_alike_in_one_file_stay_two_however_often_it_is_taken(database):
    taken(database, TREE, TREE)
    taken(database, TREE, TREE)

    assert every(database) == [TREE, TREE]


def test_equal_siblings_stay_as_many_as_they_were(database):
    twins = chat_of(said("x"), said("x"), said("y", 1))

    taken(database, twins)
    taken(database, twins)

    assert every(database) == [twins]


def test_a_later_export_brings_what_was_said_since(database):
    longer = msgspec.structs.replace(TREE, messages=(*TREE.messages, said("so", 3)), leaf=4, updated_ms=20)
    taken(database, TREE)

    assert taken(database, longer) == [Taken(conversation=1, messages=1, grew=True)]
    assert every(database) == [longer]


def test_what_was_done_here_since_stays(database):
    conversations = Conversations(database)
    [done] = taken(database, TREE)
    conversations.rename(done.conversation, "mine")
    conversations.append(done.conversation, Role.USER, "here", parent=4)

    taken(database, TREE)

    assert conversations.get(done.conversation).title == "mine"
    assert [each.text for each in conversations.branch(done.conversation)] == ["hello", "hi", "and?", "here"]


def test_a_deleted_chat_is_taken_anew(database):
    [done] = taken(database, TREE)
    Conversations(database).delete(done.conversation)

    assert taken(database, TREE) == [Taken(conversation=2, messages=4)]


def test_an_answer_on_its_way_is_read_as_stopped(database):
    conversations = Conversations(database)
    chat = conversations.create("a")
    answer = conversations.begin_answer(chat.id, None)
    with database.read() as connection:
        assert whole(connection, chat.id).messages[0].state is State.STOPPED
    answer.finish()


def test_work_on_its_way_is_read_as_paused(database):
    [done] = taken(database, chat_of(said("", card={"state": "running", "notes": []})))
    with database.read() as connection:
        assert whole(connection, done.conversation).messages[0].card == {"state": "paused", "notes": []}


def test_every_column_is_carried_or_named_here(database):
    """Whoever adds a column decides here whether it travels."""
    with database.read() as connection:
        columns = {
            table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for table in ("conversation", "message", "attachment")
        }
    of_this_machine = {"id", "conversation", "message", "writer", "deleted_ms"}
    assert columns["conversation"] - of_this_machine == set(WholeChat.__struct_fields__) - {
        "messages",
        "controls",
        "folder",
    }
    assert columns["message"] - of_this_machine == set(WholeMessage.__struct_fields__) - {"attachments"}
    assert columns["attachment"] - of_this_machine == set(Attachment.__struct_fields__)
