from __future__ import annotations

import pytest

from models.errors import ChatMissing
from models.store.search import search


def test_what_a_chat_sets_for_itself_is_kept_with_it(conversations, database):
    chat = conversations.create("a")
    conversations.set_controls(chat.id, {"temperature": 0.2})
    assert conversations.get(chat.id).controls == {"temperature": 0.2}
    assert [each.controls for each in conversations.list()] == [{"temperature": 0.2}]
    assert [hit.conversation.controls for hit in search(database, "a")] == [{"temperature": 0.2}]


def test_setting_nothing_leaves_nothing(conversations):
    chat = conversations.create("a")
    conversations.set_controls(chat.id, {"temperature": 0.2})
    assert conversations.set_controls(chat.id, None).controls is None


def test_it_goes_with_the_chat(conversations):
    chat = conversations.create("a")
    conversations.set_controls(chat.id, {"temperature": 0.2})
    conversations.purge(chat.id)
    with pytest.raises(ChatMissing):
        conversations.set_controls(chat.id, {"temperature": 0.2})
