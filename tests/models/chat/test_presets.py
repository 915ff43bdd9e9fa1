from __future__ import annotations

import json

import pytest

from models.chat.controls import ANY_JSON, Controls, Form
from models.chat.presets import Preset, Presets
from models.errors import FileDamaged, FileUnreadable
from models.paths import Paths

MINE = Preset(
    name="Mine",
    instructions="Be kind.",
    controls=Controls(temperature=0.3, form=Form(name="JSON", json_schema=ANY_JSON)),
    own=True,
)


@pytest.fixture
def presets(tmp_path):
    return Presets(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs"))


def test_ours_speak_both_languages(tmp_path):
    paths = Paths(tmp_path, tmp_path, tmp_path, tmp_path)
    english, chinese = (Presets(paths, lambda spoken=spoken: spoken).built_in() for spoken in ("en", "zh"))
    assert [each.controls for each in english] == [each.controls for each in chinese]
    assert not {each.name for each in english} & {each.name for each in chinese}
    assert all(any(letter >= "\u4e00" for letter in each.instructions) for each in chinese if each.instructions)


def test_one_that_was_saved_is_there_and_the_same_name_replaces_it(presets):
    presets.save(Preset(name="Other"))
    presets.save(Preset(name="Mine"))
    presets.save(MINE)
    assert presets.own() == (Preset(name="Other", own=True), MINE)
    presets.remove("Other")
    assert presets.own() == (MINE,)


def test_what_a_chat_keeps_names_the_preset_and_a_file_does_not(presets, tmp_path):
    assert MINE.applied().preset == "Mine"
    presets.export([Preset(name="Mine", controls=MINE.applied())], tmp_path / "out.json")
    assert "preset" not in json.loads((tmp_path / "out.json").read_bytes())["presets"][0]["controls"]


def test_exported_and_taken_in_again_they_are_the_same(presets, tmp_path):
    presets.export([MINE], tmp_path / "out.json")
    presets.save(Preset(name="Mine", instructions="an older one"))
    assert presets.take(tmp_path / "out.json") == (MINE,)
    assert presets.own() == (MINE,)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": "something", "version": 1, "presets": []}', b'{"presets": [{"name": 1}]}', b"\xff"],
)
def test_a_file_that_is_none_is_refused_and_changes_nothing(presets, tmp_path, content):
    presets.save(MINE)
    (tmp_path / "in.json").write_bytes(content)
    with pytest.raises(FileDamaged):
        presets.take(tmp_path / "in.json")
    assert presets.own() == (MINE,)


def test_a_number_that_no_engine_takes_is_left_out(presets, tmp_path):
    (tmp_path / "in.json").write_text(
        '{"format": "paddock-presets", "version": 1, "presets": [{"name": "a", "controls": {"temperature": 1e9}}]}'
    )
    assert presets.take(tmp_path / "in.json") == (Preset(name="a", own=True),)


def test_a_file_that_is_not_there_is_said(presets, tmp_path):
    with pytest.raises(FileUnreadable):
        presets.take(tmp_path / "none.json")
