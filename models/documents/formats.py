"""Which reader reads which kind of file, PDF apart (models.documents.pdf)."""

from __future__ import annotations

from collections.abc import Callable

from models.documents import docx, epub, html, json_text, mail, odf, pptx, rtf, sheets, subtitles, tabular, xlsx
from models.documents.encodings import reads
from models.documents.flow import Flow
from models.documents.guard import Admitted
from models.documents.kinds import SIZE_LIMITS
from models.documents.package import Package, kind_of_package
from models.documents.text import read_text

_SAMPLE_BYTES = 256 * 1024

_PACKAGES: dict[str, Callable[[Package, str, Flow], None]] = {
    "docx": docx.read,
    "pptx": pptx.read,
    "xlsx": xlsx.read,
    "odt": odf.read_text,
    "odp": odf.read_text,
    "ods": odf.read_sheets,
    "epub": epub.read,
}
_TEXTS: dict[str, Callable[[str, Flow], None]] = {
    "csv": tabular.read,
    "json": json_text.read,
    "html": html.read,
    "subtitles": subtitles.read,
}


def read(file: Admitted, encoding: str | None, language: str) -> tuple[str, Flow]:
    """The kind of the file, which for a package only its inside says, and its text. Raises: FileRefused."""
    flow = Flow()
    kind = file.kind.name
    if kind == "xls":
        sheets.read_xls(file.name, file.copy, flow)
    elif kind == "office":
        package = Package(file.name, file.copy)
        kind, main = kind_of_package(package)
        if kind == "xlsb":
            sheets.read_xlsb(package, main, flow, file.copy)
        else:
            _PACKAGES[kind](package, main, flow)
    elif kind == "rtf":
        rtf.read(file.name, file.copy.read(SIZE_LIMITS["markup"]), flow)
    elif kind == "eml":
        mail.read(file.copy.read(SIZE_LIMITS["markup"]), flow, encoding=encoding, language=language)
    else:
        if kind == "html" and encoding is None:
            encoding = _declared(file)
        text, flow.encoding, left = read_text(file, encoding, language)
        reader = _TEXTS.get(kind)
        if reader is None:
            flow.verbatim(text)
        else:
            reader(text, flow)
        flow.left += left
    return kind, flow


def _declared(file: Admitted) -> str | None:
    """What a page says its encoding is, if it can be read with it."""
    sample = file.copy.read(_SAMPLE_BYTES)
    file.copy.seek(0)
    codec = html.declared_encoding(sample[:4096])
    return codec if codec and reads(sample, codec, whole=len(sample) == file.size_bytes) else None
