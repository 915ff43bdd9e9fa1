from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from models.documents.document import Document, Page, Report
from models.documents.ocr import Ocr, with_pages
from models.documents.ocr_worker import lines
from models.documents.reader import Reader
from models.errors import FileHasNoText, OcrPackUnusable
from models.paths import Paths

# A folder of real wheels (pip download rapidocr onnxruntime); too large to be there in every run.
PACK = Path(os.environ.get("PADDOCK_OCR_PACK", "nowhere"))

STAND_IN = """
class RapidOCR:
    def __call__(self, picture):
        assert picture.startswith(b"\\x89PNG")
        return self
    boxes = [[[90, 10], [190, 10], [190, 30], [90, 30]], [[10, 12], [80, 12], [80, 30], [10, 30]]]
    txts = ("4,200 euros.", "The rent is")
    scores = (0.9, 0.95)
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "logs")


def wheel(folder: Path, code: str, name: str = "rapidocr/__init__.py") -> Path:
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "rapidocr-0-py3-none-any.whl", "w") as package:
        package.writestr(name, code)
    return folder


def scan(path: Path, *, typed: str = "") -> Path:
    """A page that is only a drawing, after one with text if there is `typed`."""
    canvas = Canvas(str(path), pagesize=A4)
    if typed:
        canvas.drawString(72, 700, typed)
        canvas.showPage()
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()
    return path


def read(paths: Paths, path: Path) -> Document:
    document = list(Reader(paths).read(path))[-1]
    assert isinstance(document, Document)
    return document


def test_pages_that_are_pictures_are_read_once_there_is_a_pack(paths: Paths, tmp_path: Path) -> None:
    file = scan(tmp_path / "mixed.pdf", typed="The first page is typed.")
    assert read(paths, file).report.pages_without_text == (2,)
    Ocr(paths).add(wheel(tmp_path / "pack", STAND_IN))
    document = read(paths, file)

    assert document.pages[0].text.strip() == "The first page is typed."
    assert document.pages[1].text == "The rent is 4,200 euros."
    assert document.text[document.pages[1].start :] == document.pages[1].text
    assert document.report.pages_without_text == () and document.report.pages_recognised == (2,)


def test_a_file_of_pictures_alone_is_refused_only_without_a_pack(paths: Paths, tmp_path: Path) -> None:
    file = scan(tmp_path / "scan.pdf")
    with pytest.raises(FileHasNoText):
        read(paths, file)
    Ocr(paths).add(wheel(tmp_path / "pack", STAND_IN))
    assert read(paths, file).text == "The rent is 4,200 euros."
    Ocr(paths).remove()
    with pytest.raises(FileHasNoText):
        read(paths, file)


def test_a_pack_that_does_not_work_is_refused_and_the_one_before_stays(paths: Paths, tmp_path: Path) -> None:
    ocr = Ocr(paths)
    ocr.add(wheel(tmp_path / "good", STAND_IN))
    with pytest.raises(OcrPackUnusable, match="onnxruntime_that_is_missing"):
        ocr.add(wheel(tmp_path / "bad", "import onnxruntime_that_is_missing"))

    assert ocr.present and "4,200" in read(paths, scan(tmp_path / "scan.pdf")).text


@pytest.mark.parametrize("name", ["../outside.py", "/outside.py"])
def test_a_wheel_that_names_places_outside_is_refused(paths: Paths, tmp_path: Path, name: str) -> None:
    with pytest.raises(OcrPackUnusable, match="not as a package should be"):
        Ocr(paths).add(wheel(tmp_path / "pack", "", name))


def test_a_folder_without_wheels_is_no_pack(paths: Paths, tmp_path: Path) -> None:
    with pytest.raises(OcrPackUnusable, match="rapidocr"):
        Ocr(paths).add(tmp_path)


def test_pieces_of_one_line_are_joined_and_unsure_ones_left_out() -> None:
    def box(x: float, y: float) -> list[tuple[float, float]]:
        return [(x, y), (x + 50, y), (x + 50, y + 20), (x, y + 20)]

    found = lines([box(200, 12), box(10, 10), box(10, 60), box(10, 90)], ["right", "left", "below", "?"],
                  [0.9, 0.9, 0.9, 0.2])  # fmt: skip
    assert found == ["left right", "below"]
    assert lines(None, None, None) == []


def test_offsets_follow_the_words_that_came_in() -> None:
    pages = (Page(1, 0, ""), Page(2, 1, "Typed."))
    report = Report(pages=2, characters=6, pages_without_text=(1,))
    document = with_pages(Document(name="a", sha256="", kind="pdf", pages=pages, report=report), {1: "Read off."})

    assert [document.text[page.start : page.start + len(page.text)] for page in document.pages] == [
        "Read off.",
        "Typed.",
    ]


@pytest.mark.skipif(not PACK.is_dir(), reason="PADDOCK_OCR_PACK names no folder of wheels")
def test_real_packages_read_a_real_scan(paths: Paths, tmp_path: Path) -> None:
    Ocr(paths).add(PACK)
    picture = Image.new("RGB", (1240, 400), "white")
    words, font = "The contract ends on 31 March 2026.", ImageFont.load_default(size=36)
    ImageDraw.Draw(picture).text((100, 60), words, fill="black", font=font)
    picture.save(tmp_path / "scan.pdf", "PDF", resolution=150)

    assert words in read(paths, tmp_path / "scan.pdf").text
