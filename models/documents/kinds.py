"""What a file is, by its first bytes; the suffix only tells kinds of text apart."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO, NamedTuple

from models.errors import FileProtected, FileTypeUnsupported


class Kind(NamedTuple):
    """`name` is for reports and rules of structure, `family` chooses the reader and the size cap."""

    name: str
    family: str


SIZE_LIMITS = {"pdf": 500_000_000, "text": 200_000_000}

# fmt: off
_CODE = frozenset({
    "py", "pyi", "js", "mjs", "ts", "tsx", "jsx", "c", "h", "cc", "cpp", "hpp", "cs", "java", "kt", "go", "rs", "rb",
    "php", "swift", "scala", "lua", "pl", "r", "jl", "m", "sh", "bash", "zsh", "ps1", "bat", "sql", "css", "scss",
    "vue", "svelte", "json", "jsonl", "yaml", "yml", "toml", "ini", "cfg", "conf", "xml", "cmake", "makefile",
    "dockerfile", "gradle", "proto", "tex",
})
# fmt: on
_MARKDOWN = frozenset({"md", "markdown", "mdown", "mkd", "rst"})

_SAVE_AS_PDF = "Save it as .pdf, .md or .txt and try again."
_FOREIGN = (
    (b"\x89PNG", "a picture", "Pictures hold no text; use an OCR program first."),
    (b"\xff\xd8\xff", "a picture", "Pictures hold no text; use an OCR program first."),
    (b"GIF8", "a picture", "Pictures hold no text; use an OCR program first."),
    (b"II*\0", "a picture", "Pictures hold no text; use an OCR program first."),
    (b"MM\0*", "a picture", "Pictures hold no text; use an OCR program first."),
    (b"\x1f\x8b", "an archive", "Unpack it and choose the files inside."),
    (b"7z\xbc\xaf", "an archive", "Unpack it and choose the files inside."),
    (b"Rar!", "an archive", "Unpack it and choose the files inside."),
    (b"BZh", "an archive", "Unpack it and choose the files inside."),
    (b"\xfd7zXZ", "an archive", "Unpack it and choose the files inside."),
    (b"\x7fELF", "a program", "Choose a document."),
    (b"MZ\x90", "a program", "Choose a document."),
    (b"GGUF", "a language model", "Add it on the Models page."),
    (b"SQLite format 3", "a database", "Export it as .csv and try again."),
    (b"ID3", "a recording", "Choose a document."),
    (b"{\\rtf", "a Rich Text document", _SAVE_AS_PDF),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def kind_of(name: str, head: bytes, file: IO[bytes]) -> Kind:
    """The kind of the file that starts with `head`. Raises: FileTypeUnsupported; FileProtected."""
    if b"%PDF-" in head[:1024]:
        return Kind("pdf", "pdf")
    if head.startswith(_OLE):
        file.seek(0)
        if _ENCRYPTED_PACKAGE in file.read(16 * 1024 * 1024):
            raise FileProtected(name=name)
        raise FileTypeUnsupported(name=name, kind="an old Office document", remedy=_SAVE_AS_PDF)
    if head.startswith(b"PK\x03\x04"):
        raise FileTypeUnsupported(name=name, kind="an Office document or an archive", remedy=_SAVE_AS_PDF)
    for magic, kind, remedy in _FOREIGN:
        if head.startswith(magic):
            raise FileTypeUnsupported(name=name, kind=kind, remedy=remedy)
    suffix = PurePath(name).suffix.lstrip(".").lower() or PurePath(name).name.lower()
    if suffix == "pdf":
        raise FileTypeUnsupported(name=name, kind="no PDF, in spite of its name", remedy="Save it again as a PDF.")
    if suffix in _MARKDOWN:
        return Kind("markdown", "text")
    if suffix in _CODE:
        return Kind("code", "text")
    return Kind("text", "text")
