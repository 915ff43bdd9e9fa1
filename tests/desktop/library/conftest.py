"""A real shelf, real downloads from a Hub on loopback, and a machine of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from desktop.library.downloading import RunningDownloads
from desktop.library.fit import Surveyor
from desktop.library.page import LibraryPage
from models.catalogue import Catalogue, CatalogueEntry, CatalogueFile, Licence, ModelShape
from models.engine.hardware import Device, Hardware
from models.engine.protocol import LoadParams
from models.hub.downloads import Downloads
from models.hub.events import Pace, Source
from models.hub.shelf import Shelf
from models.paths import Paths
from models.process import Child
from tests.desktop.program import paths_in
from tests.gguf_models import make_tiny_gguf
from tests.loopback_hub import COMMIT, LoopbackHub

REPO, NAME = "org/Tiny-GGUF", "Tiny-Q4_K_M.gguf"
SHAPE = ModelShape(n_layer=28, n_embd=3584, n_head_kv=4, head_size=128, n_vocab=152064)
GIB = 1 << 30
QUICK = Pace(first_wait_s=0.05, most_wait_s=0.2, first_patience_s=1.0, patience_s=5.0, tick_s=0.02)


def entry(name: str, size_bytes: int, **facts: object) -> CatalogueEntry:
    """A catalogue's entry that nobody can download, for what is only shown."""
    known = {"group": "standard", "licence": Licence(id="Apache-2.0"), "shape": SHAPE, "languages": ("en", "zh")}
    ident = name.lower().replace(" ", "-")
    file = CatalogueFile(name=f"{ident}.gguf", bytes=size_bytes, sha256="0" * 64)
    return CatalogueEntry(id=ident, name=name, repo="org/other-GGUF", files=(file,), **{**known, **facts})  # type: ignore[arg-type]


def machine() -> Hardware:
    card = Device(name="A card", driver="1", memory_total=24 * GIB, memory_free=20 * GIB, bandwidth=1e12)
    return Hardware(
        cpu="A processor", cores=4, threads=8, ram_total=16 * GIB, ram_available=12 * GIB, devices=(card,)
    )  # fmt: skip


@dataclass
class World:
    """What the library's tests act on. `tiny` is on the Hub and can be had."""

    paths: Paths
    hub: LoopbackHub
    tiny: CatalogueEntry
    catalogue: Catalogue
    shelf: Shelf
    downloads: Downloads
    running: RunningDownloads
    surveyor: Surveyor

    def page(self) -> LibraryPage:
        return LibraryPage(self.shelf, self.running, self.surveyor, self.downloads)


@pytest.fixture
def world(tmp_path: Path, tiny_model: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("desktop.library.fit.bandwidth", lambda: 4e10)
    with LoopbackHub() as hub:
        sha256 = hub.add(REPO, NAME, tiny_model)
        file = CatalogueFile(name=NAME, bytes=tiny_model.stat().st_size, sha256=sha256)
        tiny = CatalogueEntry(
            id="tiny", name="Tiny", group="tiny", repo=REPO, commit=COMMIT, files=(file,),
            licence=Licence(id="Apache-2.0"), shape=SHAPE,
        )  # fmt: skip
        entries = (entry("Large One", 40 * GIB, group="large"), entry("Middle One", 4 * GIB), tiny)
        catalogue = Catalogue(revision="test", entries=entries)
        paths = paths_in(tmp_path)
        shelf = Shelf(paths, catalogue=catalogue)
        downloads = Downloads(paths, partial(Child, network=True), Source(endpoint=hub.url), QUICK)
        running = RunningDownloads(downloads, lambda: shelf.folders[0])
        surveyor = Surveyor(shelf, catalogue, machine, LoadParams)
        yield World(paths, hub, tiny, catalogue, shelf, downloads, running, surveyor)
        running.close()


@pytest.fixture
def installed(world: World) -> Path:
    """A model in our own folder."""
    path = world.paths.models / "me" / "mine" / "Mine-Q4_K_M.gguf"
    path.parent.mkdir(parents=True)
    return make_tiny_gguf(path, seed=7)
