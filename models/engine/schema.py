"""A JSON schema to the grammar that forces it.

Understood of Draft 2020-12, by llguidance: type, enum, const; properties, required, additionalProperties,
patternProperties, minProperties, maxProperties; items, prefixItems, minItems, maxItems; minLength, maxLength,
pattern (without look-around) and the usual formats of strings; minimum, maximum, their exclusive forms and multipleOf
of numbers; anyOf, allOf, oneOf of alternatives that cannot be confused, $ref and $defs inside the schema. Titles,
descriptions and defaults are taken no notice of. Properties come in the order of the schema; an object that lists
some and says nothing of others gets no others, unless allOf, or an alternative beside it, may add them.

Everything else (not, if, contains, uniqueItems, dependentRequired, unevaluated..., $ref to elsewhere ...) is refused
with its path, and so is what nothing can satisfy: a schema is enforced as a whole or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import jsonschema
import llguidance

from models.engine.recursion import endless
from models.errors import SchemaRefused

if TYPE_CHECKING:
    from llguidance._lib import JsonCompileOptions

# One blank, or a line break with its indent: what people write. Without a bound a model may write blanks for ever.
_OPTIONS: JsonCompileOptions = {"whitespace_pattern": r" |\n {0,24}"}
# Where schemas stand inside a schema: under names, alone, in a list.
_NAMED = {"properties", "patternProperties", "$defs"}
_SINGLE = {"additionalProperties", "items"}
_ALTERNATIVES = {"anyOf", "oneOf"}
_LISTED = {"prefixItems", "allOf", *_ALTERNATIVES}

_UNKNOWN = re.compile(r"Unimplemented keys: \[(.*)\]")
_DETAIL_CHARACTERS = 300
LIMIT_BYTES = 512 * 1024  # as JSON; 450 KiB of 3 000 properties take 0.8 s, during which nobody's answer goes on


def grammar_of_schema(schema: dict[str, Any]) -> str:
    """The grammar, in llguidance's own notation. Raises: SchemaRefused, with the path of what cannot be used."""
    try:
        text = json.dumps(schema)
        if len(text) > LIMIT_BYTES:
            long = f"it is {len(text) >> 10} KiB long; {LIMIT_BYTES >> 10} KiB is the most."
            raise SchemaRefused(path="$", detail=long)
        return _grammar(text)
    except RecursionError as error:
        raise SchemaRefused(path="$", detail="it is nested too deeply.") from error


def answers(schema: dict[str, Any], text: str) -> bool:
    """`text` is one JSON value that the schema allows."""
    try:
        return jsonschema.Draft202012Validator(schema).is_valid(json.loads(text))
    except (ValueError, RecursionError):
        return False


@lru_cache(maxsize=64)
def _grammar(text: str) -> str:
    schema = json.loads(text)
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        raise SchemaRefused(path=error.json_path, detail=error.message) from error
    for path, reference in _references(schema, "$"):
        if _resolved(schema, reference) is None:
            raise SchemaRefused(path=path, detail=f"“{reference}” points nowhere in this schema.")
    if where := endless(schema, _parts, partial(_resolved, schema)):
        raise SchemaRefused(path=where, detail="it holds itself without end, so that nothing can satisfy it.")
    if '"allOf"' not in text:
        schema = _closed(schema)
    grammar = llguidance.LLMatcher.grammar_from_json_schema(schema, overrides=_OPTIONS)
    if reason := _refusal(grammar):
        path, reason = _culprit(schema, schema.get("$defs", {}), "$") or ("$", reason)
        raise SchemaRefused(path=path, detail=reason)
    return grammar


def _closed(schema: Any) -> Any:
    """The schema with `additionalProperties` false where properties are listed and it is not said."""
    if not isinstance(schema, dict):
        return schema
    closed = dict(schema)
    beside = "properties" in schema  # alternatives beside properties say more about the same object
    for key in schema.keys() & _NAMED:
        closed[key] = {name: _closed(part) for name, part in schema[key].items()}
    for key in schema.keys() & _SINGLE:
        closed[key] = _closed(schema[key])
    for key in schema.keys() & (_LISTED - _ALTERNATIVES if beside else _LISTED):
        closed[key] = [_closed(part) for part in schema[key]]
    if beside and not schema.keys() & (_ALTERNATIVES | {"additionalProperties", "patternProperties", "$ref"}):
        closed["additionalProperties"] = False
    return closed


def _refusal(grammar: str) -> str | None:
    """Why llguidance cannot use a grammar; None when it can."""
    failed, messages = llguidance.LLMatcher.validate_grammar_with_warnings(grammar)
    if not failed:
        return None
    if unknown := _UNKNOWN.search(messages[0]):
        return f"{unknown[1]} cannot be enforced."
    return messages[0][:_DETAIL_CHARACTERS]


def _culprit(schema: Any, definitions: Any, path: str) -> tuple[str, str] | None:
    """The deepest part of the schema that is refused by itself, and why."""
    for key, part in _parts(schema):
        if found := _culprit(part, definitions, f"{path}{key}"):
            return found
    if not isinstance(schema, dict):
        return None
    alone = {"$defs": definitions, **schema}
    reason = _refusal(llguidance.LLMatcher.grammar_from_json_schema(alone, overrides=_OPTIONS))
    return (path, reason) if reason else None


def _parts(schema: Any) -> Iterator[tuple[str, Any]]:
    """The schemas inside a schema, with the step that leads to each."""
    if not isinstance(schema, dict):
        return
    for key in sorted(schema.keys() & _NAMED):
        for name, part in schema[key].items():
            yield f".{key}.{name}", part
    for key in sorted(schema.keys() & _SINGLE):
        yield f".{key}", schema[key]
    for key in sorted(schema.keys() & _LISTED):
        for index, part in enumerate(schema[key]):
            yield f".{key}[{index}]", part


def _references(node: Any, path: str) -> Iterator[tuple[str, str]]:
    """Where a $ref stands, and what it says."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield f"{path}.$ref", value
            else:
                yield from _references(value, f"{path}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _references(value, f"{path}[{index}]")


def _resolved(schema: Any, reference: str) -> Any:
    """What a reference points to; None where that is nothing of this schema."""
    if reference == "#":
        return schema
    if not reference.startswith("#/"):
        return None
    node = schema
    for step in reference[2:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~")  # RFC 6901
        if isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        elif isinstance(node, dict) and key in node:
            node = node[key]
        else:
            return None
    return node
