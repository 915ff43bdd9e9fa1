from __future__ import annotations

import pytest

from desktop.chat import card
from desktop.chat.message_item import MessageItem
from models import demo
from models.store.message import Message, Role

SOUND = {"document": "a.pdf", "sources": [], "notes": [], "text": "T"}


@pytest.mark.parametrize(
    "broken",
    [{}, SOUND | {"sources": 5}, SOUND | {"notes": 5}, SOUND | {"checked": "many"}, SOUND | {"without_text": ["x"]},
     SOUND | {"fraction": None}],
    ids=["empty", "no sources", "notes", "count", "pages", "fraction"],
)  # fmt: skip
def test_a_card_of_an_imported_file_that_is_none_leaves_the_message(broken):
    """What is painted of it would otherwise end the window."""
    message = Message(id=1, conversation=1, parent=None, role=Role.ASSISTANT, text="kept", created_ms=0, card=broken)

    item = MessageItem(message)

    assert (item.message.card, item.message.text) == (None, "kept")


def made_by_demo(task: str) -> Message:
    made = SOUND | {"task": task, "model": demo.TITLE, "state": "done"}
    return Message(id=1, conversation=1, parent=None, role=Role.ASSISTANT, text="", created_ms=0, card=made)


@pytest.mark.parametrize("task", ["report", "list"])
def test_a_count_by_the_demo_model_says_not_to_rely_on_it(task: str):
    assert demo.WARNING in card.spoken(made_by_demo(task))


@pytest.mark.parametrize("task", ["compare", "tables"])
def test_what_code_finds_is_not_said_to_be_the_demo_models(task: str):
    message = made_by_demo(task)

    assert "demo" not in card.spoken(message)
    assert not card.is_of_demo(message.card)


def test_a_sound_card_stays():
    message = Message(id=1, conversation=1, parent=None, role=Role.ASSISTANT, text="", created_ms=0, card=SOUND)

    assert MessageItem(message).message.card == SOUND


def test_of_a_very_long_text_the_beginning_and_the_foot_are_shown():
    text = "A paragraph of the translation.\n\n" * 5000 + "\n> 5000 of 5000 passed.\n>\n> Meaning is not checked.\n"

    shown = card.beginning(text)

    assert len(shown) < card.SHOWN_CHARACTERS + 200
    assert "Only the beginning is shown here" in shown
    assert shown.endswith("translation.\n\n*Only the beginning is shown here. Save it to read all of it.*\n"
                          "\n> 5000 of 5000 passed.\n>\n> Meaning is not checked.\n")  # fmt: skip
    assert card.beginning("short") == "short"
