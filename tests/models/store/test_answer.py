from __future__ import annotations

import threading

import pytest

from models.errors import ChatMissing, DiskFull, ProgramEnded
from models.store.conversations import Conversations
from models.store.message import Role, State


@pytest.fixture
def asked(conversations):
    chat = conversations.create()
    return conversations.append(chat.id, Role.USER, "?", parent=None)


@pytest.fixture
def answer(conversations, asked):
    begun = conversations.begin_answer(asked.conversation, asked.id)
    yield begun
    if conversations.message(begun.message.id).state is State.STREAMING:
        begun.finish()


def wait_for_text(conversations, message, text):
    """Until the flushing thread has brought it to the disk; a deadline only for a broken one."""
    ticking = threading.Event()
    for _ in range(200):
        if conversations.message(message).text == text:
            return
        ticking.wait(0.05)
    raise AssertionError(conversations.message(message).text)


def test_an_answer_is_on_the_disk_while_it_grows(conversations, answer):
    answer.add("half ")
    wait_for_text(conversations, answer.message.id, "half ")
    answer.add("and half")
    wait_for_text(conversations, answer.message.id, "half and half")

    assert conversations.message(answer.message.id).state is State.STREAMING


def test_what_is_on_the_disk_is_never_rewritten_while_it_grows(database, conversations, answer):
    for text, whole in (("a", "a"), ("b", "ab")):
        answer.add(text)
        wait_for_text(conversations, answer.message.id, whole)

    with database.read() as connection:
        assert connection.execute("SELECT text FROM message WHERE id = ?", (answer.message.id,)).fetchone() == ("",)
        assert connection.execute("SELECT text FROM piece ORDER BY id").fetchall() == [("a",), ("b",)]


def test_a_finished_answer_is_whole_with_its_receipt(database, conversations, answer):
    answer.add_reasoning("hm")
    answer.add("a")
    answer.add("b")
    message = answer.finish(State.LENGTH, receipt={"seed": 1})

    assert message == conversations.message(answer.message.id)
    assert (message.text, message.reasoning, message.state, message.receipt) == ("ab", "hm", State.LENGTH, {"seed": 1})
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM piece").fetchone() == (0,)


def test_a_reopened_answer_goes_on_where_it_ended(conversations, answer):
    answer.add("one ")
    answer.finish(State.STOPPED)
    again = conversations.reopen_answer(answer.message.id)
    again.add("two")
    wait_for_text(conversations, answer.message.id, "one two")

    assert again.finish().text == "one two"


def test_an_answer_that_is_being_written_cannot_be_reopened(conversations, answer):
    with pytest.raises(ChatMissing):
        conversations.reopen_answer(answer.message.id)


def test_a_chat_purged_meanwhile_is_said_at_the_end(conversations, asked):
    answer = conversations.begin_answer(asked.conversation, asked.id)
    answer.add("x")
    conversations.purge(asked.conversation)

    with pytest.raises(ChatMissing):
        answer.finish()


def test_the_answer_of_a_dead_program_is_kept_and_says_so(database, conversations, answer):
    answer.add("half")
    wait_for_text(conversations, answer.message.id, "half")
    with database.write() as connection:
        connection.execute("UPDATE message SET writer = '4194304@1' WHERE id = ?", (answer.message.id,))

    message = Conversations(database).message(answer.message.id)
    assert (message.text, message.state, message.error) == ("half", State.FAILED, (ProgramEnded.__name__, {}))


def test_the_answer_of_a_living_program_is_left_alone(database, conversations, answer):
    Conversations(database)

    assert conversations.message(answer.message.id).state is State.STREAMING


def test_an_answer_that_finds_the_disk_full_is_saved_when_there_is_room(database, conversations, answer, monkeypatch):
    monkeypatch.setattr("models.store.answer.RETRY_EVERY_S", 0.01)
    with database._writing:
        database._writer.execute("PRAGMA max_page_count = 1")  # SQLite's own full disk
    answer.add("precious " * 10_000)
    with pytest.raises(DiskFull):
        answer.finish()
    assert conversations.message(answer.message.id).state is State.STREAMING

    with database._writing:
        database._writer.execute("PRAGMA max_page_count = 1000000")
    wait_for_text(conversations, answer.message.id, "precious " * 10_000)
    assert conversations.message(answer.message.id).state is State.DONE
