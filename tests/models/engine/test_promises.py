"""What the engine promises whatever it is given: loads that cancel, caches that were tested, files that lie."""

from __future__ import annotations

import random
import time
from contextlib import closing

import msgspec
import pytest

from models.chat.context import messages_for
from models.chat.session import ChatSession
from models.engine.client import EngineClient
from models.engine.protocol import ChatMessage, Completed, LoadParams, SamplingParams, TextDelta
from models.engine.supervisor import Supervisor
from models.errors import ContextFull, PaddockError
from models.paths import Paths
from models.store.conversations import Conversations
from models.store.database import Database
from models.store.message import Message, Role
from tests.gguf_models import make_tiny_gguf
from tests.models.engine.conftest import PARAMS

QUESTION = [ChatMessage("user", "What is the name of the company?")]
GREEDY = SamplingParams(temperature=0, max_tokens=8)
MORE = "Tell me more of the meadow and the gate."


def text_of(events):
    return "".join(event.text for event in events if isinstance(event, TextDelta))


@pytest.mark.parametrize("cache", ["f16", "q8_0"])
def test_every_cache_type_that_is_offered_answers(tmp_path, cache):
    model = make_tiny_gguf(tmp_path / "model.gguf", n_embd=128)  # q8_0 wants heads of 32
    params = msgspec.structs.replace(PARAMS, type_k=cache, type_v=cache, flash_attn=True)

    with EngineClient(tmp_path / "log") as client:
        list(client.load(model, params))
        assert text_of(client.generate(QUESTION, GREEDY))


def test_a_cache_type_that_was_not_tested_cannot_be_asked_for():
    for cache in ("q4_0", "q5_1", "bf16", "f32"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"type": "LoadParams", "type_k": cache}, LoadParams)


@pytest.mark.alone
def test_a_load_is_cancelled_within_a_second(tmp_path):
    model = make_tiny_gguf(tmp_path / "large.gguf", n_layer=6, n_embd=512)
    client = EngineClient(tmp_path / "log")
    loading = client.load(model, PARAMS)
    next(loading)

    started = time.perf_counter()
    loading.close()

    assert time.perf_counter() - started < 1.0
    assert client.death is not None


def test_background_work_leaves_a_chat_its_whole_context(engine):
    behind = [engine.generate("The meadow is", SamplingParams(temperature=0), background=True) for _ in range(6)]
    asked = SamplingParams(temperature=0, ignore_eos=True)

    (end,) = [e for e in engine.generate(QUESTION, asked, conversation="promised") if isinstance(e, Completed)]

    for answer in behind:
        answer.close()
    assert end.prompt_tokens + end.predicted_tokens == PARAMS.n_ctx + 1


def test_a_chat_that_is_being_answered_gives_none_of_its_context_to_work_that_comes_later(engine):
    chat = engine.generate(QUESTION, SamplingParams(temperature=0, ignore_eos=True), conversation="first")
    next(chat)
    wished = SamplingParams(temperature=0, ignore_eos=True, max_tokens=300)
    behind = [engine.generate(f"The meadow {n} is", wished, background=True) for n in range(6)]

    (end,) = [event for event in chat if isinstance(event, Completed)]

    assert end.prompt_tokens + end.predicted_tokens == PARAMS.n_ctx + 1
    ends = [event for answer in behind for event in answer if isinstance(event, Completed)]
    assert [each.predicted_tokens for each in ends] == [300] * 6, "it waited, and lost nothing by it"


def test_the_system_prompt_is_read_in_every_turn_until_the_chat_is_refused_with_numbers(tmp_path, tiny_model):
    paths = Paths(*[tmp_path] * 4)
    sampling = SamplingParams(temperature=0, max_tokens=60, ignore_eos=True)
    with closing(Database(paths.database)) as database, closing(Supervisor(paths)) as engine:
        list(engine.load(tiny_model, PARAMS))
        chats = Conversations(database)
        chat = chats.create(system_prompt="Answer as the horse would. " * 12).id
        session = ChatSession(chats, engine)
        turns: list[Message] = []
        while True:
            asked = [*chats.branch(chat), Message(id=0, conversation=chat, parent=None, role=Role.USER, text=MORE,
                                                  created_ms=0)]  # fmt: skip
            whole = messages_for(chats.get(chat).system_prompt, asked, {})
            assert (whole[0].role, whole[0].content) == ("system", chats.get(chat).system_prompt)
            try:
                *_, finished = session.reply(chat, MORE, sampling=sampling)
            except ContextFull as full:
                assert full.values == {"needed": engine.count_messages(whole) + 60, "n_ctx": PARAMS.n_ctx}
                break
            turns.append(finished.message)
            assert finished.message.receipt["figures"]["prompt_tokens"] == engine.count_messages(whole)

        assert len(turns) > 2, "the context was large enough for a few"


@pytest.mark.parametrize("count", [25, pytest.param(1000, marks=pytest.mark.soak)])
def test_a_damaged_model_is_refused_or_its_engine_dies_alone(tiny_model, tmp_path, count):
    """Bits of the header are turned; what the header's reader lets through goes to llama.cpp in its own process."""
    sound, choice = tiny_model.read_bytes(), random.Random(count)
    supervisor = Supervisor(Paths(tmp_path / "d", tmp_path / "c", tmp_path / "k", tmp_path / "logs"))
    path = tmp_path / "damaged.gguf"
    reached = 0
    for _ in range(count):
        raw = bytearray(sound)
        for _ in range(choice.randint(1, 4)):
            raw[choice.randrange(24, 16_000)] ^= 1 << choice.randrange(8)
        path.unlink(missing_ok=True)
        path.write_bytes(raw)
        try:
            list(supervisor.load(path, PARAMS))
            reached += 1
            list(supervisor.generate(QUESTION, GREEDY))
        except PaddockError:
            continue
    supervisor.unload()

    assert reached, "some damage is in places that no reader can know about"
    list(supervisor.load(tiny_model, PARAMS))
    assert text_of(supervisor.generate(QUESTION, GREEDY))
    supervisor.close()
