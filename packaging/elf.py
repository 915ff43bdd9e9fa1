"""What Linux programs and libraries say of themselves, by binutils' readelf: one call for many files."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"Name: GLIBC_(\d+)\.(\d+)")
Version = tuple[int, int]


def files_in(folder: Path) -> list[Path]:
    """Every ELF file below `folder`, once."""
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink() and is_elf(file)]


def is_elf(file: Path) -> bool:
    """By its first bytes."""
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def needed(files: Iterable[Path]) -> dict[Path, set[str]]:
    """The names of the libraries each file is linked with directly."""
    return {file: set(_NEEDED.findall(text)) for file, text in _read("-d", files)}


def glibc_floors(files: Iterable[Path]) -> dict[Path, Version]:
    """The oldest glibc each file starts with; files that need none are left out."""
    floors = {}
    for file, text in _read("-V", files):
        if versions := [(int(major), int(minor)) for major, minor in _GLIBC.findall(text)]:
            floors[file] = max(versions)
    return floors


def _read(option: str, files: Iterable[Path]) -> list[tuple[Path, str]]:
    """Raises: CalledProcessError, where one of `files` is no ELF file."""
    files = list(files)
    if not files:
        return []
    command = ["readelf", "--wide", option, *map(str, files)]
    text = subprocess.run(command, capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin"})
    if len(files) == 1:
        return [(files[0], text.stdout)]
    parts = re.split(r"^File: (.+)$", text.stdout, flags=re.MULTILINE)
    return [(Path(name), part) for name, part in zip(parts[1::2], parts[2::2], strict=True)]
