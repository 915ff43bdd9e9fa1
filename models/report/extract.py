"""The first pass: one question about one part of a file, answered with evidence before the answer.

The text comes before the question, so the questions of one file share what the engine has read. The answer is held to
a JSON schema: sentences that exist, labels of the closed list. An engine that does not hold to it changes nothing
here: what is read of an answer is only what the schema allows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from models.documents.document import Chunk
from models.documents.locate import fold
from models.documents.sentences import flat
from models.engine.protocol import ChatMessage
from models.report.lessons import Lessons, told
from models.report.record import Weight
from models.report.schema import Field
from models.report.words import Words

FORMAT = "report-1"  # part of every cache key: changes with the form of the answer
MOST_FOUND = 6
MOST_CITED = 3
_LONGEST_QUOTE = 160
_LONGEST_VALUE = 240
_WEIGHTS = {weight.value: weight for weight in Weight}


class Found(NamedTuple):
    """One answer as the model gives it: sentence numbers within the part (from 1), copied words, label or value.

    `weight` where the field asks which label is the main one.
    """

    cited: tuple[int, ...]
    quote: str
    value: str
    weight: Weight | None = None


def messages(
    words: Words, field: Field, chunk: Chunk, text: str, name: str, parts: int, lessons: Lessons = ()
) -> tuple[ChatMessage, ...]:
    """The question about a field, after the part it is about; what a person set right in other files stands last."""
    key = "label" if field.labels else "value"
    lines = [words("file", name=" ".join(name.split())[:120])]
    if parts > 1:
        lines.append(words("part", part=chunk.index + 1, parts=parts))
    lines += numbered(chunk, text)
    lines += ["", words("question", question=field.description)]
    if field.labels:
        lines.append(words("labels"))
        lines += [label_line(words, one.label, one.definition) for one in field.labels]
    lines += told(lessons, field, words)
    rule = words(f"{key}_rule")
    if field.main:
        key, rule = f'{key}": "…", "weight', f"{rule}\n- {words('main_rule')}"
    system = ChatMessage("system", words("extract", key=key, rule=rule))
    return system, ChatMessage("user", "\n".join(lines))


def numbered(chunk: Chunk, text: str) -> list[str]:
    """The sentences of a part, each on a line with its number in it."""
    return [f"S{number}: {flat(text[s.start : s.end])}" for number, s in enumerate(chunk.sentences, start=1)]


def label_line(words: Words, label: str, definition: str) -> str:
    """A label as a model reads it."""
    return words("label", label=label, definition=definition) if definition else words("bare_label", label=label)


def json_schema(field: Field, sentences: int) -> dict[str, Any]:
    """What the answer about a part of `sentences` sentences has to be."""
    key = "label" if field.labels else "value"
    answer: dict[str, Any] = (
        {"enum": [one.label for one in field.labels]}
        if field.labels
        else {"type": "string", "minLength": 1, "maxLength": _LONGEST_VALUE}
    )
    entry = {
        "sentences": {
            "type": "array",
            "items": {"enum": [f"S{number}" for number in range(1, sentences + 1)]},
            "minItems": 1,
            "maxItems": MOST_CITED,
        },
        "quote": {"type": "string", "minLength": 2, "maxLength": _LONGEST_QUOTE},
        key: answer,
    }
    if field.main:
        entry["weight"] = {"enum": [*Weight]}
    most = MOST_FOUND if field.many or field.labels else 2
    found = {"type": "array", "maxItems": most, "items": {"type": "object", "properties": entry, "required": [*entry]}}
    return {"type": "object", "properties": {"found": found}, "required": ["found"]}


def parse(answer: str, field: Field, sentences: int) -> tuple[Found, ...]:
    """The usable entries of an answer; one cut short loses its last. A label outside the list is no label."""
    key = "label" if field.labels else "value"
    known = {fold(one.label)[0]: one.label for one in field.labels}
    found: list[Found] = []
    for entry in objects(answer, "found"):
        quote, value = text_of(entry.get("quote")), text_of(entry.get(key))
        if field.labels:
            value = known.get(fold(value)[0], "")
        weight = _WEIGHTS.get(text_of(entry.get("weight"))) if field.main else None
        one = Found(_cited(entry.get("sentences"), sentences), quote, value[:_LONGEST_VALUE], weight)
        if quote and value and one not in found:
            found.append(one)
    return tuple(found[:MOST_FOUND])


def says_nothing(answer: str) -> bool:
    """Whether the answer is that the file does not say: an empty list, whole and in its form."""
    try:
        value = json.loads(answer)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("found") == []


def objects(answer: str, key: str) -> Iterator[dict[str, Any]]:
    """The whole objects in the list `key` of an answer, as many as there are before it breaks off."""
    start = answer.find(f'"{key}"')
    start = answer.find("[", start) if start >= 0 else -1
    decoder = json.JSONDecoder()
    at = start + 1
    while start >= 0 and (at := answer.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(answer, at)
        except (ValueError, RecursionError):
            return
        if isinstance(value, dict):
            yield value


def text_of(value: Any) -> str:
    """A text on one line; empty when it is none. Half a surrogate pair, which JSON can spell, becomes “?”."""
    return " ".join(value.encode("utf-8", "replace").decode().split()) if isinstance(value, str) else ""


def _cited(field: Any, sentences: int) -> tuple[int, ...]:
    """Numbers of sentences that exist."""
    listed = field if isinstance(field, list) else [field]
    digits = [str(one).strip().lstrip("Ss") for one in listed]
    numbers = sorted({int(one) for one in digits if one.isascii() and one.isdigit() and len(one) < 6})
    return tuple(number for number in numbers if 1 <= number <= sentences)[:MOST_CITED]
