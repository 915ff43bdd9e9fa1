"""Text must not depend on how tokens cut it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine.pieces import Piece
from models.engine.stopping import Characters, Reasoning, StopStrings, Transcriber

letters = st.text(alphabet="ab<>/think\n", max_size=40)
stops = st.lists(st.text(alphabet="ab<", min_size=1, max_size=4), max_size=3)


def cut(whole, places):
    """`whole` in pieces, cut at `places` (any numbers)."""
    at = sorted({place % (len(whole) + 1) for place in places} | {0, len(whole)})
    return [whole[start:end] for start, end in itertools.pairwise(at)]


cuts = st.lists(st.integers(0, 1000), max_size=12)


@given(st.text(max_size=30), cuts)
def test_characters_come_out_whole_however_the_bytes_are_cut(text, places):
    raw = text.encode("utf-8", "replace")
    characters = Characters()

    pieces = [characters.push(piece) for piece in cut(raw, places)]

    assert "".join(pieces) == raw.decode()


def test_half_a_character_waits_for_the_rest_and_is_dropped_at_the_end():
    characters = Characters()

    assert characters.push("文".encode()[:2]) == ""
    assert characters.finish() == ""


def test_bytes_that_are_no_character_become_the_replacement_character():
    assert Characters().push(b"a\xffb") == "a\ufffdb"


@given(letters, stops, cuts)
def test_the_text_ends_before_the_first_stop_string_however_it_is_cut(text, stop, places):
    stage = StopStrings(stop)

    shown = "".join([stage.push(piece) for piece in cut(text, places)])
    shown += "" if stage.stopped else stage.finish()

    # Cut finely, a stop string may be complete before a longer one that began earlier is: the first complete one wins.
    ends = [text.find(s) for s in stop if s in text]
    assert stage.stopped == bool(ends)
    if not ends:
        assert shown == text
    else:
        assert text.startswith(shown)
        assert not any(s in shown for s in stop)
        assert any(text.startswith(s, len(shown)) for s in stop)


def test_what_may_be_a_stop_string_is_held_back_and_shown_when_it_is_not():
    stage = StopStrings(["<|end|>"])

    assert [stage.push("a<|e"), stage.push("n"), stage.push("x")] == ["a", "", "<|enx"]


marked = st.lists(st.sampled_from(["<think>", "</think>", "\n", "a b", "<", "</thin", " "]), max_size=8).map("".join)


@given(marked, cuts)
def test_reasoning_is_split_the_same_however_it_is_cut(text, places):
    def joined(pieces):
        stage = Reasoning()
        found = [piece for part in pieces for piece in stage.push(part)] + stage.finish()
        return ["".join(p.text for p in found if p.reasoning is kind) for kind in (True, False)]

    assert joined(cut(text, places)) == joined([text])


@pytest.mark.parametrize(
    ("inside", "text", "reasoning", "answer"),
    [
        pytest.param(False, "<think>\nwhy\n</think>\n\nbecause", "why", "because", id="at the start"),
        pytest.param(False, "\n<think>why</think>because", "why", "because", id="after a newline"),
        pytest.param(True, "why</think>because", "why", "because", id="opened by the template"),
        pytest.param(False, "a <think> b", "", "a <think> b", id="further on it is text"),
        pytest.param(False, "<think>without an end", "without an end", "", id="never closed"),
        pytest.param(False, "<think>\n\n</think>\n\nyes", "", "yes", id="empty"),
        pytest.param(False, "<thi", "", "<thi", id="cut off inside the mark"),
        pytest.param(False, "", "", "", id="nothing"),
    ],
)
def test_reasoning_is_told_from_the_answer(inside, text, reasoning, answer):
    for size in (1, 3, 100):
        stage = Reasoning(inside)
        pieces = [text[i : i + size] for i in range(0, len(text), size)]
        found = [piece for part in pieces for piece in stage.push(part)] + stage.finish()

        assert "".join(p.text for p in found if p.reasoning) == reasoning
        assert "".join(p.text for p in found if not p.reasoning) == answer


def test_the_stages_work_together():
    transcriber = Transcriber(["STOP"])
    raw = "<think>hm</think>你好STOPnever".encode()

    found = [piece for i in range(len(raw)) for piece in transcriber.push(raw[i : i + 1])]
    found += transcriber.finish()

    assert transcriber.stopped
    assert "".join(p.text for p in found if not p.reasoning) == "你好"
    assert Piece("hm", True) in found or "".join(p.text for p in found if p.reasoning) == "hm"
