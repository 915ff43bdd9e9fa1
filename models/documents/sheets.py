"""Reads the older workbooks, .xls and .xlsb, through calamine: one page a sheet, one line a row.

calamine lays each sheet out as a full rectangle and ends the process when that does not fit, so two cells in far
corners are enough to end it. Hence the records are counted first: a sheet whose corners span too many cells is refused
before calamine sees it. Formats: [MS-XLS] 2.4 for BIFF8 (and 5), [MS-XLSB] 2.4. Hidden sheets are left out and named.
Not covered: shares, which calamine gives as numbers (0.5 for 50 %).
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterable, Iterator
from typing import IO

import python_calamine

from models.documents.flow import Flow
from models.documents.number_formats import number
from models.documents.ole import Ole
from models.documents.package import Package
from models.errors import FileBomb, FileDamaged, FileProtected

MAX_CELLS = 5_000_000
_BOF, _FILE_PASS = 0x0809, 0x002F
# NUMBER, LABEL, BOOLERR, RK, LABELSST, BLANK, MULRK, MULBLANK, FORMULA (BIFF5 to 8; 0x0406 BIFF4), RSTRING
_BIFF_CELLS = frozenset(
    {0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x0201, 0x00BD, 0x00BE, 0x0006, 0x0206, 0x0406, 0x00D6}
)
_XLSB_ROW, _XLSB_CELLS = 0, frozenset(range(1, 12))


def read_xls(name: str, file: IO[bytes], flow: Flow) -> None:
    """Write a workbook of Excel 97 to 2003 into `flow`. Raises: FileProtected; FileBomb; FileDamaged."""
    ole = Ole(file)
    stream = ole.stream("Workbook") or ole.stream("Book")
    if not stream:
        raise FileDamaged(name=name, detail="it holds no workbook.")
    _check(name, _biff_places(name, stream))
    del stream
    _write(name, file, flow)


def read_xlsb(package: Package, main: str, flow: Flow, file: IO[bytes]) -> None:
    """Write a binary workbook into `flow`. Raises: FileProtected; FileBomb; FileDamaged."""
    for relation in package.relations(main).values():
        if relation.kind == "worksheet" and relation.target in package:
            _check(package.name, _xlsb_places(package.read(relation.target)))
        elif relation.kind in ("sharedStrings", "styles") and relation.target in package:
            for _ in package.blocks(relation.target):  # what unpacks to too much is refused here
                pass
    _write(package.name, file, flow)


def _write(name: str, file: IO[bytes], flow: Flow) -> None:
    file.seek(0)
    try:
        with python_calamine.load_workbook(file) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
                    flow.omit("hidden sheets", name=sheet.name)
                    continue
                if sheet.typ == python_calamine.SheetTypeEnum.ChartSheet:
                    flow.omit("charts", name=sheet.name)
                    continue
                if not flow.page_is_empty:
                    flow.page()
                flow.heading(1, sheet.name)
                _rows(workbook.get_sheet_by_name(sheet.name), flow)
    except python_calamine.PasswordError as error:
        raise FileProtected(name=name) from error
    except python_calamine.CalamineError as error:
        raise FileDamaged(name=name, detail="its cells cannot be read.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's assertions; the class cannot be imported
            raise
        raise FileDamaged(name=name, detail="its cells cannot be read.") from error


def _rows(sheet: python_calamine.CalamineSheet, flow: Flow) -> None:
    if sheet.height:
        flow.table()
    for row in sheet.iter_rows():
        cells = [_shown(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        flow.row(cells)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else number(repr(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds").removesuffix(":00")
    return str(value)


def _check(name: str, places: Iterable[tuple[int, int] | None]) -> None:
    """Measure the rectangle that the cells of each sheet span; None begins the next sheet. Raises: FileBomb."""
    top = left = bottom = right = -1
    for place in places:
        if place is None:
            top = -1
            continue
        row, column = place
        if top < 0:
            top, left, bottom, right = row, column, row, column
        elif row < top or row > bottom or column < left or column > right:
            top, left, bottom, right = min(top, row), min(left, column), max(bottom, row), max(right, column)
        if (bottom - top + 1) * (right - left + 1) > MAX_CELLS:
            raise FileBomb(name=name, detail=f"more than {MAX_CELLS:,} cells")


def _biff_places(name: str, stream: bytes) -> Iterator[tuple[int, int] | None]:
    """Where each cell stands. Raises: FileProtected."""
    at, end = 0, len(stream) - 4
    while at <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in _BIFF_CELLS and length >= 4 and at + 8 <= len(stream):
            row, column = struct.unpack_from("<HH", stream, at + 4)
            yield row, column
            if kind in (0x00BD, 0x00BE) and at + 4 + length <= len(stream):
                yield row, struct.unpack_from("<H", stream, at + 2 + length)[0]
        elif kind == _BOF:
            yield None
        elif kind == _FILE_PASS:
            raise FileProtected(name=name)
        at += 4 + length


def _xlsb_places(data: bytes) -> Iterator[tuple[int, int]]:
    at, end, row = 0, len(data), 0
    while at < end:
        kind, at = _variable(data, at, 2)
        length, at = _variable(data, at, 4)
        if kind == _XLSB_ROW and at + 4 <= end:
            (row,) = struct.unpack_from("<I", data, at)
        elif kind in _XLSB_CELLS and at + 4 <= end:
            yield row, struct.unpack_from("<I", data, at)[0]
        at += length


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes of 7 bits, the lowest first, and where it ends."""
    value = 0
    for index in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return value, at
