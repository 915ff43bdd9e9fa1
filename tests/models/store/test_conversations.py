from __future__ import annotations

import threading

import pytest

from models.errors import ChatMissing
from models.store.conversations import KEPT_AFTER_DELETE_MS, Conversations
from models.store.database import Database
from models.store.message import Attachment, Role


def ask(conversations, chat, text, parent=None):
    return conversations.append(chat.id, Role.USER, text, parent=parent)


def texts(messages):
    return [message.text for message in messages]


@pytest.fixture
def chat(conversations):
    return conversations.create("a chat")


def test_a_new_chat_is_empty_and_listed(conversations, chat):
    assert conversations.list() == [chat]
    assert conversations.branch(chat.id) == []


def test_messages_come_back_in_the_order_of_the_branch(conversations, chat):
    first = ask(conversations, chat, "one")
    ask(conversations, chat, "two", first.id)

    assert texts(conversations.branch(chat.id)) == ["one", "two"]


def test_a_sibling_is_another_branch_and_is_shown(conversations, chat):
    root = ask(conversations, chat, "root")
    old = ask(conversations, chat, "old", root.id)
    new = ask(conversations, chat, "new", root.id)

    assert texts(conversations.branch(chat.id)) == ["root", "new"]
    assert conversations.siblings(old.id) == conversations.siblings(new.id) == [old, new]


def test_an_edit_of_the_first_message_is_a_sibling_at_the_root(conversations, chat):
    ask(conversations, chat, "first")
    second = ask(conversations, chat, "second")

    assert texts(conversations.siblings(second.id)) == ["first", "second"]


def test_choosing_a_branch_shows_it_to_its_newest_end_and_is_remembered(conversations, chat):
    root = ask(conversations, chat, "root")
    old = ask(conversations, chat, "old", root.id)
    below = ask(conversations, chat, "below", old.id)
    ask(conversations, chat, "new", root.id)

    assert conversations.choose(old.id).leaf == below.id
    assert texts(conversations.branch(chat.id)) == ["root", "old", "below"]


def test_a_message_cannot_hang_under_one_of_another_chat(conversations, chat):
    elsewhere = ask(conversations, conversations.create(), "elsewhere")

    with pytest.raises(ChatMissing):
        ask(conversations, chat, "lost", elsewhere.id)
    assert conversations.messages(chat.id) == []


def test_attachments_are_kept_with_their_text(conversations, chat):
    attached = [Attachment(name="a.csv", text="x,y", sha256="00"), Attachment(name="b.txt", text="嗨")]
    message = conversations.append(chat.id, Role.USER, "look", parent=None, attachments=attached)

    assert message.attachments == ("a.csv", "b.txt")
    assert conversations.attachments(conversations.branch(chat.id)) == {message.id: attached}


def test_a_card_and_a_receipt_come_back_as_they_were(conversations, chat):
    card = {"document": "报告.pdf", "notes": [1, 2.5, None]}
    message = conversations.append(chat.id, Role.ASSISTANT, "…", parent=None, card=card, receipt={"seed": 7})

    assert (message.card, message.receipt) == (card, {"seed": 7})
    assert conversations.set_card(message.id, {"done": True}, "text").card == {"done": True}


def test_sending_a_draft_empties_it_in_the_same_step(conversations, chat):
    conversations.set_draft(chat.id, "hello")
    conversations.append(chat.id, Role.USER, "hello", parent=None, from_draft=True)

    assert conversations.get(chat.id).draft == ""


def test_a_title_is_given_once(conversations):
    chat = conversations.create()
    for text in ("first", "second"):
        conversations.append(chat.id, Role.USER, text, parent=None, title=text)

    assert conversations.get(chat.id).title == "first"


def test_pinned_chats_come_first_then_the_last_changed(conversations):
    old, new, pinned = (conversations.create(title) for title in ("old", "new", "pinned"))
    conversations.pin(pinned.id)
    ask(conversations, old, "again")

    listed = [chat.title for chat in conversations.list()]
    assert listed[0] == "pinned"
    assert set(listed[1:]) == {"old", "new"}
    assert new.updated_ms <= conversations.get(old.id).updated_ms


def test_a_deleted_chat_is_out_of_sight_until_it_is_restored(conversations, chat):
    ask(conversations, chat, "still there")
    conversations.delete(chat.id)

    assert conversations.list() == []
    assert [one.id for one in conversations.deleted()] == [chat.id]
    conversations.restore(chat.id)
    assert texts(conversations.branch(chat.id)) == ["still there"]


@pytest.mark.parametrize("backed_up", [False, True], ids=["no backup", "in a backup"])
def test_a_purged_chat_is_gone_from_every_file(path, database, conversations, chat, backed_up):
    canary = "canary-7d1f"
    keeper = conversations.create("keeper")
    ask(conversations, keeper, "kept-words")
    conversations.append(
        chat.id, Role.USER, canary * 900, parent=None, attachments=[Attachment(name=canary, text=canary * 2000)]
    )
    if backed_up:
        database.back_up()
    conversations.purge(chat.id)

    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert not [file for file in files if canary.encode() in file.read_bytes()]
    assert [file for file in files if b"kept-words" in file.read_bytes()]
    with pytest.raises(ChatMissing):
        conversations.get(chat.id)


def test_chats_deleted_more_than_30_days_ago_are_purged(path):
    clock = [1_000_000.0]
    database = Database(path, now=lambda: clock[0])
    conversations = Conversations(database)
    early, late = conversations.create("early"), conversations.create("late")
    conversations.delete(early.id)
    clock[0] += KEPT_AFTER_DELETE_MS / 1000 + 1
    conversations.delete(late.id)

    assert conversations.purge_expired() == 1
    assert [chat.title for chat in conversations.deleted()] == ["late"]
    database.close()


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.get(99), lambda c: c.rename(99, "x"), lambda c: c.branch(99), lambda c: c.message(99),
        lambda c: c.siblings(99), lambda c: c.choose(99), lambda c: c.append(99, Role.USER, "x", parent=None),
        lambda c: c.begin_answer(99, None), lambda c: c.reopen_answer(99), lambda c: c.set_draft(99, "x"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named_so(conversations, call):
    with pytest.raises(ChatMissing):
        call(conversations)


def test_many_threads_write_and_read_at_once(conversations, chat):
    def work(name):
        parent = None
        for number in range(10):
            parent = ask(conversations, chat, f"{name}{number}", parent).id
            conversations.branch(chat.id, parent)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(texts(conversations.messages(chat.id))) == [
        f"{name}{number}" for name in "abcd" for number in range(10)
    ]


def test_everything_is_there_when_the_file_is_opened_again(path, database, conversations, chat):
    ask(conversations, chat, "remember")
    database.close()
    again = Database(path)

    assert texts(Conversations(again).branch(chat.id)) == ["remember"]
    again.close()
