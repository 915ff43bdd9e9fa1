"""A zip that is damaged in any way is refused with one exception, and takes no more memory than a good one."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models.unzipping import DAMAGE, NotAsItShould, open_member, unpack

CENTRAL = b"PK\x01\x02"


def _packed(path: Path, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    with zipfile.ZipFile(path, "w", method) as package:
        package.writestr(name, data)
    return bytearray(path.read_bytes())


def _in_both_headers(raw: bytearray, local: int, central: int, value: int) -> bytearray:
    raw[local] = value
    raw[raw.index(CENTRAL) + central] = value
    return raw


def _not_deflated(path: Path, name: str, data: bytes) -> bytearray:
    raw = _packed(path, name, data)
    start = 30 + len(name)
    raw[start : start + 4] = b"\xff\xff\xff\xff"
    return raw


def _no_text_for_a_name(path: Path, name: str, data: bytes) -> bytearray:
    raw = _packed(path, name, data)
    at = raw.index(CENTRAL)
    raw[at + 9] |= 0x08  # the name is said to be UTF-8
    raw[at + 46] = 0xFF
    return raw


def _far_beyond(path: Path, name: str, data: bytes) -> bytearray:
    """Its place, in a zip64 field, is one that no file has."""
    with zipfile.ZipFile(path, "w") as package:
        info = zipfile.ZipInfo(name)
        package.writestr(info, data)
        info.header_offset = 2**64 - 1
    return bytearray(path.read_bytes())


DAMAGED: dict[str, Callable[[Path, str, bytes], bytearray]] = {
    "not deflated": _not_deflated,
    "encrypted": lambda *its: _in_both_headers(_packed(*its), 6, 8, 1),
    "an unknown method": lambda *its: _in_both_headers(_packed(*its), 8, 10, 97),
    "LZMA": lambda *its: _packed(*its, zipfile.ZIP_LZMA),
    "damaged LZMA": lambda *its: _in_both_headers(_packed(*its), 8, 10, zipfile.ZIP_LZMA),
    "bzip2": lambda *its: _packed(*its, zipfile.ZIP_BZIP2),
    "a name that is no text": _no_text_for_a_name,
    "a place beyond any file": _far_beyond,
    "cut off": lambda *its: _packed(*its)[:-5],
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_zip_is_refused_with_one_exception(tmp_path: Path, kind: str) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(DAMAGED[kind](archive, "a.txt", b"words " * 1000))

    with pytest.raises(NotAsItShould):
        list(unpack(archive, tmp_path / "out", 1 << 20))


def test_no_changed_bytes_raise_anything_else(tmp_path: Path) -> None:
    archive, chance = tmp_path / "a.zip", random.Random(1)
    whole = _packed(archive, "a.txt", chance.randbytes(300) + bytes(600))
    refused = 0
    for _ in range(600):
        changed = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(changed))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        archive.write_bytes(changed)
        try:
            with zipfile.ZipFile(archive) as packed:
                for info in packed.infolist():
                    open_member(packed, info).read()
        except (*DAMAGE, OSError):
            refused += 1
    assert refused > 100
