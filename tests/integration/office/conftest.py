"""The folder is made once for all tests that look at it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.integration.office.folder import make


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    path = tmp_path_factory.mktemp("office") / "工作 work"
    path.mkdir()
    make(path)
    return path
