from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.shell.chat_list import ChatList, Roles
from models.store.message import Conversation

NOON = datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)


def chat(number: int, title: str, days_ago: int = 0, *, pinned: bool = False) -> Conversation:
    at_ms = int((NOON - timedelta(days=days_ago)).timestamp() * 1000)
    return Conversation(id=number, title=title, created_ms=at_ms, updated_ms=at_ms, pinned=pinned)


CHATS = [
    chat(1, "Report", 40, pinned=True),
    chat(2, "租房合同要点"),
    chat(3, "Regex", 1),
    chat(4, "Kyoto", 4),
    chat(5, "Bash", 20),
]


def rows(model: ChatList) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_chats_stand_under_their_day() -> None:
    model = ChatList()
    model.show(CHATS)

    assert rows(model) == [
        "Pinned", "Report", "Today", "租房合同要点", "Yesterday", "Regex", "Previous 7 days", "Kyoto",
        "Previous 30 days", "Bash",
    ]  # fmt: skip


def test_older_chats_stand_under_their_month() -> None:
    model = ChatList()
    model.show([chat(1, "Old", 400)])

    assert str((NOON - timedelta(days=400)).year) in rows(model)[0]


def test_a_filter_keeps_what_it_names_with_its_heading() -> None:
    model = ChatList()
    model.show(CHATS)
    model.filter("合同")

    assert rows(model) == ["Today", "租房合同要点"]


def test_a_heading_cannot_be_chosen() -> None:
    model = ChatList()
    model.show(CHATS)

    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.index(1).data(Roles.CONVERSATION) == CHATS[0]


def test_a_chat_without_a_title_is_a_new_one() -> None:
    model = ChatList()
    model.show([chat(9, "")])

    assert rows(model) == ["Today", "New chat"]


def test_an_unknown_chat_has_no_row() -> None:
    model = ChatList()
    model.show(CHATS)

    assert not model.index_of(77).isValid()
    assert model.index_of(3).data() == "Regex"


def test_it_keeps_the_rules_of_a_model(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = ChatList()
    model.show(CHATS)

    qtmodeltester.check(model)


def test_a_chat_in_which_the_words_were_said_is_kept_until_the_words_change() -> None:
    chats = ChatList()
    chats.show([chat(1, "Horses"), chat(2, "Oats")])
    chats.filter("hay")
    assert chats.rowCount() == 0
    chats.found(frozenset({2}))
    assert [chats.index(row).data() for row in range(chats.rowCount())][1:] == ["Oats"]
    chats.filter("hays")
    assert chats.rowCount() == 0
