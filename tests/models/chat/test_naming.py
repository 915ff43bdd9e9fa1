from __future__ import annotations

import pytest

from models.chat.events import ChatNamed
from models.chat.naming import cleaned, is_about, name_chat
from models.chat.title import first_words
from models.store.message import Role
from tests.models.chat.conftest import completed, words

QUESTION = "Could you tell me how photosynthesis works in plants that live in the desert?"


@pytest.fixture
def chat(conversations):
    made = conversations.create()
    asked = conversations.append(made.id, Role.USER, QUESTION, parent=None, title=first_words(QUESTION))
    conversations.append(made.id, Role.ASSISTANT, "They open their pores at night.", parent=asked.id)
    return made.id


def named(conversations, engine, chat, title):
    engine.script = [*words(*title), completed()]
    events = list(name_chat(conversations, engine, chat))
    assert [type(event) for event in events] in ([], [ChatNamed])
    return conversations.get(chat).title


def test_a_title_of_the_model_takes_the_place_of_the_first_words(conversations, engine, chat):
    assert named(conversations, engine, chat, "“Photosynthesis in the Desert”.") == "Photosynthesis in the Desert"
    assert engine.conversations == [None]  # no chat's cache is spent on it


@pytest.mark.parametrize("title", ["", "   ", "Certainly", "xq zzt wvu"], ids=["none", "blank", "polite", "noise"])
def test_what_is_no_title_of_this_chat_is_not_taken(conversations, engine, chat, title):
    assert named(conversations, engine, chat, title) == first_words(QUESTION)


def test_a_title_the_user_gave_stays(conversations, engine, chat):
    conversations.rename(chat, "Botany")
    assert named(conversations, engine, chat, "Photosynthesis") == "Botany"
    assert engine.asked == []


def test_a_title_the_user_gives_meanwhile_stays(conversations, engine, chat):
    engine.script = [lambda: conversations.rename(chat, "Botany"), *words("Photosynthesis"), completed()]
    assert list(name_chat(conversations, engine, chat)) == []
    assert conversations.get(chat).title == "Botany"


def test_stopping_it_leaves_the_first_words(conversations, engine, chat):
    turn = name_chat(conversations, engine, chat)
    engine.script = [*words("Photo"), turn.close, *words("synthesis"), completed()]
    assert list(turn) == []
    assert conversations.get(chat).title == first_words(QUESTION)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Title: Desert plants.", "Desert plants"),
        ("标题：沙漠植物。", "沙漠植物"),
        ("- Desert *plants*!", "Desert plants"),
    ],
)
def test_what_stands_around_a_title_is_taken_off(said, title):
    assert cleaned(said) == title


def test_chinese_titles_are_about_what_shares_two_characters():
    assert is_about("光合作用简介", "请解释植物的光合作用")
    assert not is_about("天气预报", "请解释植物的光合作用")
