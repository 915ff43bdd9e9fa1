"""What is looked for in every file: a JSON schema with descriptions, read into fields.

Understood is an object whose properties are each one of
- labels of a closed list: "enum", or "oneOf" of {"const", "description"}; in an array several may apply to one file;
- labels of a list that is still open: "x-codebook": true; the list is proposed from a sample and confirmed;
- yes or no: "type": "boolean";
- a value in the file's own words: "type": "string" (with "format": "date" a date), "number", "integer"; in an array
  several.
"x-not-speakers" names those whose words are no evidence, such as the interviewer. "x-main": true, of an array of
labels, asks which label is the file's main one and which are secondary. Everything else is refused.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any, Literal

import msgspec

from models.documents.locate import fold
from models.errors import (
    FileDamaged,
    FileIsFolder,
    FileMissing,
    FileNotRegular,
    FileTooLarge,
    FileUnreadable,
    ReportTemplateMissing,
    SchemaRefused,
)
from models.paths import resources

MOST_LABELS = 40
LONGEST_LABEL = 60
_MOST_BYTES = 16_000_000  # corrections of some 100 000 files
YES_NO = {"en": ("yes", "no"), "zh": ("是", "否")}

Language = Literal["en", "zh"]
Kind = Literal["labels", "text", "date", "number"]


class Label(msgspec.Struct, frozen=True):
    """One entry of a closed list."""

    label: str
    definition: str = ""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked for. `many`: a file may have several. `labels` is empty for values and for an open list.

    `main`: one label of a file is its main one, the others are secondary.
    """

    name: str
    title: str
    description: str
    kind: Kind
    many: bool = False
    labels: tuple[Label, ...] = ()
    not_speakers: tuple[str, ...] = ()
    main: bool = False

    @property
    def open(self) -> bool:
        """Whether its list of labels is still to be proposed and confirmed."""
        return self.kind == "labels" and not self.labels


class Schema(msgspec.Struct, frozen=True):
    """A report's title, and what is looked for in every file."""

    title: str
    fields: tuple[Field, ...]

    @property
    def open_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.open)


def of_question(question: str) -> Schema:
    """The schema of one question, whose answers are labels still to be proposed."""
    question = " ".join(question.split())
    field = Field(name="answer", title=question, description=question, kind="labels", many=True)
    return Schema(question, (field,))


def names(language: Language) -> tuple[str, ...]:
    """The templates that ship with the program."""
    return tuple(sorted(path.stem for path in (resources() / "report_templates" / language).glob("*.json")))


def template(name: str, language: Language) -> Schema:
    """A template that ships with the program, in `language`. Raises: ReportTemplateMissing."""
    if name not in names(language):
        raise ReportTemplateMissing(name=name, names=", ".join(names(language)))
    return read(resources() / "report_templates" / language / f"{name}.json", language)


def read(path: Path, language: Language) -> Schema:
    """The schema in a file of the user's. Raises: FileMissing, FileDamaged, SchemaRefused with the path in it."""
    return parse(read_json(path), path.stem, language)


def read_json(path: Path) -> Any:
    """What a small JSON file of the user's says. Raises: FileMissing, FileDamaged, another FileRefused."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileIsFolder(name=path.name)
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for, a device read without end
            raise FileNotRegular(name=path.name)
        if status.st_size > _MOST_BYTES:
            size, limit = (f"{count / 1e6:,.0f} MB" for count in (status.st_size, _MOST_BYTES))
            raise FileTooLarge(name=path.name, size=size, limit=limit)
        return msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except FileNotFoundError:
        raise FileMissing(name=path.name) from None
    except OSError as error:
        raise FileUnreadable(name=path.name, detail=f"{error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileDamaged(name=path.name, detail=f"it is not JSON that can be read ({error}).") from error


def parse(schema: Any, name: str, language: Language) -> Schema:
    """Raises: SchemaRefused."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict) or not properties:
        raise SchemaRefused(path="$", detail="it has to be an object with properties, one for each thing looked for.")
    fields = tuple(_field(key, value, f"$.properties.{key}", language) for key, value in properties.items())
    return Schema(_words(schema, "title", name), fields)


def _field(name: str, schema: Any, path: str, language: Language) -> Field:
    if not isinstance(schema, dict):
        raise SchemaRefused(path=path, detail="it has to be an object.")
    many = schema.get("type") == "array"
    inner = schema.get("items", {"type": "string"}) if many else schema
    if not isinstance(inner, dict):
        raise SchemaRefused(path=f"{path}.items", detail="it has to be an object.")
    where = f"{path}.items" if many else path
    labels = _labels(inner, where, language)
    opened = inner.get("x-codebook") is True or schema.get("x-codebook") is True
    main = schema.get("x-main", False)
    if not isinstance(main, bool) or (main and not (many and (labels or opened))):
        raise SchemaRefused(path=f"{path}.x-main", detail="it is true or false, and true only for an array of labels.")
    return Field(
        name=name,
        title=_words(schema, "title", name),
        description=_words(schema, "description", _words(schema, "title", name)),
        kind="labels" if labels or opened else _kind(inner, where),
        many=many,
        labels=labels,
        not_speakers=_texts(schema.get("x-not-speakers", []), f"{path}.x-not-speakers"),
        main=main,
    )


def _labels(schema: dict[str, Any], path: str, language: Language) -> tuple[Label, ...]:
    if schema.get("type") == "boolean":
        return tuple(Label(word) for word in YES_NO[language])
    if "enum" in schema:
        return closed([Label(one) for one in _texts(schema["enum"], f"{path}.enum")], f"{path}.enum")
    if "oneOf" not in schema:
        return ()
    labels = []
    for index, one in enumerate(schema["oneOf"] if isinstance(schema["oneOf"], list) else []):
        if not isinstance(one, dict) or not isinstance(one.get("const"), str):
            raise SchemaRefused(path=f"{path}.oneOf[{index}]", detail='it has to be {"const": …, "description": …}.')
        labels.append(Label(one["const"], _words(one, "description", "")))
    return closed(labels, f"{path}.oneOf")


def closed(labels: list[Label], path: str) -> tuple[Label, ...]:
    """A usable list: 2 to 40 short labels, no two the same to a reader. Raises: SchemaRefused."""
    cleaned = [Label(" ".join(one.label.split()), " ".join(one.definition.split())) for one in labels]
    if not 2 <= len(cleaned) <= MOST_LABELS:
        raise SchemaRefused(path=path, detail=f"a list of labels has 2 to {MOST_LABELS} of them.")
    seen: set[str] = set()
    for one in cleaned:
        folded = fold(one.label)[0]
        if not folded or len(one.label) > LONGEST_LABEL:
            raise SchemaRefused(path=path, detail=f"a label has 1 to {LONGEST_LABEL} characters.")
        if folded in seen:
            raise SchemaRefused(path=path, detail=f"“{one.label}” is in the list twice.")
        seen.add(folded)
    return tuple(cleaned)


def _kind(schema: dict[str, Any], path: str) -> Kind:
    match schema.get("type", "string"):
        case "number" | "integer":
            return "number"
        case "string":
            return "date" if schema.get("format") == "date" else "text"
        case other:
            detail = f"“{other}” cannot be looked for; use labels, string, number, boolean, or an array of one of them."
            raise SchemaRefused(path=f"{path}.type", detail=detail)


def _words(schema: dict[str, Any], key: str, otherwise: str) -> str:
    words = schema.get(key)
    return " ".join(words.split()) if isinstance(words, str) and words.strip() else otherwise


def _texts(values: Any, path: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise SchemaRefused(path=path, detail="it has to be a list of texts.")
    return tuple(values)
