from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.documents import formats
from models.documents.document import Document
from models.documents.flow import Flow
from models.documents.guard import admit
from models.documents.reader import Reader
from models.paths import Paths


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    home = tmp_path / "home"
    made = Reader(Paths(home / "data", home / "config", home / "cache", home / "logs"))
    yield made
    made.close()


@pytest.fixture
def read(reader: Reader) -> Callable[[Path], Document]:
    def last(path: Path) -> Document:
        *_, document = reader.read(path)
        assert isinstance(document, Document)
        return document

    return last


@pytest.fixture
def extract(tmp_path: Path) -> Callable[..., tuple[str, Flow]]:
    """Reads a file in this process, without cleaning: its kind, and what its reader wrote."""

    def here(path: Path, *, encoding: str | None = None, language: str = "en") -> tuple[str, Flow]:
        file = admit(path, tmp_path / "copies")
        with file.copy:
            return formats.read(file, encoding, language)

    return here
