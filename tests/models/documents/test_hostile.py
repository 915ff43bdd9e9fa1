"""Files that are no documents, or worse: each is one clear sentence, in bounded time, and the next file is read."""

from __future__ import annotations

import os
import signal
import struct
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from models.documents import guard
from models.documents import reader as reader_module
from models.documents.document import Document
from models.documents.reader import Reader
from models.errors import (
    DiskFull,
    FileDamaged,
    FileEmpty,
    FileHasNoText,
    FileIsFolder,
    FileIsLink,
    FileMissing,
    FileNotRegular,
    FileTooLarge,
    FileTypeUnsupported,
    FileUnreadable,
    PaddockError,
    PictureUnread,
    ReaderCrashed,
    ReaderError,
    ReaderTimeout,
)
from tests.models.documents import pdfs

Read = Callable[[Path], Document]
Make = Callable[[Path], object]


def sparse(size: int, head: bytes = b"") -> Make:
    def make(path: Path) -> None:
        path.write_bytes(head)
        os.truncate(path, size)

    return make


def socket_file(path: Path) -> None:
    os.mknod(path, 0o140600)


def pdf_of_nested_arrays(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF")


def pdf_of_a_page_loop(path: Path) -> None:
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )


def pdf_bomb(path: Path) -> None:
    """A page whose content unpacks to 200 MB of spaces, packed twice to a few kilobytes."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * 2**20) for _ in range(200)) + packer.flush()
    content = zlib.compress(once, 9)
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length "
    )
    tail = b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF"
    path.write_bytes(head + str(len(content)).encode() + b">>stream\n" + content + tail)


REFUSED: dict[str, tuple[str, Make, type[PaddockError] | tuple[type[PaddockError], ...]]] = {
    "nothing there": ("gone.txt", lambda path: None, FileMissing),
    "folder": ("folder", lambda path: path.mkdir(), FileIsFolder),
    "empty": ("empty.pdf", lambda path: path.touch(), FileEmpty),
    "pipe": ("pipe.txt", lambda path: os.mkfifo(path), FileNotRegular),
    "socket": ("socket.txt", socket_file, FileNotRegular),
    "link": ("link.txt", lambda path: path.symlink_to("/etc/hostname"), FileIsLink),
    "link loop": ("loop.txt", lambda path: path.symlink_to(path), FileIsLink),
    "below a file": ("x.txt/y.txt", lambda path: path.parent.write_text("x"), FileMissing),
    "2 GB of text": ("huge.txt", sparse(2 * 10**9, b"words "), FileTooLarge),
    "2 GB of pdf": ("huge.pdf", sparse(2 * 10**9, b"%PDF-1.7\n"), FileTooLarge),
    "100 MB of holes in a pdf": ("holes.pdf", sparse(100 * 10**6, b"%PDF-1.7\n"), FileDamaged),
    "binary called txt": ("noise.txt", lambda path: path.write_bytes(bytes(range(256)) * 64), FileTypeUnsupported),
    "zeros": ("zeros.txt", lambda path: path.write_bytes(bytes(5000)), FileTypeUnsupported),
    "blanks": ("blank.txt", lambda path: path.write_text(" \n\t\n" * 50), FileHasNoText),
    "invisible": ("ghost.txt", lambda path: path.write_text("\u200b\u2060" * 50), FileHasNoText),
    "picture": ("photo.txt", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50)), PictureUnread),
    "archive": ("a.zip", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50)), FileDamaged),
    "gzip": ("a.gz", lambda path: path.write_bytes(b"\x1f\x8b\x08" + bytes(50)), FileTypeUnsupported),
    "program": ("a.txt", lambda path: path.write_bytes(b"\x7fELF" + bytes(50)), FileTypeUnsupported),
    "model": ("a.gguf", lambda path: path.write_bytes(b"GGUF" + struct.pack("<I", 3)), FileTypeUnsupported),
    "pdf header only": ("a.pdf", lambda path: path.write_bytes(b"%PDF-1.7\n"), FileDamaged),
    "pdf of nested arrays": ("nest.pdf", pdf_of_nested_arrays, (FileDamaged, ReaderCrashed)),
    "pdf whose pages are its pages": ("loop.pdf", pdf_of_a_page_loop, (FileDamaged, FileHasNoText)),
    "pdf bomb": ("bomb.pdf", pdf_bomb, (FileDamaged, FileHasNoText, ReaderError)),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "error"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_file_is_one_sentence(
    tmp_path: Path, read: Read, name: str, make: Make, error: type[PaddockError]
) -> None:
    path = tmp_path / name
    make(path)

    with pytest.raises(error) as caught:
        read(path)
    assert Path(name).name in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_file_without_permission_says_so(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("words")
    path.chmod(0)

    with pytest.raises(FileUnreadable, match="permissions"):
        read(path)


def test_a_reader_that_takes_too_long_is_killed(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "BASE_LIMIT_S", 0.0)
    path = pdfs.report(tmp_path / "report.pdf", pages=2)
    started = time.monotonic()

    with pytest.raises(ReaderTimeout):
        list(reader.read(path))
    assert time.monotonic() - started < 10


def test_a_painter_that_dies_is_replaced(tmp_path: Path, reader: Reader) -> None:
    path = pdfs.report(tmp_path / "report.pdf", pages=2)
    reader.page_image(path, 1)
    painter = reader._painter
    assert painter is not None
    os.kill(painter.pid, signal.SIGKILL)

    image = None
    for _ in range(2):  # the death may be noticed before the question or after it
        try:
            image = reader.page_image(path, 2)
        except ReaderCrashed:
            continue
    assert image is not None and image.page == 2


def test_closing_ends_the_reader_at_once(tmp_path: Path, reader: Reader) -> None:
    reading = reader.read(pdfs.report(tmp_path / "report.pdf", pages=30))
    next(reading)
    started = time.monotonic()

    reading.close()

    assert time.monotonic() - started < 2


def test_the_copy_is_gone_afterwards(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "note.txt"
    path.write_text("A note.")
    read(path)

    assert list((tmp_path / "home" / "cache").rglob("*.*")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="where a device is always full")
def test_a_full_disk_is_not_blamed_on_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note.txt"
    path.write_text("A note.")
    monkeypatch.setattr(guard.tempfile, "TemporaryFile", lambda dir: open("/dev/full", "w+b"))  # noqa: PTH123, SIM115

    with pytest.raises(DiskFull, match=str(tmp_path / "copies")):
        guard.admit(path, tmp_path / "copies")
