"""What is here, what could be, and how well each would run: asked on a thread, shown by the page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.catalogue import Catalogue, CatalogueEntry
from models.engine.bandwidth import measure_bandwidth
from models.engine.hardware import Hardware
from models.engine.plan import Plan, plan
from models.engine.protocol import LoadParams
from models.engine.recommend import Advice, advise, planned
from models.errors import FileMissing, FileRefused
from models.hub import adopt
from models.hub.adopt import Found
from models.hub.shelf import InstalledModel, Shelf


@dataclass(frozen=True, slots=True)
class Installed:
    """A model on this computer. `plan` None: it cannot be loaded, and `trouble` is why."""

    model: InstalledModel
    plan: Plan | None = None
    trouble: FileRefused | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be had. `plan` None: its size is not known before the download."""

    entry: CatalogueEntry
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything the page shows. `found` are models of other programs that are not on the shelf."""

    hardware: Hardware
    installed: tuple[Installed, ...]
    offers: tuple[Offer, ...]
    found: tuple[Found, ...]
    advice: Advice | None = None

    @property
    def recommended(self) -> Offer | None:
        """The one to begin with on this machine; None when none fits."""
        return self._offer(self.advice.entry) if self.advice else None

    @property
    def usual(self) -> Offer | None:
        """The one most people are told of, where a better one is recommended."""
        return self._offer(self.advice.usual) if self.advice and self.advice.usual else None

    def _offer(self, entry: CatalogueEntry) -> Offer | None:
        return next((offer for offer in self.offers if offer.entry is entry), None)


class Surveyor:
    """Looks at the machine and the shelf. `survey` runs on a thread; the memory's speed is measured once."""

    def __init__(
        self, shelf: Shelf, catalogue: Catalogue, machine: Callable[[], Hardware], wished: Callable[[], LoadParams]
    ) -> None:
        self._shelf = shelf
        self._catalogue = catalogue
        self._machine = machine
        self._wished = wished
        self._bandwidth: float | None = None

    def survey(self) -> Iterator[Survey]:
        """One Survey; an iterator because work is one."""
        if self._bandwidth is None:
            self._bandwidth = measure_bandwidth()
        here = msgspec.structs.replace(self._machine(), memory_bandwidth=self._bandwidth)
        models = self._shelf.models()
        wished = self._wished()
        installed = tuple(_looked_at(model, here, wished) for model in models)
        owned = {model.entry for model in models if not model.missing}
        able = [(entry, fit) for entry, fit in planned(self._catalogue, here, wished) if entry.id not in owned]
        offers = tuple(Offer(entry, fit) for entry, fit in able)
        yield Survey(here, installed, offers, self._found(models), advise(self._catalogue, able))

    def _found(self, models: list[InstalledModel]) -> tuple[Found, ...]:
        known = {os.path.realpath(part) for model in models for part in model.parts}
        return tuple(one for one in adopt.find(Path.home(), os.environ) if os.path.realpath(one.path) not in known)


def _looked_at(model: InstalledModel, here: Hardware, wished: LoadParams) -> Installed:
    try:
        if model.missing:
            raise FileMissing(name=Path(model.path).name)
        return Installed(model, plan(model.header(), model.size_bytes, here, wished))
    except FileRefused as error:
        return Installed(model, trouble=error)
