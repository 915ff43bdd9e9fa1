"""The first model to get is the best that runs well here."""

from __future__ import annotations

import msgspec
import pytest

from models.catalogue import Catalogue
from models.engine.device import Device
from models.engine.hardware import Hardware, hardware
from models.engine.protocol import LoadParams
from models.engine.recommend import Advice, advise, planned

GIB = 1 << 30


def machine(vram_gib: float, ram_gib: float, bandwidth: float, cores: int) -> Hardware:
    card = Device(
        name="Card", kind="cuda", driver="1", memory_total=int(vram_gib * GIB),
        memory_free=int(0.97 * vram_gib * GIB), bandwidth=0.9e12,
    )  # fmt: skip
    return msgspec.structs.replace(
        hardware(), devices=(card,) if vram_gib else (), ram_total=int(ram_gib * GIB), cores=cores,
        ram_available=int(0.7 * ram_gib * GIB), memory_bandwidth=bandwidth, features=("avx2",), engine_has_cuda=True,
    )  # fmt: skip


def advised(*of: float) -> Advice | None:
    catalogue = Catalogue.load()
    return advise(catalogue, planned(catalogue, machine(*of[:3], cores=int(of[3])), LoadParams()))


@pytest.mark.parametrize(
    ("of", "best"),
    [
        ((24, 64, 40e9, 16), "qwen3.8-27b"),
        ((24, 16, 40e9, 4), "qwen3.8-27b"),
        ((12, 32, 40e9, 8), "qwen3.5-9b"),
        ((8, 16, 30e9, 8), "qwen3.5-9b"),
        ((4, 16, 30e9, 8), "qwen3.5-4b"),
        ((0, 32, 40e9, 8), "qwen3.5-9b"),
        ((0, 16, 25e9, 2), "qwen3.5-4b"),
        ((0, 4, 20e9, 2), "qwen2.5-1.5b-instruct"),
        ((0, 2, 8e9, 2), "qwen2.5-0.5b-instruct"),
    ],
    ids=str,
)
def test_the_better_machine_gets_the_better_model(of: tuple[float, ...], best: str) -> None:
    advice = advised(*of)

    assert advice is not None
    assert advice.entry.id == best
    assert advice.plan.fits


def test_a_card_is_named_and_a_processor_is_told_in_minutes_for_ten_pages() -> None:
    card, processor = advised(24, 64, 40e9, 16), advised(0, 16, 25e9, 2)

    assert str(card) == "The best model that fits this machine: all of it on Card."
    assert processor is not None and processor.plan.ten_pages_minutes is not None
    minutes = round(processor.plan.ten_pages_minutes)
    assert str(processor).endswith(f"the processor sums up ten pages in about {minutes} min.")


def test_more_cores_read_ten_pages_faster() -> None:
    few, many = advised(0, 16, 25e9, 2), advised(0, 16, 25e9, 3)

    assert few is not None and many is not None and few.entry.id == many.entry.id
    assert (few.plan.reading_tokens_per_s or 0) < (many.plan.reading_tokens_per_s or 0)


@pytest.mark.parametrize("of", [(24, 64, 40e9, 16), (0, 32, 40e9, 8)], ids=str)
def test_the_usual_choice_stands_beside_a_better_one(of: tuple[float, ...]) -> None:
    advice = advised(*of)

    assert advice is not None and advice.usual is not None
    assert advice.usual.id == "qwen2.5-7b-instruct"


def test_the_usual_choice_is_not_offered_where_it_does_not_fit() -> None:
    advice = advised(0, 4, 20e9, 2)

    assert advice is not None
    assert advice.usual is None


def test_the_ranks_of_our_list_are_places_from_the_first_on() -> None:
    ranks = sorted(entry.rank for entry in Catalogue.load().entries if entry.rank)

    assert ranks == list(range(1, len(ranks) + 1))


def test_a_list_without_ranks_begins_with_what_is_standard() -> None:
    ours = Catalogue.load()
    entries = tuple(msgspec.structs.replace(entry, rank=None) for entry in ours.entries)
    theirs = msgspec.structs.replace(ours, entries=entries)
    advice = advise(theirs, planned(theirs, machine(24, 64, 40e9, 16), LoadParams()))

    assert advice is not None
    assert advice.entry.group == "standard"


def test_where_none_runs_well_the_smallest_is_told_and_not_one_of_unknown_size() -> None:
    advice = advised(0, 32, 0.5e9, 1)

    assert advice is not None
    assert (advice.entry.id, advice.why) == ("qwen2.5-0.5b-instruct", "smallest")


def test_nothing_is_recommended_that_does_not_fit() -> None:
    assert advised(0, 0.2, 10e9, 2) is None
