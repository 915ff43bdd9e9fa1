"""Will a model fit, and with which settings: pure arithmetic over a shape and a machine.

The ladder when it does not fit as wished: a q8_0 cache, then a smaller context, then fewer layers on the card (with
the context wished, as most of the cache is then in main memory), then the processor alone. Every step is told; a
value the user set is never changed, the ladder goes round it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Set
from typing import Literal, NamedTuple

import msgspec

from models.catalogue import CatalogueEntry
from models.engine.hardware import Device, Hardware
from models.engine.memory import needs
from models.engine.probe import Trial
from models.engine.protocol import LoadParams
from models.engine.shape import Shape, of_entry, of_header
from models.engine.speed import PAGE_TOKENS, WORDS_A_TOKEN, reading_tokens_per_second, tokens_per_second
from models.errors import DoesNotFit
from models.gguf import GgufHeader

GIB = 1 << 30
CARD_RESERVE = GIB  # the CUDA context (527 MiB measured), the desktop, and what changes while loading
HOST_RESERVE = GIB // 2
SMALLEST_CTX = 4096
CTX_STEP = 1024
PROCESSOR = "the processor"

ReasonName = Literal[
    "fits", "does_not_fit", "no_card", "trained_context", "beyond_training", "cache_q8_0", "smaller_context",
    "fewer_layers", "processor_only", "no_cuda", "all_on_card", "some_on_card", "on_processor", "not_on_card",
    "other_card", "card_refused", "card_hidden",
]  # fmt: skip

# The last four are of a loaded model, see models.engine.placement.
# One sentence a reason, with its values, so that the window can translate the template and then fill it in.
SENTENCES: dict[ReasonName, str] = {
    "fits": "fits: {needed_gb:g} of {total_gb:g} GB on {device}",
    "does_not_fit": "does not fit: needs {needed_gb:g} GB and {free_gb:g} GB is free on {device}",
    "no_card": "no graphics card with a driver was found, so the processor does the work",
    "no_cuda": "{device} is not used: the engine was built without CUDA, see “paddock doctor”",
    "card_hidden": "CUDA_VISIBLE_DEVICES hides the graphics card, so the processor does the work",
    "card_refused": "{device} is not used: {why}{detail}",
    "other_card": "{device} is used: there is no card with the number {wished}",
    "trained_context": "the context is {n_ctx} instead of {wished}: the model was trained for no more",
    "beyond_training": "the context of {n_ctx} is longer than the {trained} the model was trained for; expect mistakes",
    "cache_q8_0": "the cache is kept in 8 bits instead of 16, which saves {saved_gb:g} GB and slows long answers",
    "smaller_context": "the context is {n_ctx} instead of {wished}, because {free_gb:g} GB is free",
    "fewer_layers": "{n_gpu_layers} of {n_layers} layers are on the graphics card, the others are slower",
    "processor_only": "{free_gb:g} GB is free on the graphics card, too little: the processor does the work",
    "all_on_card": "{n_gpu_layers} of {n_layers} layers on {device}",
    "some_on_card": "{n_gpu_layers} of {n_layers} layers on {device}, the others on the processor",
    "on_processor": "all {n_layers} layers on the processor",
    "not_on_card": "{n_gpu_layers} layers are on the graphics card and not {wished}: the engine could not use it, "
    "see “paddock doctor”",
}


class Reason(msgspec.Struct, frozen=True):
    """Why the plan is as it is: a name and its values; `str()` is the English sentence."""

    name: ReasonName
    values: dict[str, int | float | str] = {}

    def __str__(self) -> str:
        return SENTENCES[self.name].format(**self.values)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How to load a model. Bytes are those on `device`, where it is tightest: the card, or the main memory.

    `params` has every value decided (n_gpu_layers 0 to n_layer + 1, n_threads). `steps` are what was changed from
    the wish, in order. When nothing fits, `params` are the most modest allowed: the user may try all the same.
    `total_bytes` is the sum of weights, cache and compute; `reserve_bytes` must stay free besides. `exact` False:
    guessed before the download. `reading_tokens_per_s`: of a prompt, where the processor has a share in it.
    """

    params: LoadParams
    device: str
    n_layers: int
    weights_bytes: int
    kv_bytes: int
    compute_bytes: int
    total_bytes: int
    reserve_bytes: int
    free_bytes: int
    fits: bool
    steps: tuple[Reason, ...]
    predicted_tokens_per_s: float | None
    reason: Reason
    exact: bool = True
    reading_tokens_per_s: float | None = None

    @property
    def words_per_second(self) -> int | None:
        """English words; None while the speed is not known."""
        speed = self.predicted_tokens_per_s
        return None if speed is None else max(1, round(speed * WORDS_A_TOKEN))

    @property
    def on_card(self) -> bool:
        """All of the model is on the graphics card."""
        return self.params.n_gpu_layers == self.n_layers

    @property
    def ten_pages_minutes(self) -> float | None:
        """Reading ten pages and summing them up on one; None while a speed is not known, or on a card, in seconds."""
        if not self.reading_tokens_per_s or not self.predicted_tokens_per_s:
            return None
        return (10 * PAGE_TOKENS / self.reading_tokens_per_s + PAGE_TOKENS / self.predicted_tokens_per_s) / 60

    def refusal(self, name: str) -> DoesNotFit:
        """The error to raise for a plan that does not fit."""
        values = self.reason.values
        return DoesNotFit(name=name, needed=f"{values['needed_gb']:g} GB", free=f"{values['free_gb']:g} GB")

    def __str__(self) -> str:
        words = self.words_per_second
        speed = f", about {words} word{'s' if words != 1 else ''} a second" if self.fits and words else ""
        return f"{self.reason}{speed}"


