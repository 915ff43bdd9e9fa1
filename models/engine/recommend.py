"""Which model of the catalogue to begin with on this machine."""

from __future__ import annotations

from collections.abc import Iterable

from models.catalogue import Catalogue, CatalogueEntry
from models.engine.hardware import Hardware
from models.engine.plan import Plan, plan
from models.engine.protocol import LoadParams

GROUPS = ("standard", "fast", "tiny")  # the best first
FLUENT_TOKENS_PER_S = 8.0  # about as fast as one reads


def planned(catalogue: Catalogue, machine: Hardware, wished: LoadParams) -> list[tuple[CatalogueEntry, Plan | None]]:
    """Every entry with its plan on `machine`; None where too little is known before the download."""
    return [(entry, _plan(entry, machine, wished)) for entry in catalogue.entries]


def recommended(offers: Iterable[tuple[CatalogueEntry, Plan | None]]) -> CatalogueEntry | None:
    """The best that fits and is fluent, else the smallest that fits; None when none does.

    A licence that has to be agreed to is no first step.
    """
    able = [(entry, fit) for entry, fit in offers if fit and fit.fits and not entry.licence.accept]
    for group in GROUPS:
        for entry, fit in able:
            speed = fit.predicted_tokens_per_s
            if entry.group == group and (speed is None or speed >= FLUENT_TOKENS_PER_S):
                return entry
    return min((entry for entry, _ in able), key=lambda entry: entry.size_bytes or 0, default=None)


def _plan(entry: CatalogueEntry, machine: Hardware, wished: LoadParams) -> Plan | None:
    try:
        return plan(entry, None, machine, wished)
    except ValueError:
        return None
