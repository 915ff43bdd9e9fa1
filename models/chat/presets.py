"""Presets: named sets of controls with the instructions that belong to them.

The user's own lie in one file, which is also the form they travel in:

    {"format": "paddock-presets", "version": 1, "presets": [{"name": …, "instructions": …, "controls": {…}}, …]}

A preset says nothing of the model or its context: applying one never loads anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from models.chat.controls import Controls
from models.chat.forms import Language
from models.errors import FileDamaged, FileUnreadable, StoreUnwritable
from models.paths import Paths, resources

FORMAT: Literal["paddock-presets"] = "paddock-presets"
MOST_BYTES = 8 << 20
NAME_CHARACTERS = 60


class Preset(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`instructions` are the chat's system prompt. `own`: the user's, not one of ours."""

    name: str
    instructions: str = ""
    controls: Controls = Controls()
    own: bool = False

    def applied(self) -> Controls:
        """The controls as a chat keeps them: with the name they came from."""
        return msgspec.structs.replace(self.controls, preset=self.name)


class _BuiltIn(msgspec.Struct, forbid_unknown_fields=True):
    name: dict[Language, str]
    instructions: dict[Language, str]
    controls: Controls


class _Saved(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One preset in a file; its controls are read leniently, as those of an imported chat."""

    name: str
    instructions: str = ""
    controls: dict[str, Any] = {}


class _File(msgspec.Struct, kw_only=True):
    format: Literal["paddock-presets"] = FORMAT
    version: Literal[1] = 1
    presets: list[_Saved] = []


class Presets:
    """Ours and the user's. `language` is asked each time, for the names and words of ours."""

    def __init__(self, paths: Paths, language: Callable[[], Language] = lambda: "en") -> None:
        self._path = paths.data / "presets.json"
        self._language = language

    def built_in(self) -> tuple[Preset, ...]:
        language = self._language()
        found = msgspec.json.decode((resources() / "presets.json").read_bytes(), type=list[_BuiltIn])
        return tuple(
            Preset(name=each.name[language], instructions=each.instructions[language], controls=each.controls)
            for each in found
        )

    def own(self) -> tuple[Preset, ...]:
        """In the order of saving. Raises: FileDamaged, FileUnreadable."""
        try:
            return _read(self._path)
        except FileUnreadable:
            if self._path.exists():
                raise
            return ()

    def save(self, preset: Preset) -> None:
        """Keep a preset of the user's, in place of their own one of the same name. Raises: FileRefused, StoreError."""
        self._write([*(each for each in self.own() if each.name != preset.name), _named(preset)])

    def remove(self, name: str) -> None:
        """Raises: FileRefused, StoreError."""
        self._write([each for each in self.own() if each.name != name])

    def export(self, presets: Iterable[Preset], path: Path) -> None:
        """Write them to a file for others. Raises: StoreUnwritable."""
        _put(path, list(presets))

    def take(self, path: Path) -> tuple[Preset, ...]:
        """Add those of a file to the user's, in place of those with their names; returns them.

        Raises: FileDamaged, FileUnreadable; StoreUnwritable.
        """
        taken = _read(path)
        names = {each.name for each in taken}
        self._write([*(each for each in self.own() if each.name not in names), *taken])
        return taken

    def _write(self, presets: Sequence[Preset]) -> None:
        _put(self._path, presets)


def _named(preset: Preset) -> Preset:
    name = " ".join(preset.name.split())[:NAME_CHARACTERS]
    return msgspec.structs.replace(preset, name=name, own=True)


def _read(path: Path) -> tuple[Preset, ...]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileDamaged(name=path.name, detail="it is too long to be a file of presets.")
        found = msgspec.json.decode(path.read_bytes(), type=_File)
    except OSError as error:
        raise FileUnreadable(name=path.name, detail=f"{error.strerror}.") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FileDamaged(name=path.name, detail=f"{error}.") from error
    presets = (
        Preset(name=each.name, instructions=each.instructions, controls=Controls.of(each.controls))
        for each in found.presets
    )
    return tuple(_named(each) for each in presets if each.name.strip())


def _put(path: Path, presets: Sequence[Preset]) -> None:
    saved = [
        _Saved(
            name=each.name,
            instructions=each.instructions,
            controls=msgspec.structs.replace(each.controls, preset="").kept(),
        )
        for each in presets
    ]
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(msgspec.json.format(msgspec.json.encode(_File(presets=saved)), indent=2) + b"\n")
        part.replace(path)
    except OSError as error:
        raise StoreUnwritable(folder=str(path.parent), detail=f"{error.strerror}.") from error
