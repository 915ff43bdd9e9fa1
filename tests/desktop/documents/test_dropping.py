from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from desktop.documents.dropping import MOST_FILES, glance, local_paths, look
from models.errors import (
    FileEmpty,
    FileIsLink,
    FileMissing,
    FileNotRegular,
    FileTypeUnsupported,
    FileUnreadable,
    FolderEmpty,
    PictureUnread,
)
from tests.deep_folder import nest


def test_only_local_files_are_taken_from_a_drag() -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.pdf"), QUrl.fromLocalFile("/tmp/a b.txt")])

    assert local_paths(data) == [Path("/tmp/a b.txt")]


def test_a_text_file_may_do(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("hello")

    assert glance(file).refusal is None and glance(file).size_bytes == 5


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("empty.txt", b"", FileEmpty),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n", PictureUnread),
        ("song.txt", b"ID3\x04", FileTypeUnsupported),
        ("fake.pdf", b"this is no pdf", FileTypeUnsupported),
    ],
    ids=["empty", "picture", "recording", "wrong name"],
)
def test_what_cannot_be_read_is_known_before_the_drop(
    tmp_path: Path, name: str, content: bytes, refusal: type[Exception]
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    assert isinstance(glance(file).refusal, refusal)


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    assert isinstance(glance(tmp_path / "gone.txt").refusal, FileMissing)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_a_pipe_and_a_link_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    assert isinstance(glance(tmp_path / "pipe").refusal, FileNotRegular)
    assert isinstance(glance(tmp_path / "link").refusal, FileIsLink)


def test_a_model_is_told_apart_by_its_first_bytes(tmp_path: Path) -> None:
    model = tmp_path / "model.bin"
    model.write_bytes(b"GGUF\x03\0\0\0")

    assert look([model]).models == [model] and not look([model]).readable


def test_a_folder_stands_for_the_files_below_it(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a.txt", ".hidden/three.txt", "b/.four.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")

    assert [path.name for path in look([tmp_path]).readable] == ["a.txt", "two.txt"]


def test_a_large_folder_is_taken_in_part_and_says_so(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number:03}.txt").write_text("text")
    dropped = look([tmp_path])

    assert len(dropped.readable) == MOST_FILES and dropped.left_out


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "新建文件夹").mkdir()
    (refusal,) = look([tmp_path / "新建文件夹"]).refusals

    assert isinstance(refusal, FolderEmpty) and "新建文件夹" in str(refusal)


def test_a_picture_is_readable_only_where_its_words_can_be_read(tmp_path: Path) -> None:
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0" + bytes(50))

    assert isinstance(look([scan]).refusals[0], PictureUnread)
    assert look([scan], pictures=True).readable == [scan]


@pytest.mark.skipif(sys.platform != "linux", reason="where a path may be no longer than 4096 bytes")
def test_what_cannot_be_listed_in_a_folder_is_refused_and_not_left_out_in_silence(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello")
    nest(tmp_path)

    found = look([tmp_path])

    assert found.readable == [tmp_path / "note.txt"]
    assert [type(each) for each in found.refusals] == [FileUnreadable]


@pytest.mark.parametrize("name", ["n" * 300, "n" * 300 + "/a.txt", "a\0b"], ids=["long", "in a long one", "zero"])
def test_what_may_not_be_looked_at_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("text")

    dropped = look([tmp_path / name, tmp_path / "a.txt"])

    assert dropped.readable == [tmp_path / "a.txt"]
    assert isinstance(dropped.refusals[0], FileUnreadable | FileMissing)
