from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from models.engine.schema import grammar_of_schema
from models.errors import (
    FileDamaged,
    FileIsFolder,
    FileMissing,
    FileNotRegular,
    FileTooLarge,
    ReportTemplateMissing,
    SchemaRefused,
)
from models.report import extract, schema
from models.report.schema import Label


def parsed(field: dict[str, Any]) -> schema.Field:
    return schema.parse({"title": "T", "properties": {"f": field}}, "file", "en").fields[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_template_is_there_in_both_languages_and_can_be_held_to(language: schema.Language) -> None:
    assert schema.names("en") == schema.names("zh") == ("contract", "exit-interview", "meeting", "paper", "topics")
    for name in schema.names(language):
        for field in schema.template(name, language).fields:
            assert field.description != field.name
            assert grammar_of_schema(extract.json_schema(field, 40))


def test_templates_ask_for_the_same_fields_in_both_languages() -> None:
    for name in schema.names("en"):
        english, chinese = schema.template(name, "en").fields, schema.template(name, "zh").fields
        assert [(one.name, one.kind, one.many, one.main, len(one.labels)) for one in english] == [
            (one.name, one.kind, one.many, one.main, len(one.labels)) for one in chinese
        ]


def test_exit_interviews_tell_the_main_reason_from_the_others() -> None:
    assert [name for name in schema.names("zh") if any(one.main for one in schema.template(name, "zh").fields)] == [
        "exit-interview"
    ]


def test_a_template_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(ReportTemplateMissing, match="exit-interview"):
        schema.template("../en/contract", "en")


@pytest.mark.parametrize(
    ("written", "kind", "many", "labels"),
    [
        ({"enum": ["a", "b"]}, "labels", False, ("a", "b")),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "labels", True, ("a", "b")),
        ({"oneOf": [{"const": "a"}, {"const": "b", "description": "B"}]}, "labels", False, ("a", "b")),
        ({"type": "boolean"}, "labels", False, ("yes", "no")),
        ({"type": "array", "x-codebook": True}, "labels", True, ()),
        ({"type": "string"}, "text", False, ()),
        ({"type": "string", "format": "date"}, "date", False, ()),
        ({"type": "array", "items": {"type": "number"}}, "number", True, ()),
        ({}, "text", False, ()),
    ],
)
def test_a_property_becomes_a_field(written: dict[str, Any], kind: str, many: bool, labels: tuple[str, ...]) -> None:
    field = parsed(written)

    assert (field.kind, field.many, tuple(one.label for one in field.labels)) == (kind, many, labels)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ([], "$"),
        ({"properties": {}}, "$"),
        ({"properties": {"a": 3}}, "$.properties.a"),
        ({"properties": {"a": {"type": "object"}}}, "$.properties.a.type"),
        ({"properties": {"a": {"enum": ["x"]}}}, "$.properties.a.enum"),
        ({"properties": {"a": {"enum": ["x", "Ｘ"]}}}, "$.properties.a.enum"),
        ({"properties": {"a": {"enum": ["x", 3]}}}, "$.properties.a.enum"),
        ({"properties": {"a": {"enum": ["x", "y" * 61]}}}, "$.properties.a.enum"),
        ({"properties": {"a": {"enum": [str(n) for n in range(41)]}}}, "$.properties.a.enum"),
        ({"properties": {"a": {"oneOf": [{"type": "string"}]}}}, "$.properties.a.oneOf[0]"),
        ({"properties": {"a": {"type": "array", "items": []}}}, "$.properties.a.items"),
        ({"properties": {"a": {"x-not-speakers": "HR"}}}, "$.properties.a.x-not-speakers"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_its_path(written: Any, path: str) -> None:
    with pytest.raises(SchemaRefused) as refused:
        schema.parse(written, "file", "en")

    assert refused.value.values["path"] == path


def test_a_schema_of_the_users_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "visit.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"properties": {"mood": {"enum": ["good", "bad"]}}}).encode())

    assert schema.read(path, "en").title == "visit"
    assert schema.read(path, "en").fields[0].labels == (Label("good"), Label("bad"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, FileMissing),
        (b"{", FileDamaged),
        (b"\xff\xfe", FileDamaged),
        (b"[" * 100_000, FileDamaged),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, FileDamaged),
        (b" " * 16_000_001, FileTooLarge),
    ],
)
def test_a_file_that_is_no_schema_is_refused(tmp_path: Path, content: bytes | None, error: type[Exception]) -> None:
    if content is not None:
        (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(error):
        schema.read(tmp_path / "a.json", "en")


@pytest.mark.skipif(sys.platform == "win32", reason="it has no pipes among its files")
def test_a_folder_a_pipe_and_a_device_are_refused_without_being_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileNotRegular):
        schema.read_json(tmp_path / "pipe")
    with pytest.raises(FileNotRegular):
        schema.read_json(Path("/dev/zero"))
    with pytest.raises(FileIsFolder):
        schema.read_json(tmp_path)
