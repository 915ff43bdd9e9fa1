"""The compound files of Office before 2007: which streams one holds, and their bytes.

Format: [MS-CFB]. Only what is needed to tell .doc from .xls from .ppt and to look into a workbook. Every chain is
bounded by the number of sectors, so a chain that bites its tail ends; what leads nowhere is cut short.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from typing import IO, NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFF9  # greater numbers are marks: end of chain, free, ...
_ENTRY_BYTES = 128
_MAX_ENTRIES = 10_000


class _Stream(NamedTuple):
    start: int
    size: int


class Ole:
    """An open compound file. A damaged one has fewer streams, or none."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._streams: dict[str, _Stream] = {}
        file.seek(0)
        head = file.read(512)
        if len(head) < 512 or not head.startswith(MAGIC):
            return
        shift, small_shift = struct.unpack_from("<HH", head, 30)
        self._sector = 1 << shift if shift in (9, 12) else 512
        self._small = 1 << small_shift if small_shift in (6, 9) else 64
        directory, self._cutoff, small_fat, difat = (struct.unpack_from("<I", head, at)[0] for at in (48, 56, 60, 68))
        self._sectors = file.seek(0, 2) // self._sector
        self._fat = self._words(self._fat_sectors(head, difat))
        self._small_fat = self._words(self._chain(self._fat, small_fat))
        self._read_directory(directory)

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """The bytes of one stream; empty when there is none."""
        start, size = self._streams.get(name, _Stream(0, 0))
        if not size:
            return b""
        if size >= self._cutoff:
            return b"".join(map(self._read, self._chain(self._fat, start)))[:size]
        root = self._streams.get("Root Entry", _Stream(_LAST_SECTOR + 1, 0))
        whole = b"".join(map(self._read, self._chain(self._fat, root.start)))
        small = self._small
        return b"".join(whole[at * small : (at + 1) * small] for at in self._chain(self._small_fat, start))[:size]

    def _read_directory(self, start: int) -> None:
        entries = b"".join(map(self._read, self._chain(self._fat, start)))
        for at in range(0, min(len(entries), _MAX_ENTRIES * _ENTRY_BYTES) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            (length,) = struct.unpack_from("<H", entries, at + 64)
            name = entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", entries, at + 116)
            if name:
                self._streams.setdefault(name, _Stream(first, size))

    def _fat_sectors(self, head: bytes, difat: int) -> Iterator[int]:
        """The sectors that hold the allocation table: 109 named in the header, the others in a chain of their own."""
        yield from (at for at in struct.unpack_from("<109I", head, 76) if at <= _LAST_SECTOR)
        for _ in range(self._sectors):
            block = self._read(difat)
            if difat > _LAST_SECTOR or len(block) < self._sector:
                return
            *places, difat = struct.unpack(f"<{self._sector // 4}I", block)
            yield from (at for at in places if at <= _LAST_SECTOR)

    def _words(self, sectors: Iterator[int]) -> array[int]:
        words = array("I")
        for sector in sectors:
            block = self._read(sector)
            words.frombytes(block[: len(block) // 4 * 4])
            if len(words) > self._sectors + self._sector:
                break
        return words

    def _chain(self, table: array[int], at: int) -> Iterator[int]:
        for _ in range(len(table)):
            if at >= len(table):
                return
            yield at
            at = table[at]

    def _read(self, sector: int) -> bytes:
        if sector >= self._sectors:
            return b""
        self._file.seek((sector + 1) * self._sector)
        return self._file.read(self._sector)
