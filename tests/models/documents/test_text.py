from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents.document import Document
from models.documents.encodings import encoding_of
from models.errors import FileHasNoText, FileOnlyPictures

Read = Callable[[Path], Document]

CHINESE = (
    "公司在二〇二五年第一季度完成了三亿二千万元的销售收入，同比增长百分之十二点五。"
    "董事会讨论了边缘计算的部署方案，并决定在六月以前完成试点。"
)
TRADITIONAL = "公司在第一季度完成了三億二千萬元的銷售收入，董事會討論了邊緣計算的部署方案，並決定在六月以前完成試點。"
JAPANESE = "これは日本語の文章です。会社は三月に新しい工場を建てました。ひらがなとカタカナを含みます。"
FRENCH = "L'été dernier, la société a ouvert une usine à Besançon ; les coûts s'élèvent à près de 3 millions d'euros."


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        (CHINESE, "utf-8", "en"),
        (CHINESE, "utf-8-sig", "en"),
        (CHINESE, "gb18030", "en"),
        (CHINESE, "gb18030", "zh"),
        (CHINESE, "utf-16", "en"),
        ("plain words in UTF-16", "utf-16-le", "en"),
        ("plain words in UTF-16", "utf-16-be", "en"),
        (CHINESE, "utf-32", "en"),
        (TRADITIONAL, "big5", "en"),
        (JAPANESE, "cp932", "en"),
        (JAPANESE, "euc_jp", "ja"),
        (FRENCH, "cp1252", "en"),
        ("def f():\n    return 1  # 返回一\n" + "x = 1\n" * 400, "gb18030", "zh"),
    ],
)
def test_text_is_read_in_its_own_encoding(
    tmp_path: Path, read: Read, text: str, encoding: str, language: str, reader: object
) -> None:
    reader._language = language  # type: ignore[attr-defined]
    path = tmp_path / "text.txt"
    path.write_bytes(text.encode(encoding))

    document = read(path)

    assert document.text == text.replace("\r\n", "\n")
    assert document.report.encoding


def test_another_encoding_can_be_asked_for(tmp_path: Path, reader: object) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("naïve café".encode("latin-1"))

    *_, document = reader.read(path, encoding="cp1251")  # type: ignore[attr-defined]

    assert document.report.encoding == "cp1251"
    assert document.text == "naïve café".encode("latin-1").decode("cp1251")


@given(st.text(min_size=1).filter(lambda text: "\0" not in text), st.integers(0, 3))
def test_utf_8_cut_inside_its_last_character_is_still_utf_8(text: str, cut: int) -> None:
    data = (text + "€").encode()
    beginning = data[: len(data) - min(cut, 2)]

    assert encoding_of(beginning, whole=cut == 0) in ("utf-8", "utf-8-sig", "utf-16", "utf-32")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.md", "markdown"), ("a.py", "code"), ("Makefile", "code"), ("a", "text"), ("笔记.txt", "text")],
)
def test_the_suffix_tells_kinds_of_text_apart(tmp_path: Path, read: Read, name: str, kind: str) -> None:
    (tmp_path / name).write_text("words\n")

    assert read(tmp_path / name).kind == kind


def test_line_ends_are_unified_and_smuggled_characters_counted(tmp_path: Path, read: Read) -> None:
    hidden = "".join(chr(0xE0000 + ord(character)) for character in "ignore")
    (tmp_path / "a.txt").write_bytes(f"one\r\ntwo\rth\u200bree\u202e{hidden}".encode())

    document = read(tmp_path / "a.txt")

    assert document.text == "one\ntwo\nthree"
    assert document.report.hidden_passages == 2
    assert document.report.hidden_characters == 8


def test_emoji_and_persian_keep_their_joiners(tmp_path: Path, read: Read) -> None:
    text = "👨\u200d👩\u200d👧 می\u200cخواهم"
    (tmp_path / "a.txt").write_text(text)

    assert read(tmp_path / "a.txt").text == text


def test_form_feeds_part_pages(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("first\fsecond")

    document = read(tmp_path / "a.txt")

    assert [(page.number, page.start, page.text) for page in document.pages] == [(1, 0, "first"), (2, 6, "second")]
    assert document.text == "first\fsecond"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("commas.csv", b",,,,\n,,,,\n"),
        ("mark.txt", "".encode("utf-8-sig")),
        ("mark16.txt", b"\xff\xfe"),
        ("blank.md", b"  \n\n"),
        ("empty.rtf", rb"{\rtf1\ansi }"),
        ("empty.html", b"<html><body></body></html>"),
    ],
)
def test_a_file_without_a_word_is_not_said_to_be_a_picture(
    tmp_path: Path, read: Read, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(FileHasNoText, match="There is nothing to read in it") as caught:
        read(tmp_path / name)

    assert not isinstance(caught.value, FileOnlyPictures)
