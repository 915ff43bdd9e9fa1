"""What Windows shows of a program: its name and number in the file's properties, and its icon.

Virus scanners trust a program that says what it is more than one that does not.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import icons
from release import version

_LANGUAGE, _UNICODE = 0x0409, 1200  # English of the United States, UTF-16: what Explorer reads first
_VERSION_FILE = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable("{language:04X}{charset:04X}", [
      StringStruct("CompanyName", "The Paddock authors"),
      StringStruct("FileDescription", "{description}"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "{name}"),
      StringStruct("LegalCopyright", "The Paddock authors, MIT licence"),
      StringStruct("OriginalFilename", "{name}.exe"),
      StringStruct("ProductName", "Paddock"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [{language}, {charset}])]),
  ],
)
"""


@dataclass(frozen=True, slots=True)
class Program:
    """One .exe of the bundle. `console`: it writes where it was started; the other has no black window behind it."""

    name: str
    description: str
    console: bool


# Names differ in more than capitals, because Windows knows no capitals.
PROGRAMS = (
    Program("Paddock", "Paddock", console=False),
    Program("paddock-cli", "Paddock for the terminal", console=True),
)


def version_file(program: Program) -> str:
    """The version resource as PyInstaller reads it; a pre-release's letters are in the words, not in the numbers."""
    numbers = [int(part) for part in version().split(".") if part.isdecimal()]
    return _VERSION_FILE.format(
        numbers=tuple((numbers + [0] * 4)[:4]), language=_LANGUAGE, charset=_UNICODE,
        description=program.description, version=version(), name=program.name,
    )  # fmt: skip


def write(folder: Path, program: Program) -> tuple[Path, Path]:
    """The files of a program's version and of its icon, for PyInstaller."""
    folder.mkdir(parents=True, exist_ok=True)
    told, icon = folder / f"{program.name}.version.txt", folder / "paddock.ico"
    told.write_text(version_file(program), encoding="utf-8")
    icon.write_bytes(icons.ico())
    return told, icon
