"""What the tests of tasks share: a store of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.outputs import Outputs


@pytest.fixture
def outputs(tmp_path: Path) -> Iterator[Outputs]:
    database = Database(tmp_path / "paddock.sqlite3")
    yield Outputs(database)
    database.close()
