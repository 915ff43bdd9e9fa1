from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.process import Child
from tests.models.process.children import Heard, Say

Start = Callable[..., Child[Say, Heard]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a main of children.py as a real child, ended after the test."""
    children: list[Child[Say, Heard]] = []

    def start(main: str, **options: Any) -> Child[Say, Heard]:
        log = tmp_path / f"{main}.log"
        child = Child[Say, Heard](
            f"tests.models.process.children:{main}", receives=Heard, name=main, **{"log": log} | options
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.end(0.1)
