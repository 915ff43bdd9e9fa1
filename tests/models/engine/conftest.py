"""A tiny real model, and real engines that run it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from models.engine.client import EngineClient
from models.engine.protocol import LoadParams
from tests.gguf_models import make_tiny_gguf

# Without flash attention the arithmetic hardly depends on who shares the batch, so texts can be compared.
PARAMS = LoadParams(n_ctx=1024, n_seq_max=8, n_threads=1, flash_attn=False)
# An answer without an end fills 1024 in a few tenths of a second, too soon for who wants to break it off.
ROOMY = msgspec.structs.replace(PARAMS, n_ctx=16384)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="module")
def engine(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    """One engine for a whole module; its conversations and caches are shared by the tests."""
    with EngineClient(tmp_path_factory.mktemp("logs") / "engine.log") as client:
        list(client.load(tiny_model, PARAMS))
        yield client


@pytest.fixture
def fresh_engine(tiny_model: Path, tmp_path: Path) -> Iterator[EngineClient]:
    """An engine to break."""
    with EngineClient(tmp_path / "engine.log") as client:
        list(client.load(tiny_model, ROOMY))
        yield client
