"""What is here, what could be, and how well each would run: asked on a thread, shown by the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.bench.offers import HubOffer, offer
from models.catalogue import Catalogue, CatalogueEntry
from models.engine.bandwidth import bandwidth
from models.engine.hardware import Hardware
from models.engine.plan import Plan, plan
from models.engine.protocol import LoadParams
from models.engine.recommend import Advice, advise, planned
from models.errors import FileRefused, ModelFileMissing
from models.hub import adopt
from models.hub.adopt import Found
from models.hub.listing import Listed, Missed
from models.hub.repository import Looked
from models.hub.search import Search
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
    """Everything the page shows. `found` are models of other programs that are not on the shelf.

    `within` is the one inside the program.
    """

    hardware: Hardware
    installed: tuple[Installed, ...]
    offers: tuple[Offer, ...]
    found: tuple[Found, ...]
    advice: Advice | None = None
    within: InstalledModel | None = None

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


@dataclass(frozen=True, slots=True)
class Seen:
    """A repository of the Hub that was looked at, with the plan of each of its models."""

    looked: Looked
    offer: HubOffer


class FittedSearch:
    """A search of the Hub whose models are planned as they come: Listed, then a Seen or Missed for each repository.

    `close` may be called by any thread, as that of the search.
    """

    def __init__(self, search: Search, machine: Callable[[], Hardware], wished: Callable[[], LoadParams]) -> None:
        self._search = search
        self._machine = machine
        self._wished = wished

    def __iter__(self) -> Iterator[Listed | Seen | Missed]:
        here, wished = self._machine(), self._wished()
        for result in self._search:
            yield Seen(result, offer(result, here, wished)) if isinstance(result, Looked) else result

    def close(self) -> None:
        self._search.close()


class Surveyor:
    """Looks at the machine and the shelf. `survey` runs on a thread; the memory's speed is measured once."""

    def __init__(
        self, shelf: Shelf, catalogue: Catalogue, machine: Callable[[], Hardware], wished: Callable[[], LoadParams]
    ) -> None:
        self._shelf = shelf
        self.catalogue = catalogue
        self._machine = machine
        self._wished = wished
        self._bandwidth: float | None = None

    def survey(self) -> Iterator[Survey]:
        """One Survey; an iterator because work is one."""
        here = self._here()
        models = self._shelf.models()
        wished = self._wished()
        installed = tuple(_looked_at(model, here, wished) for model in models)
        owned = {model.entry for model in models if not model.missing}
        able = [(entry, fit) for entry, fit in planned(self.catalogue, here, wished) if entry.id not in owned]
        offers = tuple(Offer(entry, fit) for entry, fit in able)
        advice = advise(self.catalogue, able)
        yield Survey(here, installed, offers, self._found(models), advice, self._shelf.demo())

    def search(self, search: Search) -> FittedSearch:
        """The same of what is found on the Hub."""
        return FittedSearch(search, self._here, self._wished)

    def _here(self) -> Hardware:
        if self._bandwidth is None:
            self._bandwidth = bandwidth()
        return msgspec.structs.replace(self._machine(), memory_bandwidth=self._bandwidth)

    def _found(self, models: list[InstalledModel]) -> tuple[Found, ...]:
        return tuple(adopt.of_this_user(part for model in models for part in model.parts))


def _looked_at(model: InstalledModel, here: Hardware, wished: LoadParams) -> Installed:
    try:
        if model.missing:
            raise ModelFileMissing(name=Path(model.path).name)
        return Installed(model, plan(model.header(), model.size_bytes, here, wished))
    except FileRefused as error:
        return Installed(model, trouble=error)
