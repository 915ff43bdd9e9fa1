"""Calls and reasoning are told from text the same, however the tokens cut them."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.engine.dialect import BARE, GEMMA_4, HARMONY, PLAIN, TAGGED, dialect_of
from models.engine.pieces import Call
from models.engine.pinned import template
from models.engine.protocol import Tool
from models.engine.stopping import Transcriber

WEATHER = Tool(
    "weather",
    "Says the weather.",
    {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}},
)
KOELN = Call("weather", {"city": "Köln", "days": 2})
HERMES = '<tool_call>\n{"name": "weather", "arguments": {"city": "Köln", "days": 2}}\n</tool_call>'
XML = (
    "<tool_call>\n<function=weather>\n<parameter=city>\nKöln\n</parameter>\n"
    "<parameter=days>\n2\n</parameter>\n</function>\n</tool_call>"
)
LLAMA = '{"name": "weather", "parameters": {"city": "Köln", "days": 2}}'
CHANNELS = (
    "<|channel|>analysis<|message|>I look it up.<|end|><|start|>assistant<|channel|>commentary to=functions.weather "
    '<|constrain|>json<|message|>{"city": "Köln", "days": 2}'
)


def told(dialect, text, size, tools=(WEATHER,), opened=False):
    """(reasoning, text, calls) of an answer that comes in pieces of `size` bytes."""
    transcriber = Transcriber([], opened=opened, dialect=dialect, tools=tools)
    raw = text.encode()
    parts = [part for at in range(0, len(raw), size) for part in transcriber.push(raw[at : at + size])]
    parts += transcriber.finish()
    pieces = [part for part in parts if not isinstance(part, Call)]
    return (
        "".join(piece.text for piece in pieces if piece.reasoning),
        "".join(piece.text for piece in pieces if not piece.reasoning),
        [part for part in parts if isinstance(part, Call)],
    )


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize(
    ("dialect", "answer", "expected"),
    [
        pytest.param(TAGGED, HERMES, ("", "", [KOELN]), id="hermes"),
        pytest.param(TAGGED, f"Let me see.\n{HERMES}\n{HERMES}", ("", "Let me see.", [KOELN, KOELN]), id="two"),
        pytest.param(TAGGED, f"<think>\nwhy\n</think>\n\n{HERMES}", ("why", "", [KOELN]), id="thought, then called"),
        pytest.param(TAGGED, "<think><tool_call></think>yes", ("<tool_call>", "yes", []), id="named in a thought"),
        pytest.param(TAGGED, HERMES.removesuffix("\n</tool_call>"), ("", "", [KOELN]), id="without its end"),
        pytest.param(TAGGED, HERMES[:40], ("", HERMES[:40], []), id="cut off"),
        pytest.param(TAGGED, "<tool_call>\nno\n</tool_call>", ("", "<tool_call>\nno\n</tool_call>", []), id="no JSON"),
        pytest.param(TAGGED, "a <tool_cal b  \n", ("", "a <tool_cal b  \n", []), id="almost a mark"),
        pytest.param(TAGGED, XML, ("", "", [KOELN]), id="xml"),
        pytest.param(BARE, LLAMA, ("", "", [KOELN]), id="llama"),
        pytest.param(BARE, f"{LLAMA}; {LLAMA}", ("", "", [KOELN, KOELN]), id="llama, two"),
        pytest.param(BARE, '{"answer": 42}', ("", '{"answer": 42}', []), id="llama, other JSON"),
        pytest.param(BARE, "Yes {it} is.", ("", "Yes {it} is.", []), id="llama, text"),
        pytest.param(BARE, LLAMA[:30], ("", LLAMA[:30], []), id="llama, cut off"),
        pytest.param(HARMONY, CHANNELS, ("I look it up.", "", [KOELN]), id="harmony"),
        pytest.param(
            HARMONY,
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>It is < 4.",
            ("Hm.", "It is < 4.", []),
            id="harmony, answer",
        ),
        pytest.param(HARMONY, "<|channel|>final<|message|>Half", ("", "Half", []), id="harmony, cut off"),
        pytest.param(HARMONY, "<|channel|>fin", ("", "<|channel|>fin", []), id="harmony, no message"),
        pytest.param(GEMMA_4, "<|channel>thought\nHm.\n<channel|>Yes.", ("Hm.", "Yes.", []), id="gemma 4"),
    ],
)
def test_an_answer_is_told_apart(dialect, answer, expected, size):
    assert told(dialect, answer, size) == expected


def test_what_looks_like_a_call_is_text_where_no_tools_were_given():
    assert told(TAGGED, HERMES, 5, tools=()) == ("", HERMES, [])
    assert told(BARE, LLAMA, 5, tools=()) == ("", LLAMA, [])


def test_an_answer_that_was_begun_goes_on_as_text():
    assert told(HARMONY, "and so on", 4, opened=True) == ("", "and so on", [])


def test_a_parameter_has_the_type_its_schema_says():
    answer = XML.replace("Köln", "2024")

    (call,) = told(TAGGED, answer, 4)[2]

    assert call.arguments == {"city": "2024", "days": 2}


@pytest.mark.parametrize("odd", ["9" * 30, '"\\ud83d"', "[" * 5000 + "]" * 5000, "[" * 5000])
def test_arguments_that_cannot_be_sent_are_text(odd):
    hermes = f'<tool_call>{{"name": "look", "arguments": {{"at": {odd}}}}}</tool_call>'
    llama = f'{{"name": "look", "parameters": {{"at": {odd}}}}}'
    channels = f'<|channel|>commentary to=functions.look<|message|>{{"at": {odd}}}'

    assert told(TAGGED, hermes, 1000) == ("", hermes, [])
    assert told(BARE, llama, 1000) == ("", llama, [])
    assert told(HARMONY, channels, 1000) == ("", f'{{"at": {odd}}}', [])
    assert told(TAGGED, XML.replace("2", odd), 1000)[2][0].arguments["days"] == odd


names = st.text("abc_", min_size=1, max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


@given(names, st.dictionaries(names, values, max_size=4), st.integers(1, 30))
def test_any_arguments_survive_in_every_json_format(name, arguments, size):
    text = json.dumps(arguments, ensure_ascii=False)
    if "</tool_call>" not in text:
        hermes = f'<tool_call>\n{{"name": "{name}", "arguments": {text}}}\n</tool_call>'
        assert told(TAGGED, hermes, size)[2] == [Call(name, arguments)]
    assert told(BARE, f'{{"name": "{name}", "parameters": {text}}}', size)[2] == [Call(name, arguments)]


marked = st.lists(
    st.sampled_from(["<tool_call>", "</tool_call>", "{", '"name"', ":", "}", "\n", "a b", "<tool", "<|end|>",
                     "<|start|>", "<|channel|>", "final", "<|message|>"]),
    max_size=10,
).map("".join)  # fmt: skip


@given(st.sampled_from([TAGGED, BARE, HARMONY, PLAIN]), marked, st.integers(1, 9))
def test_nonsense_is_told_the_same_however_it_is_cut(dialect, text, size):
    assert told(dialect, text, size) == told(dialect, text, 10_000)


@given(st.sampled_from([TAGGED, BARE, PLAIN]), marked)
@example(TAGGED, "\n<tool_call>")
@example(TAGGED, "a \n<tool_call>{</tool_call>\n b")
def test_no_text_is_lost_where_there_is_no_call(dialect, text):
    reasoning, shown, calls = told(dialect, text, 4)

    assert calls or reasoning + shown == text


@pytest.mark.parametrize(
    ("family", "dialect"),
    [("qwen2.5", TAGGED), ("qwen3", TAGGED), ("qwen3.5", TAGGED), ("llama-3.1", BARE), ("gpt-oss", HARMONY),
     ("gemma-4", GEMMA_4), ("gemma-3", PLAIN), ("llama-3", PLAIN), ("phi-4-mini", PLAIN), ("chatml", PLAIN)],
)  # fmt: skip
def test_a_dialect_is_known_by_its_template(family, dialect):
    assert dialect_of(template(family)) is dialect
