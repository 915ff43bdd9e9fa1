from __future__ import annotations

import pytest

from models.errors import ChatMissing


def test_what_a_chat_sets_for_itself_is_kept_with_it(conversations):
    chat = conversations.create("a")
    conversations.set_controls(chat.id, {"temperature": 0.2})
    assert conversations.get(chat.id).controls == {"temperature": 0.2}
    assert [each.controls for each in conversations.list()] == [{"temperature": 0.2}]
    assert [hit.conversation.controls for hit in conversations.search("a")] == [{"temperature": 0.2}]


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
