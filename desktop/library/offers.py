"""A model that can be had, as a card that follows its download."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desktop.library.card import ModelCard, facts_of
from desktop.library.downloading import State
from desktop.library.fit import Offer
from desktop.library.way_out import WayOut, way_out
from desktop.widgets.words import translated


class DownloadCard(ModelCard):
    """A model on its way, by the `name` it is downloaded under. Its buttons are those of the moment.

    Signals:
        pause_wanted, resume_wanted, cancel_wanted: Its name.
        way_out_wanted: The button that a failure or a wait offers (State).
    """

    pause_wanted = Signal(str)
    resume_wanted = Signal(str)
    cancel_wanted = Signal(str)
    way_out_wanted = Signal(object)

    def __init__(
        self, name: str, title: str, quantisation: str = "", facts: str = "", beside: Sequence[QWidget] = ()
    ) -> None:
        super().__init__(title, quantisation, facts, beside)
        self.name = name
        self._shape: object = object()

    def show_state(self, state: State | None) -> None:
        """How its download stands; None: nobody asked for it."""
        if state is None:
            self.show_progress(None)
        else:
            self.show_progress(state.fraction, state.words, bad=state.failed)
        shape = (self.name, None) if state is None else (self.name, state.running, state.reason)
        if shape == self._shape:
            return  # the same buttons: the one that has the focus keeps it
        self._shape = shape
        focused = self.button_in_focus()
        self.withdraw()
        self._offer_ways(state)
        if focused:  # or the next Enter would press what stands below: another model's download
            self.focus_button(focused)

    def _offer_ways(self, state: State | None) -> None:
        if state is None:
            self._offer_start()
            return
        if state.reason is not None:
            self.offer(state.way_out, partial(self.way_out_wanted.emit, state))
            if state.failed and way_out(state.reason) in (WayOut.PAGE, WayOut.SETTINGS):
                # That button helps, but does not go on by itself.
                again = partial(self.resume_wanted.emit, self.name)
                self.offer(translated("Try again"), again, icon_name="refresh-cw")
        if state.running:
            self.offer_icon("pause", self.tr("Pause"), partial(self.pause_wanted.emit, self.name))
        elif state.reason is None:
            self.offer(self.tr("Resume"), partial(self.resume_wanted.emit, self.name), icon_name="play")
        self.offer_icon("x", self.tr("Cancel"), partial(self.cancel_wanted.emit, self.name))

    def _offer_start(self) -> None:
        """What can be done while nobody asked for it: nothing, of a model that only its download is known of."""


class OfferCard(DownloadCard):
    """One that is not here, of the catalogue or of the Hub. What stands `beside` its title says its size.

    Signals:
        download_wanted: Get it (CatalogueEntry).
    """

    download_wanted = Signal(object)

    def __init__(
        self, offer: Offer, *, primary: bool = False, title: str = "", beside: Sequence[QWidget] = (), more: str = ""
    ) -> None:
        entry = offer.entry
        super().__init__(entry.name, title or entry.name, "" if beside else entry.quantisation, beside=beside)
        self._primary = primary
        self._more = more
        self._shows_size = not beside
        self.show_offer(offer)

    def show_offer(self, offer: Offer) -> None:
        """Be the card of this one from now on."""
        entry = self.entry = offer.entry
        self.name = entry.name
        facts = facts_of(
            entry.about_bytes if self._shows_size else None,
            licence=(
                entry.licence.id or QCoreApplication.translate("Licence", "the publisher's own licence")
            ).removeprefix("LicenseRef-"),
            languages=entry.languages,
            n_ctx=entry.n_ctx or 0,
        )
        self.show_facts(" · ".join(part for part in (facts, self._more) if part))
        self.show_fit(offer.plan, self.tr("Its size is known when the download begins."))
        self.show_state(None)

    def _offer_start(self) -> None:
        role = "primary" if self._primary else "outlined"
        get = partial(self.download_wanted.emit, self.entry)
        self.offer(self.tr("Download"), get, role=role, icon_name="download")
