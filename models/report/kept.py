"""What is known of files from this run and earlier ones: the entries of each file and field."""

from __future__ import annotations

import msgspec

from models.report import extract
from models.report.events import SourceFile
from models.report.record import Entry
from models.report.schema import Field, Schema
from models.report.words import Words
from models.store.outputs import Outputs, key_of

_CHECKS = "checks-1"  # changes when the same answers are judged otherwise

Entries = tuple[Entry, ...]


class Kept:
    """Entries by file and field. `fresh`: those of earlier runs are not looked at."""

    def __init__(self, outputs: Outputs, schema: Schema, words: Words, model_key: str, *, fresh: bool) -> None:
        self._outputs = outputs
        self._schema = schema
        self._words = words
        self._model_key = model_key
        self._fresh = fresh
        self._entries: dict[tuple[str, str], Entries] = {}

    def wanting(self, file: SourceFile) -> list[Field]:
        """The fields of a file that are still to be asked about; none where there is nothing to read."""
        if file.document is None or not file.document.text.strip():
            return []
        return [field for field in self._schema.fields if self._of(file, field) is None]

    def all(self, file: SourceFile) -> Entries:
        """All that is known of a file, field by field."""
        return tuple(
            entry for field in self._schema.fields for entry in self._entries.get((file.name, field.name), ())
        )  # fmt: skip

    def put(self, file: SourceFile, field: Field, entries: Entries, *, final: bool) -> None:
        """Remember, and if it is `final` for later runs too."""
        self._entries[file.name, field.name] = entries
        if final:
            self._outputs_of(file).put(self._key(file, field), msgspec.msgpack.encode(entries))

    def _of(self, file: SourceFile, field: Field) -> Entries | None:
        if (file.name, field.name) not in self._entries:
            kept = None if self._fresh else self._outputs_of(file).get(self._key(file, field))
            if kept is None:
                return None
            self._entries[file.name, field.name] = msgspec.msgpack.decode(kept, type=Entries)
        return self._entries[file.name, field.name]

    def _outputs_of(self, file: SourceFile) -> Outputs:
        assert file.document is not None
        return self._outputs.of(file.document.sha256)

    def _key(self, file: SourceFile, field: Field) -> str:
        """Everything entries depend on but how the file is cut; its text too, which an encoding changes."""
        assert file.document is not None
        return key_of(
            "record", _CHECKS, extract.FORMAT, self._words.version, self._words.language, self._model_key, file.name,
            file.document.sha256, file.document.text, self._asked(field),
        )  # fmt: skip

    def _asked(self, field: Field) -> str:
        """The field as it is asked about; without a main label as it always was, so that what is kept stays known."""
        asked = msgspec.to_builtins(field)
        del asked["main"]
        return msgspec.json.encode(asked).decode() + (self._words("main_rule") if field.main else "")
