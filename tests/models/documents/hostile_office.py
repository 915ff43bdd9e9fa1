"""Office files made to harm: each is small, and no program of ours may grow large or slow on it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.models.documents import binary, office
from tests.models.documents.office import S, W, docx, epub, odf, pack, paragraph, xlsx

Make = Callable[[Path], object]
MIB = 1024 * 1024

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
THIEF = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
FAR = '<row r="{0}"><c r="XFD{0}"><v>1</v></c></row>'


def with_document(document: str | bytes, **parts: str | bytes) -> Make:
    """A Word package whose main part is this."""

    def make(path: Path) -> None:
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        pack(path, office.open_xml("word/document.xml", main, {"word/document.xml": document, **parts}))

    return make


def word(body: str) -> str:
    return f"<w:document {W}><w:body>{body}</w:body></w:document>"


def bomb(path: Path, part: str = "word/document.xml", size: int = 200 * MIB, head: bytes = b"") -> None:
    """A part that unpacks to `size` bytes of one letter, a thousand times what the file takes."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in office.open_xml("word/document.xml", main, {}).items():
            package.writestr(name, content)
        with package.open(part, "w") as stream:
            stream.write(head or f"<w:document {W}><w:body><w:p><w:r><w:t>".encode())
            for _ in range(size // MIB):
                stream.write(b"a" * MIB)


def lying_bomb(path: Path) -> None:
    """The same, whose headers say that it is small."""
    bomb(path)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"word/document.xml") - 46
    struct.pack_into("<I", data, at + 24, 1000)
    path.write_bytes(bytes(data))


def many_entries(path: Path) -> None:
    pack(path, {f"word/{number}.xml": "" for number in range(5001)})


def endless_directory(path: Path) -> None:
    """Says that its list of entries takes a gigabyte."""
    pack(path, {"word/document.xml": "x"})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 12, 2**30)
    path.write_bytes(bytes(data))


def many_parts_bomb(path: Path) -> None:
    """No part is too large, all of them are."""
    sheets = {f"s{n}": "" for n in range(5)}
    xlsx(path, sheets)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    blank = f"<worksheet {S}><sheetData/></worksheet>".encode()
    parts |= {f"xl/worksheets/sheet{n}.xml": blank + b" " * (100 * MIB) for n in range(5)}
    pack(path, parts)


def encrypted_entry(path: Path) -> None:
    docx(path, paragraph("x"))
    data = bytearray(path.read_bytes())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(magic, place + 4)
    path.write_bytes(bytes(data))


def cut(make: Callable[[Path], object], share: float) -> Make:
    def made(path: Path) -> None:
        make(path)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return made


def flipped(path: Path) -> None:
    """One byte of the packed text is another."""
    docx(path, "".join(paragraph(f"words {number}") for number in range(500)))
    data = bytearray(path.read_bytes())
    data[data.find(b"word/document.xml") + 200] ^= 0xFF
    path.write_bytes(bytes(data))


def squeezed(path: Path) -> None:
    docx(path, paragraph("x"))
    with zipfile.ZipFile(path) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    pack(path, parts, method=zipfile.ZIP_LZMA)


def deep_word(path: Path) -> None:
    docx(path, "<w:p>" + "<w:smartTag>" * 20_000 + "</w:smartTag>" * 20_000 + "</w:p>")


def deep_tables(path: Path) -> None:
    docx(path, "<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000)


def all_rows_to_the_last_column(path: Path) -> None:
    xlsx(path, {"S": "".join(FAR.format(number) for number in range(1, 400))})


def outside_every_sheet(path: Path) -> None:
    xlsx(path, {"S": '<row><c r="ZZZZZZ1"><v>1</v></c></row>'})


def repeated_cells(path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    odf(path, "spreadsheet", f'<table:table><table:table-row table:number-rows-repeated="1048576">{cell}'
        "</table:table-row></table:table>")  # fmt: skip


def repeated_blanks(path: Path) -> None:
    odf(path, "text", "<text:p>" + '<text:s text:c="99999999"/>' * 10 + "</text:p>")


def far_corners_xls(path: Path) -> None:
    binary.xls(path, {"S": [(0, 0, "x"), (65535, 255, "y")]})


def far_corners_xlsb(path: Path) -> None:
    binary.xlsb(path, {"S": [(0, 0, "x"), (1_048_575, 16_383, "y")]})


def locked_xls(path: Path) -> None:
    binary.xls(path, {"S": [(0, 0, "x")]}, locked=True)


def compound(*streams: str) -> Make:
    return lambda path: binary.ole(path, dict.fromkeys(streams, b"x"))


def ole_loop(path: Path) -> None:
    """Its allocation table leads in a circle."""
    binary.xls(path, {"S": [(0, 0, "x")]})
    data = bytearray(path.read_bytes())
    fat = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    struct.pack_into("<I", data, fat + 4, 0)
    path.write_bytes(bytes(data))


def locked_book(path: Path) -> None:
    locked = '<encryption><EncryptedData><EncryptionMethod Algorithm="http://ns.adobe.com/adept/x"/></EncryptedData></encryption>'
    epub(path, {"a.xhtml": "<p>x</p>"}, {"META-INF/encryption.xml": locked})


def book_of_lost_chapters(path: Path) -> None:
    pack(path, {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="../../b.opf"/></rootfiles></container>',
        "b.opf": '<package><manifest><item id="a" href="../../../etc/passwd" media-type="text/html"/></manifest>'
                 '<spine><itemref idref="a"/></spine></package>',
    })  # fmt: skip