def gigabytes(size: int, rounding: Callable[[float], int] = round) -> float:
    """Binary gigabytes with one decimal, as memory is sold by."""
    return rounding(size / GIB * 10) / 10


def plan(
    model: GgufHeader | CatalogueEntry | Shape,
    size_bytes: int | None,
    hardware: Hardware,
    wished: LoadParams | None = None,
    *,
    fixed: Set[str] = frozenset(),
    held_bytes: int = 0,
    held_on: int | None = None,
) -> Plan:
    """The first rung of the ladder that fits, or the last one.

    `size_bytes` is of all the model's files, where the header alone does not know it. `fixed` names the fields of
    `wished` the user set. Without `main_gpu` the card with most memory free is used. `held_bytes`: memory of card
    number `held_on` that we hold ourselves and release before the load.

    Raises:
        ValueError: Not even the size of the catalogue's entry is known.
    """
    shape = _shape(model, size_bytes)
    wished = wished or LoadParams()
    params = msgspec.structs.replace(wished, n_threads=wished.n_threads or hardware.cores)
    card = _card(hardware, wished.main_gpu, held_bytes, held_on)
    if isinstance(card, Reason):
        wish = chosen = Rung(params, (0, hardware.ram_available))
    else:
        wish = chosen = Rung(params, (card.free, hardware.ram_available)).changed(main_gpu=card.number)
        if wished.main_gpu not in (None, card.number):
            wish = wish.changed(Reason("other_card", {"device": card.device.name, "wished": wished.main_gpu}))
    for chosen in _ladder(shape, wish, fixed, card if isinstance(card, Reason) else None):
        if chosen.fits(shape):
            break
    return _told(shape, chosen, hardware, None if isinstance(card, Reason) else card.device)


class _Card(NamedTuple):
    """The card for all layers: its number among those the engine sees, and its memory free before the load."""

    number: int
    device: Device
    free: int


def _card(hardware: Hardware, main_gpu: int | None, held_bytes: int, held_on: int | None) -> _Card | Reason:
    """The card the user named, else the one with most memory free; or why there is none."""
    if not hardware.devices:
        return Reason("card_hidden" if hardware.cards_hidden else "no_card")
    if not hardware.engine_has_cuda:
        return Reason("no_cuda", {"device": hardware.devices[0].name})
    if hardware.card_trouble:
        return card_refused(hardware.devices[0], hardware.card_trouble)
    cards = []
    for number, device in enumerate(hardware.devices):
        held = held_bytes if number == (held_on or 0) else 0
        cards.append(_Card(number, device, min(device.memory_total, device.memory_free + held)))
    named = main_gpu is not None and main_gpu < len(cards)
    return cards[main_gpu or 0] if named else max(cards, key=lambda card: card.free)


def card_refused(device: Device, trouble: Trial) -> Reason:
    """Why `device` is not used, by its trial."""
    detail = f" ({trouble.detail})" if trouble.detail else ""
    return Reason("card_refused", {"device": device.name, "why": trouble.why, "detail": detail})


class Rung(msgspec.Struct, frozen=True):
    """One try: settings, and the steps that led to them. `free` is of (the card, the main memory)."""

    params: LoadParams
    free: tuple[int, int]
    steps: tuple[Reason, ...] = ()

    def fits(self, shape: Shape) -> bool:
        return self.card_fits(shape) and needs(shape, self.params)[1].total + HOST_RESERVE <= self.free[1]

    def card_fits(self, shape: Shape) -> bool:
        card, _ = needs(shape, self.params)
        return not self.params.n_gpu_layers or card.total + CARD_RESERVE <= self.free[0]

    def changed(self, *why: Reason, **changes: object) -> Rung:
        return Rung(msgspec.structs.replace(self.params, **changes), self.free, (*self.steps, *why))

    @property
    def free_gb(self) -> float:
        return gigabytes(self.free[0 if self.params.n_gpu_layers else 1], math.floor)


def _shape(model: GgufHeader | CatalogueEntry | Shape, size_bytes: int | None) -> Shape:
    match model:
        case GgufHeader():
            return of_header(model, size_bytes)
        case CatalogueEntry():
            shape = of_entry(model)
            if shape is None:
                raise ValueError(f"the size of {model.name} is not known yet")
            return shape
    return model


