"""A screen for all end-to-end tests of a run, and a home that is set up as a user's would be."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gguf_models import make_tiny_gguf
from tests.integration.screen import Screen, screen

MODEL = "Tiny"
REPO = "maker/tiny-GGUF"


@pytest.fixture(scope="session")
def xscreen() -> Iterator[Screen]:
    with screen() as found:
        yield found


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model slow enough that an answer can be stopped: about 45 MB of random weights."""
    return make_tiny_gguf(tmp_path_factory.mktemp("model") / "tiny.gguf", n_layer=10, n_embd=384)


def set_up(home: Path, **settings: object) -> Path:
    """Write the settings a user would have chosen; the answers are short."""
    chosen = {"language": "en", "load": {"n_ctx": 4096, "n_threads": 1}, "sampling": {"max_tokens": 60}} | settings
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "settings.json").write_text(json.dumps(chosen))
    return home


def offer(home: Path, model: Path, sha256: str, commit: str) -> None:
    """A company's catalogue with our one model."""
    entry = {
        "id": "tiny", "name": MODEL, "group": "standard", "repo": REPO, "commit": commit,
        "files": [{"name": "tiny.gguf", "bytes": model.stat().st_size, "sha256": sha256}], "licence": {"id": "MIT"},
        "shape": {"n_layer": 10, "n_embd": 384, "n_head_kv": 2, "head_size": 96, "n_vocab": 700},
    }  # fmt: skip
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "catalogue.json").write_text(json.dumps({"revision": "1", "entries": [entry]}))


os.environ.pop("WAYLAND_DISPLAY", None)
