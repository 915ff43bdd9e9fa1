"""Model files dropped on the real window: shown, used where they lie, their checksum worked out meanwhile."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from gguf import GGUFReader, GGUFWriter
from gguf.scripts.gguf_new_metadata import copy_with_new_metadata

from models.hub.known import Known
from tests.integration.conftest import set_up
from tests.integration.dragging import dragged, drop
from tests.integration.driver import window
from tests.integration.screen import Screen, until

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]


def whole(model: Path, folder: Path) -> list[Path]:
    return [Path(shutil.copy(model, folder / "我的 model 🐎.gguf"))]


def split(model: Path, folder: Path) -> list[Path]:
    """The same model as a set of files."""
    writer = GGUFWriter(folder / "cow.gguf", "qwen2", split_max_tensors=60)
    copy_with_new_metadata(GGUFReader(model), writer, {}, [])
    return sorted(folder.glob("cow-*.gguf"))


def state(files: list[Path]) -> list[tuple[int, int, int]]:
    return [(stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in map(Path.stat, files)]


@pytest.mark.parametrize("make", [whole, split])
def test_a_dropped_model_is_shown_and_used_where_it_lies(xscreen: Screen, tmp_path: Path, model: Path, make) -> None:
    folder = tmp_path / "文件 with 🐎"
    folder.mkdir()
    files = make(model, folder)
    before = state(files)
    home = set_up(tmp_path / "home")
    with window(home, xscreen) as paddock:
        with dragged(xscreen, files[0]) as at:
            drop(paddock, xscreen, at)
        until(lambda: paddock.ask("place", "Ready · processor"), "the model to be loaded", 120)
        known = Known(home / "data" / "shelf.jsonl")
        until(lambda: all(path in known.all() and known.all()[path].sha256 for path in files), "the checksums")
        until(lambda: paddock.ask("place", "Models"), "the way to the models")
        xscreen.click(*paddock.place("Models"))
        shown = until(lambda: [name for name in paddock.ask("names") if name.startswith("Verify: ")], "the card")

    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    assert [known.all()[path].sha256 for path in files] == hashes
    assert len(shown) == 1
    assert len(files) == (1 if make is whole else len(list(folder.iterdir())))
    assert state(files) == before
    assert not list((home / "data" / "models").rglob("*.gguf"))
