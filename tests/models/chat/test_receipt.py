from __future__ import annotations

import msgspec
import pytest

from models.chat.events import AnswerFinished
from models.chat.receipt import changed, figures_of, sampling_of
from models.chat.session import ChatSession
from models.engine.protocol import SamplingParams
from models.errors import ReceiptIncomplete
from models.store.message import Role
from tests.models.chat.conftest import completed, words


@pytest.fixture
def session(conversations, engine):
    return ChatSession(conversations, engine, lambda: "Tiny", sha256=lambda: "abc")


def finished(turn):
    *_, last = turn
    assert isinstance(last, AnswerFinished)
    return last.message


def test_a_receipt_says_model_settings_seed_engine_and_figures(conversations, session):
    receipt = finished(session.reply(conversations.create().id, "Hi")).receipt

    assert (receipt["model"], receipt["sha256"], receipt["seed"]) == ("Tiny", "abc", 42)
    assert receipt["engine"]["build"] == "test"
    assert receipt["figures"]["prompt_tokens"] == 10
    assert len(receipt["prompt_sha256"]) == 64


def test_it_is_enough_to_draw_the_answer_once_more(conversations, session):
    sampling = SamplingParams(temperature=0.4, stop=("END",), json_schema={"type": "object"})
    receipt = finished(session.reply(conversations.create().id, "Hi", sampling=sampling)).receipt

    assert sampling_of(msgspec.json.decode(msgspec.json.encode(receipt))) == msgspec.structs.replace(sampling, seed=42)


@pytest.mark.parametrize("receipt", [None, {}, {"seed": 1}, {"seed": 1, "sampling": {"top_k": "many"}}])
def test_one_that_does_not_say_enough_repeats_nothing(receipt):
    assert sampling_of(receipt) is None


def test_running_again_stands_beside_the_answer_and_says_if_it_is_the_same(conversations, session, engine):
    first = finished(session.reply(conversations.create().id, "Hi"))
    same = finished(session.repeat(first.id))
    assert same.parent == first.parent
    assert same.receipt["sampling"]["seed"] == 42
    assert same.receipt["repeats"] == {"identical": True, "alike": 8, "changed": []}

    engine.script = [*words("Good night"), completed()]
    other = finished(session.repeat(first.id))
    assert other.receipt["repeats"] == {"identical": False, "alike": 5, "changed": []}


def test_what_is_not_as_it_was_is_named(conversations, engine, session):
    first = finished(session.reply(conversations.create().id, "Hi"))
    conversations.set_system_prompt(first.conversation, "Be brief.")
    other = ChatSession(conversations, engine, lambda: "Other", sha256=lambda: "def")

    assert finished(other.repeat(first.id)).receipt["repeats"]["changed"] == ["model", "prompt"]


def test_a_receipt_of_before_hashes_were_kept_is_compared_by_the_file():
    assert changed({"file": "a.gguf"}, {"file": "a.gguf", "sha256": "abc", "prompt_sha256": "x"}) == []
    assert changed({"file": "b.gguf"}, {"file": "a.gguf", "sha256": "abc"}) == ["model"]


def test_an_answer_without_a_receipt_cannot_be_run_again(conversations, session):
    chat = conversations.create().id
    asked = conversations.append(chat, Role.USER, "Hi", parent=None)
    answer = conversations.append(chat, Role.ASSISTANT, "Hello", parent=asked.id)
    with pytest.raises(ReceiptIncomplete):
        list(session.repeat(answer.id))


def test_figures_are_those_of_an_answer_written_now(conversations, session):
    receipt = finished(session.reply(conversations.create().id, "Hi")).receipt

    assert figures_of(receipt) == msgspec.structs.replace(completed(), id=0)
    assert figures_of({**receipt, "cached_ms": 5}) is None
    for made in (None, {}, {"figures": 5}, {"figures": {"prompt_tokens": "many"}}):
        assert figures_of(made) is None
