"""The chat templates of the models we recommend, written by us: resources/templates.

A template in a model file is a program of whoever made the file. For a model of the catalogue the format is known, so
its file's own template is not run at all. Golden tests hold every one of them to its format. A recommended model
whose format we do not know for certain has none: its own template is run, as a stranger's is.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from models.catalogue import Catalogue, CatalogueEntry
from models.errors import CatalogueDamaged
from models.paths import resources


def families() -> dict[str, str]:
    """Catalogue id to the name of its template."""
    return msgspec.json.decode((resources() / "templates" / "families.json").read_bytes(), type=dict[str, str])


def template(family: str) -> str:
    """The text of resources/templates/`family`.jinja."""
    return (resources() / "templates" / f"{family}.jinja").read_text("utf-8")


def pinned_template(path: Path, architecture: str) -> str | None:
    """The template of the catalogue's model that the file at `path` is, to the byte in size; None for any other."""
    try:
        entries = Catalogue.load().entries
    except CatalogueDamaged:
        return None
    known = families()
    size_bytes = path.stat().st_size
    found = next((entry for entry in entries if _is(entry, path, size_bytes, architecture)), None)
    return template(known[found.id]) if found and found.id in known else None


def _is(entry: CatalogueEntry, path: Path, size_bytes: int, architecture: str) -> bool:
    first = entry.files[0]
    if entry.architecture != architecture:
        return False
    return first.bytes == size_bytes if first.bytes else Path(first.name).name == path.name
