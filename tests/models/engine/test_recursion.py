"""Schemas without a finite value are refused where they turn in on themselves; those with one are enforced."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from models.engine.schema import grammar_of_schema
from models.errors import SchemaRefused

OBJECT = {"type": "object", "properties": {"a": {"$ref": "#"}}}
PAIR = {
    "a": {"type": "object", "properties": {"x": {"$ref": "#/$defs/b"}}, "required": ["x"]},
    "b": {"type": "array", "items": {"$ref": "#/$defs/a"}, "minItems": 1},
}


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"$ref": "#"}, "$"),
        (OBJECT | {"required": ["a"]}, "$.properties.a"),
        ({"type": "array", "items": {"$ref": "#"}, "minItems": 2}, "$.items"),
        ({"type": "object", "required": ["k"], "additionalProperties": {"$ref": "#"}}, "$.additionalProperties"),
        ({"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}, "$.anyOf[0]"),
        ({"$defs": PAIR, "type": "array", "items": {"$ref": "#/$defs/b"}}, "$.items"),
        ({"type": "object", "properties": {"some": {"$ref": "#/$defs/b"}}, "$defs": PAIR}, "$.properties.some"),
    ],
    ids=["itself", "required", "at least two", "any name", "either", "two of them", "though nobody asks for it"],
)
def test_what_holds_itself_without_end_is_refused_with_its_path(schema: dict[str, Any], path: str) -> None:
    with pytest.raises(SchemaRefused, match="without end") as caught:
        grammar_of_schema(schema)

    assert caught.value.values["path"] == path


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (OBJECT, {"a": {"a": {}}}),
        ({"type": "array", "items": {"$ref": "#"}}, [[], [[]]]),
        (
            {"type": "object", "required": ["next"],
             "properties": {"next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}},
            {"next": {"next": None}},
        ),
        ({"$defs": PAIR, "type": "string"}, "nobody refers to them"),
    ],
    ids=["a name that may be missing", "a list that may be empty", "or nothing", "unused"],
)  # fmt: skip
def test_what_may_end_is_enforced(schema: dict[str, Any], value: Any) -> None:
    jsonschema.validate(value, schema)

    assert json.loads(grammar_of_schema(schema))
