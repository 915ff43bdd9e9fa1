"""A package of Office that is a damaged zip is refused as one, in whichever way it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.documents.package import Package
from models.errors import FileDamaged, FileProtected
from tests.models.test_unzipping import DAMAGED


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_package_is_refused_as_one(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(DAMAGED[kind](path, "word/document.xml", b"<document>" + b" " * 1000))

    with path.open("rb") as file, pytest.raises(FileProtected if kind == "encrypted" else FileDamaged):
        Package("a.docx", file).read("word/document.xml")
