from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from models.documents.document import Document, Page, Report
from models.documents.ocr import Ocr, with_pages
from models.documents.ocr_worker import lines
from models.documents.picture import as_png, pages_in
from models.documents.reader import Reader
from models.errors import FileDamaged, FileHasNoText, OcrPackUnusable, PictureUnread
from models.paths import Paths
from tests.models.test_unzipping import DAMAGED

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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_the_pack_is_passed_over(paths: Paths, tmp_path: Path) -> None:
    pack = wheel(tmp_path / "pack", STAND_IN)
    os.mkfifo(pack / "onnxruntime-0-py3-none-any.whl")

    Ocr(paths).add(pack)

    assert Ocr(paths).present


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


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_wheel_that_cannot_be_unpacked_is_refused_and_nothing_is_left(
    paths: Paths, tmp_path: Path, kind: str
) -> None:
    made = wheel(tmp_path / "pack", "") / "rapidocr-0-py3-none-any.whl"
    made.write_bytes(DAMAGED[kind](made, "rapidocr/__init__.py", STAND_IN.encode()))

    with pytest.raises(OcrPackUnusable, match="not as a package should be"):
        Ocr(paths).add(tmp_path / "pack")
    assert list(paths.ocr.parent.iterdir()) == []


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

    picture.save(tmp_path / "scan.tif")

    assert words in read(paths, tmp_path / "scan.pdf").text
    assert words in read(paths, tmp_path / "scan.tif").text


def photograph(path: Path, *, pages: int = 1) -> Path:
    """Pages that are only pictures."""
    drawn = [Image.new("RGB", (60 + number, 40), "white") for number in range(pages)]
    more = {"save_all": True, "append_images": drawn[1:]} if pages > 1 else {}
    drawn[0].save(path, **more)
    return path


@pytest.mark.parametrize(("name", "pages"), [("scan.png", 1), ("photo.jpg", 1), ("fax.tif", 1), ("fax.tiff", 3)])
def test_pictures_of_pages_are_documents_once_there_is_a_pack(
    paths: Paths, tmp_path: Path, name: str, pages: int
) -> None:
    file = photograph(tmp_path / name, pages=pages)
    with pytest.raises(PictureUnread, match="paddock ocr add"):
        read(paths, file)
    Ocr(paths).add(wheel(tmp_path / "pack", STAND_IN))
    document = read(paths, file)

    assert document.kind == "picture"
    assert [page.text for page in document.pages] == ["The rent is 4,200 euros."] * pages
    assert document.report.pages_recognised == tuple(range(1, pages + 1))


def test_a_picture_is_known_by_its_bytes_and_not_by_its_name(paths: Paths, tmp_path: Path) -> None:
    with pytest.raises(PictureUnread):
        read(paths, photograph(tmp_path / "a.png").rename(tmp_path / "report.docx"))


@pytest.mark.parametrize("order", ["<", ">"], ids=["little", "big"])
def test_the_pages_of_a_tiff_are_counted_without_decoding_it(order: str) -> None:
    magic = b"II*\0" if order == "<" else b"MM\0*"

    def chain(*nexts: int) -> io.BytesIO:
        """Directories without entries, one after the other from byte 8, each of six bytes."""
        return io.BytesIO(
            magic + struct.pack(f"{order}I", 8) + b"".join(struct.pack(f"{order}HI", 0, n) for n in nexts)
        )

    assert pages_in("a.tif", chain(14, 20, 0)) == 3
    for broken in (chain(14, 8), chain(14), io.BytesIO(magic + struct.pack(f"{order}I", 0))):
        with pytest.raises(FileDamaged):
            pages_in("a.tif", broken)


def test_a_picture_larger_than_any_scan_or_cut_off_is_refused() -> None:
    made = io.BytesIO()
    Image.new("1", (12_000, 11_000)).save(made, "PNG")
    assert len(made.getvalue()) < 100_000
    with pytest.raises(FileDamaged, match=r"bomb\.png"):
        list(as_png("bomb.png", made, (1,)))
    cut = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(cut, "PNG")
    with pytest.raises(FileDamaged, match=r"cut\.png"):
        list(as_png("cut.png", io.BytesIO(cut.getvalue()[:-3000]), (1,)))


def test_a_photograph_is_turned_upright_and_made_no_larger_than_is_read() -> None:
    lying = Image.new("RGB", (5000, 2500), "white")
    turned = lying.getexif()
    turned[0x0112] = 6  # orientation: the camera was held upright
    made = io.BytesIO()
    lying.save(made, "JPEG", exif=turned)
    [png] = as_png("photo.jpg", made, (1,))

    assert Image.open(io.BytesIO(png)).size == (1800, 3600)
