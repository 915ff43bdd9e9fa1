"""The models of a repository of the Hub, each with the plan for this computer, before any download."""

from __future__ import annotations

import msgspec

from models.engine.hardware import Hardware
from models.engine.plan import Plan, plan
from models.engine.protocol import LoadParams
from models.engine.shape import of_front
from models.hub.repository import Looked, Repository, Variant


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """`plan` None: this version does not run it, or not even its size is known."""

    variant: Variant
    plan: Plan | None


class HubOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What a search shows of one repository.

    `runs`: whether this version runs models of that `architecture`; None: nobody said what it is.
    """

    repository: Repository
    commit: str
    architecture: str | None
    runs: bool | None
    preferred: str | None
    models: tuple[Fitted, ...]


def offer(looked: Looked, machine: Hardware, wished: LoadParams) -> HubOffer:
    """The repository with the plan of each of its models on `machine`."""
    runs, preferred = looked.runs, looked.preferred
    return HubOffer(
        repository=looked.repository,
        commit=looked.commit,
        architecture=looked.architecture,
        runs=runs,
        preferred=preferred.quantisation if preferred else None,
        models=tuple(
            Fitted(variant=variant, plan=None if runs is False else _plan(looked, variant, machine, wished))
            for variant in looked.variants
        ),
    )


def _plan(looked: Looked, variant: Variant, machine: Hardware, wished: LoadParams) -> Plan | None:
    """From what the file says of itself, else guessed from its size on the large side."""
    header, size_bytes = looked.header, variant.size_bytes
    if not size_bytes:
        return None
    if header is not None and header.kind == "model":
        return plan(of_front(header, size_bytes), None, machine, wished)
    return plan(looked.entry(variant), None, machine, wished)
