"""Chat turns with llama.cpp itself in its own process, on a tiny model that talks noise without end."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from itertools import islice

import pytest

from models.chat.events import AnswerFinished
from models.chat.session import ChatSession
from models.engine.protocol import LoadParams, SamplingParams, TextDelta
from models.engine.supervisor import Supervisor
from models.errors import ContextFull, EngineCrashed
from models.paths import Paths
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import State
from tests.gguf_models import make_tiny_gguf

GREEDY = SamplingParams(temperature=0.0, max_tokens=12)


@pytest.fixture(scope="module")
def supervisor(tmp_path_factory):
    root = tmp_path_factory.mktemp("engine")
    with_model = Supervisor(Paths(root, root, root, root))
    list(with_model.load(make_tiny_gguf(root / "tiny.gguf"), LoadParams(n_ctx=2048, n_threads=1)))
    yield with_model
    with_model.close()


@pytest.fixture
def session(conversations, supervisor):
    return ChatSession(conversations, supervisor)


@pytest.fixture
def chat(conversations):
    return conversations.create().id


def finished(turn):
    *_, last = turn
    assert isinstance(last, AnswerFinished)
    return last.message


def test_an_answer_streams_and_is_kept_as_it_was_heard(session, conversations, chat):
    events = list(session.reply(chat, "What is the name of the horse?", sampling=GREEDY))
    answer = events[-1].message

    assert answer.text == "".join(event.text for event in events if isinstance(event, TextDelta)) != ""
    assert (answer.state, conversations.branch(chat)[-1]) == (State.LENGTH, answer)
    assert answer.receipt["figures"]["predicted_tokens"] == 12


def test_the_second_turn_reads_only_what_is_new(session, chat):
    first = finished(session.reply(chat, "one " * 50, sampling=GREEDY)).receipt["figures"]
    second = finished(session.reply(chat, "two", sampling=GREEDY)).receipt["figures"]

    assert second["cached_tokens"] >= first["prompt_tokens"]


def test_a_continued_answer_is_read_from_its_last_word_on(session, chat):
    half = finished(session.reply(chat, "The meadow", sampling=GREEDY))
    whole = finished(session.continue_(half.id, sampling=GREEDY))

    assert whole.text.startswith(half.text)
    assert len(whole.text) > len(half.text)
    assert whole.receipt["figures"]["prompt_tokens"] > half.receipt["figures"]["prompt_tokens"] + 5


def test_stopping_a_long_answer_keeps_its_beginning(session, conversations, chat):
    turn = session.reply(chat, "Go on and on", sampling=SamplingParams(temperature=0.0))
    heard = "".join(event.text for event in islice((e for e in turn if isinstance(e, TextDelta)), 3))
    turn.close()

    answer = conversations.branch(chat)[-1]
    assert answer.state is State.STOPPED
    assert answer.text.startswith(heard)


def test_what_does_not_fit_is_refused_by_the_models_own_count(session, chat):
    with pytest.raises(ContextFull) as caught:
        list(session.reply(chat, "horse " * 5000))
    assert caught.value.values["n_ctx"] == 2048


def test_a_killed_engine_keeps_the_half_answer_and_answers_again(session, conversations, supervisor, chat):
    turn = session.reply(chat, "Go on and on", sampling=SamplingParams(temperature=0.0))
    heard = []
    with pytest.raises(EngineCrashed):
        for event in turn:
            if isinstance(event, TextDelta):
                heard.append(event.text)
                if len(heard) == 3:
                    os.kill(supervisor.pid, signal.SIGKILL)

    half = conversations.branch(chat)[-1]
    assert (half.text, half.state) == ("".join(heard), State.FAILED)
    assert finished(session.regenerate(half.id, sampling=GREEDY)).state is State.LENGTH


def test_a_chat_goes_on_after_a_reload_without_being_read_again_and_is_gone_when_purged(tmp_path):
    paths = Paths(tmp_path, tmp_path, tmp_path, tmp_path)
    model = make_tiny_gguf(tmp_path / "tiny.gguf")
    load = LoadParams(n_ctx=2048, n_threads=1)
    with closing(Database(paths.database)) as database, closing(Supervisor(paths)) as engine:
        conversations = Conversations(database, purged=lambda chat: engine.forget(str(chat)))
        session, chat = ChatSession(conversations, engine), conversations.create().id
        list(engine.load(model, load))
        first = finished(session.reply(chat, "The horse is in the paddock. " * 40, sampling=GREEDY))
        engine.unload()
        list(engine.load(model, load))
        second = finished(session.reply(chat, "And now?", sampling=GREEDY))
        engine.unload()

        assert second.receipt["figures"]["cached_tokens"] >= first.receipt["figures"]["prompt_tokens"] > 300
        assert list((tmp_path / "kept").iterdir())
        conversations.purge(chat)
        assert not list((tmp_path / "kept").iterdir())


@pytest.mark.parametrize("sampling", [GREEDY, SamplingParams(seed=5, max_tokens=24)], ids=["greedy", "seeded"])
def test_an_answer_run_again_by_its_receipt_is_the_same(session, chat, sampling):
    first = finished(session.reply(chat, "Tell me about the horse.", sampling=sampling))

    assert finished(session.repeat(first.id)).receipt["repeats"]["identical"]
