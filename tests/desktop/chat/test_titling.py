from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.chat.titling import Titling
from models.chat.title import first_words
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Role
from tests.models.chat.conftest import ScriptedEngine, completed, words


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    database = Database(tmp_path / "paddock.sqlite3")
    yield Conversations(database)
    database.close()


def asked(conversations: Conversations, text: str) -> int:
    chat = conversations.create()
    conversations.append(chat.id, Role.USER, text, parent=None, title=first_words(text))
    return chat.id


def test_chats_get_their_titles_one_after_the_other(conversations: Conversations, qtbot: QtBot) -> None:
    engine = ScriptedEngine()
    engine.script = [*words("About horses"), completed()]
    titling = Titling(conversations, engine, lambda: True)
    chats = [asked(conversations, text) for text in ("What do horses eat?", "Where do horses live?")]
    with qtbot.waitSignals([titling.named, titling.named]):
        for chat in chats:
            titling.on_answered(chat)

    assert {chat.title for chat in conversations.list()} == {"About horses"}
    titling.close()


def test_without_the_users_wish_the_model_is_not_asked(conversations: Conversations) -> None:
    engine = ScriptedEngine()
    titling = Titling(conversations, engine, lambda: False)
    titling.on_answered(asked(conversations, "What do horses eat?"))
    titling.close()

    assert engine.asked == []
