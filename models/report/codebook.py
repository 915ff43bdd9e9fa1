"""Closed lists of labels: proposed by the model from a sample of the files, confirmed by a person, kept in a file.

The file is {"fields": {"cause": [{"label": "Pay", "definition": "Salary or bonus too low."}]}}. Two steps propose one:
what some files say, in a few words with a passage each; and those phrases grouped, each label by the phrases it comes
from. A phrase whose passage is not there, or a label that comes from no phrase, is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from models.documents.document import Chunk
from models.documents.locate import Located, fold
from models.engine.protocol import ChatMessage
from models.errors import CodebookRefused, SchemaRefused
from models.report.events import SourceFile
from models.report.extract import numbered, objects, text_of
from models.report.schema import LONGEST_LABEL, Field, Label, Schema, closed, read_json
from models.report.words import Words

Codebook = Mapping[str, tuple[Label, ...]]

SAMPLE = 16
PHRASE_TOKENS = 240
CODEBOOK_TOKENS = 900
_MOST_LABELS = 12
_MOST_PHRASES = 4
_LONGEST_PHRASE = 60
_LONGEST_DEFINITION = 120


class _File(msgspec.Struct):
    fields: dict[str, tuple[Label, ...]]


def read(path: Path) -> Codebook:
    """The lists in a file. Raises: FileMissing, FileDamaged, CodebookRefused."""
    try:
        return msgspec.convert(read_json(path), _File).fields
    except msgspec.ValidationError as error:
        raise CodebookRefused(name=path.name, detail=f"{error}.") from error


def written(codebook: Codebook) -> bytes:
    """What `read` reads, for a person to edit."""
    return (json.dumps({"fields": msgspec.to_builtins(codebook)}, ensure_ascii=False, indent=2) + "\n").encode()


def of(schema: Schema) -> Codebook:
    """The lists a schema has."""
    return {field.name: field.labels for field in schema.fields if field.labels}


def applied(schema: Schema, codebook: Codebook, name: str) -> Schema:
    """The schema with the codebook's lists in place of its own. Raises: CodebookRefused."""
    unknown = codebook.keys() - {field.name for field in schema.fields if field.kind == "labels"}
    if unknown:
        raise CodebookRefused(name=name, detail=f"this report has no labels for “{min(unknown)}”.")
    fields = []
    for field in schema.fields:
        if field.name in codebook:
            try:
                labels = closed(list(codebook[field.name]), field.name)
            except SchemaRefused as error:
                raise CodebookRefused(name=name, detail=str(error.values["detail"])) from error
            field = msgspec.structs.replace(field, labels=labels)
        fields.append(field)
    return msgspec.structs.replace(schema, fields=tuple(fields))


def sample(files: Sequence[SourceFile]) -> list[SourceFile]:
    """Some of the files that can be read, spread evenly, the same ones every time."""
    readable = [file for file in files if file.document and file.document.text.strip()]
    count = min(SAMPLE, len(readable))
    return [readable[number * len(readable) // count] for number in range(count)]


def phrase_messages(words: Words, field: Field, chunk: Chunk, text: str, name: str) -> tuple[ChatMessage, ...]:
    """What does this file answer, in a few words?"""
    lines = [words("file", name=" ".join(name.split())[:120]), *numbered(chunk, text)]
    asked = "\n".join([*lines, "", words("question", question=field.description)])
    return ChatMessage("system", words("phrases")), ChatMessage("user", asked)


def phrase_schema(sentences: int) -> dict[str, Any]:
    """What the answer has to be."""
    entry = {
        "sentence": {"enum": [f"S{number}" for number in range(1, sentences + 1)]},
        "quote": {"type": "string", "minLength": 2, "maxLength": 120},
        "phrase": {"type": "string", "minLength": 2, "maxLength": _LONGEST_PHRASE},
    }
    return _list_of("phrases", entry, _MOST_PHRASES)


def phrases(answer: str, passage: str) -> Iterator[str]:
    """The phrases whose passage stands in `passage`."""
    located = Located(passage)
    for entry in objects(answer, "phrases"):
        quote, phrase = text_of(entry.get("quote")), text_of(entry.get("phrase"))
        if phrase and located.all(quote):
            yield phrase[:_LONGEST_PHRASE]


def group_messages(words: Words, field: Field, said: Sequence[str]) -> tuple[ChatMessage, ...]:
    """Group these phrases."""
    lines = [words("question", question=field.description), words("codebook_ask")]
    lines += [f"{number}. {phrase}" for number, phrase in enumerate(said, start=1)]
    return ChatMessage("system", words("codebook")), ChatMessage("user", "\n".join(lines))


def group_schema(count: int) -> dict[str, Any]:
    """What the answer about `count` phrases has to be."""
    number = {"type": "integer", "minimum": 1, "maximum": count}
    entry = {
        "phrases": {"type": "array", "items": number, "minItems": 1, "maxItems": 12},
        "label": {"type": "string", "minLength": 2, "maxLength": LONGEST_LABEL},
        "definition": {"type": "string", "minLength": 2, "maxLength": _LONGEST_DEFINITION},
    }
    return _list_of("labels", entry, _MOST_LABELS)


def grouped(answer: str, said: Sequence[str], words: Words) -> tuple[Label, ...]:
    """The labels of an answer that come from phrases, and the one for everything else.

    Where the answer holds none, the phrases themselves: a person is going to edit them.
    """
    labels: dict[str, Label] = {}
    for entry in objects(answer, "labels"):
        label, definition, source = text_of(entry.get("label")), text_of(entry.get("definition")), entry.get("phrases")
        if isinstance(source, list) and any(isinstance(one, int) and 1 <= one <= len(said) for one in source):
            _add(labels, Label(label[:LONGEST_LABEL], definition[:_LONGEST_DEFINITION]))
    for phrase in () if labels else said:
        _add(labels, Label(phrase))
    chosen = {folded: labels[folded] for folded in [*labels][:_MOST_LABELS]}
    _add(chosen, Label(words("other"), words("other_definition")))
    return tuple(chosen.values())


def _add(labels: dict[str, Label], label: Label) -> None:
    folded = fold(label.label)[0]
    if folded:
        labels.setdefault(folded, label)


def _list_of(key: str, entry: dict[str, Any], most: int) -> dict[str, Any]:
    listed = {"type": "array", "maxItems": most, "items": _object(entry)}
    return _object({key: listed})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties]}
