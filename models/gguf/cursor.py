"""A bounded walk over the binary values at the start of a GGUF file."""

from __future__ import annotations

import struct
from itertools import repeat
from operator import length_hint
from typing import IO

# Vocabularies of a quarter of a million tokens with their merges take about 10 MB.
HEADER_LIMIT_BYTES = 64 << 20
ARRAY_LIMIT = 1 << 21
KEPT_ARRAY = 1024  # longer arrays of numbers are tables of the tokenizer, not facts about layers
_READ_AHEAD = 1 << 20

STRING, ARRAY = 8, 9
# gguf_metadata_value_type -> struct code
SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d",
}  # fmt: skip

_u32 = struct.Struct("<I").unpack_from
_u64 = struct.Struct("<Q").unpack_from


class Damage(Exception):
    """What is wrong, and in which field; the reader adds the file's name.

    `field` is often the file's own word: it is cut, and what does not print is replaced.
    """

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(field, detail)
        self.field = printable(field)
        self.detail = printable(detail)


class Ends(Damage):
    """The bytes end within the field; there may be more of them where they come from."""


def printable(text: str) -> str:
    """`text` fit for a sentence: one line, no control or direction characters, at most 200 characters."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:200])


class Cursor:
    """Reads forward from `source`, holding what it read. Every method raises Damage when the file ends too early.

    `field` is what is being read now; whoever sets it decides what a Damage names.
    """

    def __init__(self, source: IO[bytes], file_bytes: int) -> None:
        self._source = source
        self._file_bytes = file_bytes
        self._held = b""
        self.position = 0
        self.field = "magic"

    def damage(self, detail: str) -> Damage:
        return Damage(self.field, detail)

    def u32(self) -> int:
        self._hold(4)
        (number,) = _u32(self._held, self.position)
        self.position += 4
        return int(number)

    def u64(self) -> int:
        self._hold(8)
        (number,) = _u64(self._held, self.position)
        self.position += 8
        return int(number)

    def string(self, limit: int = HEADER_LIMIT_BYTES) -> str:
        """A length and so many bytes; bytes that are no UTF-8 become U+FFFD, as nothing here depends on them."""
        length = self.u64()
        if length > limit:
            raise self.damage(f"A text of {length} bytes is too long.")
        self._hold(length)
        raw = self._held[self.position : self.position + length]
        self.position += length
        return raw.decode("utf-8", "replace")

    def scalar(self, kind: int) -> int | float | bool:
        code = SCALARS.get(kind)
        if code is None:
            raise self.damage(f"The value type {kind} is unknown.")
        if kind == 7:
            return self._numbers("<B", 1)[0] != 0
        return self._numbers(code, 1)[0]

    def numbers(self, kind: int, count: int) -> tuple[int | float | bool, ...] | None:
        """An array's numbers, or None for a long one, which is only stepped over."""
        code = SCALARS.get(kind)
        if code is None:
            raise self.damage(f"An array of the type {kind} is unknown.")
        if count > KEPT_ARRAY:
            self._step(count * struct.calcsize(code))
            return None
        if kind == 7:
            return tuple(number != 0 for number in self._numbers("<B", count))
        return self._numbers(code, count)

    def skip_strings(self, count: int) -> None:
        """Step over `count` strings; this loop is most of the time a header takes (60 ns a string)."""
        position, held = self.position, self._held
        while count:
            left = repeat(None, count)
            try:
                for _ in left:
                    position += 8 + _u64(held, position)[0]
                count = 0
            except (struct.error, OverflowError):  # beyond what is held; OverflowError: beyond any file
                count = length_hint(left) + 1
                self.position = position
                self._hold(8)
                held = self._held
        self.position = position
        self._hold(0)

    def distinct_strings(self, count: int) -> int:
        """Step over `count` strings; how many differ for C, which reads to the first zero byte. Empty ones all do."""
        position = self.position
        self.skip_strings(count)
        held, texts = self._held, []
        for _ in repeat(None, count):
            start = position + 8
            position = start + _u64(held, position)[0]
            texts.append(held[start:position])
        if len(set(texts)) == count and b"\0" not in b"".join(texts):
            return count
        read = [text.partition(b"\0")[0] for text in texts]
        return len({*filter(None, read)}) + read.count(b"")

    def _numbers(self, code: str, count: int) -> tuple[int | float, ...]:
        size = struct.calcsize(code) * count
        self._hold(size)
        found = struct.unpack_from(f"<{count}{code[1]}", self._held, self.position)
        self.position += size
        return found

    def _step(self, size: int) -> None:
        self.position += size
        self._hold(0)

    def _hold(self, size: int) -> None:
        """See that `size` bytes from here on are in memory."""
        end = self.position + size
        if end <= len(self._held):
            return
        if end > self._file_bytes:
            raise Ends(self.field, f"The file ends at byte {self._file_bytes}, this reaches to byte {end}.")
        if end > HEADER_LIMIT_BYTES:
            raise self.damage(f"The header is larger than {HEADER_LIMIT_BYTES >> 20} MiB.")
        wanted = max(end + _READ_AHEAD, 2 * len(self._held), 8 * _READ_AHEAD)
        self._held += self._source.read(wanted - len(self._held))
        if end > len(self._held):
            raise self.damage("The file became shorter while it was read.")
