"""Forms for answers: those that come with the program, and the user's own, a JSON schema in a file each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec

from models.chat.controls import Form
from models.errors import FileUnreadable, SchemaRefused, StoreUnwritable
from models.paths import Paths, resources

Language = Literal["en", "zh"]
MOST_BYTES = 1 << 20  # of a schema; larger ones are no schemas
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


class _BuiltIn(msgspec.Struct, forbid_unknown_fields=True):
    name: dict[Language, str]
    json_schema: dict[str, Any] = msgspec.field(name="schema")


def built_in(language: Language) -> tuple[Form, ...]:
    """Those that come with the program; the first is JSON of any shape."""
    found = msgspec.json.decode((resources() / "forms.json").read_bytes(), type=list[_BuiltIn])
    return tuple(Form(name=each.name[language], json_schema=each.json_schema) for each in found)


def parse(text: str) -> dict[str, Any]:
    """The schema that `text` is, which the engine can hold answers to.

    Raises:
        SchemaRefused: It is no JSON, no schema, or says something that cannot be enforced; with the place.
    """
    # The compiler of grammars is 7 MB and 50 ms that a window without forms does not need.
    from models.engine.schema import grammar_of_schema

    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        detail = f"{error.msg}."
        raise SchemaRefused(path=f"line {error.lineno}, column {error.colno}", detail=detail) from error
    except (ValueError, RecursionError) as error:  # a number of 5 000 digits; brackets without end
        raise SchemaRefused(path="$", detail=f"{error}.") from error
    if not isinstance(schema, dict):
        raise SchemaRefused(path="$", detail="a schema is a JSON object.")
    grammar_of_schema(schema)
    return schema


class Forms:
    """All forms that can be chosen. `language` is asked each time; the user's own lie as NAME.json in `folder`."""

    def __init__(self, paths: Paths, language: Callable[[], Language] = lambda: "en") -> None:
        self.folder = paths.data / "forms"
        self._language = language

    def built_in(self) -> tuple[Form, ...]:
        return built_in(self._language())

    def own(self) -> tuple[Form, ...]:
        """By name; a file that is no form is left out."""
        found = []
        for path in sorted(self.folder.glob("*.json")):
            try:
                schema = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
            except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
                continue
            found.append(Form(name=path.stem, json_schema=schema))
        return tuple(found)

    def read(self, path: Path) -> str:
        """The text of the user's file. Raises: FileUnreadable, SchemaRefused."""
        try:
            if path.stat().st_size > MOST_BYTES:
                raise SchemaRefused(path="$", detail="it is longer than 1 MB.")
            return path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise FileUnreadable(name=path.name, detail=f"{error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise FileUnreadable(name=path.name, detail="It is not text in UTF-8.") from error

    def keep(self, name: str, text: str) -> Form:
        """Keep a form of the user's under `name`, in place of one of the same name.

        Raises: SchemaRefused; StoreUnwritable.
        """
        schema = parse(text)
        form = Form(name=_file_name(name) or "JSON", json_schema=schema)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self.folder / f".{form.name}.part"
            part.write_text(json.dumps(schema, indent=2, ensure_ascii=False), encoding="utf-8")
            part.replace(self.folder / f"{form.name}.json")
        except OSError as error:
            raise StoreUnwritable(folder=str(self.folder), detail=f"{error.strerror}.") from error
        return form

    def remove(self, name: str) -> None:
        """Take one of the user's away; harmless when it is gone. Raises: StoreUnwritable."""
        try:
            (self.folder / f"{name}.json").unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnwritable(folder=str(self.folder), detail=f"{error.strerror}.") from error


def _file_name(name: str) -> str:
    """A name that every file system takes."""
    return _NOT_IN_NAMES.sub(" ", name).strip(" .")[:60]
