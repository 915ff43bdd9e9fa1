"""Rows out of a damaged SQLite file, page by page, whatever is left of its header and trees.

A page that holds rows says so in its first byte and lists them by offset, so each sound page gives up its rows
without any other page being sound. Committed pages of the write-ahead log replace those of the file. Layout:
https://www.sqlite.org/fileformat2.html, sections 1.6 (pages), 2.1 (records) and 4.1 (the log).

Covered: torn, zeroed, swapped and flipped pages, a broken header, a truncated file or log. Not covered: a flipped bit
inside a row's own text, which cannot be told from what the user wrote.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from models.store.schema import PAGE_BYTES

Value = int | float | str | bytes | None
Row = tuple[int, tuple[Value, ...]]  # rowid, columns as stored (the key column itself is stored as None)

_LEAF = 0x0D
_HEADER_BYTES = 100  # of the file, at the start of page 1
_MAX_LOCAL = PAGE_BYTES - 35
_MIN_LOCAL = (PAGE_BYTES - 12) * 32 // 255 - 23
_FRAME_HEADER_BYTES = 24
_LOG_HEADER_BYTES = 32
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)  # bytes of the serial types 0 to 9


class _Broken(Exception):
    """This cell or record is not one."""


def rows_of(database: Path, log: Path) -> Iterator[Row]:
    """Every row of every table in `database` with its `log` applied, in no order, of tables unknown."""
    pages = _pages(database) | _logged(log)
    for number, page in pages.items():
        yield from _rows(pages, page, _HEADER_BYTES if number == 1 else 0)


def _pages(database: Path) -> dict[int, bytes]:
    content = database.read_bytes()
    starts = range(0, len(content), PAGE_BYTES)
    return {at // PAGE_BYTES + 1: content[at : at + PAGE_BYTES].ljust(PAGE_BYTES, b"\0") for at in starts}


def _logged(log: Path) -> dict[int, bytes]:
    """The pages of the log's whole transactions: up to the last commit before the first frame that does not fit."""
    content = log.read_bytes() if log.exists() else b""
    pages: dict[int, bytes] = {}
    if len(content) < _LOG_HEADER_BYTES:
        return pages
    magic, _, _, _, *salt = struct.unpack(">6I", content[:24])
    order = ">" if magic & 1 else "<"
    checksum = _checksum(order, content[:24], (0, 0))
    pending: dict[int, bytes] = {}
    for at in range(_LOG_HEADER_BYTES, len(content) - PAGE_BYTES, _FRAME_HEADER_BYTES + PAGE_BYTES):
        number, size_after_commit, salt1, salt2, *stated = struct.unpack(">6I", content[at : at + 24])
        page = content[at + _FRAME_HEADER_BYTES : at + _FRAME_HEADER_BYTES + PAGE_BYTES]
        checksum = _checksum(order, page, _checksum(order, content[at : at + 8], checksum))
        if [salt1, salt2] != salt or tuple(stated) != checksum:
            break
        pending[number] = page
        if size_after_commit:
            pages |= pending
            pending = {}
    return pages


def _checksum(order: str, content: bytes, before: tuple[int, int]) -> tuple[int, int]:
    first, second = before
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = first + even + second & 0xFFFFFFFF
        second = second + odd + first & 0xFFFFFFFF
    return first, second


def _rows(pages: dict[int, bytes], page: bytes, start: int) -> Iterator[Row]:
    if page[start] != _LEAF:
        return
    (count,) = struct.unpack_from(">H", page, start + 3)
    for index in range(min(count, PAGE_BYTES // 4)):
        try:
            (at,) = struct.unpack_from(">H", page, start + 8 + 2 * index)
            yield _cell(pages, page, at)
        except (_Broken, struct.error, IndexError):
            continue


def _cell(pages: dict[int, bytes], page: bytes, at: int) -> Row:
    size, at = _varint(page, at)
    rowid, at = _varint(page, at)
    if size <= 0:
        raise _Broken
    local = size
    if size > _MAX_LOCAL:
        spare = _MIN_LOCAL + (size - _MIN_LOCAL) % (PAGE_BYTES - 4)
        local = spare if spare <= _MAX_LOCAL else _MIN_LOCAL
    payload = page[at : at + local]
    if len(payload) < local:
        raise _Broken
    if local < size:
        (overflow,) = struct.unpack_from(">I", page, at + local)
        payload += _overflow(pages, overflow, size - local)
    return rowid, _record(payload)


def _overflow(pages: dict[int, bytes], number: int, wanted: int) -> bytes:
    """The rest of a long row: a chain of pages, each starting with the number of the next."""
    parts: list[bytes] = []
    while wanted > 0:
        page = pages.get(number)
        if page is None:  # the chain is cut, or `wanted` is nonsense: either way this is no whole row
            raise _Broken
        parts.append(page[4 : 4 + wanted])
        wanted -= PAGE_BYTES - 4
        (number,) = struct.unpack_from(">I", page)
        if len(parts) > len(pages):
            raise _Broken
    return b"".join(parts)


def _record(payload: bytes) -> tuple[Value, ...]:
    header_bytes, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < header_bytes:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != header_bytes or not kinds:
        raise _Broken
    values: list[Value] = []
    for kind in kinds:
        if kind < 0 or kind in (10, 11):
            raise _Broken
        size = _SIZES[kind] if kind < 10 else (kind - 12) // 2
        raw = payload[at : at + size]
        if len(raw) < size:
            raise _Broken
        values.append(_value(kind, raw))
        at += size
    if at != len(payload):
        raise _Broken
    return tuple(values)


def _value(kind: int, raw: bytes) -> Value:
    if kind == 0:
        return None
    if kind == 7:
        return float(struct.unpack(">d", raw)[0])
    if kind < 8:
        return int.from_bytes(raw, signed=True)
    if kind < 10:
        return kind - 8
    return raw.decode("utf-8", "replace") if kind % 2 else raw


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A SQLite varint (big-endian, 7 bits a byte, all 8 of the ninth) and where it ends."""
    value = 0
    for index in range(8):
        byte = content[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return _signed(value << 8 | content[at + 8]), at + 9


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value
