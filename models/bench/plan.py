"""`paddock plan`: will a model fit this machine, with which settings, at which contexts, and how fast."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

import msgspec

from models.catalogue import CatalogueEntry
from models.engine.device import Device
from models.engine.hardware import Hardware
from models.engine.plan import GIB, Plan, gigabytes, plan
from models.engine.protocol import LoadParams
from models.engine.shape import Shape, of_entry, of_header
from models.gguf import read_header

CONTEXTS = (4096, 8192, 16_384, 32_768, 65_536, 131_072)


class AtContext(msgspec.Struct, frozen=True):
    """The same model with all of `n_ctx` and nothing else changed that the user set."""

    n_ctx: int
    total_bytes: int
    fits: bool
    n_gpu_layers: int
    type_k: str
    tokens_per_s: float | None


class PlanReport(msgspec.Struct, frozen=True, kw_only=True):
    """What `paddock plan` prints; `str()` is the text for people."""

    model: str
    plan: Plan
    contexts: tuple[AtContext, ...]

    def __str__(self) -> str:
        chosen = self.plan
        params = chosen.params
        lines = [
            f"{self.model}: {chosen}",
            *(f"  {step}" for step in chosen.steps),
            "",
            f"  weights {_gb(chosen.weights_bytes)}, cache {_gb(chosen.kv_bytes)}, working memory "
            f"{_gb(chosen.compute_bytes)}: {_gb(chosen.total_bytes)} of {_gb(chosen.free_bytes)} free",
            f"  context {params.n_ctx}, layers on the card {params.n_gpu_layers} of {chosen.n_layers}, "
            f"cache {params.type_k}, threads {params.n_threads}",
            "",
            "  context   needs      layers  cache  tokens a second",
        ]
        for row in self.contexts:
            speed = f"about {row.tokens_per_s:.0f}" if row.tokens_per_s else "not known"
            told = speed if row.fits else "does not fit"
            lines.append(f"  {row.n_ctx:>7}  {_gb(row.total_bytes):>8}  {row.n_gpu_layers:>6}  {row.type_k:<5}  {told}")
        if not chosen.exact:
            lines += ["", "  Guessed from the catalogue: the file is not on this computer yet."]
        return "\n".join(lines)


def report(
    model: Path | CatalogueEntry,
    machine: Hardware,
    wished: LoadParams | None = None,
    *,
    fixed: Set[str] = frozenset(),
    vram_gb: float | None = None,
) -> PlanReport:
    """The plan of a file or of a catalogue entry, and the table of contexts up to what the model was trained for.

    `vram_gb` asks about another card than the one here; 0 about none.

    Raises:
        FileRefused: The file is no model.
        ValueError: Not even the size of the catalogue's entry is known.
    """
    shape = _shape(model)
    if vram_gb is not None:
        machine = with_card(machine, vram_gb)
    wished = wished or LoadParams()
    chosen = plan(shape, None, machine, wished, fixed=fixed)
    rows = []
    for n_ctx in CONTEXTS:
        if n_ctx <= max(shape.n_ctx_train or wished.n_ctx, wished.n_ctx):
            params = msgspec.structs.replace(wished, n_ctx=n_ctx)
            one = plan(shape, None, machine, params, fixed={*fixed, "n_ctx"})
            rows.append(_at(n_ctx, one))
    return PlanReport(model=shape.name, plan=chosen, contexts=tuple(rows))


def _at(n_ctx: int, one: Plan) -> AtContext:
    params = one.params
    return AtContext(n_ctx, one.total_bytes, one.fits, params.n_gpu_layers, params.type_k, one.predicted_tokens_per_s)


def with_card(machine: Hardware, vram_gb: float) -> Hardware:
    """The same machine with one empty card of so much memory, or with none. Its speed is not known."""
    size = int(vram_gb * GIB)
    card = Device(name=f"a card of {vram_gb:g} GB", driver="", memory_total=size, memory_free=size)
    return msgspec.structs.replace(machine, devices=(card,) if size else (), engine_has_cuda=True, card_trouble=None)


def _shape(model: Path | CatalogueEntry) -> Shape:
    if isinstance(model, Path):
        return of_header(read_header(model))
    shape = of_entry(model)
    if shape is None:
        raise ValueError(f"the size of {model.name} is not known yet")
    return shape


def _gb(size: int) -> str:
    return f"{gigabytes(size)} GB" if size >= GIB // 10 else f"{round(size / (1 << 20))} MB"
