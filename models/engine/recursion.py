"""Schemas that hold themselves without end: no finite value satisfies them, and a model would write for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Parts = Callable[[Any], Iterator[tuple[str, Any]]]  # the schemas inside a schema, with the step that leads to each
Resolve = Callable[[str], Any]  # what a $ref of the schema points to


def endless(schema: Any, parts: Parts, resolve: Resolve) -> str | None:
    """The path of the first part in use that no finite value satisfies; None where there is none.

    A part is finite when what it asks for is: found by going round until nothing more is. Definitions that nothing
    refers to are left alone, and so is what is refused elsewhere, such as limits that cannot both hold.
    """
    used = _used(schema, parts, resolve)
    finite: set[int] = set()
    while True:
        more = {id(part) for part in used.values() if id(part) not in finite and _is_finite(part, finite, resolve)}
        if not more:
            break
        finite |= more
    return next((path for path, part in used.items() if id(part) not in finite and "$ref" in part), None)


def _used(schema: Any, parts: Parts, resolve: Resolve) -> dict[str, dict[str, Any]]:
    """Every part that is reached from the root, by the path it is first reached on."""
    found: dict[str, dict[str, Any]] = {}
    seen: set[int] = set()
    waiting = [("$", schema)]
    while waiting:
        path, part = waiting.pop()
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        found[path] = part
        inner = [(f"{path}{step}", one) for step, one in parts(part) if not step.startswith(".$defs.")]
        if "$ref" in part:
            reference = part["$ref"]
            inner.append((f"${reference[1:].replace('/', '.')}", resolve(reference)))
        waiting += reversed(inner)
    return found


def _is_finite(part: dict[str, Any], finite: set[int], resolve: Resolve) -> bool:
    """Whether all that this part asks for is known to be finite."""

    def ends(inner: Any) -> bool:
        return not isinstance(inner, dict) or id(inner) in finite

    if "enum" in part or "const" in part:
        return True
    needed = [*part.get("allOf", ())]
    if "$ref" in part:
        needed.append(resolve(part["$ref"]))
    match part.get("type"):
        case "object" | ["object"]:
            rest = part.get("additionalProperties")
            needed += [part.get("properties", {}).get(name, rest) for name in part.get("required", ())]
        case "array" | ["array"]:
            first, least = part.get("prefixItems", []), part.get("minItems", 0)
            needed += first[:least]
            if least > len(first):
                needed.append(part.get("items"))
    choices = [part[key] for key in ("anyOf", "oneOf") if key in part]
    return all(map(ends, needed)) and all(any(map(ends, some)) for some in choices)
