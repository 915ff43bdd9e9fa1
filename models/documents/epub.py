"""Reads e-books (EPUB 2 and 3): one page a chapter, in the order of the spine. Pictures are left out and counted."""

from __future__ import annotations

import posixpath

from models.documents import html
from models.documents.encodings import encoding_of
from models.documents.flow import Flow
from models.documents.package import Package, resolved
from models.errors import FileDamaged, FileProtected

_FONT_SECRETS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "")


def read(package: Package, main: str, flow: Flow) -> None:
    """Write the book into `flow`. Raises: FileProtected; FileDamaged."""
    _refuse_locked(package)
    opf = next(
        (resolved("", node.get("full-path", "")) for node in package.tree("META-INF/container.xml").iter("rootfile")),
        "",
    )
    root = package.tree(opf)
    manifest = {node.get("id", ""): node for node in root.iterfind("manifest/item")}
    if title := root.findtext("metadata/title"):
        flow.heading(1, title)
    chapters = 0
    for entry in root.iterfind("spine/itemref"):
        item = manifest.get(entry.get("idref", ""))
        if item is None or item.get("media-type", "") not in _CHAPTERS:
            continue
        part = resolved(posixpath.dirname(opf), item.get("href", ""))
        if part not in package:
            flow.omit("damaged parts", name=part[:80])
            continue
        if chapters:
            flow.page()
        chapters += 1
        data = package.read(part)
        html.read(data.decode(encoding_of(data) or "utf-8", "replace"), flow, titled=False)
    if not chapters:
        raise FileDamaged(name=package.name, detail="it names no chapter.")
    flow.omit("pictures", sum(node.get("media-type", "").startswith("image/") for node in manifest.values()))


def _refuse_locked(package: Package) -> None:
    """Scrambled fonts are common in free books; anything else that is encrypted is the text."""
    if "META-INF/encryption.xml" in package:
        for method in package.tree("META-INF/encryption.xml").iter("EncryptionMethod"):
            if method.get("Algorithm", "") not in _FONT_SECRETS:
                raise FileProtected(name=package.name)
