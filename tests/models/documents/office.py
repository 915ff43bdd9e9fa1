"""Office files made for tests, part by part: the smallest packages that their own programs open."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT_W = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {A} xmlns:r="{_OFFICE}"'
S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'
_MC = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def pack(path: Path, parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def relations(*entries: tuple[str, str, str]) -> str:
    """A part of relations: (id, kind, target)."""
    each = "".join(f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for id_, kind, to in entries)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def open_xml(main: str, declared: str, parts: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """The parts of an Office Open XML package around its own."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{declared}"/></Types>'
    )
    return {"[Content_Types].xml": types, "_rels/.rels": relations(("r1", "officeDocument", main)), **parts}


def docx(path: Path, body: str, parts: Mapping[str, str | bytes] | None = None, *, namespace: str = W) -> Path:
    """A Word document with `body`; `parts` may bring styles.xml, numbering.xml, footnotes.xml ..."""
    extra = {f"word/{name}": part for name, part in (parts or {}).items()}
    links = [(f"x{n}", name.removesuffix(".xml"), name) for n, name in enumerate(parts or {}) if name.endswith(".xml")]
    document = f"<w:document {namespace} {_MC} {_MATH}><w:body>{body}</w:body></w:document>"
    return pack(
        path,
        open_xml(
            "word/document.xml",
            f"{_MAIN}.wordprocessingml.document.main+xml",
            {"word/document.xml": document, "word/_rels/document.xml.rels": relations(*links), **extra},
        ),
    )


def paragraph(text: str, style: str = "", run: str = "") -> str:
    style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:p>{style}<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def word_table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def pptx(path: Path, slides: list[tuple[str, dict[str, str]]], *, hidden: int = -1) -> Path:
    """A presentation: (the shapes of the slide, its parts by kind of relation) each; `hidden` is the index of one."""
    parts: dict[str, str | bytes] = {}
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(len(slides)))
    parts["ppt/presentation.xml"] = f"<p:presentation {P}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    parts["ppt/_rels/presentation.xml.rels"] = relations(
        *((f"s{n}", "slide", f"slides/slide{n}.xml") for n in range(len(slides)))
    )
    for n, (shapes, related) in enumerate(slides):
        show = ' show="0"' if n == hidden else ""
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        parts[f"ppt/slides/slide{n}.xml"] = f"<p:sld {P}{show}>{tree}</p:sld>"
        entries = [(kind, kind, f"../{kind}/{kind}{n}.xml") for kind in related]
        parts[f"ppt/slides/_rels/slide{n}.xml.rels"] = relations(*entries)
        parts |= {f"ppt/{kind}/{kind}{n}.xml": part for kind, part in related.items()}
    return pack(path, open_xml("ppt/presentation.xml", f"{_MAIN}.presentationml.presentation.main+xml", parts))


def shape(*texts: str, kind: str = "") -> str:
    """A shape with a paragraph for each text; a tab before a text indents it."""
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    lines = "".join(
        f'<a:p><a:pPr lvl="{len(text) - len(text.lstrip(chr(9)))}"/><a:r><a:t>{text.strip()}</a:t></a:r></a:p>'
        for text in texts
    )
    return f"<p:sp><p:nvSpPr>{holder}</p:nvSpPr><p:txBody>{lines}</p:txBody></p:sp>"


def xlsx(path: Path, sheets: Mapping[str, str], parts: Mapping[str, str | bytes] | None = None, *,
         properties: str = "", hidden: str = "") -> Path:  # fmt: skip
    """A workbook: the rows of each sheet by its name; `parts` may bring sharedStrings.xml and styles.xml."""

    def state(name: str) -> str:
        return ' state="hidden"' if name == hidden else ""

    entries = "".join(
        f'<sheet name="{name}" sheetId="{n + 1}" r:id="s{n}"{state(name)}/>' for n, name in enumerate(sheets)
    )
    own: dict[str, str | bytes] = {
        "xl/workbook.xml": f"<workbook {S}>{properties}<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *((f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(len(sheets))),
            *((name, name.removesuffix(".xml"), name) for name in parts or {} if "/" not in name),
        ),
        **{f"xl/{name}": part for name, part in (parts or {}).items()},
    }
    for n, rows in enumerate(sheets.values()):
        own[f"xl/worksheets/sheet{n}.xml"] = f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>"
    return pack(path, open_xml("xl/workbook.xml", f"{_MAIN}.spreadsheetml.sheet.main+xml", own))


_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "presentation")
) + (' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
     ' xmlns:xlink="http://www.w3.org/1999/xlink"')  # fmt: skip


def odf(path: Path, kind: str, body: str, styles: str = "") -> Path:
    """An OpenDocument file: `kind` is "text", "spreadsheet" or "presentation"."""
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return pack(
        path,
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {_ODF}>{styles}{content}</office:document-content>",
            "META-INF/manifest.xml": manifest,
        },
    )


def epub(path: Path, chapters: Mapping[str, str], parts: Mapping[str, str | bytes] | None = None) -> Path:
    """A book: the XHTML of each chapter by its file's name, in the order of the spine."""
    items = "".join(
        f'<item id="c{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0">'
        "<metadata><dc:title>The book</dc:title></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    texts = {f"OEBPS/{name}": text for name, text in chapters.items()}
    fixed = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": opf}
    return pack(path, {**fixed, **texts, **(parts or {})})
