from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.documents.document import Document
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
