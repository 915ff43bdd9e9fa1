"""The first model to get is the best that runs well here."""

from __future__ import annotations

import msgspec
import pytest

from models.catalogue import Catalogue
from models.engine.device import Device
from models.engine.hardware import Hardware, hardware
from models.engine.protocol import LoadParams
from models.engine.recommend import planned, recommended

GIB = 1 << 30


def machine(vram_gib: float, ram_gib: float, bandwidth: float) -> Hardware:
    card = Device(
        name="Card", kind="cuda", driver="1", memory_total=int(vram_gib * GIB), memory_free=int(vram_gib * GIB)
    )
    return msgspec.structs.replace(
        hardware(), devices=(card,) if vram_gib else (), ram_total=int(ram_gib * GIB), ram_available=int(ram_gib * GIB),
        memory_bandwidth=bandwidth,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("vram_gib", "ram_gib", "bandwidth", "group"),
    [
        (24, 64, 40e9, "standard"),
        (8, 16, 30e9, "standard"),
        (0, 16, 25e9, "fast"),
        (0, 4, 20e9, "fast"),
        (0, 2, 8e9, "tiny"),
    ],
)
def test_the_better_machine_gets_the_better_model(
    vram_gib: float, ram_gib: float, bandwidth: float, group: str
) -> None:
    entry = recommended(planned(Catalogue.load(), machine(vram_gib, ram_gib, bandwidth), LoadParams()))

    assert entry is not None
    assert entry.group == group


def test_nothing_is_recommended_that_does_not_fit() -> None:
    assert recommended(planned(Catalogue.load(), machine(0, 0.2, 10e9), LoadParams())) is None
