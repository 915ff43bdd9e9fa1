"""What a person sets right: the labels or values of a file. Kept in a JSON file, and stronger than any model.

The file is {"files": {"a.txt": {"cause": ["Pay and benefits"]}}}; an empty list says that the file states none.
Where one label of a file is its main one, a star says which: ["Health", "*Pay and benefits"].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from models.documents.locate import fold
from models.errors import CorrectionRefused, FileMissing
from models.report.record import Entry, FileRecord, Reason, Verdict, Weight
from models.report.schema import Field, read_json

Corrections = Mapping[str, Mapping[str, tuple[str, ...]]]
NONE: Corrections = {}
_STAR = "*"


class _File(msgspec.Struct):
    files: dict[str, dict[str, tuple[str, ...]]]


def read(path: Path) -> Corrections:
    """The corrections in a file; none when it is not there yet. Raises: FileDamaged, CorrectionRefused."""
    try:
        return msgspec.convert(read_json(path), _File).files
    except FileMissing:
        return NONE
    except msgspec.ValidationError as error:
        raise CorrectionRefused(correction=path.name, detail=f"{error}.") from error


def written(corrections: Corrections) -> bytes:
    """What `read` reads."""
    return msgspec.json.format(msgspec.json.encode({"files": corrections}), indent=2) + b"\n"


def parse(words: Iterable[str], fields: Sequence[Field], names: Sequence[str]) -> Corrections:
    """Corrections as typed: FILE=LABEL, FILE=LABEL;*MAIN LABEL, FILE= (none stated), FILE:FIELD=LABEL.

    FILE may be the end of a name when it fits one file only. Raises: CorrectionRefused.
    """
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for word in words:
        left, equals, right = word.rpartition("=")
        if not equals:
            raise CorrectionRefused(correction=word, detail="it has to be FILE=LABEL.")
        field = next((one for one in fields if left.endswith(f":{one.name}")), None)
        file = _file(left.removesuffix(f":{field.name}") if field else left, names, word)
        field = field or _only(fields, word)
        values = tuple(part.strip() for part in right.replace("；", ";").split(";") if part.strip())
        made.setdefault(file, {})[field.name] = values
    return checked(made, fields, names)


def checked(corrections: Corrections, fields: Sequence[Field], names: Iterable[str]) -> Corrections:
    """The corrections with labels spelt as in the list. Raises: CorrectionRefused for what is not of this report."""
    known, files = {field.name: field for field in fields}, set(names)
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    for file, own in corrections.items():
        if file not in files:
            raise CorrectionRefused(correction=file, detail="there is no such file in this report.")
        for name, values in own.items():
            if name not in known:
                raise CorrectionRefused(correction=f"{file}:{name}", detail="there is no such field in this report.")
            field = known[name]
            if len(values) > 1 and not field.many:
                raise CorrectionRefused(correction=f"{file}:{name}", detail="there can be only one answer.")
            if sum(_is_main(value, field) for value in values) > 1:
                raise CorrectionRefused(correction=f"{file}:{name}", detail="only one label can be the main one.")
            made.setdefault(file, {})[name] = tuple(_spelt(value, field, file) for value in values)
    return made


def merged(first: Corrections, second: Corrections) -> Corrections:
    """Both; where they differ the second."""
    return {file: {**first.get(file, {}), **second.get(file, {})} for file in [*first, *second]}


def corrected(record: FileRecord, checked_own: Mapping[str, tuple[str, ...]], fields: Sequence[Field]) -> FileRecord:
    """The record as a person wants it: its evidence stays with the labels that stay, the rest is left out.

    So does what is said of their weight, unless the person says which is the main one.
    """
    if not checked_own:
        return record
    known = {field.name: field for field in fields}
    main = {name: value[1:] for name, values in checked_own.items() for value in values if _is_main(value, known[name])}
    own = {name: tuple(bare(value, known[name]) for value in values) for name, values in checked_own.items()}
    entries = list[Entry]()
    for entry in record.entries:
        if entry.field not in own:
            entries.append(entry)
        elif entry.value not in own[entry.field]:
            entries.append(msgspec.structs.replace(entry, verdict=Verdict.LEFT_OUT, reason=Reason.CORRECTED))
    for name, values in own.items():
        for value in dict.fromkeys(values):
            before = next((one for one in record.entries if one.field == name and one.value == value), None)
            weight = before.weight if before else None
            if name in main:
                weight = Weight.MAIN if value == main[name] else Weight.SECONDARY
            entries.append(
                Entry(
                    field=name,
                    value=value,
                    evidence=before.evidence if before else (),
                    verdict=Verdict.COUNTED,
                    reason=Reason.CORRECTED,
                    weight=weight,
                )
            )
    return msgspec.structs.replace(record, entries=tuple(entries), corrected=True)


def _file(typed: str, names: Sequence[str], word: str) -> str:
    if typed in names:
        return typed
    fitting = [name for name in names if name.endswith(f"/{typed}")]
    if len(fitting) != 1:
        detail = "there is no such file in this report." if not fitting else "several files have that name."
        raise CorrectionRefused(correction=word, detail=detail)
    return fitting[0]


def _only(fields: Sequence[Field], word: str) -> Field:
    labelled = [field for field in fields if field.kind == "labels"] or list(fields)
    if len(labelled) != 1:
        raise CorrectionRefused(correction=word, detail="say which field: FILE:FIELD=LABEL.")
    return labelled[0]


def _spelt(value: str, field: Field, file: str) -> str:
    if not field.labels:
        return " ".join(value.split())
    star = _STAR if _is_main(value, field) else ""
    folded = fold(bare(value, field))[0]
    label = next((one.label for one in field.labels if fold(one.label)[0] == folded), None)
    if label is None:
        raise CorrectionRefused(correction=f"{file}={value}", detail="this label is not in the list.")
    return star + label


def _is_main(value: str, field: Field) -> bool:
    """Whether a star says so; a label may itself begin with one."""
    return field.main and value.startswith(_STAR) and value not in {one.label for one in field.labels}


def bare(value: str, field: Field) -> str:
    """The label without the star of the main one."""
    return value.removeprefix(_STAR) if _is_main(value, field) else value
