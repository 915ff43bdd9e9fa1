"""A repository of the Hub as a card, with the choice of its models' sizes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.library.card import ModelCard, facts_of
from desktop.library.downloading import State
from desktop.library.fit import Offer, Seen
from desktop.library.offers import OfferCard
from desktop.widgets.controls import icon_button
from desktop.widgets.words import size_words
from models.bench.offers import Fitted
from models.hub.repository import Repository

_LISTED = 30  # rows of the choice before it scrolls


class HubCard(OfferCard):
    """One that can be had: which of its sizes is chosen decides what is planned, shown and downloaded.

    `state_of` tells how the download of a name stands.
    """

    def __init__(self, seen: Seen, state_of: Callable[[str], State | None], open_page: Callable[[str], object]) -> None:
        repository = seen.offer.repository
        self._seen = seen
        self._state_of = state_of
        self._picker = picker(seen)
        start = max(0, self._picker.findData(seen.offer.preferred))
        super().__init__(
            self._offer(start), title=repository.title, beside=(self._picker, page_button(repository, open_page)),
            more=told(repository),
        )  # fmt: skip
        self._picker.setCurrentIndex(start)
        self._picker.currentIndexChanged.connect(self._choose)
        self._choose(start)

    def _offer(self, index: int) -> Offer:
        fitted = self._seen.offer.models[index]
        return Offer(self._seen.looked.entry(fitted.variant), fitted.plan)

    def _choose(self, index: int) -> None:
        self.show_offer(self._offer(index))
        self.show_state(self._state_of(self.name))


class ListedCard(ModelCard):
    """One that is only listed yet, or cannot be had: as high as the card that takes its place."""

    def __init__(self, repository: Repository, open_page: Callable[[str], object]) -> None:
        facts = facts_of(
            None, licence=repository.licence_name or repository.licence or "", languages=repository.languages,
            n_ctx=repository.n_ctx or 0,
        )  # fmt: skip
        facts = " · ".join(part for part in (facts, told(repository)) if part)
        super().__init__(repository.title, facts=facts, beside=(page_button(repository, open_page),))
        self.looking = True
        self.show_fit(None, self.tr("Looking at its files…"))

    def show_missed(self) -> None:
        """It could not be looked at."""
        self.looking = False
        self.show_fit(None, self.tr("It cannot be looked at now."))

    def show_seen(self, seen: Seen) -> None:
        """Why there is nothing to download in it."""
        self.looking = False
        if seen.offer.runs is False:
            words = self.tr("This version does not run models of the kind “%1”.")
            self.show_trouble(words.replace("%1", seen.offer.architecture or ""))
        else:
            self.show_fit(None, self.tr("There is no GGUF model in it."))


def picker(seen: Seen) -> QComboBox:
    """The choice of sizes, each with its fit; the smallest first."""
    box = QComboBox()
    box.setProperty("role", "small")
    box.setMaxVisibleItems(_LISTED)
    for fitted in seen.offer.models:
        box.addItem(_words(fitted), fitted.variant.quantisation)
    box.setAccessibleName(
        QCoreApplication.translate("HubCard", "Size of %1").replace("%1", seen.offer.repository.title)
    )
    box.setToolTip(
        QCoreApplication.translate("HubCard", "Smaller is faster and takes less memory; larger is a little better.")
    )
    return box


def page_button(repository: Repository, open_page: Callable[[str], object]) -> QWidget:
    """Leads to where people read about it."""
    words = QCoreApplication.translate("HubCard", "Open the page of %1").replace("%1", repository.id)
    return icon_button("external-link", words, partial(open_page, repository.page))


def told(repository: Repository) -> str:
    """“bartowski · 1,234,567 downloads a month · asks for an account”."""
    count = QLocale().toString(repository.downloads)
    parts = [repository.publisher, QCoreApplication.translate("HubCard", "%1 downloads a month").replace("%1", count)]
    if repository.gated:
        parts.append(QCoreApplication.translate("HubCard", "asks for an account"))
    return " · ".join(parts)


def _words(fitted: Fitted) -> str:
    """“Q4_K_M · 4.7 GB”, and whether it would not fit."""
    variant = fitted.variant
    parts = [variant.quantisation] + ([size_words(variant.size_bytes)] if variant.size_bytes else [])
    if fitted.plan is not None and not fitted.plan.fits:
        parts.append(QCoreApplication.translate("HubCard", "does not fit"))
    return " · ".join(parts)
