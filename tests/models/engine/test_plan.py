import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue import Catalogue
from models.engine.device import Device
from models.engine.hardware import Hardware
from models.engine.memory import needs
from models.engine.plan import CARD_RESERVE, HOST_RESERVE, SENTENCES, SMALLEST_CTX, Plan, plan
from models.engine.probe import Trial
from models.engine.protocol import LoadParams
from models.engine.shape import Layer, Shape

GIB = 1 << 30
MIB = 1 << 20


def machine(vram: float | None = None, ram: float = 64, *, bandwidth: float | None = 50e9) -> Hardware:
    card = Device(
        name="RTX 4090", driver="555", memory_total=24 * GIB, memory_free=int((vram or 0) * GIB), bandwidth=1.008e12
    )
    return Hardware(
        cpu="A processor", cores=8, threads=16, features=("avx2",), ram_total=int(ram * GIB),
        ram_available=int(ram * GIB), devices=() if vram is None else (card,), memory_bandwidth=bandwidth,
    )  # fmt: skip


@pytest.fixture(scope="module")
def seven() -> Shape:
    """Qwen2.5-7B in Q4_K_M, with the figures engine.md's measurement states for it in MiB: 4 168 and 292."""
    layers = (Layer(weight_bytes=3742 * MIB // 28, n_head_kv=4, key_length=128, value_length=128),) * 28
    return Shape(
        name="Qwen2.5-7B", layers=layers, n_embd=3584, n_head=28, n_ff=18_944, n_vocab=152_064, n_ctx_train=131_072,
        token_embd_bytes=292 * MIB, other_bytes=426 * MIB, tied=False,
    )  # fmt: skip


def steps(found: Plan) -> list[str]:
    return [step.name for step in found.steps]


def test_the_figures_are_those_measured_on_a_card(seven: Shape) -> None:
    """Measured at 4 096: 4 168 MiB of weights, 224 of cache, 304 of working memory; 128 K with f16 in 12.3 GB."""
    short = plan(seven, None, machine(24), LoadParams(n_ctx=4096, n_seq_max=1))
    long = plan(seven, None, machine(24), LoadParams(n_ctx=131_072, n_seq_max=1))

    assert [round(size / MIB) for size in (short.weights_bytes, short.kv_bytes, short.compute_bytes)] == [
        4168,
        224,
        304,
    ]
    assert long.total_bytes / 1e9 == pytest.approx(12.3, rel=0.05)


def test_a_card_whose_trial_failed_or_that_is_hidden_is_not_planned_with_and_it_is_said_why(seven: Shape) -> None:
    trouble = Trial(why="a trial on the card ended in a crash", detail="signal SIGABRT")
    refused = plan(seven, None, msgspec.structs.replace(machine(24), card_trouble=trouble), LoadParams())
    hidden = plan(seven, None, msgspec.structs.replace(machine(None), cards_hidden=True), LoadParams())

    assert (refused.params.n_gpu_layers, hidden.params.n_gpu_layers) == (0, 0)
    assert "is not used: a trial on the card ended in a crash (signal SIGABRT)" in str(refused.steps[0])
    assert steps(hidden) == ["card_hidden"]


@pytest.mark.parametrize(("n_ctx", "mib"), [(32_768, 1893), (131_072, 7461)])
def test_without_flash_attention_the_scores_take_what_was_measured(seven: Shape, n_ctx: int, mib: int) -> None:
    found = plan(seven, None, machine(24), LoadParams(n_ctx=n_ctx, flash_attn=False), fixed={"n_ctx", "n_gpu_layers"})

    assert found.compute_bytes / MIB == pytest.approx(mib, rel=0.02)


@pytest.mark.parametrize(
    ("vram", "expected"),
    [
        (24, []),
        (6.7, ["cache_q8_0"]),
        (5.8, ["cache_q8_0", "smaller_context"]),
        (4, ["cache_q8_0", "fewer_layers"]),
        (1.2, ["processor_only"]),
        (0, ["processor_only"]),
        (None, ["no_card"]),
    ],
)
def test_the_ladder_goes_down_one_rung_at_a_time(seven: Shape, vram: float | None, expected: list[str]) -> None:
    found = plan(seven, None, machine(vram), LoadParams(n_ctx=32_768 if vram == 6.7 else 16_384))

    assert found.fits
    assert steps(found) == expected


def test_a_card_that_the_engine_cannot_use_is_named_and_not_planned_with(seven: Shape) -> None:
    without = msgspec.structs.replace(machine(24), engine_has_cuda=False)
    found = plan(seven, None, without, LoadParams())

    assert found.params.n_gpu_layers == 0
    assert steps(found) == ["no_cuda"]
    assert without.devices[0].name in str(found.steps[0])
    assert steps(plan(seven, None, without, LoadParams(n_gpu_layers=0))) == []


def test_a_smaller_context_is_the_largest_that_fits(seven: Shape) -> None:
    found = plan(seven, None, machine(6.5), LoadParams(n_ctx=65_536))
    more = msgspec.structs.replace(found.params, n_ctx=found.params.n_ctx + 1024)

    assert SMALLEST_CTX < found.params.n_ctx < 65_536
    assert needs(seven, more)[0].total + CARD_RESERVE > found.free_bytes


def test_a_value_the_user_set_is_never_changed(seven: Shape) -> None:
    wished = LoadParams(n_ctx=32_768, type_k="f16", type_v="f16")
    fixed = {"n_ctx", "type_k", "type_v", "n_gpu_layers"}
    found = plan(seven, None, machine(5), wished, fixed=fixed)

    assert not found.fits
    assert found.params == msgspec.structs.replace(wished, n_gpu_layers=29, main_gpu=0, n_threads=8)
    assert found.device == "RTX 4090"
    assert "does not fit: needs " in str(found)


def test_a_context_beyond_training_is_cut_unless_the_user_set_it(seven: Shape) -> None:
    short = msgspec.structs.replace(seven, n_ctx_train=8192)

    cut = plan(short, None, machine(24), LoadParams(n_ctx=32_768))
    kept = plan(short, None, machine(24), LoadParams(n_ctx=32_768), fixed={"n_ctx"})
    assert (cut.params.n_ctx, steps(cut)) == (8192, ["trained_context"])
    assert (kept.params.n_ctx, steps(kept)) == (32_768, ["beyond_training"])


def test_a_context_of_zero_is_all_the_model_was_trained_for(seven: Shape) -> None:
    assert plan(seven, None, machine(24), LoadParams(n_ctx=0)).params.n_ctx == 131_072


def test_too_little_of_everything_is_said_with_both_figures(seven: Shape) -> None:
    found = plan(seven, None, machine(2, ram=3))
    refusal = found.refusal("Qwen2.5-7B")

    assert not found.fits
    assert (found.device, found.params.n_gpu_layers) == ("the processor", 0)
    assert "needs 5.3 GB of memory and 3 GB is free" in str(refusal)


def test_memory_we_hold_ourselves_counts_as_free(seven: Shape) -> None:
    assert plan(seven, None, machine(2), held_bytes=5 * GIB).params.n_gpu_layers == 29


def test_the_user_picks_the_card_else_the_emptiest_is_taken(seven: Shape) -> None:
    small, large = (
        Device(name=f"card {free}", driver="", memory_total=24 * GIB, memory_free=free * GIB) for free in (8, 20)
    )
    both = msgspec.structs.replace(machine(), devices=(small, large))

    assert plan(seven, None, both).device == "card 20"
    assert plan(seven, None, both).params.main_gpu == 1
    chosen = plan(seven, None, both, LoadParams(main_gpu=0))
    assert (chosen.device, chosen.params.main_gpu, steps(chosen)) == ("card 8", 0, [])
    gone = plan(seven, None, both, LoadParams(main_gpu=7))
    assert (gone.device, gone.params.main_gpu, steps(gone)) == ("card 20", 1, ["other_card"])


def test_memory_we_hold_counts_on_the_card_that_holds_it(seven: Shape) -> None:
    first, second = (
        Device(name=name, driver="", memory_total=24 * GIB, memory_free=free * GIB)
        for name, free in (("first", 15), ("second", 18))
    )
    both = msgspec.structs.replace(machine(), devices=(first, second))

    assert plan(seven, None, both, held_bytes=5 * GIB, held_on=0).device == "first"
    assert plan(seven, None, both, held_bytes=5 * GIB, held_on=1).free_bytes == 23 * GIB


def test_the_words_are_for_people(seven: Shape) -> None:
    assert str(plan(seven, None, machine(24))) == "fits: 4.8 of 24 GB on RTX 4090, about 99 words a second"
    assert str(plan(seven, None, machine(24, bandwidth=None))).endswith("words a second")
    assert str(plan(seven, None, machine(bandwidth=None))) == "fits: 5.1 of 64 GB on the processor"


@pytest.mark.parametrize(
    ("bandwidth", "shape_bytes", "measured"),
    [(4.8e12, 4.37e9, 282), (4.8e12, 0.99e9, 577), (1.008e12, 4.37e9, 150)],
    ids=["7B on an H200", "1.5B on an H200", "7B on an RTX 4090"],
)
def test_the_predicted_speed_is_within_a_quarter_of_the_measured(
    seven: Shape, bandwidth: float, shape_bytes: float, measured: float
) -> None:
    layers = (msgspec.structs.replace(seven.layers[0], weight_bytes=int(shape_bytes / 28)),) * 28
    shape = msgspec.structs.replace(seven, layers=layers, other_bytes=0)
    card = msgspec.structs.replace(machine(24).devices[0], bandwidth=bandwidth)

    found = plan(shape, None, msgspec.structs.replace(machine(24), devices=(card,)))
    assert found.predicted_tokens_per_s == pytest.approx(measured, rel=0.25)


def test_every_entry_of_the_catalogue_of_known_size_can_be_planned() -> None:
    for entry in Catalogue.load().entries:
        if entry.about_bytes:
            found = plan(entry, None, machine(24))
            assert found.fits, entry.id
            assert not found.exact


layer = st.builds(
    Layer,
    weight_bytes=st.integers(1 << 20, 1 << 28),
    n_head_kv=st.integers(1, 16),
    key_length=st.sampled_from((64, 80, 128)),
    value_length=st.sampled_from((64, 128)),
    window=st.sampled_from((0, 512)),
)
shapes = st.builds(
    Shape,
    name=st.just("any"),
    layers=st.lists(layer, min_size=1, max_size=40).map(tuple),
    n_embd=st.integers(64, 8192),
    n_head=st.integers(1, 64),
    n_ff=st.integers(64, 30_000),
    n_vocab=st.integers(1000, 260_000),
    n_ctx_train=st.sampled_from((0, 2048, 32_768, 131_072)),
    token_embd_bytes=st.integers(1 << 20, 1 << 30),
    other_bytes=st.integers(1, 1 << 30),
    tied=st.booleans(),
)
wishes = st.builds(
    LoadParams,
    n_ctx=st.integers(256, 200_000),
    n_gpu_layers=st.integers(-1, 45),
    n_seq_max=st.integers(1, 32),
    flash_attn=st.booleans(),
)
fixings = st.sets(st.sampled_from(("n_ctx", "n_gpu_layers", "type_k", "type_v")))
memory = st.floats(0, 48)


@given(shapes, wishes, fixings, memory, memory)
def test_a_plan_adds_up_and_keeps_what_is_fixed(
    shape: Shape, wished: LoadParams, fixed: set[str], vram: float, ram: float
) -> None:
    found = plan(shape, None, machine(vram, ram), wished, fixed=fixed)

    assert found.total_bytes == found.weights_bytes + found.kv_bytes + found.compute_bytes
    assert 0 <= found.params.n_gpu_layers <= shape.n_layer + 1
    for name in fixed - {"n_gpu_layers"}:
        assert getattr(found.params, name) == getattr(wished, name)
    if "n_gpu_layers" in fixed and wished.n_gpu_layers >= 0:
        assert found.params.n_gpu_layers == min(wished.n_gpu_layers, shape.n_layer + 1)
    if found.fits:
        card, host = needs(shape, found.params)
        assert not found.params.n_gpu_layers or card.total + CARD_RESERVE <= vram * GIB
        assert host.total + HOST_RESERVE <= ram * GIB
    else:
        assert found.total_bytes + found.reserve_bytes > found.free_bytes
    assert all(str(step) for step in found.steps)
    assert str(found.reason)


@given(shapes, wishes, fixings, st.floats(0, 24), memory, st.floats(0, 24))
def test_more_memory_on_the_card_is_never_a_worse_plan(
    shape: Shape, wished: LoadParams, fixed: set[str], vram: float, ram: float, more: float
) -> None:
    def worth(found: Plan) -> tuple[bool, int, int, bool]:
        params = found.params
        return found.fits, params.n_gpu_layers, params.n_ctx if params.n_gpu_layers else 0, params.type_k == "f16"

    little = plan(shape, None, machine(vram, ram), wished, fixed=fixed)
    much = plan(shape, None, machine(min(24, vram + more), ram), wished, fixed=fixed)

    assert little.params.n_gpu_layers == 0 or worth(much) >= worth(little)
    assert much.fits >= little.fits


def test_every_reason_has_its_sentence(seven: Shape) -> None:
    names = {
        step.name
        for vram in (24, 6.5, 5.8, 4, 1, None)
        for n_ctx, fixed in ((16_384, set()), (200_000, set()), (200_000, {"n_ctx"}))
        for found in [plan(seven, None, machine(vram), LoadParams(n_ctx=n_ctx), fixed=fixed)]
        for step in (*found.steps, found.reason)
    }
    elsewhere = (
        {"does_not_fit", "no_cuda", "card_refused", "card_hidden", "other_card"},
        {"all_on_card", "some_on_card", "on_processor", "not_on_card"},
    )
    assert names.union(*elsewhere) == set(SENTENCES)
