from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.conversations import Conversations
from models.store.database import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paddock.sqlite3"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = Database(path)
    yield opened
    opened.close()


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)
