from __future__ import annotations

import pytest

from models.chat.events import AnswerFinished
from models.chat.remembered import Remembered
from models.chat.session import ChatSession
from models.engine.protocol import SamplingParams
from models.store.database import Database
from models.store.message import Attachment, State
from models.store.outputs import Outputs
from tests.models.chat.conftest import completed, words

GREEDY = SamplingParams(temperature=0.0)
SEEDED = SamplingParams(seed=7)
CHANCE = SamplingParams()


@pytest.fixture
def database(conversations):
    return conversations._database


@pytest.fixture
def which():
    return ["exact"]


@pytest.fixture
def remembered(database, which):
    return Remembered(Outputs(database), lambda: which[0])


@pytest.fixture
def session(conversations, engine, remembered):
    return ChatSession(conversations, engine, sha256=lambda: "abc", remembered=remembered)


def finished(turn):
    *_, last = turn
    assert isinstance(last, AnswerFinished)
    return last.message


def ask(conversations, session, text="Hi", sampling=GREEDY, **more):
    return finished(session.reply(conversations.create().id, text, sampling=sampling, **more))


@pytest.mark.parametrize("sampling", [GREEDY, SEEDED], ids=["greedy", "seeded"])
def test_the_same_question_gets_the_stored_answer_and_the_engine_is_not_asked(conversations, session, engine, sampling):
    first = ask(conversations, session, sampling=sampling)
    again = ask(conversations, session, sampling=sampling)

    assert len(engine.asked) == 1
    assert (again.text, again.state) == (first.text, State.DONE)
    assert again.receipt.pop("cached_ms") > 0
    assert again.receipt == first.receipt


@pytest.mark.parametrize(
    "other",
    [{"text": "hi"}, {"sampling": SamplingParams(temperature=0.0, top_k=3)}, {"sampling": SEEDED}],
    ids=["words", "settings", "seed"],
)
def test_another_question_is_asked(conversations, session, engine, other):
    ask(conversations, session)
    assert "cached_ms" not in ask(conversations, session, **other).receipt
    assert len(engine.asked) == 2


def test_other_instructions_and_another_model_are_another_question(conversations, engine, remembered):
    for sha256, prompt in (("abc", ""), ("def", ""), ("abc", "Be brief.")):
        session = ChatSession(conversations, engine, sha256=lambda sha256=sha256: sha256, remembered=remembered)
        finished(session.reply(conversations.create(system_prompt=prompt).id, "Hi", sampling=GREEDY))

    assert len(engine.asked) == 3


def test_what_is_drawn_by_chance_is_remembered_only_where_that_is_wanted(conversations, session, engine, which):
    for choice, asked in (("exact", 1), ("exact", 2), ("always", 3), ("always", 3), ("off", 4)):
        which[0] = choice
        ask(conversations, session, sampling=CHANCE)
        assert len(engine.asked) == asked, choice


def test_switched_off_nothing_is_recalled(conversations, session, engine, which):
    ask(conversations, session)
    which[0] = "off"
    ask(conversations, session)

    assert len(engine.asked) == 2


def test_to_answer_again_asks_the_model(conversations, session, engine):
    ask(conversations, session)
    again = ask(conversations, session)
    engine.script = [*words("New"), completed()]
    fresh = finished(session.regenerate(again.id, sampling=GREEDY))

    assert (fresh.text, "cached_ms" in fresh.receipt) == ("New", False)
    assert ask(conversations, session).text == "New"


def test_half_an_answer_is_not_remembered(conversations, session, engine):
    engine.script = words("Good ")
    assert ask(conversations, session).state is State.STOPPED
    engine.script = [*words("Good day"), completed()]
    assert ask(conversations, session).text == "Good day"


def test_an_answer_as_long_as_was_asked_for_is_remembered(conversations, session, engine):
    engine.script = [*words("Good ", "day"), completed("length")]  # of 2 tokens
    for most, asked in ((2, 1), (2, 1), (3, 2), (3, 3)):
        ask(conversations, session, sampling=SamplingParams(temperature=0.0, max_tokens=most))
        assert len(engine.asked) == asked


def test_it_outlives_the_program(conversations, session, engine, database):
    ask(conversations, session)
    other = Database(database.path)
    try:
        later = ChatSession(
            conversations, engine, sha256=lambda: "abc", remembered=Remembered(Outputs(other), lambda: "exact")
        )
        assert "cached_ms" in ask(conversations, later).receipt
    finally:
        other.close()


def test_it_goes_with_its_chat_its_document_and_by_hand(conversations, session, engine, remembered, database):
    chat = conversations.create().id
    finished(session.reply(chat, "zebra one", sampling=GREEDY))
    conversations.purge(chat)
    ask(conversations, session, "zebra one")
    assert len(engine.asked) == 2

    attached = [Attachment(name="a.txt", text="hay", sha256="5ha")]
    ask(conversations, session, "two", attachments=attached)
    Outputs(database).forget("5ha")
    ask(conversations, session, "two", attachments=attached)
    assert len(engine.asked) == 4

    assert remembered.forget_all() == 2
    ask(conversations, session, "two", attachments=attached)
    assert len(engine.asked) == 5
