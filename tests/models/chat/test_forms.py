from __future__ import annotations

import json

import jsonschema
import pytest

from models.chat.forms import Forms, built_in, parse
from models.engine.schema import grammar_of_schema
from models.errors import FileUnreadable, SchemaRefused
from models.paths import Paths

SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}


@pytest.fixture
def forms(tmp_path):
    return Forms(Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs"))


@pytest.mark.parametrize("form", built_in("en"), ids=lambda form: form.name)
def test_every_form_of_ours_can_be_enforced(form):
    jsonschema.Draft202012Validator.check_schema(form.json_schema)
    assert grammar_of_schema(form.json_schema)


def test_ours_have_a_name_in_both_languages():
    assert len({form.name for form in built_in("en")} | {form.name for form in built_in("zh")}) == 2 * len(
        built_in("en")
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{", "line 1, column 2"),
        ('{"type": "object",\n "properties": [}', "line 2, column 17"),
        ("[]", "$"),
        ('{"type": "horse"}', "$.type"),
        ('{"properties": {"a": {"uniqueItems": true, "type": "array"}}}', "$.properties.a"),
        ('{"$ref": "#/$defs/b"}', "$.$ref"),
        ("[" * 100_000, "$"),
        ("1" * 5000, "$"),
    ],
    ids=["cut", "bracket", "list", "type", "not enforceable", "nowhere", "deep", "digits"],
)
def test_what_is_impossible_is_refused_with_its_place(text, place):
    with pytest.raises(SchemaRefused) as caught:
        parse(text)
    assert caught.value.values["path"] == place


def test_a_form_of_ones_own_is_kept_replaced_and_taken_away(forms):
    forms.keep("Mine: a/b", json.dumps({"type": "object"}))
    kept = forms.keep("Mine: a/b", json.dumps(SCHEMA))
    assert forms.own() == (kept,) and kept.json_schema == SCHEMA
    forms.remove(kept.name)
    assert forms.own() == ()


def test_an_impossible_one_is_not_kept(forms):
    with pytest.raises(SchemaRefused):
        forms.keep("Mine", '{"type": "horse"}')
    assert forms.own() == ()


def test_a_name_leads_nowhere_else(forms):
    assert forms.keep("../../escape", json.dumps(SCHEMA)).name == "escape"
    assert [path.parent for path in forms.folder.parent.rglob("*.json")] == [forms.folder]


def test_a_file_of_the_users_is_read_with_its_mark_and_refused_when_it_is_no_text(forms, tmp_path):
    path = tmp_path / "mine.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(SCHEMA).encode())
    assert parse(forms.read(path)) == SCHEMA
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileUnreadable):
        forms.read(path)
    with pytest.raises(FileUnreadable):
        forms.read(tmp_path / "none.json")


def test_a_damaged_file_among_them_is_left_out(forms):
    forms.keep("Mine", json.dumps(SCHEMA))
    (forms.folder / "broken.json").write_text("{")
    assert [form.name for form in forms.own()] == ["Mine"]
