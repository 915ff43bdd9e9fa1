"""What a file is, by its first bytes; the suffix only tells kinds of text apart.

A zip is "office" until its reader has looked inside (models.documents.package); nothing here unpacks anything.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import IO, NamedTuple

from models.documents.ole import MAGIC, Ole
from models.errors import FileProtected, FileTypeUnsupported


class Kind(NamedTuple):
    """`name` is for reports and rules of structure, `family` chooses the reader and the size cap."""

    name: str
    family: str


SIZE_LIMITS = {
    "pdf": 500_000_000, "text": 200_000_000, "markup": 50_000_000, "office": 100_000_000, "picture": 200_000_000,
}  # fmt: skip

# Every line of these is one thing: a row, a cell's record, a statement.
LINE_KINDS = frozenset({"code", "csv", "json", "xlsx", "xlsb", "xls", "ods"})

# Pages of these end where the paper ends, in the middle of a sentence; others are slides, sheets and chapters.
RUNNING_KINDS = frozenset({"pdf", "picture", "text", "markdown"})

# fmt: off
_CODE = frozenset({
    "py", "pyi", "js", "mjs", "ts", "tsx", "jsx", "c", "h", "cc", "cpp", "hpp", "cs", "java", "kt", "go", "rs", "rb",
    "php", "swift", "scala", "lua", "pl", "r", "jl", "m", "sh", "bash", "zsh", "ps1", "bat", "sql", "css", "scss",
    "vue", "svelte", "jsonl", "yaml", "yml", "toml", "ini", "cfg", "conf", "xml", "cmake", "makefile",
    "dockerfile", "gradle", "proto", "tex",
})
_TEXTS = {
    "md": Kind("markdown", "text"), "markdown": Kind("markdown", "text"), "mdown": Kind("markdown", "text"),
    "mkd": Kind("markdown", "text"), "rst": Kind("markdown", "text"),
    "csv": Kind("csv", "text"), "tsv": Kind("csv", "text"), "tab": Kind("csv", "text"),
    "json": Kind("json", "text"), "geojson": Kind("json", "text"), "ipynb": Kind("json", "text"),
    "html": Kind("html", "markup"), "htm": Kind("html", "markup"), "xhtml": Kind("html", "markup"),
    "eml": Kind("eml", "markup"), "mht": Kind("eml", "markup"), "mhtml": Kind("eml", "markup"),
    "srt": Kind("subtitles", "text"), "vtt": Kind("subtitles", "text"),
    **{suffix: Kind("code", "text") for suffix in _CODE},
}
# fmt: on
_NOT_TEXT = {
    "pdf": "PDF",
    "docx": "Word document",
    "pptx": "presentation",
    "xlsx": "workbook",
    "odt": "OpenDocument text",
    "odp": "OpenDocument presentation",
    "ods": "OpenDocument spreadsheet",
    "epub": "e-book",
}  # fmt: skip
_HTML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_FLAT_OFFICE = re.compile(rb"<\?mso-application\s+progid=\"(\w+)\.", re.IGNORECASE)

# PNG, JPEG, TIFF: scans and photographs of pages.
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_ARCHIVE = ("an archive", "Unpack it and choose the files inside.")
_FOREIGN = (
    (b"GIF8", "a drawing or an animation", "Save it as .png if there are words on it."),
    (b"\x1f\x8b", *_ARCHIVE),
    (b"7z\xbc\xaf", *_ARCHIVE),
    (b"Rar!", *_ARCHIVE),
    (b"BZh", *_ARCHIVE),
    (b"\xfd7zXZ", *_ARCHIVE),
    (b"PK\x05\x06", "an archive with nothing in it", "Choose a document."),
    (b"\x7fELF", "a program", "Choose a document."),
    (b"MZ\x90", "a program", "Choose a document."),
    (b"GGUF", "a language model", "Add it on the Models page."),
    (b"SQLite format 3", "a database", "Export it as .csv and try again."),
    (b"ID3", "a recording", "Choose a document."),
)

# What a compound file is, by the streams in it; a protected document hides behind the first.
_OLD_WORD = ("an old Word document", "Open it in Word, WPS or LibreOffice and save it as .docx.")
_OLD_SLIDES = ("an old PowerPoint presentation", "Open it in PowerPoint, WPS or LibreOffice and save it as .pptx.")
_COMPOUND = (
    ("WordDocument", *_OLD_WORD),
    ("WpsDocument", "a WPS document", "Open it in WPS and save it as .docx."),
    ("CONTENTS", "a Works document", "Open it in LibreOffice and save it as .docx."),
    ("PowerPoint Document", *_OLD_SLIDES),
    ("__properties_version1.0", "an Outlook message", "Open it in Outlook and save it as .eml or .pdf."),
)
_OLD_SUFFIXES = {
    "doc": _OLD_WORD,
    "dot": _OLD_WORD,
    "wps": ("a WPS document", "Open it in WPS and save it as .docx."),
    "wpt": ("a WPS document", "Open it in WPS and save it as .docx."),
    "ppt": _OLD_SLIDES,
    "pps": _OLD_SLIDES,
    "dps": ("a WPS presentation", "Open it in WPS and save it as .pptx."),
    "et": ("a WPS spreadsheet", "Open it in WPS and save it as .xlsx."),
}


def kind_of(name: str, head: bytes, file: IO[bytes]) -> Kind:
    """The kind of the file that starts with `head`. Raises: FileTypeUnsupported; FileProtected."""
    if b"%PDF-" in head[:1024]:
        return Kind("pdf", "pdf")
    if head.startswith(MAGIC):
        return _compound_kind(name, file)
    if head.startswith(b"PK\x03\x04"):
        return Kind("office", "office")
    if head.startswith(b"{\\rtf"):
        return Kind("rtf", "markup")
    if head.startswith(_PICTURES):
        return Kind("picture", "picture")
    for magic, kind, remedy in _FOREIGN:
        if head.startswith(magic):
            raise FileTypeUnsupported(name=name, kind=kind, remedy=remedy)
    return _text_kind(name, head)


def is_source_code(name: str) -> bool:
    """Whether a text file of this name is read as source code."""
    return _suffix(name) in _CODE


def _compound_kind(name: str, file: IO[bytes]) -> Kind:
    streams = Ole(file).names
    if "EncryptedPackage" in streams:
        raise FileProtected(name=name)
    if streams & {"Workbook", "Book"}:
        return Kind("xls", "office")
    for stream, kind, remedy in _COMPOUND:
        if stream in streams:
            raise FileTypeUnsupported(name=name, kind=kind, remedy=remedy)
    old = ("an old Office document", "Open it in its own program and save it as .docx, .xlsx, .pptx or .pdf.")
    kind, remedy = _OLD_SUFFIXES.get(_suffix(name), old)
    raise FileTypeUnsupported(name=name, kind=kind, remedy=remedy)


def _text_kind(name: str, head: bytes) -> Kind:
    suffix = _suffix(name)
    if suffix in _NOT_TEXT:
        kind = f"no {_NOT_TEXT[suffix]}, in spite of its name"
        raise FileTypeUnsupported(name=name, kind=kind, remedy="Save it again in its own program.")
    if flat := _FLAT_OFFICE.search(head):
        remedy = "Save it as .xlsx." if flat.group(1).lower() == b"excel" else "Save it as .docx."
        raise FileTypeUnsupported(name=name, kind="an Office document in XML of 2003", remedy=remedy)
    if suffix in _OLD_SUFFIXES and b"\0" in head:
        kind, remedy = _OLD_SUFFIXES[suffix]
        raise FileTypeUnsupported(name=name, kind=kind, remedy=remedy)
    if head.startswith((b"WEBVTT", b"\xef\xbb\xbfWEBVTT")):
        return _TEXTS["vtt"]
    if suffix in _TEXTS:
        return _TEXTS[suffix]
    return _TEXTS["html"] if _HTML.match(head) else Kind("text", "text")


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lstrip(".").lower() or PurePath(name).name.lower()
