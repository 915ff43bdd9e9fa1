import msgspec
import pytest

from models.engine.placement import placement, shortfall
from models.engine.protocol import Loaded, LoadParams

CARD = "NVIDIA GeForce RTX 4090"
LOADED = Loaded(
    n_ctx=8192, n_ctx_train=32768, n_layer=28, n_gpu_layers=29, device=CARD, architecture="qwen2",
    size_bytes=1, build="", load_ms=1.0,
)  # fmt: skip


def with_layers(count: int) -> Loaded:
    return msgspec.structs.replace(LOADED, n_gpu_layers=count, device=CARD if count else "CPU")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (29, f"29 of 29 layers on {CARD}"),
        (12, f"12 of 29 layers on {CARD}, the others on the processor"),
        (0, "all 29 layers on the processor"),
    ],
)
def test_the_placement_is_what_the_engine_reported(count: int, words: str) -> None:
    assert str(placement(with_layers(count))) == words


@pytest.mark.parametrize(("wished", "count"), [(29, 29), (-1, 29), (99, 29), (12, 12), (0, 0), (0, 5)])
def test_nothing_is_said_when_all_is_as_planned(wished: int, count: int) -> None:
    assert shortfall(LoadParams(n_gpu_layers=wished), with_layers(count)) is None


@pytest.mark.parametrize(("wished", "count"), [(29, 0), (-1, 0), (29, 28), (12, 0)])
def test_layers_that_are_not_where_the_plan_put_them_are_never_silent(wished: int, count: int) -> None:
    told = shortfall(LoadParams(n_gpu_layers=wished), with_layers(count))

    assert told is not None
    assert str(told).startswith(f"{count} layers are on the graphics card and not {29 if wished < 0 else wished}")