def _ladder(shape: Shape, rung: Rung, fixed: Set[str], no_card: Reason | None) -> Iterator[Rung]:
    """The rungs from the wish down; `no_card` says why no layer can be on a card."""
    rung = _within_training(shape, rung, fixed)
    full = shape.n_layer + 1
    wished = rung.params.n_gpu_layers
    layers = full if wished < 0 else min(wished, full)
    if layers and no_card:
        layers = 0
        rung = rung.changed(no_card)
    rung = rung.changed(n_gpu_layers=layers)
    last = rung
    for one in _more_modest(shape, rung, fixed):
        yield one
        # With layers in main memory most of the cache is there too, so the context need not shrink for the card.
        last = one if one.params.n_ctx == rung.params.n_ctx else last
    if layers and "n_gpu_layers" not in fixed:
        for fewer in range(layers - 1, 0, -1):
            why = Reason("fewer_layers", {"n_gpu_layers": fewer, "n_layers": full})
            if (found := last.changed(why, n_gpu_layers=fewer)).fits(shape):
                yield found
        why = Reason("processor_only", {"free_gb": rung.free_gb})
        yield from _more_modest(shape, rung.changed(why, n_gpu_layers=0), fixed)


def _within_training(shape: Shape, rung: Rung, fixed: Set[str]) -> Rung:
    trained, wished = shape.n_ctx_train, rung.params.n_ctx
    if not wished:  # 0 is the whole of it, as in llama.cpp
        return rung.changed(n_ctx=trained or SMALLEST_CTX)
    if not trained or wished <= trained:
        return rung
    if "n_ctx" in fixed:
        return rung.changed(Reason("beyond_training", {"n_ctx": wished, "trained": trained}))
    return rung.changed(Reason("trained_context", {"n_ctx": trained, "wished": wished}), n_ctx=trained)


def _more_modest(shape: Shape, rung: Rung, fixed: Set[str]) -> Iterator[Rung]:
    """The rung itself, then with a smaller cache element, then with a smaller context, on the same device."""
    yield rung
    if _can_have_q8_0(shape, rung.params) and not {"type_k", "type_v"} & fixed:
        before = sum(need.kv for need in needs(shape, rung.params))
        smaller = rung.changed(type_k="q8_0", type_v="q8_0")
        saved = before - sum(need.kv for need in needs(shape, smaller.params))
        rung = smaller.changed(Reason("cache_q8_0", {"saved_gb": gigabytes(saved)}))
        yield rung
    wished = rung.params.n_ctx
    if "n_ctx" in fixed or wished <= SMALLEST_CTX:
        return

    def with_context(n_ctx: int) -> Rung:
        why = Reason("smaller_context", {"n_ctx": n_ctx, "wished": wished, "free_gb": rung.free_gb})
        return rung.changed(why, n_ctx=n_ctx)

    steps = range(SMALLEST_CTX, wished, CTX_STEP)
    too_many = bisect_left(steps, True, key=lambda n_ctx: not with_context(n_ctx).fits(shape))
    yield with_context(steps[max(0, too_many - 1)])


def _can_have_q8_0(shape: Shape, params: LoadParams) -> bool:
    """Blocks of 32, and llama.cpp quantises values only with flash attention."""
    heads = all(layer.key_length % 32 == 0 and layer.value_length % 32 == 0 for layer in shape.layers)
    return heads and params.flash_attn and (params.type_k, params.type_v) != ("q8_0", "q8_0")


def _told(shape: Shape, rung: Rung, machine: Hardware, card: Device | None) -> Plan:
    """The plan that a rung is, with its figures on the device where it is tightest."""
    fits = rung.fits(shape)
    on_card, on_host = needs(shape, rung.params)
    if card and rung.params.n_gpu_layers and (fits or not rung.card_fits(shape)):
        need, reserve, free, total, device = on_card, CARD_RESERVE, rung.free[0], card.memory_total, card.name
    else:
        need, reserve, free, total, device = on_host, HOST_RESERVE, rung.free[1], machine.ram_total, PROCESSOR
    needed = gigabytes(need.total) if fits else gigabytes(need.total + reserve, math.ceil)
    return Plan(
        params=rung.params,
        device=device,
        n_layers=shape.n_layer + 1,
        weights_bytes=need.weights,
        kv_bytes=need.kv,
        compute_bytes=need.compute,
        total_bytes=need.total,
        reserve_bytes=reserve,
        free_bytes=free,
        fits=fits,
        steps=rung.steps,
        predicted_tokens_per_s=tokens_per_second(shape, rung.params, machine, card),
        reason=Reason(
            "fits" if fits else "does_not_fit",
            {
                "needed_gb": needed,
                "free_gb": gigabytes(free, math.floor),
                "total_gb": gigabytes(total),
                "device": device,
            },
        ),
        exact=shape.exact,
        reading_tokens_per_s=reading_tokens_per_second(shape, rung.params, machine),
    )
