"""Workbooks of before 2007 and binary ones, made for tests record by record."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from models.documents.ole import MAGIC
from tests.models.documents import office

Cell = tuple[int, int, str | float]
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(path: Path, streams: Mapping[str, bytes]) -> Path:
    """A compound file of version 3 with these streams in its root, each at least 4 096 bytes long when written."""
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(data: bytes) -> int:
        first, count = len(sectors), -(-len(data) // 512)
        sectors.extend(data[at * 512 : (at + 1) * 512].ljust(512, b"\0") for at in range(count))
        fat.extend([*range(first + 1, first + count), _END])
        return first

    places = {name: (store(data.ljust(4096, b"\0")), max(4096, len(data))) for name, data in streams.items()}
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, (start, size)) in enumerate(places.items(), start=2):
        entries.append(_entry(name, 2, start, size, right=number if number <= len(places) else _FREE))
    while len(entries) % 4:
        entries.append(_entry("", 0, 0, 0))
    directory = store(b"".join(entries))
    fat_sectors = -(-(len(fat) + 1 + len(fat) // 127) // 128)
    first_fat = len(sectors)
    fat += [_FAT] * fat_sectors
    fat += [_FREE] * (128 * fat_sectors - len(fat))
    table = struct.pack(f"<{len(fat)}I", *fat)
    difat = [*range(first_fat, first_fat + fat_sectors), *[_FREE] * (109 - fat_sectors)]
    head = MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, fat_sectors, directory, 0, 4096, _END, 0, _END, 0, difat[0])
    head += struct.pack("<108I", *difat[1:])
    path.write_bytes(head + b"".join(sectors) + table)
    return path


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    words = name.encode("utf-16-le")
    head = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words) + 2 if name else 0, kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<II4x", start, size)


def xls(path: Path, sheets: Mapping[str, Sequence[Cell]], *, locked: bool = False, hidden: str = "") -> Path:
    """A workbook of Excel 97 (BIFF8) with strings and numbers."""
    head = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
    if locked:
        head += _biff(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    bound = [(name.encode("utf-16-le"), name) for name in sheets]
    size = len(head) + sum(4 + 8 + len(words) for words, _ in bound) + 4
    bodies, index = [], b""
    for words, name in bound:
        index += _biff(0x0085, struct.pack("<IBBBB", size, int(name == hidden), 0, len(words) // 2, 1) + words)
        bodies.append(_sheet(sheets[name]))
        size += len(bodies[-1])
    return ole(path, {"Workbook": head + index + _biff(0x000A, b"") + b"".join(bodies)})


def _sheet(cells: Sequence[Cell]) -> bytes:
    body = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6))
    for row, column, value in cells:
        if isinstance(value, str):
            words = value.encode("utf-16-le")
            body += _biff(0x0204, struct.pack("<HHHHB", row, column, 0, len(words) // 2, 1) + words)
        else:
            body += _biff(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return body + _biff(0x000A, b"")


def _biff(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xlsb(path: Path, sheets: Mapping[str, Sequence[Cell]]) -> Path:
    """A binary workbook with inline strings and numbers."""
    book = _record(131, b"") + _record(143, b"")
    parts: dict[str, str | bytes] = {}
    links = []
    for number, (name, cells) in enumerate(sheets.items()):
        book += _record(156, struct.pack("<II", 0, number + 1) + _wide(f"s{number}") + _wide(name))
        links.append((f"s{number}", "worksheet", f"worksheets/sheet{number}.bin"))
        corner = [max((cell[axis] for cell in cells), default=0) for axis in (0, 1)]
        data = _record(129, b"") + _record(148, struct.pack("<IIII", 0, corner[0], 0, corner[1])) + _record(145, b"")
        for row in sorted({cell[0] for cell in cells}):
            data += _record(0, struct.pack("<II", row, 0) + bytes(9))
            for _, column, value in (cell for cell in cells if cell[0] == row):
                start = struct.pack("<II", column, 0)
                data += (
                    _record(6, start + _wide(value))
                    if isinstance(value, str)
                    else _record(5, start + struct.pack("<d", value))
                )
        parts[f"xl/worksheets/sheet{number}.bin"] = data + _record(146, b"") + _record(130, b"")
    parts["xl/workbook.bin"] = book + _record(144, b"") + _record(132, b"")
    parts["xl/_rels/workbook.bin.rels"] = office.relations(*links)
    declared = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    return office.pack(path, office.open_xml("xl/workbook.bin", declared, parts))


def _record(kind: int, data: bytes) -> bytes:
    return _variable(kind) + _variable(len(data)) + data


def _variable(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _variable(rest) if rest else bytes([low])


def _wide(text: str) -> bytes:
    words = text.encode("utf-16-le")
    return struct.pack("<I", len(words) // 2) + words
