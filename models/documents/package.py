"""Office files and e-books are zip packages of XML: the guard that unpacks them, and what kind each one is.

Covered: too many entries, entries and packages that unpack to too much (counted while unpacking, since headers lie),
encrypted entries, methods of compression no Office program uses, names that point outside (names are never paths
here), truncated and overlapping packages, documents types (and with them entities) in the XML.
Not covered: an honest package whose XML is a tree too large for memory; the process is limited for that.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO, NamedTuple
from xml.parsers import expat

from models.documents.markup import Node, parse, scan
from models.errors import FileBomb, FileDamaged, FileProtected, FileTypeUnsupported
from models.unzipping import DAMAGE

MAX_ENTRIES = 5_000
MAX_ENTRY_BYTES = 128 * 1024 * 1024
MAX_TOTAL_BYTES = 256 * 1024 * 1024
_MAX_DIRECTORY_BYTES = 8 * 1024 * 1024  # 5 000 entries take less than one
_BLOCK_BYTES = 64 * 1024
_TAIL_BYTES = 65_557  # the end record and the longest comment

_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")

_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.presentation-template": "odp",
    "application/epub+zip": "epub",
}
_MAIN_PARTS = (
    ("wordprocessingml", "docx"),
    ("ms-word", "docx"),
    ("presentationml", "pptx"),
    ("ms-powerpoint", "pptx"),
    ("sheet.binary", "xlsb"),
    ("spreadsheetml", "xlsx"),
    ("ms-excel", "xlsx"),
)


class Relation(NamedTuple):
    """What one part says about another: `kind` is the last word of its type, `target` the part's name."""

    kind: str
    target: str
    external: bool


class Package:
    """An open package. Raises, here and in every method: FileDamaged; FileBomb; FileProtected."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self.name = name
        self._unpacked = 0
        _check_directory(name, file)
        try:
            self._zip = zipfile.ZipFile(file)
        except (OSError, *DAMAGE) as error:
            raise FileDamaged(name=name, detail="it is not a complete zip package.") from error
        if len(self._zip.filelist) > MAX_ENTRIES:
            raise FileBomb(name=name, detail=f"more than {MAX_ENTRIES:,} parts")
        self._entries = {entry.filename.lstrip("/").casefold(): entry for entry in self._zip.filelist}

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._entries

    @property
    def parts(self) -> list[str]:
        return [entry.filename for entry in self._zip.filelist]

    def blocks(self, part: str) -> Iterator[bytes]:
        """The bytes of one part, unpacked as they are asked for."""
        entry = self._entries.get(part.casefold())
        if entry is None:
            raise FileDamaged(name=self.name, detail=f"its part {part[:80]} is missing.")
        if entry.flag_bits & 0x1:
            raise FileProtected(name=self.name)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileDamaged(name=self.name, detail="it is packed in a way no Office program uses.")
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while block := stream.read(_BLOCK_BYTES):
                    size += len(block)
                    self._unpacked += len(block)
                    if size > MAX_ENTRY_BYTES or self._unpacked > MAX_TOTAL_BYTES:
                        limit = MAX_ENTRY_BYTES if size > MAX_ENTRY_BYTES else MAX_TOTAL_BYTES
                        raise FileBomb(name=self.name, detail=f"more than {limit // 2**20} MiB")
                    yield block
        except (OSError, *DAMAGE) as error:
            raise FileDamaged(name=self.name, detail=f"its part {part[:80]} cannot be unpacked.") from error

    def read(self, part: str) -> bytes:
        return b"".join(self.blocks(part))

    def tree(self, part: str) -> Node:
        """The whole of a part that is small by nature, without namespaces."""
        root: Node | None = None
        for event, node in parse(self.name, part, self.blocks(part), starts=True):
            if root is None and event == "start":
                root = node
        assert root is not None
        return root

    def nodes(self, part: str, *, starts: bool = False) -> Iterator[tuple[str, Node]]:
        """(event, node) of a part, large or small, as it is unpacked."""
        return parse(self.name, part, self.blocks(part), starts=starts)

    def scan(self, part: str, parser: expat.XMLParserType) -> None:
        """Send a part, as it is unpacked, through a parser whose handlers the caller has set."""
        scan(self.name, part, self.blocks(part), parser)

    def relations(self, part: str = "") -> dict[str, Relation]:
        """What `part` (or the package) refers to, by id."""
        folder, file = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{file}.rels")
        if where not in self:
            return {}
        return {
            node.get("Id", ""): Relation(
                kind=node.get("Type", "").rpartition("/")[2],
                target=resolved(folder, node.get("Target", "")),
                external=node.get("TargetMode") == "External",
            )
            for node in self.tree(where)
        }

    def related(self, part: str, kind: str) -> str | None:
        """The part of a kind that `part` refers to, if it is there."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and relation.target in self:
                return relation.target
        return None


def kind_of_package(package: Package) -> tuple[str, str]:
    """What a package is ("docx", ...) and the name of its main part. Raises: FileTypeUnsupported too."""
    if "mimetype" in package:
        mimetype = package.read("mimetype")[:100].decode("ascii", "replace").strip()
        if mimetype in _MIMETYPES:
            return _MIMETYPES[mimetype], "content.xml"
    if "META-INF/container.xml" in package:
        return "epub", "content.xml"
    if "[Content_Types].xml" in package and (main := package.related("", "officeDocument")):
        declared = next(
            (
                node.get("ContentType", "").lower()
                for node in package.tree("[Content_Types].xml")
                if node.get("PartName", "").lstrip("/").casefold() == main.casefold()
            ),
            "",
        )
        for words, kind in _MAIN_PARTS:
            if words in declared:
                return kind, main
        folder = main.partition("/")[0].casefold()
        if folder in (known := {"word": "docx", "ppt": "pptx", "xl": "xlsx"}):
            return known[folder], main
    raise FileTypeUnsupported(
        name=package.name, kind="an archive, or a package of a kind unknown here", remedy="Choose the files inside it."
    )


def resolved(folder: str, target: str) -> str:
    """The name of the part that a relation points to: from the root, or from the folder of the part that says so."""
    plain = _ESCAPED.sub(lambda match: bytes([int(match.group(1), 16)]), target.encode("utf-8", "replace"))
    return posixpath.normpath(posixpath.join("/", folder, plain.decode("utf-8", "replace"))).lstrip("/")


def _check_directory(name: str, file: IO[bytes]) -> None:
    """A list of millions of entries would fill the memory before one could be refused."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    file.seek(0)
    if end >= 0 and len(tail) >= end + 16:
        directory = int.from_bytes(tail[end + 12 : end + 16], "little")
        if _MAX_DIRECTORY_BYTES < directory < 0xFFFFFFFF:
            raise FileBomb(name=name, detail=f"more than {MAX_ENTRIES:,} parts")
