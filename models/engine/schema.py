"""A JSON schema to the grammar that forces it.

Understood: what llama.cpp's own converter does of Draft 2020-12 (types, properties, required, items, prefixItems,
enum, const, anyOf, oneOf, $ref inside the schema, string lengths, patterns and formats, bounds of integers and
arrays). What it would pass over in silence is still checked by whoever validates the answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema

from models.engine import llama
from models.errors import SchemaRefused


def gbnf(schema: dict[str, Any]) -> str:
    """Raises: SchemaRefused, with the path of what cannot be used."""
    return _gbnf(json.dumps(schema))


@lru_cache(maxsize=64)
def _gbnf(text: str) -> str:
    schema = json.loads(text)
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        raise SchemaRefused(path=error.json_path, detail=error.message) from error
    for path, reference in _references(schema, "$"):
        if not _resolves(schema, reference):
            raise SchemaRefused(path=path, detail=f"“{reference}” points nowhere in this schema.")
    try:
        return llama.grammar_of_schema(text)
    except (
        AssertionError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        # The converter says no in whatever way the Python it is written in happens to.
        raise SchemaRefused(path="$", detail=f"{type(error).__name__}: {error}") from error


def _references(node: Any, path: str) -> Iterator[tuple[str, str]]:
    """Where a $ref stands, and what it says. The converter would fetch one that is an address."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield f"{path}.$ref", value
            else:
                yield from _references(value, f"{path}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _references(value, f"{path}[{index}]")


def _resolves(schema: Any, reference: str) -> bool:
    if not reference.startswith("#/"):
        return False
    node = schema
    for key in reference[2:].split("/"):
        if not isinstance(node, dict) or key not in node:
            return False
        node = node[key]
    return True
