from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QMimeData, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.shell.chat_list import HITS_A_CHAT, ChatList, Roles
from models.store.folders import Folder
from models.store.message import Conversation
from models.store.search import Hit

NOON = datetime(2026, 3, 18, 12)  # whatever the clock says, which may strike midnight meanwhile


def chat(
    number: int, title: str, days_ago: int = 0, *, pinned: bool = False, folder: int | None = None
) -> Conversation:
    at_ms = int((NOON - timedelta(days=days_ago)).timestamp() * 1000)
    return Conversation(id=number, title=title, created_ms=at_ms, updated_ms=at_ms, pinned=pinned, folder=folder)


def chat_list() -> ChatList:
    return ChatList(NOON.date)


CHATS = [
    chat(1, "Report", 40, pinned=True),
    chat(2, "租房合同要点"),
    chat(3, "Regex", 1),
    chat(4, "Kyoto", 4),
    chat(5, "Bash", 20),
]


FOLDERS = [Folder(id=1, name="Travel"), Folder(id=2, name="Work")]


def rows(model: ChatList) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_chats_stand_under_their_day() -> None:
    model = chat_list()
    model.show(CHATS)

    assert rows(model) == [
        "Pinned", "Report", "Today", "租房合同要点", "Yesterday", "Regex", "Previous 7 days", "Kyoto",
        "Previous 30 days", "Bash",
    ]  # fmt: skip


def test_older_chats_stand_under_their_month() -> None:
    model = chat_list()
    model.show([chat(1, "Old", 400)])

    assert str((NOON - timedelta(days=400)).year) in rows(model)[0]


def test_a_filter_keeps_what_it_names_with_its_heading() -> None:
    model = chat_list()
    model.show(CHATS)
    model.filter("合同")

    assert rows(model) == ["Today", "租房合同要点"]


def test_a_heading_cannot_be_chosen() -> None:
    model = chat_list()
    model.show(CHATS)

    assert not model.flags(model.index(0)) & (Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    assert model.index(1).data(Roles.CONVERSATION) == CHATS[0]


def test_a_chat_without_a_title_is_a_new_one() -> None:
    model = chat_list()
    model.show([chat(9, "")])

    assert rows(model) == ["Today", "New chat"]


def test_an_unknown_chat_has_no_row() -> None:
    model = chat_list()
    model.show(CHATS)

    assert not model.index_of(77).isValid()
    assert model.index_of(3).data() == "Regex"


def test_it_keeps_the_rules_of_a_model(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = chat_list()
    model.show(CHATS)

    qtmodeltester.check(model)


def hit(conversation: Conversation, snippet: str, message: int | None = 7) -> Hit:
    return Hit(conversation=conversation, message=message, snippet=snippet, start=0, end=3)


def test_messages_with_the_words_stand_below_the_titles_until_the_words_change() -> None:
    horses, oats = chat(1, "Hay and horses"), chat(2, "Oats")
    model = chat_list()
    model.show([horses, oats])
    model.filter("hay")
    assert rows(model) == ["Today", "Hay and horses"]
    model.show_hits([hit(horses, "hay", None), hit(oats, "hay is dry")])
    assert rows(model) == ["Today", "Hay and horses", "In messages", "Oats"]
    model.filter("hays")
    assert rows(model) == []


def test_one_chat_does_not_fill_the_list_of_hits() -> None:
    oats = chat(2, "Oats")
    model = chat_list()
    model.show([oats])
    model.filter("hay")
    model.show_hits([hit(oats, "hay", number) for number in range(9)])

    assert rows(model) == ["In messages"] + ["Oats"] * HITS_A_CHAT


def test_a_search_in_vain_says_so() -> None:
    model = chat_list()
    model.show(CHATS)
    model.filter("xyz")
    model.show_hits([])

    assert rows(model) == ["Nothing found"]


def in_folders() -> ChatList:
    model = chat_list()
    model.show([chat(1, "Trip", folder=1, pinned=True), chat(2, "Hotel", folder=1), chat(3, "Loose")], FOLDERS)
    return model


def test_folders_stand_above_the_days_with_their_chats_inside() -> None:
    assert rows(in_folders()) == [
        "Pinned", "Trip", "Folders", "Travel", "Trip", "Hotel", "Work", "Today", "Loose",
    ]  # fmt: skip


def test_a_folder_closes_and_opens() -> None:
    model = in_folders()
    model.toggle(1)
    assert rows(model)[2:5] == ["Folders", "Travel", "Work"]
    model.toggle(1)
    assert rows(model)[2:5] == ["Folders", "Travel", "Trip"]


@pytest.mark.parametrize(
    ("onto", "folder"), [("Travel", 1), ("Hotel", 1), ("Work", 2), ("Loose", None), ("Today", None)]
)
def test_a_chat_is_dropped_into_a_folder_or_out_of_all(qtbot: QtBot, onto: str, folder: int | None) -> None:
    model = in_folders()
    data = model.mimeData([model.index_of(3)])
    with qtbot.waitSignal(model.moved) as moved:
        model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(rows(model).index(onto)))

    assert moved.args == [3, folder]


def test_a_drop_of_something_else_moves_nothing(qtbot: QtBot) -> None:
    model = in_folders()
    with qtbot.assertNotEmitted(model.moved):
        model.dropMimeData(QMimeData(), Qt.DropAction.MoveAction, -1, -1, model.index(0))


def test_a_folder_is_spoken_with_its_count() -> None:
    model = in_folders()
    assert str(model.index(3).data(Qt.ItemDataRole.AccessibleTextRole)).startswith("Folder Travel, 2 chat")
