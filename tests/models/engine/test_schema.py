"""What a schema allows is all a model can say; what cannot be enforced is refused by its place."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from models.engine import llama
from models.engine.constraint import Constraints
from models.engine.protocol import LoadParams, SamplingParams
from models.engine.schema import answers, grammar_of_schema
from models.errors import SchemaRefused
from models.summary import notes, onepass, write
from models.summary.options import SummaryOptions


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> Iterator[llama.Model]:
    llama.start()
    loaded = llama.Model(tiny_model, LoadParams(n_ctx=256), lambda fraction: True)
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def constraints(model: llama.Model) -> Constraints:
    return Constraints(model.vocabulary)


def accepts(constraints, vocabulary, text, **params):
    """The whole of `text` may be written, and the answer may end there."""
    constraint = constraints.of(SamplingParams(**params))
    for token in vocabulary.tokenize(text, special=False):
        if not constraint.allows(token):
            return False
        constraint.accept(token)
    return constraint.holds(text)


OBJECT = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}},
    "required": ["name"],
}


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        pytest.param({}, ["1", '"a"', "[null]", '{"a":{}}'], ["a", "1]"], id="anything"),
        pytest.param({"type": "object"}, ["{}", '{"a": [1]}'], ["[]", "1"], id="JSON mode"),
        pytest.param(OBJECT, ['{"name": "Ada"}', '{\n  "name": "文",\n  "age": 3\n}'], ["{}", '{"name": "a", "x": 1}'],
                     id="object"),
        pytest.param(OBJECT | {"additionalProperties": True}, ['{"name": "a", "x": 1}'], ["{}"], id="open object"),
        pytest.param({"enum": ["yes", "no", 3]}, ['"yes"', "3"], ['"maybe"', "yes"], id="enum"),
        pytest.param({"const": {"a": 1}}, ['{"a": 1}', '{"a":1}'], ['{"a": 2}'], id="const"),
        pytest.param({"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 2},
                     ["[true]", "[true, false]"], ["[]", "[1]", "[true,true,true]"], id="array"),
        pytest.param({"type": "string", "pattern": "^[A-Z]{2}[0-9]+$"}, ['"AB12"'], ['"ab12"', '"AB"'], id="pattern"),
        pytest.param({"type": "string", "format": "date"}, ['"2024-02-29"'], ['"2024-13-01"', '"today"'], id="date"),
        pytest.param({"type": "integer", "minimum": 5, "exclusiveMaximum": 12}, ["5", "11"], ["4", "12", "5.5"],
                     id="bounds"),
        pytest.param({"anyOf": [{"type": "null"}, {"type": "string", "maxLength": 2}]}, ["null", '"ab"'], ['"abc"'],
                     id="alternatives"),
        pytest.param({"type": "object", "properties": {"child": {"$ref": "#"}}}, ['{"child": {"child": {}}}'],
                     ['{"child": 1}'], id="recursion"),
        pytest.param({"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
                                {"properties": {"b": {"type": "null"}}, "required": ["b"]}]},
                     ['{"a": 1, "b": null}'], ['{"a": 1}'], id="all of"),
        pytest.param({"type": "object", "properties": {"properties": {"type": "null"}}}, ['{"properties": null}'],
                     ['{"additionalProperties": 1}'], id="a property named like a keyword"),
    ],
)  # fmt: skip
def test_a_schema_allows_what_it_says(constraints, model, schema, good, bad):
    for text in good:
        assert accepts(constraints, model.vocabulary, text, json_schema=schema), text
        assert answers(schema, text)
    for text in bad:
        assert not accepts(constraints, model.vocabulary, text, json_schema=schema), text


def test_blanks_have_an_end(constraints, model):
    assert not accepts(constraints, model.vocabulary, "{" + " " * 30 + "}", json_schema={"type": "object"})


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"type": "nonsense"}, "$.type"),
        ({"$ref": "#/nowhere"}, "$.$ref"),
        ({"$ref": "https://example.com/a.json"}, "$.$ref"),
        ({"type": "object", "properties": {"a": {"items": {"not": {}}}}}, "$.properties.a.items"),
        ({"$defs": {"x": {"type": "array", "uniqueItems": True}}, "$ref": "#/$defs/x"}, "$.$defs.x"),
        ({"type": "array", "minItems": 1, "prefixItems": [{"type": "integer", "minimum": 3, "maximum": 1}]},
         "$.prefixItems[0]"),
        ({"anyOf": [{"type": "integer", "minimum": 3, "maximum": 1}]}, "$.anyOf[0]"),
        ({"type": "string", "pattern": "(?=a)b"}, "$"),
        ({"type": "string", "format": "telepathy"}, "$"),
        ({"if": {"type": "string"}, "then": {"minLength": 2}}, "$"),
        ({"type": "object", "properties": {"a": {"contains": {"type": "null"}}}}, "$.properties.a"),
        ({"dependentRequired": {"a": ["b"]}}, "$"),
    ],
)  # fmt: skip
def test_a_schema_that_cannot_be_enforced_is_refused_with_its_path(schema, path):
    with pytest.raises(SchemaRefused) as caught:
        grammar_of_schema(schema)

    assert caught.value.values["path"] == path
    assert caught.value.values["detail"]


@pytest.mark.parametrize("depth", [300, 2000])
def test_a_schema_that_is_nested_too_deeply_is_refused(depth):
    schema = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"a": schema}}

    with pytest.raises(SchemaRefused, match="too deeply"):
        grammar_of_schema(schema)


def test_a_reference_may_name_a_definition_with_a_slash(constraints, model):
    schema = {"$defs": {"a/b": {"type": "boolean"}}, "$ref": "#/$defs/a~1b"}

    assert accepts(constraints, model.vocabulary, "true", json_schema=schema)


@pytest.mark.parametrize(
    "params",
    [
        {"grammar": "root ::= ("},
        {"grammar": ""},
        {"grammar": "root ::= root"},
        {"pattern": "(a"},
        {"pattern": "(?=a)"},
        {"json_schema": {"$ref": "#"}},
        {"json_schema": {"enum": [f"the {number}th of many values" for number in range(30_000)]}},
        {"pattern": "yes|no", "grammar": 'root ::= "yes"'},
    ],
)
def test_a_grammar_or_pattern_that_cannot_be_used_is_refused(constraints, params):
    with pytest.raises(SchemaRefused):
        constraints.of(SamplingParams(**params))


@pytest.mark.parametrize(
    ("params", "good", "bad"),
    [
        pytest.param({"pattern": "yes|no"}, ["yes", "no"], ["maybe", "yes no", ""], id="choice"),
        pytest.param({"pattern": "(S[0-9]{1,3}\\|[^|\\n]{3,40}\n){1,2}"}, ["S1|that\n", "S1|that\nS22|this\n"],
                     ["S1|that", "1|that\n"], id="lines"),
        pytest.param({"grammar": notes.grammar(12)}, ["NONE", "S1,S12|the horse|It is green.\nS2|five|Again so."],
                     ["S13|the horse|It is green.", "none"], id="notes of a summary"),
        pytest.param({"grammar": write.grammar((1, 2, 3), 2)},
                     ["It is green.[1][3]", "It is green [2]\nIt is old now.[1]"],
                     ["It is green.[4]", "It is green."], id="sentences of a summary"),
        pytest.param({"grammar": onepass.grammar(12, SummaryOptions(length="short"))},
                     ["NONE", "S1|the horse|It is green.\n---\nIt is green.[1]\nIt is old. [1][2]"],
                     ["S1|the horse|It is green.\n", "S1|the horse|It is green.\n---\nIt is green.[7]"],
                     id="notes and sentences in one"),
    ],
)  # fmt: skip
def test_line_formats_allow_what_they_say(constraints, model, params, good, bad):
    for text in good:
        assert accepts(constraints, model.vocabulary, text, **params), text
    for text in bad:
        assert not accepts(constraints, model.vocabulary, text, **params), text


def random_schema(choice: random.Random, depth: int = 0) -> dict[str, object]:
    """A schema whose answers are bounded."""
    kind = choice.choice(["string", "integer", "enum", "boolean", "null", "date", "number", *["object", "array"] * 2])
    if depth > 2 and kind in ("object", "array"):
        kind = "boolean"
    match kind:
        case "object":
            names = choice.sample(["name", "kind", "items", "正文", "a b", 'q"'], choice.randint(1, 4))
            return {
                "type": "object",
                "properties": {name: random_schema(choice, depth + 1) for name in names},
                "required": choice.sample(names, choice.randint(0, len(names))),
            }
        case "array":
            least = choice.randint(0, 2)
            bounds = {"minItems": least, "maxItems": least + choice.randint(0, 2)}
            return {"type": "array", "items": random_schema(choice, depth + 1), **bounds}
        case "string":
            return {"type": "string", "minLength": choice.randint(0, 3), "maxLength": choice.randint(3, 12)}
        case "integer":
            return {"type": "integer", "minimum": choice.randint(-5, 0), "maximum": choice.randint(1, 2000)}
        case "number":
            return {"type": "number", "minimum": 0, "maximum": choice.randint(1, 9)}
        case "enum":
            return {"enum": choice.sample(["alpha", "beta", 1, None, True, "x y"], choice.randint(1, 4))}
        case "date":
            return {"type": "string", "format": "date"}
    return {"type": kind}


@pytest.mark.parametrize("seed", range(40))
def test_any_walk_through_a_bounded_schema_ends_in_a_valid_answer(constraints, model, seed):
    """Tokens are drawn evenly among all that are allowed, which no model is as bad as."""
    choice, schema = random.Random(seed), random_schema(random.Random(seed))
    constraint = constraints.of(SamplingParams(json_schema=schema))
    raw = b""

    for _ in range(2000):
        allowed = constraint.allowed()
        token = int(choice.choice(allowed))
        assert constraint.allows(token)
        if token in model.vocabulary.end_of_generation or constraint.finished:
            break
        raw += model.vocabulary.piece(token)
        constraint.accept(token)
        if constraint.finished:
            break

    value = json.loads(raw)
    jsonschema.validate(value, schema, jsonschema.Draft202012Validator)
    assert constraint.holds(raw.decode())


def test_what_is_allowed_by_the_mask_is_what_is_allowed_one_by_one(constraints, model):
    constraint = constraints.of(SamplingParams(json_schema=OBJECT))
    for token in model.vocabulary.tokenize('{"name": "', special=False):
        constraint.accept(token)

    allowed = constraint.allowed()

    one_by_one = [token for token in range(model.vocabulary.size) if constraint.allows(token)]
    assert np.array_equal(allowed, one_by_one)
