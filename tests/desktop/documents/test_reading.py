from __future__ import annotations

from pathlib import Path

from desktop.documents.reading import Readings
from desktop.shell.parts import Parts
from models.errors import FileDamaged
from tests.desktop.program import until


def test_a_file_is_read_for_the_message_and_its_chip_says_so(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "note.md"
    file.write_text("# Horses\n\nThere are nine of them.")
    words: list[str] = []
    parts.readings.changed.connect(lambda _path, said, _bad: words.append(said))
    parts.readings.add(file, 33)
    until(lambda: not parts.readings.busy, "the reader")

    assert "read fully" in words[-1]
    assert [(each.name, each.text) for each in parts.readings.attachments()] == [("note.md", file.read_text())]


def test_a_damaged_file_says_so_on_its_chip_and_does_not_go_along(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.4\nnothing more")
    refused: list[Exception] = []
    parts.readings.refused.connect(lambda _path, error: refused.append(error))
    parts.readings.add(file)
    until(lambda: not parts.readings.busy, "the reader")

    assert isinstance(refused[0], FileDamaged) and parts.readings.attachments() == []


def test_a_file_taken_away_does_not_go_along(parts: Parts, tmp_path: Path) -> None:
    readings: Readings = parts.readings
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(name)
        readings.add(tmp_path / name)
    readings.remove(tmp_path / "b.txt")
    until(lambda: len(readings.documents) == 2 and not readings.busy, "the others")

    assert {each.name for each in readings.documents} == {"a.txt", "c.txt"}


def test_the_chip_says_an_encoding_that_was_guessed(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "旧文件.txt"
    file.write_bytes("会议于上午九点开始，各部门汇报了本季度的工作进展。".encode("gb18030"))
    words: list[str] = []
    parts.readings.changed.connect(lambda _path, said, _bad: words.append(said))
    parts.readings.add(file, 33)
    until(lambda: not parts.readings.busy, "the reader")

    assert "gb18030" in words[-1]


def test_a_file_is_read_anew_in_the_encoding_that_was_chosen(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_bytes("会议于上午九点开始".encode("gb18030"))
    parts.readings.add(file)
    until(lambda: not parts.readings.busy, "the reader")
    parts.readings.read_as(file, "cp1252")
    until(lambda: not parts.readings.busy, "the reader in another encoding")

    assert parts.readings.encodings() == {file: "cp1252"}
    assert parts.readings.attachments()[0].text.startswith("»")
    parts.readings.read_as(file, "")
    until(lambda: not parts.readings.busy, "the reader in its own")
    assert parts.readings.encoding_of(file) == "gb18030" and not parts.readings.encodings()
