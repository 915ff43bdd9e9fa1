"""A chat that was read once is not read again, unless anything differs."""

from __future__ import annotations

import contextlib
import shutil

import msgspec
import pytest

from models.engine.client import EngineClient
from models.engine.kept import Kept, forget
from models.engine.protocol import ChatMessage, Completed, SamplingParams, TextDelta
from tests.models.engine.conftest import PARAMS

QUESTION = [ChatMessage("user", "The horse is in the paddock. " * 40)]
GREEDY = SamplingParams(temperature=0, max_tokens=16)
TOKENS = list(range(300))


@contextlib.contextmanager
def opened(model, folder, params=PARAMS):
    with EngineClient(folder / "engine.log") as client:
        list(client.load(model, params, kept=folder / "kept"))
        yield client


def answered(client, messages, conversation="7"):
    """(text, receipt) of a chat turn."""
    events = list(client.generate(messages, GREEDY, conversation=conversation))
    (end,) = [event for event in events if isinstance(event, Completed)]
    return "".join(event.text for event in events if isinstance(event, TextDelta)), end


def second_turn(answer):
    return [*QUESTION, ChatMessage("assistant", answer), ChatMessage("user", "And now?")]


@pytest.fixture
def chatted(tiny_model, tmp_path):
    """A chat of one turn, left by an engine that has gone; what it said."""
    with opened(tiny_model, tmp_path) as client:
        text, end = answered(client, QUESTION)
        kept = client.keep()
    assert kept == (end.prompt_tokens + end.predicted_tokens - 1,)
    return text


def test_a_reopened_chat_is_read_from_disk_and_goes_on_the_same(tiny_model, tmp_path, chatted):
    with opened(tiny_model, tmp_path / "other") as client:
        answered(client, QUESTION)
        unbroken, before = answered(client, second_turn(chatted))
    with opened(tiny_model, tmp_path) as client:
        reopened, after = answered(client, second_turn(chatted))

    assert reopened == unbroken
    assert after.cached_tokens == before.cached_tokens > 300


def test_a_kept_cache_is_taken_once_and_kept_again(tiny_model, tmp_path, chatted):
    with opened(tiny_model, tmp_path) as client:
        answered(client, second_turn(chatted))
        assert list((tmp_path / "kept").iterdir()) == []
        client.keep()

    assert len(list((tmp_path / "kept").iterdir())) == 2


@pytest.mark.parametrize(
    "params",
    [msgspec.structs.replace(PARAMS, type_k="q8_0"), msgspec.structs.replace(PARAMS, flash_attn=True)],
    ids=["another cache type", "flash attention"],
)
def test_a_cache_of_other_settings_is_passed_over(tiny_model, tmp_path, chatted, params):
    with opened(tiny_model, tmp_path, params) as client:
        assert answered(client, second_turn(chatted))[1].cached_tokens == 0


def test_a_cache_of_another_model_is_passed_over(tiny_model, tmp_path, chatted):
    other = tmp_path / tiny_model.name
    shutil.copyfile(tiny_model, other)  # the same bytes, another time of change

    with opened(other, tmp_path) as client:
        assert answered(client, second_turn(chatted))[1].cached_tokens == 0


def test_a_smaller_context_that_still_holds_it_can_use_it(tiny_model, tmp_path, chatted):
    with opened(tiny_model, tmp_path, msgspec.structs.replace(PARAMS, n_ctx=768)) as client:
        assert answered(client, second_turn(chatted))[1].cached_tokens > 300


def cut(cells, note):
    cells.write_bytes(cells.read_bytes()[:-100])


def garbage(cells, note):
    cells.write_bytes(bytes(cells.stat().st_size))


def no_note(cells, note):
    note.write_bytes(b"\xff")


def gone(cells, note):
    cells.unlink()


@pytest.mark.parametrize("damage", [cut, garbage, no_note, gone])
def test_a_damaged_cache_only_costs_reading_again(tiny_model, tmp_path, chatted, damage):
    damage(*sorted((tmp_path / "kept").iterdir()))

    with opened(tiny_model, tmp_path) as client:
        text, end = answered(client, second_turn(chatted))

    assert text
    assert end.finish_reason == "length"


def test_a_deleted_chat_is_gone_from_disk_and_memory(tiny_model, tmp_path, chatted):
    forget(tmp_path / "kept", "7")
    assert list((tmp_path / "kept").iterdir()) == []

    with opened(tiny_model, tmp_path) as client:
        answered(client, QUESTION)
        client.forget_conversation("7")
        assert client.keep() == ()
    assert list((tmp_path / "kept").iterdir()) == []


def written(size):
    def write(path):
        path.write_bytes(bytes(size))
        return size

    return write


def test_the_longest_unused_chats_make_room(tmp_path):
    kept = Kept(tmp_path, "model", limit_bytes=2500)

    for day, name in enumerate(["old", "middle", "new"]):
        assert kept.keep(name, TOKENS, 1000, written(1000), 86400.0 * day)

    assert [bool(kept.tokens(name)) for name in ("old", "middle", "new")] == [False, True, True]


def test_a_chat_never_takes_the_room_of_one_used_later(tmp_path):
    kept = Kept(tmp_path, "model", limit_bytes=1500)
    kept.keep("new", TOKENS, 1000, written(1000), 100.0)

    assert not kept.keep("old", TOKENS, 1000, written(1000), 50.0)
    assert kept.tokens("new") == TOKENS


def test_what_fails_to_be_written_leaves_nothing(tmp_path):
    kept = Kept(tmp_path, "model")

    assert not kept.keep("a", TOKENS, 1000, lambda path: 0, 1.0)
    assert not kept.keep("a", TOKENS[:10], 10, written(10), 1.0), "as soon read"
    assert list(tmp_path.iterdir()) == []
