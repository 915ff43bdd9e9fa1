"""Which model of the catalogue to begin with on this machine, and why."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

import msgspec

from models.catalogue import Catalogue, CatalogueEntry, Group
from models.engine.hardware import Hardware
from models.engine.plan import Plan, plan
from models.engine.protocol import LoadParams

MOST_MINUTES = 10.0  # for ten pages, on a processor
LEAST_TOKENS_PER_S = 4.0  # slower than one reads, as fast as one waits
GROUPS: tuple[Group, ...] = ("standard", "fast", "tiny")  # in a list without ranks, the best first
_COSTLY = {"smaller_context", "fewer_layers", "beyond_training"}  # steps that make a model worse than a smaller one

WhyName = Literal["on_card", "on_processor", "smallest"]

# One sentence a reason, with its values, so that the window can translate the template and then fill it in.
WHYS: dict[WhyName, str] = {
    "on_card": "The best model that fits this machine: all of it on {device}.",
    "on_processor": "The best model that fits this machine: the processor sums up ten pages in about {minutes} min.",
    "smallest": "The smallest model that fits this machine; it will be slow.",
}


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """What to begin with. `usual` is the choice most people are told of, where a better one fits and it fits too."""

    entry: CatalogueEntry
    plan: Plan
    why: WhyName
    values: dict[str, int | str] = {}
    usual: CatalogueEntry | None = None

    def __str__(self) -> str:
        return WHYS[self.why].format(**self.values)


Offers = Iterable[tuple[CatalogueEntry, Plan | None]]


def planned(catalogue: Catalogue, machine: Hardware, wished: LoadParams) -> list[tuple[CatalogueEntry, Plan | None]]:
    """Every entry with its plan on `machine`; None where too little is known before the download."""
    return [(entry, _plan(entry, machine, wished)) for entry in catalogue.entries]


def advise(catalogue: Catalogue, offers: Offers) -> Advice | None:
    """The best of `offers` that runs well here, else the smallest to begin with that fits; None when none does.

    Well is: all of it on the card, or else on the processor ten pages in a few minutes. A licence that has to be
    agreed to is no first step.
    """
    able = [(entry, fit) for entry, fit in offers if fit and fit.fits and not entry.licence.accept]
    ranked = sorted((one for one in able if _place(one[0])), key=lambda one: _place(one[0]))
    for runs_well in (_on_card, _on_processor):
        for entry, fit in ranked:
            if runs_well(fit):
                return _told(entry, fit, _usual(catalogue, entry, able))
    if not able:
        return None
    entry, fit = min(ranked or able, key=lambda one: one[0].about_bytes or math.inf)  # an unknown size is no small one
    return Advice(entry=entry, plan=fit, why="smallest")


def _told(entry: CatalogueEntry, fit: Plan, usual: CatalogueEntry | None) -> Advice:
    if fit.on_card:
        return Advice(entry=entry, plan=fit, why="on_card", values={"device": fit.device}, usual=usual)
    minutes = max(1, round(fit.ten_pages_minutes or 0))
    return Advice(entry=entry, plan=fit, why="on_processor", values={"minutes": minutes}, usual=usual)


def _usual(
    catalogue: Catalogue, best: CatalogueEntry, able: list[tuple[CatalogueEntry, Plan]]
) -> CatalogueEntry | None:
    first = catalogue.entries[0]
    return first if first is not best and any(entry is first for entry, _ in able) else None


def _place(entry: CatalogueEntry) -> int:
    """The lower the better; 0: not to begin with."""
    if entry.rank is not None:
        return entry.rank
    return 1000 + GROUPS.index(entry.group) if entry.group in GROUPS else 0


def _on_card(fit: Plan) -> bool:
    return fit.on_card and not any(step.name in _COSTLY for step in fit.steps)


def _on_processor(fit: Plan) -> bool:
    minutes, speed = fit.ten_pages_minutes, fit.predicted_tokens_per_s
    if minutes is None or speed is None:
        return False
    return minutes <= MOST_MINUTES and speed >= LEAST_TOKENS_PER_S


def _plan(entry: CatalogueEntry, machine: Hardware, wished: LoadParams) -> Plan | None:
    try:
        return plan(entry, None, machine, wished)
    except ValueError:
        return None
