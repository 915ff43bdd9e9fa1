"""Packages, compound files and marked-up text made to harm: one clear sentence, in bounded time and memory."""

from __future__ import annotations

import contextlib
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.documents.document import Document
from models.documents.flow import Flow
from models.documents.ole import Ole
from models.errors import (
    FileBomb,
    FileDamaged,
    FileHasNoText,
    FileProtected,
    FileRefused,
    FileTypeUnsupported,
    PaddockError,
    ReaderCrashed,
    ReaderOutOfMemory,
)
from tests.models.documents import hostile_office as made
from tests.models.documents.office import docx, pack, paragraph
from tests.models.documents.test_formats import FORMATS

Extract = Callable[[Path], tuple[str, Flow]]
Read = Callable[[Path], Document]

EXCEL_2003 = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
ODD_ENCODING = '<?xml version="1.0" encoding="x-no"?><x/>'

# name, how it is made, the error, and words of its sentence
REFUSED: dict[str, tuple[str, made.Make, type[PaddockError], str]] = {
    "bomb": ("a.docx", made.bomb, FileBomb, "128 MiB"),
    "bomb that lies": ("a.docx", made.lying_bomb, FileDamaged, "cannot be unpacked"),
    "bomb in parts": ("a.xlsx", made.many_parts_bomb, FileBomb, "256 MiB"),
    "5 001 parts": ("a.docx", made.many_entries, FileBomb, "5,000 parts"),
    "endless directory": ("a.docx", made.endless_directory, FileBomb, "5,000 parts"),
    "billion laughs": ("a.docx", made.with_document(made.LAUGHS + made.word("&b;")), FileDamaged, "document type"),
    "outer entity": ("a.docx", made.with_document(made.THIEF + made.word("&f;")), FileDamaged, "document type"),
    "laughs in UTF-16": ("a.docx", made.with_document((made.LAUGHS + made.word("&b;")).encode("utf-16")), FileDamaged,
                         "document type"),
    "type behind a comment": ("a.docx", made.with_document("<!--" + "x" * 99_999 + "-->" + made.LAUGHS + "<x/>"),
                              FileDamaged, "document type"),
    "cut XML": ("a.docx", made.with_document(made.word("<w:p>")[:-20]), FileDamaged, "well-formed"),
    "no XML": ("a.docx", made.with_document(b"\0" * 99), FileDamaged, "well-formed"),
    "unknown encoding": ("a.docx", made.with_document(ODD_ENCODING), FileDamaged, "a.docx"),
    "encrypted entry": ("a.docx", made.encrypted_entry, FileProtected, "password"),
    "cut in half": ("a.docx", made.cut(made.deep_tables, 0.5), FileDamaged, "not a complete zip"),
    "one byte flipped": ("a.docx", made.flipped, FileDamaged, "cannot be unpacked"),
    "odd compression": ("a.docx", made.squeezed, FileDamaged, "no Office program"),
    "no main part": ("a.docx", made.with_document("", **{"_rels/.rels": "<r/>"}), FileTypeUnsupported, "unknown here"),
    "nested tags": ("a.docx", made.deep_word, FileDamaged, "too deeply"),
    "nested tables": ("a.docx", made.deep_tables, FileDamaged, "too deeply"),
    "empty document": ("a.docx", lambda path: docx(path, ""), FileHasNoText, "no text"),
    "all hidden": ("a.docx", lambda path: docx(path, paragraph("x", run="<w:vanish/>")), FileHasNoText, "no text"),
    "wide sheet": ("a.xlsx", made.all_rows_to_the_last_column, FileBomb, "5,000,000 cells"),
    "cell outside": ("a.xlsx", made.outside_every_sheet, FileDamaged, "outside every sheet"),
    "repeated cells": ("a.ods", made.repeated_cells, FileBomb, "5,000,000 cells"),
    "blanks only": ("a.odt", made.repeated_blanks, FileHasNoText, "no text"),
    "far corners, xls": ("a.xls", made.far_corners_xls, FileBomb, "5,000,000 cells"),
    "far corners, xlsb": ("a.xlsb", made.far_corners_xlsb, FileBomb, "5,000,000 cells"),
    "locked xls": ("a.xls", made.locked_xls, FileProtected, "password"),
    "cut xls": ("a.xls", made.cut(made.far_corners_xls, 0.4), FileTypeUnsupported, "old Office"),
    "locked package": ("a.docx", made.compound("EncryptionInfo", "EncryptedPackage"), FileProtected, "password"),
    "old Word": ("a.txt", made.compound("WordDocument"), FileTypeUnsupported, "save it as .docx"),
    "old slides": ("a.ppt", made.compound("PowerPoint Document"), FileTypeUnsupported, "save it as .pptx"),
    "WPS": ("a.wps", made.compound("WpsDocument"), FileTypeUnsupported, "save it as .docx"),
    "WPS by its name": ("a.wps", made.compound("Whatever"), FileTypeUnsupported, "save it as .docx"),
    "Outlook": ("a.msg", made.compound("__properties_version1.0"), FileTypeUnsupported, ".eml"),
    "locked book": ("a.epub", made.locked_book, FileProtected, "password"),
    "lost chapters": ("a.epub", made.book_of_lost_chapters, FileDamaged, "no chapter"),
    "archive": ("a.zip", lambda path: pack(path, {"a.txt": "x", "../../b.txt": "y"}), FileTypeUnsupported, "inside"),
    "empty archive": ("a.docx", lambda path: pack(path, {}), FileTypeUnsupported, "nothing in it"),
    "Excel in XML": ("a.xls", lambda path: path.write_text(EXCEL_2003), FileTypeUnsupported, ".xlsx"),
    "text called docx": ("a.docx", lambda path: path.write_text("words"), FileTypeUnsupported, "in spite of its name"),
    "noise called eml": ("a.eml", lambda path: path.write_bytes(b"\n\n" + b" " * 999), FileHasNoText, "no text"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "error", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_package_is_one_sentence(
    tmp_path: Path, read: Read, name: str, make: made.Make, error: type[PaddockError], words: str
) -> None:
    path = tmp_path / name
    make(path)

    with pytest.raises(error) as caught:
        read(path)
    assert name in str(caught.value)
    assert words in str(caught.value)


def test_two_cells_in_far_corners_are_two_rows(tmp_path: Path, extract: Extract) -> None:
    path = tmp_path / "a.xlsx"
    made.xlsx(path, {"S": '<row r="1"><c r="A1"><v>1</v></c></row>' + made.FAR.format(1048576)})

    rows = extract(path)[1].pages[0].split("\n")

    assert rows[2] == "| 1 |" and rows[3].endswith("|  | 1 |")
    assert len(rows) == 4


def test_an_allocation_table_that_leads_in_a_circle_ends(tmp_path: Path) -> None:
    made.ole_loop(tmp_path / "a.xls")

    with (tmp_path / "a.xls").open("rb") as file:
        assert len(Ole(file).stream("Workbook")) == 4096


SEEDS = ("docx", "pptx", "xlsx", "odt", "ods", "epub", "html", "rtf", "eml", "json", "srt", "csv")


@pytest.mark.soak
@pytest.mark.parametrize("suffix", SEEDS)
def test_no_mutant_is_a_surprise(tmp_path: Path, extract: Extract, suffix: str) -> None:
    for path in mutants(tmp_path / f"a.{suffix}", 1500):
        with contextlib.suppress(FileRefused, RecursionError):
            extract(path)


@pytest.mark.soak
@pytest.mark.parametrize("suffix", ["xls", "xlsb"])
def test_a_mutant_that_ends_calamine_ends_only_the_reader(tmp_path: Path, read: Read, suffix: str) -> None:
    for path in mutants(tmp_path / f"a.{suffix}", 150):
        with contextlib.suppress(FileRefused, ReaderCrashed, ReaderOutOfMemory):
            read(path)


def mutants(path: Path, count: int) -> Iterator[Path]:
    """One file after the other in the same place, each harmed in another way."""
    chance = random.Random(path.name)
    FORMATS[path.suffix[1:]](path)
    parts: dict[str, bytes] = {}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    data = path.read_bytes()
    for _ in range(count):
        if parts and chance.random() < 0.8:  # harm what is inside, in a package that is whole
            name = chance.choice(list(parts))
            pack(path, {**parts, name: mutant(parts[name], chance)})
        else:
            path.write_bytes(mutant(data, chance) or b"x")
        yield path


def mutant(data: bytes, chance: random.Random) -> bytes:
    """The same with bytes flipped, a piece removed, or a piece twice."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 10))):
        at, length = chance.randrange(len(changed) + 1), chance.choice((1, 2, 8, 64))
        match chance.randrange(4):
            case 0:
                del changed[at : at + length]
            case 1:
                changed[at:at] = changed[at : at + length]
            case 2:
                changed[at : at + length] = chance.randbytes(min(length, 4))
            case _:
                changed[at:at] = chance.choice((b"9" * 9, b"-1", b'"', b"<", b">", b"\0", b"&#x0;", b"\xff\xff"))
    return bytes(changed)
