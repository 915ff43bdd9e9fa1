"""PDF files made for tests by reportlab."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

CHINESE = "STSong-Light"


def canvas(path: Path, *, password: str | None = None) -> Canvas:
    if CHINESE not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    encrypt = StandardEncryption(password, ownerPassword="owner") if password is not None else None
    return Canvas(str(path), pagesize=A4, encrypt=encrypt)


def lines(
    page: Canvas, x: float, y: float, texts: list[str], *, font: str = "Helvetica", mode: int = 0, size: float = 11
) -> None:
    block = page.beginText(x, y)
    block.setFont(font, size)
    block.setTextRenderMode(mode)
    for text in texts:
        block.textLine(text)
    block.setTextRenderMode(0)
    page.drawText(block)


def raised(page: Canvas, y: float, pieces: list[str]) -> None:
    """One line; what begins with ^ is small and stands above it."""
    block = page.beginText(72, y)
    for piece in pieces:
        text = piece.removeprefix("^")
        block.setFont("Helvetica", 11 if piece == text else 6.5)
        block.setRise(0 if piece == text else 4)
        block.textOut(text)
    page.drawText(block)


def fact(page: int, line: int) -> str:
    return f"In section {page}.{line} the pump of plant {page} moved {page * 100 + line} tonnes of water."


def chinese_fact(page: int) -> str:
    return f"第{page}号厂房的水泵共输送了{page * 100}吨水。"


def report(path: Path, pages: int = 30) -> Path:
    """Running header, numbered footer, English lines and a Chinese sentence on every page."""
    page = canvas(path)
    for number in range(1, pages + 1):
        lines(page, 72, 810, ["Annual report of Northwind"])
        lines(page, 72, 760, [fact(number, line) for line in range(20)])
        lines(page, 72, 400, [chinese_fact(number)], font=CHINESE)
        lines(page, 72, 30, [f"Page {number} of {pages}"])
        page.showPage()
    page.save()
    return path


def two_columns(path: Path, pages: int = 2, *, lines_each: int = 30) -> Path:
    page = canvas(path)
    for number in range(1, pages + 1):
        lines(page, 60, 760, [f"Left {number}.{line} of the column says this." for line in range(lines_each)])
        lines(page, 320, 760, [f"Right {number}.{line} of the column says that." for line in range(lines_each)])
        page.showPage()
    page.save()
    return path


def woven_columns(path: Path, pages: int = 2) -> Path:
    """Two columns below a heading, written row by row: left, right, left, right."""
    page = canvas(path)
    for number in range(1, pages + 1):
        lines(page, 60, 790, [f"Chapter {number}: a heading that runs over both of the columns of this page"])
        for line in range(30):
            y = 760 - 13.2 * line
            lines(page, 60, y, [f"Left {number}.{line} of the column says this at length."])
            lines(page, 320, y, [f"Right {number}.{line} of the column says that at length."])
        page.showPage()
    page.save()
    return path


def table(path: Path) -> Path:
    """Rows of a name and a figure."""
    page = canvas(path)
    for row in range(20):
        lines(page, 60, 760 - 13.2 * row, [f"Pump number {row} of the works"])
        lines(page, 320, 760 - 13.2 * row, [f"{row * 111:,} tonnes"])
    page.save()
    return path


def with_private_bullet(path: Path) -> Path:
    """A line behind a bullet that its font says is U+F095, as Wingdings and OpenSymbol do."""
    cmap = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <95> <f095> endbfchar endcmap"
    text = b"BT /B 11 Tf 72 700 Td <95> Tj /T 11 Tf 14 0 Td (All pumps run.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /T 5 0 R /B 6 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap),
    ]
    file = b"%PDF-1.4\n"
    places = []
    for number, own in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj %s endobj\n" % (number, own)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    path.write_bytes(file + head + table + trailer)
    return path
