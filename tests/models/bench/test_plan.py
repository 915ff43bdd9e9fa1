from pathlib import Path

import msgspec
import pytest

from models.bench.plan import report, with_card
from models.catalogue import Catalogue
from models.engine.hardware import Hardware
from models.engine.protocol import LoadParams
from models.errors import NotGguf
from tests.models.engine.shapes import write_shape

GIB = 1 << 30
MACHINE = Hardware(cpu="", cores=4, threads=8, ram_total=32 * GIB, ram_available=30 * GIB, memory_bandwidth=40e9)


def test_a_catalogue_entry_has_a_row_for_each_context_up_to_its_training() -> None:
    entry = Catalogue.load().find("qwen2.5-7b")
    assert entry

    found = report(entry, MACHINE, vram_gb=24)
    assert [row.n_ctx for row in found.contexts] == [4096, 8192, 16_384, 32_768]
    assert all(row.fits and row.n_gpu_layers == 29 for row in found.contexts)
    assert [row.total_bytes for row in found.contexts] == sorted(row.total_bytes for row in found.contexts)
    assert "not on this computer yet" in str(found)


def test_another_card_can_be_asked_about_and_none_too() -> None:
    entry = Catalogue.load().find("qwen2.5-7b")
    assert entry

    assert report(entry, MACHINE, vram_gb=8).plan.device == "a card of 8 GB"
    assert report(entry, with_card(MACHINE, 24), vram_gb=0).plan.device == "the processor"


def test_a_file_on_disk_is_planned_by_its_header(tmp_path: Path) -> None:
    path = write_shape(tmp_path / "m.gguf", "llama")
    found = report(path, MACHINE, LoadParams(n_ctx=16_384), fixed={"n_ctx"})

    assert found.plan.exact
    assert found.plan.params.n_ctx == 16_384
    assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_text("<html>")

    with pytest.raises(NotGguf):
        report(tmp_path / "m.gguf", MACHINE)
